//! Text messages: a queue that never makes its caller wait, and the channels that empty it.

mod console;
mod dispatcher;
mod http;
mod template;
pub mod texts;

use countersign_protocol::SecretText;

pub use console::{ConsoleMessage, ConsoleMessages};
pub use dispatcher::{Channels, Dispatcher, QueueHandle};
pub use http::{HttpGateway, HttpSender, SmsFailure};

use crate::ids::UserId;

/// A text message for a user.
#[derive(Debug)]
pub struct OutgoingSms {
    /// Whom it is for.
    pub user_id: UserId,
    /// The number to send it to.
    pub phone: String,
    /// The whole text; it holds a code.
    pub text: SecretText,
}

/// Takes text messages and sends them later.
pub trait SmsQueue: Send + Sync {
    /// Hands a message over. Never blocks and never fails to the caller, so that an answer tells
    /// nothing about the sending.
    fn send(&self, sms: OutgoingSms);
}
