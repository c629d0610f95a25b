use std::collections::BTreeSet;

/// So many characters at least.
const CHARACTERS: usize = 12;
/// Or so many words.
const WORDS: usize = 4;
/// So many different characters at least: "aaaaaaaaaaaa" is no password.
const DIFFERENT: usize = 6;
/// From here on even a fast guesser gets nowhere, if the words or signs were drawn at random.
const STRONG_CHARACTERS: usize = 20;
const STRONG_WORDS: usize = 6;

/// Why a password is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordProblem {
    /// Nothing was typed.
    Empty,
    /// Fewer than 12 characters and fewer than 4 words.
    Short,
    /// The same few characters over and over.
    Monotonous,
    /// The second one is not the first.
    Different,
}

/// How long a password is, as far as that can be said without knowing how it was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strength {
    /// It is taken. Whether it holds depends on how it was chosen.
    Enough,
    /// It is long: also when somebody tries for years.
    Strong,
}

/// Judges the password of a backup by its length. The file may lie anywhere for years, and whoever
/// has it can guess without end.
///
/// # Errors
/// See [`PasswordProblem`]; never [`PasswordProblem::Different`].
pub fn strength(password: &str) -> Result<Strength, PasswordProblem> {
    let characters = password.chars().count();
    // Words are counted once: four times the same is one.
    let words = password.split_whitespace();
    let words = words.filter(|word| word.chars().count() > 1);
    let words = words.collect::<BTreeSet<_>>().len();
    let different = password.chars().collect::<BTreeSet<_>>().len();
    if password.is_empty() {
        Err(PasswordProblem::Empty)
    } else if characters < CHARACTERS && words < WORDS {
        Err(PasswordProblem::Short)
    } else if different < DIFFERENT {
        Err(PasswordProblem::Monotonous)
    } else if characters >= STRONG_CHARACTERS || words >= STRONG_WORDS {
        Ok(Strength::Strong)
    } else {
        Ok(Strength::Enough)
    }
}

/// The same for what is typed twice.
pub(super) fn judge(password: &str, again: &str) -> Result<(), PasswordProblem> {
    strength(password)?;
    if password == again {
        Ok(())
    } else {
        Err(PasswordProblem::Different)
    }
}
