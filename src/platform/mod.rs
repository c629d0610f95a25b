//! The browser, one adapter in each file. Nothing outside this folder touches web-sys or js-sys,
//! save for the event types that views get from Leptos and pass on.

pub mod arrivals;
pub mod backup;
mod camera;
mod clipboard;
mod clock;
mod device_key;
mod device_name;
mod entropy;
pub mod files;
pub mod focus;
mod frame;
pub mod handing_over;
pub mod history;
mod http;
pub mod install;
mod js;
pub mod locale;
pub mod network;
mod otp_credential;
pub mod page;
mod ports;
mod qr;
mod sealer;
pub mod storage;
mod store;
mod subtle;
pub mod timers;
pub mod updates;
pub mod vibrate;
mod worker;

pub use camera::{Camera, CameraRefusal, Lens};
pub use clipboard::{CopyRefused, copy};
pub use clock::BrowserClock;
pub use device_key::BrowserDeviceKey;
pub use device_name::device_name;
pub use entropy::BrowserEntropy;
pub use frame::Frame;
pub use http::FetchHttp;
pub use js::Listener;
pub use otp_credential::{SmsRequest, next_sms_code};
pub use ports::BrowserPorts;
pub use qr::{QrReader, ScanFailure};
pub use sealer::{DataKey, WebCryptoSealer};
pub use store::{Connection, IndexedDbStore, StorageNotice};
