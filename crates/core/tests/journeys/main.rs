//! Whole journeys of the client against the real server, in process.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "the helpers of tests fail as the tests do"
)]

mod client;
mod clock;
mod outages;
mod server;
mod tokens;
