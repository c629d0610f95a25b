use countersign_core::backup::{PasswordProblem, Strength, strength};

#[test]
fn twelve_characters_or_four_words_are_enough() {
    assert_eq!(strength("tr0ub4dor&3!"), Ok(Strength::Enough));
    assert_eq!(strength("苹果 天空 桌子 音乐"), Ok(Strength::Enough));
    assert_eq!(strength("correct horse battery"), Ok(Strength::Strong));
}

#[test]
fn short_ones_are_refused() {
    assert_eq!(strength(""), Err(PasswordProblem::Empty));
    assert_eq!(strength("tr0ub4dor&3"), Err(PasswordProblem::Short));
    assert_eq!(strength("one two ten"), Err(PasswordProblem::Short));
}

#[test]
fn the_same_over_and_over_is_refused() {
    let monotonous = Err(PasswordProblem::Monotonous);
    assert_eq!(strength("aaaaaaaaaaaaaaaaaaaaaa"), monotonous);
    assert_eq!(strength("121212121212"), monotonous);
    assert_eq!(strength("abc abc abc abc"), monotonous);
}

#[test]
fn the_same_word_four_times_is_one_word() {
    assert_eq!(strength("ab ab ab ab"), Err(PasswordProblem::Short));
}
