//! The channel for trying things out: messages go to the terminal, and the last ones are kept for
//! the demo page.

use std::collections::VecDeque;
use std::io::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use countersign_protocol::{SecretText, Timestamp};

/// How many messages are kept.
const KEPT: usize = 50;

/// A message that went to the terminal.
#[derive(Clone, Debug)]
pub struct ConsoleMessage {
    /// When.
    pub at: Timestamp,
    /// To which number.
    pub phone: String,
    /// What it says; it may hold a code.
    pub text: SecretText,
}

/// The last messages, shared by the channel and the demo page.
#[derive(Clone, Default)]
pub struct ConsoleMessages(Arc<Mutex<VecDeque<ConsoleMessage>>>);

impl ConsoleMessages {
    /// Writes the message to the terminal and keeps it.
    pub fn send(&self, message: ConsoleMessage) {
        let ConsoleMessage { at, phone, text } = &message;
        // A terminal that is gone must not keep the message from the page.
        let _ = writeln!(
            std::io::stdout(),
            "--- Text message to {phone}, {at}\n{}\n---",
            text.expose()
        );
        let mut messages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        messages.truncate(KEPT - 1);
        messages.push_front(message);
    }

    /// The last messages, newest first.
    pub fn newest_first(&self) -> Vec<ConsoleMessage> {
        let messages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        messages.iter().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{ConsoleMessage, ConsoleMessages, KEPT};
    use countersign_protocol::{SecretText, Timestamp};

    #[test]
    fn the_last_messages_are_kept_newest_first() {
        let messages = ConsoleMessages::default();
        for number in 0..60 {
            messages.send(ConsoleMessage {
                at: Timestamp::from_seconds(number),
                phone: "+905550000001".to_owned(),
                text: SecretText::new(number.to_string()),
            });
        }
        let kept = messages.newest_first();
        assert_eq!(kept.len(), KEPT);
        assert_eq!(
            kept.first().map(|message| message.text.expose()),
            Some("59")
        );
        assert_eq!(kept.last().map(|message| message.text.expose()), Some("10"));
    }
}
