pub(super) mod activate;
pub(super) mod confirm;
pub(super) mod resend;
pub(super) mod start;
