use countersign_protocol::Timestamp;
use sqlx::SqliteConnection;

use super::StorageError;
use super::rows::{moment, number};
use crate::crypto::Digest;
use crate::domain::SmsPolicy;
use crate::domain::locks::{
    LONG_WINDOW_MS, SENDS_IN_LONG_WINDOW, SENDS_IN_SHORT_WINDOW, SHORT_WINDOW_MS, locked_until,
};

/// Wrong codes and text messages of one user name and password, real or not.
#[derive(Clone, Debug)]
pub(super) struct SmsTries {
    subject: Digest,
    failures: u32,
    blocks: u32,
    pub(super) blocked_until: Timestamp,
    last_sent_at: Timestamp,
    short: Window,
    long: Window,
    touched_at: Timestamp,
}

#[derive(Clone, Debug)]
struct Window {
    start: Timestamp,
    sends: u32,
}

impl Window {
    fn count(&mut self, length_ms: i64, now: Timestamp) {
        if self.start.plus_millis(length_ms) <= now {
            *self = Self {
                start: now,
                sends: 0,
            };
        }
        self.sends = self.sends.saturating_add(1);
    }

    /// When the window takes another one.
    fn opens(&self, length_ms: i64, most: u32) -> Timestamp {
        if self.sends < most {
            self.start
        } else {
            self.start.plus_millis(length_ms)
        }
    }
}

/// What is known of a subject; a new one where nothing is.
pub(super) async fn of_subject(
    connection: &mut SqliteConnection,
    subject: &Digest,
    now: Timestamp,
) -> Result<SmsTries, StorageError> {
    let row = sqlx::query("SELECT * FROM sms_tries WHERE subject = ?")
        .bind(subject.as_slice())
        .fetch_optional(connection)
        .await?;
    let never = Timestamp::from_millis(0);
    let Some(row) = row else {
        let window = Window {
            start: never,
            sends: 0,
        };
        return Ok(SmsTries {
            subject: *subject,
            failures: 0,
            blocks: 0,
            blocked_until: never,
            last_sent_at: never,
            short: window.clone(),
            long: window,
            touched_at: now,
        });
    };
    Ok(SmsTries {
        subject: *subject,
        failures: number(&row, "failures")?,
        blocks: number(&row, "blocks")?,
        blocked_until: moment(&row, "blocked_until")?,
        last_sent_at: moment(&row, "last_sent_at")?,
        short: Window {
            start: moment(&row, "short_start")?,
            sends: number(&row, "short_sends")?,
        },
        long: Window {
            start: moment(&row, "long_start")?,
            sends: number(&row, "long_sends")?,
        },
        touched_at: now,
    })
}

impl SmsTries {
    /// Wrong codes that are still allowed.
    pub(super) fn left(&self, policy: SmsPolicy) -> u32 {
        policy.tries.saturating_sub(self.failures)
    }

    /// From when on another text message may be sent; not before `now`.
    pub(super) fn next_sending(&self, policy: SmsPolicy, now: Timestamp) -> Timestamp {
        self.last_sent_at
            .plus_millis(policy.resend_ms)
            .max(self.short.opens(SHORT_WINDOW_MS, SENDS_IN_SHORT_WINDOW))
            .max(self.long.opens(LONG_WINDOW_MS, SENDS_IN_LONG_WINDOW))
            .max(now)
    }

    /// Counts a text message; `false` when none may be sent yet.
    pub(super) fn count_sending(&mut self, policy: SmsPolicy, now: Timestamp) -> bool {
        if self.next_sending(policy, now) > now {
            return false;
        }
        self.short.count(SHORT_WINDOW_MS, now);
        self.long.count(LONG_WINDOW_MS, now);
        self.last_sent_at = now;
        true
    }

    /// Counts a wrong code: the tries that are left, or `None` when they are used up and a pause
    /// begins.
    pub(super) fn count_wrong_code(&mut self, policy: SmsPolicy, now: Timestamp) -> Option<u32> {
        self.failures = self.failures.saturating_add(1);
        if self.failures < policy.tries {
            return Some(self.left(policy));
        }
        self.failures = 0;
        self.blocks = self.blocks.saturating_add(1);
        self.blocked_until = locked_until(now, self.blocks);
        None
    }

    /// After a right code.
    pub(super) fn forget_wrong_codes(&mut self) {
        self.failures = 0;
        self.blocks = 0;
    }

    pub(super) async fn save(&self, connection: &mut SqliteConnection) -> Result<(), StorageError> {
        sqlx::query(
            "INSERT INTO sms_tries (subject, failures, blocks, blocked_until, last_sent_at, \
             short_start, short_sends, long_start, long_sends, touched_at) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (subject) DO UPDATE SET \
             failures = excluded.failures, blocks = excluded.blocks, \
             blocked_until = excluded.blocked_until, last_sent_at = excluded.last_sent_at, \
             short_start = excluded.short_start, short_sends = excluded.short_sends, \
             long_start = excluded.long_start, long_sends = excluded.long_sends, \
             touched_at = excluded.touched_at",
        )
        .bind(self.subject.as_slice())
        .bind(i64::from(self.failures))
        .bind(i64::from(self.blocks))
        .bind(self.blocked_until.as_millis())
        .bind(self.last_sent_at.as_millis())
        .bind(self.short.start.as_millis())
        .bind(i64::from(self.short.sends))
        .bind(self.long.start.as_millis())
        .bind(i64::from(self.long.sends))
        .bind(self.touched_at.as_millis())
        .execute(connection)
        .await?;
        Ok(())
    }
}
