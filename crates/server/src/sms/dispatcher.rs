use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc::{self, Receiver, Sender};
use tokio::task::JoinSet;

use super::{
    ConsoleMessage, ConsoleMessages, HttpGateway, HttpSender, OutgoingSms, SmsFailure, SmsQueue,
};
use crate::clock::Clock;
use crate::domain::parameters::{Parameter, Parameters};
use crate::storage::{Delivery, DeliveryState, Storage};

/// Messages that may wait at a time; the limits on sending are far below.
const WAITING: usize = 1024;
/// Messages that are being sent at a time, so that a slow gateway holds up few.
const AT_ONCE: usize = 8;

/// The ways out, and what they need.
pub struct Channels {
    /// Says which channels are used, and keeps what became of each message.
    pub storage: Storage,
    /// The channel `console`.
    pub console: ConsoleMessages,
    /// The channel `http`.
    pub http: HttpSender,
    /// The time of each delivery.
    pub clock: Clock,
}

/// The end of the queue that takes messages. When the last one is gone, the dispatcher sends what
/// waits and stops.
#[derive(Clone)]
pub struct QueueHandle(Sender<OutgoingSms>);

impl SmsQueue for QueueHandle {
    fn send(&self, sms: OutgoingSms) {
        if let Err(error) = self.0.try_send(sms) {
            let user = error.into_inner().user_id;
            tracing::error!(%user, "a text message is lost: too many are waiting");
        }
    }
}

/// The end of the queue that sends messages.
pub struct Dispatcher {
    channels: Arc<Channels>,
    waiting: Receiver<OutgoingSms>,
}

impl Dispatcher {
    /// Both ends of a queue.
    pub fn new(channels: Channels) -> (QueueHandle, Self) {
        let (sender, waiting) = mpsc::channel(WAITING);
        (
            QueueHandle(sender),
            Self {
                channels: Arc::new(channels),
                waiting,
            },
        )
    }

    /// Sends until no more messages can come.
    pub async fn run(mut self) {
        let mut sending = JoinSet::new();
        while let Some(sms) = self.waiting.recv().await {
            if sending.len() >= AT_ONCE {
                sending.join_next().await;
            }
            let channels = Arc::clone(&self.channels);
            sending.spawn(async move { channels.deliver(sms).await });
        }
        sending.join_all().await;
    }
}

impl Channels {
    /// Tries the channels in their order, and tells which one took the message, if any. What each
    /// said is recorded.
    pub async fn deliver(&self, sms: OutgoingSms) -> Option<String> {
        let parameters = match Parameters::load(&self.storage).await {
            Ok(parameters) => parameters,
            Err(error) => {
                tracing::error!(user = %sms.user_id, %error, "the channels cannot be told");
                return None;
            }
        };
        for channel in parameters.value(Parameter::SmsChannel).split(',') {
            let outcome = self.send_by(channel, &parameters, &sms).await;
            self.record(channel, &sms, &outcome).await;
            if outcome.is_ok() {
                return Some(channel.to_owned());
            }
        }
        tracing::error!(user = %sms.user_id, "no channel took a text message: it is lost");
        None
    }

    async fn send_by(
        &self,
        channel: &str,
        parameters: &Parameters,
        sms: &OutgoingSms,
    ) -> Result<(), SmsFailure> {
        match channel {
            "console" => {
                self.console.send(ConsoleMessage {
                    at: self.clock.now(),
                    phone: sms.phone.clone(),
                    text: sms.text.clone(),
                });
                Ok(())
            }
            "http" => {
                let gateway = gateway_of(parameters);
                self.http
                    .send(&gateway, &sms.phone, sms.text.expose())
                    .await
            }
            _ => Err(SmsFailure::Misconfigured(
                "sms.channel names a channel that does not exist",
            )),
        }
    }

    async fn record(&self, channel: &str, sms: &OutgoingSms, outcome: &Result<(), SmsFailure>) {
        let error = outcome.as_ref().err().map(ToString::to_string);
        if let Some(error) = &error {
            tracing::error!(user = %sms.user_id, channel, error, "a text message was not taken");
        }
        let delivery = Delivery {
            user_id: sms.user_id.clone(),
            channel: channel.to_owned(),
            state: if error.is_none() {
                DeliveryState::Sent
            } else {
                DeliveryState::Failed
            },
            error,
            at: self.clock.now(),
        };
        if let Err(error) = self.storage.record_delivery(&delivery).await {
            tracing::error!(user = %sms.user_id, %error, "a delivery was not recorded");
        }
    }
}

