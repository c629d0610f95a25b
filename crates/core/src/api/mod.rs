//! The client of the server's API (`product.md`, section 9).

mod error;

pub use error::ApiError;
