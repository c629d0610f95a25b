//! Tokens that are there more than once.

use std::collections::BTreeMap;

use super::search::folded;
use crate::vault::{TokenId, VaultToken, same_codes};

/// Tokens that look like one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alike {
    /// The tokens, at least two, the oldest first.
    pub ids: Vec<TokenId>,
    /// Whether they make the same codes, so that they can become one; else they only have the
    /// same names.
    pub same_codes: bool,
}

/// Groups of tokens that look like one: those that make the same codes first, then those that have
/// only their names in common. Registered tokens are the server's and left out.
pub fn alike(tokens: &[VaultToken]) -> Vec<Alike> {
    let offline = || tokens.iter().filter(|token| token.registration().is_none());
    let mut by_secret: BTreeMap<_, Vec<&VaultToken>> = BTreeMap::new();
    let mut by_names: BTreeMap<_, Vec<&VaultToken>> = BTreeMap::new();
    for token in offline() {
        let names = (
            folded(&token.token.issuer),
            folded(&token.token.account_name),
        );
        by_secret
            .entry(token.token.secret.expose_bytes())
            .or_default()
            .push(token);
        by_names.entry(names).or_default().push(token);
    }
    let mut groups = Vec::new();
    for tokens in by_secret.into_values() {
        groups.extend(of_same_codes(&tokens));
    }
    let known = |tokens: &[&VaultToken]| {
        let in_one = |group: &Alike| tokens.iter().all(|token| group.ids.contains(&token.id));
        groups.iter().any(in_one)
    };
    let by_names = by_names
        .into_iter()
        .filter(|(names, _)| *names != <(String, String)>::default());
    let named_alike: Vec<_> = by_names
        .map(|(_, tokens)| tokens)
        .filter(|tokens| tokens.len() > 1 && !known(tokens))
        .map(|tokens| group(&tokens, false))
        .collect();
    groups.extend(named_alike);
    groups
}

/// One secret may have different parameters; those that agree in them are a group.
fn of_same_codes(tokens: &[&VaultToken]) -> Vec<Alike> {
    let mut kinds: Vec<Vec<&VaultToken>> = Vec::new();
    for &token in tokens {
        let fits = |kind: &&mut Vec<&VaultToken>| {
            kind.first()
                .is_some_and(|first| same_codes(&first.token, &token.token))
        };
        match kinds.iter_mut().find(fits) {
            Some(kind) => kind.push(token),
            None => kinds.push(vec![token]),
        }
    }
    let several = kinds.iter().filter(|kind| kind.len() > 1);
    several.map(|kind| group(kind, true)).collect()
}

fn group(tokens: &[&VaultToken], same_codes: bool) -> Alike {
    Alike {
        ids: tokens.iter().map(|token| token.id.clone()).collect(),
        same_codes,
    }
}

#[cfg(test)]
mod tests {
    use countersign_otp::Token;
    use countersign_protocol::Timestamp;

    use super::{Alike, alike};
    use crate::ports::RecordId;
    use crate::vault::{Origin, VaultToken};

    fn token(index: u8, rest: &str) -> VaultToken {
        VaultToken::new(
            RecordId::from_random([index; 16]),
            Token::from_uri(&format!("otpauth://{rest}")).unwrap(),
            Origin::Offline,
            Timestamp::default(),
        )
    }

    #[test]
    fn the_same_codes_and_the_same_names_are_found_apart() {
        let tokens = [
            token(1, "totp/GitHub:deniz?secret=AAAAAAAAAAAAAAAA&issuer=GitHub"),
            token(2, "totp/Old:name?secret=AAAAAAAAAAAAAAAA&issuer=Old"),
            token(3, "totp/github:DENIZ?secret=BBBBBBBBBBBBBBBB&issuer=github"),
            token(
                4,
                "totp/Old:name?secret=AAAAAAAAAAAAAAAA&issuer=Other&digits=8",
            ),
            token(5, "hotp/a?secret=CCCCCCCCCCCCCCCC&counter=1"),
            token(6, "hotp/b?secret=CCCCCCCCCCCCCCCC&counter=7"),
            token(7, "totp/x?secret=DDDDDDDDDDDDDDDD"),
        ];
        let group = |indexes: &[usize], same_codes| Alike {
            ids: indexes
                .iter()
                .map(|&index| tokens[index].id.clone())
                .collect(),
            same_codes,
        };
        let expected = [
            group(&[0, 1], true),
            group(&[4, 5], true),
            group(&[0, 2], false),
        ];
        assert_eq!(alike(&tokens), expected);
    }

    #[test]
    fn a_group_is_told_once_and_nothing_is_found_among_different_tokens() {
        let same = "totp/GitHub:deniz?secret=AAAAAAAAAAAAAAAA&issuer=GitHub";
        assert_eq!(alike(&[token(1, same), token(2, same)]).len(), 1);
        let other = "totp/GitLab:deniz?secret=BBBBBBBBBBBBBBBB&issuer=GitLab";
        assert!(alike(&[token(1, same), token(2, other)]).is_empty());
    }
}
