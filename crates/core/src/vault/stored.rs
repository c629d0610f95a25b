//! The stored form of a token: what lies in a record, before it is encrypted.
//!
//! Fields in a fixed order: numbers as eight bytes, the highest first; texts, tags and the secret
//! with their length before them; what may be missing behind a byte that says whether it is there.
//! It is a form of its own since it is read at every start: what reads JSON would be a tenth of
//! the app. The form's version stands beside the ciphertext and is bound to it. A change of the
//! form is a new version, and [`read`] turns older ones into the newest; the golden test below
//! holds the form still. Versions 1 and 2 were JSON and were never part of a release.

use countersign_otp::{Algorithm, Digits, Kind, Period, Secret, Token};
use countersign_protocol::Timestamp;
use zeroize::Zeroizing;

use super::token::{Origin, Registration, Standing, StopReason, VaultToken};
use super::{Damage, OrderKey, TokenId, tidy_tags};
use crate::ports::RecordId;

/// The kind of a token's record.
pub(super) const KIND: &str = "token";
/// The version that is written.
pub(super) const VERSION: u32 = 3;

/// What is bound to a ciphertext: a label, the version, the kind with its length, the id.
pub(crate) fn associated_data(id: &RecordId, kind: &str, version: u32) -> Vec<u8> {
    let kind_length = u32::try_from(kind.len()).unwrap_or(u32::MAX);
    let mut bytes = b"countersign record\0".to_vec();
    bytes.extend(version.to_be_bytes());
    bytes.extend(kind_length.to_be_bytes());
    bytes.extend(kind.as_bytes());
    bytes.extend(id.as_str().as_bytes());
    bytes
}

/// Room for everything but texts, tags and the secret.
const FIXED: usize = 256;

/// Writes the newest form.
pub(super) fn write(token: &VaultToken) -> Zeroizing<Vec<u8>> {
    let mut out = Writer(Zeroizing::new(Vec::with_capacity(room(token))));
    out.text(&token.token.issuer);
    out.text(&token.token.account_name);
    out.bytes(token.token.secret.expose_bytes());
    out.kind(token.token.kind);
    out.option(token.registration(), Writer::registration);
    out.time(token.added_at);
    out.text(&token.note);
    out.number(token.tags.len() as u64);
    for tag in &token.tags {
        out.text(tag);
    }
    out.byte(token.pinned.into());
    out.text(token.order.as_str());
    out.number(token.uses);
    out.option(token.last_used_at, Writer::time);
    out.option(token.deleted_at, Writer::time);
    out.0
}

/// Room for all of it at once: a buffer that grows leaves copies of the secret behind.
fn room(token: &VaultToken) -> usize {
    let names = &token.token;
    let user_name = token.registration().map_or("", |r| &r.user_name);
    let texts = [&names.issuer, &names.account_name, &token.note];
    let texts = texts
        .into_iter()
        .chain(&token.tags)
        .map(|text| text.len() + 8);
    let others = [user_name, token.order.as_str()].map(str::len);
    FIXED + texts.sum::<usize>() + others.iter().sum::<usize>() + names.secret.expose_bytes().len()
}

/// Reads any version up to the newest.
pub(super) fn read(id: TokenId, version: u32, bytes: &[u8]) -> Result<VaultToken, Damage> {
    if version > VERSION {
        return Err(Damage::Newer);
    }
    let current = version == VERSION;
    let token = current.then(|| read_current(id, &mut Reader(bytes)));
    token.flatten().ok_or(Damage::Content)
}

fn read_current(id: TokenId, from: &mut Reader<'_>) -> Option<VaultToken> {
    let token = Token {
        issuer: from.text()?,
        account_name: from.text()?,
        secret: Secret::from_bytes(from.bytes()?).ok()?,
        kind: from.kind()?,
    };
    let origin = match from.option(Reader::registration)? {
        None => Origin::Offline,
        Some(registration) => Origin::Registered(registration),
    };
    let first = VaultToken::new(id, token, origin, from.time()?);
    let note = from.text()?;
    let tags: Option<Vec<_>> = (0..from.number()?).map(|_| from.text()).collect();
    let token = VaultToken {
        note,
        tags: tidy_tags(tags?),
        pinned: from.byte()? == 1,
        order: OrderKey::from_stored(from.text()?).unwrap_or(first.order),
        uses: from.number()?,
        last_used_at: from.option(Reader::time)?,
        deleted_at: from.option(Reader::time)?,
        ..first
    };
    from.0.is_empty().then_some(token)
}

struct Writer(Zeroizing<Vec<u8>>);

impl Writer {
    fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    fn number(&mut self, number: u64) {
        self.0.extend(number.to_be_bytes());
    }

    fn time(&mut self, time: Timestamp) {
        self.0.extend(time.as_millis().to_be_bytes());
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.0.extend(bytes);
    }

    fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    fn option<T>(&mut self, value: Option<T>, write: fn(&mut Self, T)) {
        self.byte(value.is_some().into());
        if let Some(value) = value {
            write(self, value);
        }
    }

    fn kind(&mut self, kind: Kind) {
        let (tag, parameters) = match kind {
            Kind::Totp {
                algorithm,
                digits,
                period,
            } => (0, Some((algorithm, digits, period.seconds().into()))),
            Kind::Hotp {
                algorithm,
                digits,
                counter,
            } => (1, Some((algorithm, digits, counter))),
            Kind::Steam => (2, None),
        };
        self.byte(tag);
        if let Some((algorithm, digits, number)) = parameters {
            self.byte(match algorithm {
                Algorithm::Sha1 => 1,
                Algorithm::Sha256 => 2,
                Algorithm::Sha512 => 3,
            });
            self.byte(digits.get());
            self.number(number);
        }
    }

    fn registration(&mut self, registration: &Registration) {
        self.text(&registration.user_name);
        self.number(registration.generation);
        self.time(registration.registered_at);
        self.time(registration.confirmed_at);
        match registration.standing {
            Standing::Active => self.byte(0),
            Standing::Stopped { at, reason } => {
                self.byte(match reason {
                    StopReason::Superseded => 1,
                    StopReason::Revoked => 2,
                    StopReason::Unknown => 3,
                });
                self.option(at, Self::time);
            }
        }
    }
}

