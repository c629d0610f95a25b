//! What views can order. Each order that can fail tells how it went through `done`, which is
//! called once, later, whether or not the screen that ordered is still there.

use std::rc::Rc;

use countersign_core::SecretText;
use countersign_core::ports::Clock;
use countersign_core::sign_in::Announcement;
use countersign_core::vault::{Added, Edit, TokenId, VaultError};
use countersign_otp::Token;
use leptos::prelude::{GetValue, Set};
use wasm_bindgen_futures::spawn_local;

use super::Runtime;
use super::engine::Engine;
use super::scan::{self, CameraNews, CameraScan};
use crate::platform::files::ImageFile;
use crate::platform::updates::{self, UpdateNews};
use crate::platform::{BrowserClock, CopyRefused, ScanFailure, copy, vibrate};

impl Runtime {
    /// Opens the vault again after it could not be opened.
    pub fn open_vault(self) {
        self.with(Engine::open_vault);
    }

    /// Adds an offline token, unless the same is there.
    pub fn add_token(self, token: Token, done: impl FnOnce(Result<Added, VaultError>) + 'static) {
        self.with(|engine| {
            engine.work(
                async move |vault| vault?.add(token, BrowserClock.now()).await,
                done,
            );
        });
    }

    /// Changes names and note of a token.
    pub fn edit_token(
        self,
        id: TokenId,
        edit: Edit,
        done: impl FnOnce(Result<(), VaultError>) + 'static,
    ) {
        self.with(|engine| {
            engine.work(async move |vault| vault?.edit(&id, edit).await, done);
        });
    }

    /// Moves a counter token to its next code.
    pub fn advance_counter(self, id: TokenId, done: impl FnOnce(Result<(), VaultError>) + 'static) {
        self.with(|engine| {
            engine.work(async move |vault| vault?.advance_counter(&id).await, done);
        });
    }

    /// Deletes a record that cannot be read, for good.
    pub fn discard_record(self, id: TokenId, done: impl FnOnce(Result<(), VaultError>) + 'static) {
        self.with(|engine| {
            engine.work(async move |vault| vault?.discard(&id).await, done);
        });
    }

    /// Copies a text. Call it in the handler of the tap itself.
    pub fn copy(self, text: &str, done: impl FnOnce(Result<(), CopyRefused>) + 'static) {
        let copied = copy(text);
        self.with(|engine| {
            let engine = Rc::clone(engine);
            spawn_local(async move {
                let result = copied.await;
                if result.is_ok() {
                    vibrate::tick();
                }
                engine.call_back(done, result);
            });
        });
    }

    /// Reads a QR code from an image file.
    pub fn scan_image(
        self,
        file: ImageFile,
        done: impl FnOnce(Result<SecretText, ScanFailure>) + 'static,
    ) {
        self.with(|engine| {
            let engine = Rc::clone(engine);
            scan::scan_file(file, move |result| engine.call_back(done, result));
        });
    }

    /// Starts the camera in the `<video>` element with this id and looks for codes, until the
    /// handle is dropped. Call it on a tap, once the element is on the page.
    pub fn scan_camera(self, video_id: &str, news: impl Fn(CameraNews) + 'static) -> CameraScan {
        let engine = self.engine.try_get_value();
        CameraScan::start(video_id.to_owned(), move |heard| match &engine {
            Some(engine) => engine.call_back(&news, heard),
            None => news(heard),
        })
    }

    /// Calls `tell` with what the sign-in has to say in passing, in place of what was set before.
    pub fn on_announcement(self, tell: impl Fn(Announcement) + 'static) {
        self.with(|engine| *engine.announce.borrow_mut() = Some(Rc::new(tell)));
    }

    /// Calls `tell` with what is heard about new versions, in place of what was set before.
    pub fn on_update_news(self, tell: impl Fn(UpdateNews) + 'static) {
        self.with(|engine| *engine.update_news.borrow_mut() = Some(Rc::new(tell)));
    }

    /// Changes to the version that waits; the page is loaded again.
    pub fn apply_update(self) {
        updates::apply();
    }

    /// Forgets the version that waits until the next look.
    pub fn postpone_update(self) {
        self.with(|engine| engine.seen.update.set(None));
    }

    /// Looks for a new version.
    pub fn look_for_update(self) {
        updates::look();
    }
}
