//! The rules (`product.md`, section 4), free of HTTP and SQL.

pub mod activation;
mod language;
pub mod locks;
pub mod parameters;
mod sms_policy;

pub use language::Language;
pub use sms_policy::SmsPolicy;