fn gateway_of(parameters: &Parameters) -> HttpGateway {
    let seconds = parameters.number(Parameter::SmsHttpTimeout);
    HttpGateway {
        url: parameters.value(Parameter::SmsHttpUrl).to_owned(),
        headers: parameters.value(Parameter::SmsHttpHeaders).to_owned(),
        body: parameters.value(Parameter::SmsHttpBody).to_owned(),
        timeout: Duration::from_secs(seconds.unsigned_abs()),
    }
}

#[cfg(test)]
mod tests {
    use countersign_protocol::{SecretText, Timestamp};
    use tokio::net::TcpListener;

    use super::{Channels, Dispatcher};
    use crate::clock::Clock;
    use crate::domain::Language;
    use crate::domain::parameters::{Parameter, Parameters};
    use crate::ids::UserId;
    use crate::sms::{ConsoleMessages, HttpSender, OutgoingSms, SmsQueue as _};
    use crate::storage::{DeliveryState, NewUser, Storage};

    const NOW: Timestamp = Timestamp::from_seconds(1_000);

    struct Bench {
        storage: Storage,
        console: ConsoleMessages,
        user_id: UserId,
        _folder: tempfile::TempDir,
    }

    impl Bench {
        async fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let storage = Storage::open(&folder.path().join("countersign.db"))
                .await
                .unwrap();
            let user_id = UserId::random().unwrap();
            let user = NewUser {
                id: user_id.clone(),
                name: "deniz.kaya".to_owned(),
                display_name: "Deniz Kaya".to_owned(),
                language: Language::Turkish,
            };
            storage.create_user(&user, NOW).await.unwrap();
            Self {
                storage,
                console: ConsoleMessages::default(),
                user_id,
                _folder: folder,
            }
        }

        async fn set(&self, parameter: Parameter, value: &str) {
            Parameters::set(&self.storage, parameter, value, "test", NOW)
                .await
                .unwrap();
        }

        async fn send(&self, text: &str) {
            let (queue, dispatcher) = Dispatcher::new(Channels {
                storage: self.storage.clone(),
                console: self.console.clone(),
                http: HttpSender::new().unwrap(),
                clock: Clock::new(|| NOW),
            });
            queue.send(OutgoingSms {
                user_id: self.user_id.clone(),
                phone: "+905550000001".to_owned(),
                text: SecretText::new(text),
            });
            drop(queue);
            dispatcher.run().await;
        }

        async fn deliveries(&self) -> Vec<(String, DeliveryState, Option<String>)> {
            let deliveries = self.storage.deliveries(10).await.unwrap();
            let facts = deliveries.into_iter().rev();
            facts
                .map(|delivery| (delivery.channel, delivery.state, delivery.error))
                .collect()
        }
    }

    #[tokio::test]
    async fn the_console_takes_messages_by_default() {
        let bench = Bench::new().await;
        bench.send("code 012345").await;
        let shown = bench.console.newest_first();
        assert_eq!(
            shown.first().map(|message| message.text.expose()),
            Some("code 012345")
        );
        let want = ("console".to_owned(), DeliveryState::Sent, None);
        assert_eq!(bench.deliveries().await, [want]);
    }

    #[tokio::test]
    async fn when_a_channel_fails_the_next_one_is_tried_and_both_are_recorded() {
        let bench = Bench::new().await;
        let closed = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/?text={{message}}", closed.local_addr().unwrap());
        drop(closed);
        bench.set(Parameter::SmsChannel, "http,console").await;
        bench.set(Parameter::SmsHttpUrl, &url).await;
        bench.send("code 012345").await;
        assert_eq!(bench.console.newest_first().len(), 1);
        let [(http, failed, Some(error)), (console, sent, None)] = &bench.deliveries().await[..]
        else {
            panic!("two deliveries, the first with an error");
        };
        assert_eq!((http.as_str(), *failed), ("http", DeliveryState::Failed));
        assert_eq!((console.as_str(), *sent), ("console", DeliveryState::Sent));
        assert!(
            error.contains("Connection refused") && !error.contains("012345"),
            "{error}"
        );
    }

    #[tokio::test]
    async fn a_message_that_no_channel_takes_is_recorded_as_failed() {
        let bench = Bench::new().await;
        bench.set(Parameter::SmsChannel, "http").await;
        bench.send("code 012345").await;
        assert!(bench.console.newest_first().is_empty());
        let deliveries = bench.deliveries().await;
        assert!(
            matches!(&deliveries[..], [(_, DeliveryState::Failed, Some(_))]),
            "{deliveries:?}"
        );
    }
}
