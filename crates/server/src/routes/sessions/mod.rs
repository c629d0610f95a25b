pub(super) mod end;
pub(super) mod list;
pub(super) mod start;