/// What is left to read. Every method gives nothing where the bytes end too early or say something
/// that cannot be.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    fn number(&mut self) -> Option<u64> {
        Some(u64::from_be_bytes(self.take(8)?.try_into().ok()?))
    }

    fn time(&mut self) -> Option<Timestamp> {
        let millis = i64::from_be_bytes(self.take(8)?.try_into().ok()?);
        Some(Timestamp::from_millis(millis))
    }

    fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.number()?).ok()?;
        self.take(length)
    }

    fn text(&mut self) -> Option<String> {
        let text = core::str::from_utf8(self.bytes()?).ok()?;
        Some(text.to_owned())
    }

    #[expect(
        clippy::option_option,
        reason = "the outer one says whether it could be read"
    )]
    fn option<T>(&mut self, read: fn(&mut Self) -> Option<T>) -> Option<Option<T>> {
        match self.byte()? {
            0 => Some(None),
            1 => read(self).map(Some),
            _ => None,
        }
    }

    fn kind(&mut self) -> Option<Kind> {
        let tag = self.byte()?;
        if tag == 2 {
            return Some(Kind::Steam);
        }
        let algorithm = match self.byte()? {
            1 => Algorithm::Sha1,
            2 => Algorithm::Sha256,
            3 => Algorithm::Sha512,
            _ => return None,
        };
        let digits = Digits::new(self.byte()?).ok()?;
        let number = self.number()?;
        match tag {
            0 => Some(Kind::Totp {
                algorithm,
                digits,
                period: Period::new(u32::try_from(number).ok()?).ok()?,
            }),
            1 => Some(Kind::Hotp {
                algorithm,
                digits,
                counter: number,
            }),
            _ => None,
        }
    }

    fn registration(&mut self) -> Option<Registration> {
        Some(Registration {
            user_name: self.text()?,
            generation: self.number()?,
            registered_at: self.time()?,
            confirmed_at: self.time()?,
            standing: match self.byte()? {
                0 => Standing::Active,
                reason => Standing::Stopped {
                    reason: match reason {
                        1 => StopReason::Superseded,
                        2 => StopReason::Revoked,
                        _ => StopReason::Unknown,
                    },
                    at: self.option(Self::time)?,
                },
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use countersign_otp::{Secret, Token};
    use countersign_protocol::Timestamp;

    use super::{VERSION, read, write};
    use crate::ports::RecordId;
    use crate::vault::{Damage, Origin, Registration, Standing, StopReason, VaultToken};

    fn token(kind: &str, origin: Origin) -> VaultToken {
        let uri = format!("otpauth://{kind}/Acme:ada?secret=JBSWY3DPEHPK3PXP&issuer=Acme");
        let id = RecordId::from_random([7; 16]);
        let added_at = Timestamp::from_millis(1_795_496_400_123);
        let token = Token::from_uri(&uri).unwrap();
        VaultToken {
            note: "at the \"desk\"".to_owned(),
            ..VaultToken::new(id, token, origin, added_at)
        }
    }

    fn registered(standing: Standing) -> Origin {
        Origin::Registered(Registration {
            user_name: "ada".to_owned(),
            generation: 3,
            registered_at: Timestamp::from_seconds(1_795_496_400),
            confirmed_at: Timestamp::from_seconds(1_795_496_401),
            standing,
        })
    }

    /// Bytes of printable text as text, others as two hexadecimal digits.
    fn shown(bytes: &[u8]) -> String {
        let shown = bytes.iter().map(|byte| match byte {
            b' '..=b'~' => char::from(*byte).to_string(),
            byte => format!("<{byte:02x}>"),
        });
        shown
            .collect::<String>()
            .replace("<00><00><00><00><00><00>", "..")
    }

    #[test]
    fn the_stored_form_stays_as_it_is() {
        let used = VaultToken {
            tags: vec!["work".to_owned(), "ev".to_owned()],
            pinned: true,
            uses: 7,
            last_used_at: Some(Timestamp::from_seconds(1_795_496_403)),
            deleted_at: Some(Timestamp::from_seconds(1_795_496_404)),
            ..token("totp", Origin::Offline)
        };
        assert_eq!(shown(&write(&used)), USED);
        let stopped = registered(Standing::Stopped {
            at: Some(Timestamp::from_seconds(1_795_496_402)),
            reason: StopReason::Superseded,
        });
        assert_eq!(shown(&write(&token("steam", stopped))), STOPPED);
        let hotp = VaultToken {
            token: Token::from_uri("otpauth://hotp/x?secret=JBSWY3DPEHPK3PXP&counter=9").unwrap(),
            ..token("totp", registered(Standing::Active))
        };
        assert_eq!(shown(&write(&hotp)), HOTP);
    }

    const USED: &str = r#"..<00><04>Acme..<00><03>ada..<00><0a>Hello!<de><ad><be><ef><00><01><06>..<00><1e><00><00><00><01><a2><0b><ec><d4><fb>..<00><0d>at the "desk"..<00><02>..<00><04>work..<00><02>ev<01>..<00><12>0mwu874zf07070707i..<00><07><01><00><00><01><a2><0b><ec><e0>8<01><00><00><01><a2><0b><ec><e4> "#;
    const STOPPED: &str = r#"..<00><04>Acme..<00><03>ada..<00><0a>Hello!<de><ad><be><ef><02><01>..<00><03>ada..<00><03><00><00><01><a2><0b><ec><d4><80><00><00><01><a2><0b><ec><d8>h<01><01><00><00><01><a2><0b><ec><dc>P<00><00><01><a2><0b><ec><d4><fb>..<00><0d>at the "desk"....<00><00><00><00><12>0mwu874zf07070707i..<00><00><00><00>"#;
    const HOTP: &str = r#"....<00><00><00><01>x..<00><0a>Hello!<de><ad><be><ef><01><01><06>..<00><09><01>..<00><03>ada..<00><03><00><00><01><a2><0b><ec><d4><80><00><00><01><a2><0b><ec><d8>h<00><00><00><01><a2><0b><ec><d4><fb>..<00><0d>at the "desk"....<00><00><00><00><12>0mwu874zf07070707i..<00><00><00><00>"#;

    #[test]
    fn what_is_written_is_read_back() {
        for origin in [
            Origin::Offline,
            registered(Standing::Active),
            registered(Standing::Stopped {
                at: None,
                reason: StopReason::Revoked,
            }),
        ] {
            let token = token("totp", origin);
            assert_eq!(read(token.id.clone(), VERSION, &write(&token)), Ok(token));
        }
    }

    #[test]
    fn other_versions_and_broken_content_are_told_apart() {
        let token = token("totp", Origin::Offline);
        let bytes = write(&token);
        let id = || token.id.clone();
        assert_eq!(read(id(), VERSION + 1, &bytes), Err(Damage::Newer));
        for version in 0..VERSION {
            assert_eq!(read(id(), version, &bytes), Err(Damage::Content));
        }
        for length in 0..bytes.len() {
            let cut = read(id(), VERSION, &bytes[..length]);
            assert_eq!(cut, Err(Damage::Content), "{length}");
        }
        let longer = [&bytes[..], &[0]].concat();
        assert_eq!(read(id(), VERSION, &longer), Err(Damage::Content));
        let digits = bytes.windows(2).position(|pair| pair == [1, 6]).unwrap() + 1;
        let mut broken = bytes.to_vec();
        broken[digits] = 60;
        assert_eq!(read(id(), VERSION, &broken), Err(Damage::Content));
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_are_too_strange_to_be_refused(bytes: Vec<u8>) {
            let _ = read(RecordId::from_random([7; 16]), VERSION, &bytes);
        }
    }

    #[test]
    fn a_long_secret_fits_without_growing_the_buffer() {
        let mut token = token("totp", Origin::Offline);
        token.token.secret = Secret::from_bytes([0x61; 1024]).unwrap();
        token.note = "\u{1}".repeat(500);
        token.tags = (0..20).map(|number| format!("{number:032}")).collect();
        let room = super::room(&token);
        let bytes = write(&token);
        assert_eq!(bytes.capacity(), room);
        assert!(bytes.len() <= room);
        assert_eq!(read(token.id.clone(), VERSION, &bytes), Ok(token));
    }
}
