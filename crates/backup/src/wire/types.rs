//! Each type that passes, with its fields and variants. A match without a catch-all keeps a
//! variant from being forgotten.

use countersign_otp::{Algorithm, Digits, InvalidSecret, Kind, Period, Secret, Token};

use super::bytes::{Out, Wire, long_bytes};
use crate::{
    Damage, Details, Detected, Entry, Facts, Format, Import, KeptToken, KeyDerivation, LeftOut,
    MissingParts, OtherKind, ReadError, Unreadable, Unsupported, Why, write::WriteError,
};

/// A struct, by all of its fields.
macro_rules! wire_struct {
    ($type:ident { $($field:ident),* $(,)? }) => {
        impl $crate::wire::bytes::Wire for $type {
            fn put(&self, out: &mut $crate::wire::bytes::Out) {
                let Self { $($field),* } = self;
                $($crate::wire::bytes::Wire::put($field, out);)*
            }

            fn take(bytes: &mut &[u8]) -> Option<Self> {
                $(let $field = $crate::wire::bytes::Wire::take(bytes)?;)*
                Some(Self { $($field),* })
            }
        }
    };
}
pub(super) use wire_struct;

/// An enum, by all of its variants, each with a number of its own.
macro_rules! wire_enum {
    ($type:ident { $($tag:literal $variant:ident $(($inner:ident))? $({ $($field:ident),* })?),* $(,)? }) => {
        impl Wire for $type {
            fn put(&self, out: &mut Out) {
                match self {
                    $(Self::$variant $(($inner))? $({ $($field),* })? => {
                        out.bytes(&[$tag]);
                        $($inner.put(out);)?
                        $($($field.put(out);)*)?
                    })*
                }
            }

            fn take(bytes: &mut &[u8]) -> Option<Self> {
                Some(match u8::take(bytes)? {
                    $($tag => {
                        $(let $inner = Wire::take(bytes)?;)?
                        $($(let $field = Wire::take(bytes)?;)*)?
                        Self::$variant $(($inner))? $({ $($field),* })?
                    })*
                    _ => return None,
                })
            }
        }
    };
}

wire_struct!(Import {
    format,
    entries,
    passed_over,
    missing_parts,
    facts,
});
wire_struct!(MissingParts {
    batch_id,
    size,
    missing,
});
wire_struct!(Facts {
    created_at,
    left_out,
});
wire_struct!(LeftOut { registered });
wire_struct!(KeptToken { token, details });
wire_struct!(Details {
    note,
    tags,
    pinned,
    trashed,
    uses,
    last_used_at,
});
wire_struct!(Unreadable { name, why });
wire_struct!(Token {
    issuer,
    account_name,
    secret,
    kind,
});

wire_enum!(Entry {
    0 Readable(kept),
    1 Unreadable(unreadable),
});
wire_enum!(Why {
    0 UnknownKind(kind),
    1 NoSecret,
    2 SecretElsewhere,
    3 BadSecret(reason),
    4 UnsupportedAlgorithm,
    5 BadDigits,
    6 BadPeriod,
    7 BadCounter,
    8 NotAToken,
});
wire_enum!(OtherKind {
    0 MobileOtp,
    1 Yandex,
    2 BattleNet,
    3 Other,
});
wire_enum!(InvalidSecret {
    0 Empty,
    1 TooShort,
    2 NotBase32 { position },
});
wire_enum!(Kind {
    0 Totp { algorithm, digits, period },
    1 Hotp { algorithm, digits, counter },
    2 Steam,
});
wire_enum!(Algorithm {
    0 Sha1,
    1 Sha256,
    2 Sha512,
});
wire_enum!(Detected {
    0 Backup { format, key, certain },
    1 Unsupported(reason),
    2 Damaged(damage),
    3 Unknown,
});
wire_enum!(ReadError {
    0 NotRecognized,
    1 PasswordNeeded(key),
    2 WrongPassword,
    3 WrongPasswordOrDamaged,
    4 Damaged(damage),
    5 TooLarge,
    6 TooCostly(key),
    7 OutOfMemory(key),
    8 Unsupported(reason),
});
wire_enum!(Damage {
    0 Empty,
    1 CutOff,
    2 Malformed,
    3 Altered,
});
wire_enum!(KeyDerivation {
    0 Argon2id { memory_kib, passes, lanes },
    1 Scrypt { log_n, r, p },
    2 Pbkdf2 { iterations },
    3 Sha256,
});
wire_enum!(Unsupported {
    0 BitwardenAccountRestricted,
    1 AegisWithoutPassword,
    2 BrowserExtensionEncrypted,
    3 OpenPgp,
    4 Zip,
    5 KeePassDatabase,
    6 Database,
    7 FreeOtp2,
    8 AndroidSettings,
    9 Picture,
    10 NewerVersion(format),
    11 Variant(format),
});
wire_enum!(Format {
    0 Countersign,
    1 Aegis,
    2 TwoFas,
    3 Ente,
    4 Bitwarden,
    5 Proton,
    6 Stratum,
    7 AndOtp,
    8 FreeOtpPlus,
    9 Raivo,
    10 KeePassXc,
    11 LastPass,
    12 Duo,
    13 Steam,
    14 TwoFAuth,
    15 BrowserExtension,
    16 GoogleTransfer,
    17 OtpauthList,
});
wire_enum!(WriteError {
    0 NoPassword,
    1 TooWeak,
    2 OutOfMemory,
});

impl Wire for Digits {
    fn put(&self, out: &mut Out) {
        self.get().put(out);
    }

    fn take(bytes: &mut &[u8]) -> Option<Self> {
        Self::new(u8::take(bytes)?).ok()
    }
}

impl Wire for Period {
    fn put(&self, out: &mut Out) {
        self.seconds().put(out);
    }

    fn take(bytes: &mut &[u8]) -> Option<Self> {
        Self::new(u32::take(bytes)?).ok()
    }
}

impl Wire for Secret {
    fn put(&self, out: &mut Out) {
        out.long_bytes(self.expose_bytes());
    }

    fn take(bytes: &mut &[u8]) -> Option<Self> {
        Self::from_bytes(long_bytes(bytes)?).ok()
    }
}
