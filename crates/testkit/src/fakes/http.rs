use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use countersign_core::Timestamp;
use countersign_core::ports::{Http, HttpRequest, HttpResponse, Unreachable};
use countersign_protocol::TIME_HEADER;
use zeroize::Zeroizing;

/// A network that answers what was written down before, and keeps what it was asked. When nothing
/// is left it gives no answer.
#[derive(Clone, Default)]
pub struct ScriptedHttp {
    answers: Rc<RefCell<VecDeque<Result<HttpResponse, Unreachable>>>>,
    requests: Rc<RefCell<Vec<HttpRequest>>>,
}

impl ScriptedHttp {
    /// Writes the next answer down.
    pub fn answer(&self, answer: Result<HttpResponse, Unreachable>) {
        self.answers.borrow_mut().push_back(answer);
    }

    /// What was asked so far.
    pub fn requests(&self) -> Vec<HttpRequest> {
        self.requests.borrow().clone()
    }
}

impl Http for ScriptedHttp {
    fn origin(&self) -> String {
        "https://pam.example".to_owned()
    }

    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, Unreachable> {
        self.requests.borrow_mut().push(request);
        self.answers
            .borrow_mut()
            .pop_front()
            .unwrap_or(Err(Unreachable))
    }
}

/// An answer of our server at this moment of its clock.
pub fn response(status: u16, now: Timestamp, body: &str) -> HttpResponse {
    let content_type = if status < 400 {
        "application/json"
    } else {
        "application/problem+json"
    };
    HttpResponse {
        status,
        headers: vec![
            ("content-type".to_owned(), content_type.to_owned()),
            (TIME_HEADER.to_lowercase(), now.as_millis().to_string()),
        ],
        body: Zeroizing::new(body.as_bytes().to_vec()),
    }
}
