//! Slows down callers that prove no bound device key, before any password work is done. It is
//! kept in memory: a restart forgets it.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use countersign_protocol::Timestamp;

use crate::crypto::{Digest, sha256};

/// Calls that are taken in [`WINDOW_MS`] for one name from one address.
pub const CALLS_PER_NAME: u32 = 10;
/// Calls that are taken in [`WINDOW_MS`] from one address, where several people may sit.
pub const CALLS_PER_ADDRESS: u32 = 40;
/// The span in which calls are counted.
pub const WINDOW_MS: i64 = 10 * 60_000;
/// No more callers are remembered; the memory is bounded.
const MOST_CALLERS: usize = 100_000;

/// Counts calls by address, and by address and name.
#[derive(Debug, Default)]
pub struct Throttle(Mutex<HashMap<Digest, Window>>);

#[derive(Clone, Copy, Debug)]
struct Window {
    ends_at: Timestamp,
    calls: u32,
}

/// A call that was counted.
#[derive(Clone, Copy, Debug)]
pub struct Counted([Digest; 2]);

impl Throttle {
    /// Counts a call, before anything is known about it.
    ///
    /// # Errors
    /// When there have been too many: until when none is taken.
    pub fn count(
        &self,
        address: IpAddr,
        name_key: &str,
        now: Timestamp,
    ) -> Result<Counted, Timestamp> {
        let network = network_of(address);
        let keys = [
            sha256(&[b"address", &network]),
            sha256(&[b"name", &network, name_key.as_bytes()]),
        ];
        let mut windows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        make_room(&mut windows, now);
        for (key, most) in keys.iter().zip([CALLS_PER_ADDRESS, CALLS_PER_NAME]) {
            if let Some(window) = windows.get(key)
                && window.ends_at > now
                && window.calls >= most
            {
                return Err(window.ends_at);
            }
        }
        for key in keys {
            let window = windows.entry(key).or_insert(Window {
                ends_at: now,
                calls: 0,
            });
            if window.ends_at <= now {
                *window = Window {
                    ends_at: now.plus_millis(WINDOW_MS),
                    calls: 0,
                };
            }
            window.calls += 1;
        }
        Ok(Counted(keys))
    }

    /// Takes a counted call back: it was a success.
    pub fn forgive(&self, counted: Counted) {
        let mut windows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for key in counted.0 {
            if let Some(window) = windows.get_mut(&key) {
                window.calls = window.calls.saturating_sub(1);
            }
        }
    }
}

fn make_room(windows: &mut HashMap<Digest, Window>, now: Timestamp) {
    if windows.len() < MOST_CALLERS {
        return;
    }
    windows.retain(|_, window| window.ends_at > now);
    if windows.len() < MOST_CALLERS {
        return;
    }
    // Those who called least are forgotten first.
    windows.retain(|_, window| window.calls > 1);
    if windows.len() >= MOST_CALLERS {
        windows.clear();
    }
}

/// An address, or what one IPv6 customer has of them.
fn network_of(address: IpAddr) -> Vec<u8> {
    match address.to_canonical() {
        IpAddr::V4(address) => address.octets().to_vec(),
        IpAddr::V6(address) => address.octets().into_iter().take(8).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::{CALLS_PER_ADDRESS, CALLS_PER_NAME, Throttle, WINDOW_MS};
    use countersign_protocol::Timestamp;
    use std::net::{IpAddr, Ipv4Addr};

    const HERE: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));
    const THERE: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 2));

    #[test]
    fn the_eleventh_call_for_a_name_waits_until_the_window_ends() {
        let (throttle, start) = (Throttle::default(), Timestamp::from_seconds(100));
        for _ in 0..CALLS_PER_NAME {
            throttle.count(HERE, "ada", start).unwrap();
        }
        let end = start.plus_millis(WINDOW_MS);
        assert_eq!(throttle.count(HERE, "ada", start).unwrap_err(), end);
        throttle.count(HERE, "bob", start).unwrap();
        throttle.count(THERE, "ada", start).unwrap();
        throttle.count(HERE, "ada", end).unwrap();
    }

    #[test]
    fn an_address_cannot_try_name_after_name() {
        let (throttle, now) = (Throttle::default(), Timestamp::from_seconds(100));
        for name in 0..CALLS_PER_ADDRESS {
            throttle.count(HERE, &name.to_string(), now).unwrap();
        }
        assert!(throttle.count(HERE, "one more", now).is_err());
    }

    #[test]
    fn successes_do_not_count() {
        let (throttle, now) = (Throttle::default(), Timestamp::from_seconds(100));
        for _ in 0..1000 {
            let counted = throttle.count(HERE, "ada", now).unwrap();
            throttle.forgive(counted);
        }
    }
}
