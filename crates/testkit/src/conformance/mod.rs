//! What every implementation of a port must do. A suite opens places by name; the same name is
//! the same place, and no name has been used before.

mod device_key;
mod sealer;
mod slots;
mod store;

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

pub use device_key::device_key;
pub use sealer::sealer;
pub use slots::slots;
pub use store::store;

/// Runs two futures beside each other.
async fn both<A: Future, B: Future>(a: A, b: B) -> (A::Output, B::Output) {
    let (mut a, mut b) = (pin!(a), pin!(b));
    let (mut a_done, mut b_done) = (None, None);
    poll_fn(|context| {
        if a_done.is_none()
            && let Poll::Ready(output) = a.as_mut().poll(context)
        {
            a_done = Some(output);
        }
        if b_done.is_none()
            && let Poll::Ready(output) = b.as_mut().poll(context)
        {
            b_done = Some(output);
        }
        match (a_done.take(), b_done.take()) {
            (Some(a), Some(b)) => Poll::Ready((a, b)),
            (a, b) => {
                (a_done, b_done) = (a, b);
                Poll::Pending
            }
        }
    })
    .await
}
