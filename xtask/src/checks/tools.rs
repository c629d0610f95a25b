//! The tests of what stands in `tools/` and works without the application.

use super::node;
use crate::fail::Outcome;

/// Every file of tests below `tools/`.
pub(super) fn test() -> Outcome<usize> {
    node::test("tools", &[], "tests of tools")
}
