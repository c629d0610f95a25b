//! What must hold in Firefox, too: what is kept, starting without a network, the policy, signing in.

use super::node;
use crate::{
    build::{self, Mode},
    fail::Outcome,
    run,
    setup::browser,
};

/// Builds what is tested and runs the tests. Tells how many passed.
pub(crate) fn test(mode: Mode) -> Outcome<usize> {
    let firefox = browser::firefox()?;
    build::build(mode)?;
    let server = run::server()?;
    let variables: [(&str, &dyn AsRef<_>); 2] =
        [("FIREFOX", &firefox), ("COUNTERSIGN_SERVER", &server)];
    node::test("tests/firefox", &variables, "tests in Firefox")
}
