use core::cell::RefCell;
use core::future::poll_fn;
use core::task::{Poll, Waker};

/// Lets one through at a time; for one thread.
#[derive(Default)]
pub(super) struct Turnstile(RefCell<Waiting>);

#[derive(Default)]
struct Waiting {
    taken: bool,
    wakers: Vec<Waker>,
}

/// Through, until it is dropped.
pub(super) struct Through<'a>(&'a Turnstile);

impl Turnstile {
    /// Waits until nobody else is through.
    pub(super) async fn enter(&self) -> Through<'_> {
        poll_fn(|context| {
            let mut waiting = self.0.borrow_mut();
            if waiting.taken {
                waiting.wakers.push(context.waker().clone());
                return Poll::Pending;
            }
            waiting.taken = true;
            Poll::Ready(())
        })
        .await;
        Through(self)
    }
}

impl Drop for Through<'_> {
    fn drop(&mut self) {
        let wakers = {
            let mut waiting = self.0.0.borrow_mut();
            waiting.taken = false;
            core::mem::take(&mut waiting.wakers)
        };
        // All are woken and one gets through: one that was dropped meanwhile blocks nobody.
        for waker in wakers {
            waker.wake();
        }
    }
}
