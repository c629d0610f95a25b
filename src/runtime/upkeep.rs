//! What views can order for tokens that are there: use, tags, order, trash. As in `commands`, each
//! order tells how it went through `done`.

use std::rc::Rc;

use countersign_core::codes::Showing;
use countersign_core::ports::Clock;
use countersign_core::vault::{MetaKey, Place, TokenId, VaultError};
use leptos::prelude::Set;

use super::Runtime;
use super::engine::Engine;
use crate::platform::BrowserClock;

impl Engine {
    /// Writes down the uses that nobody has written down yet, those together that have come in
    /// while something else was being written. What fails is tried again with the next one.
    fn write_uses(self: &Rc<Self>) {
        let (engine, again) = (Rc::clone(self), Rc::clone(self));
        self.work(
            async move |vault| {
                let uses = engine.uses.take();
                let written = vault?.note_uses(&uses).await;
                Ok(written.err().map(|_| uses))
            },
            move |failed: Result<_, VaultError>| {
                let failed = failed.ok().flatten().unwrap_or_default();
                again.uses.borrow_mut().extend(failed);
            },
        );
    }
}

impl Runtime {
    /// Counts a use of a token's code. Nobody waits for it.
    pub fn note_use(self, id: TokenId) {
        self.with(|engine| {
            engine.uses.borrow_mut().push((id, BrowserClock.now()));
            engine.write_uses();
        });
    }

    /// Shows the list in another way, at once, and keeps that.
    pub fn set_showing(
        self,
        showing: Showing,
        done: impl FnOnce(Result<(), VaultError>) + 'static,
    ) {
        self.with(|engine| {
            engine.seen.showing.set(showing);
            engine.work(
                async move |vault| vault?.put_words(MetaKey::Showing, &showing).await,
                done,
            );
        });
    }

    /// Adds some tags to tokens and takes others away.
    pub fn tag_tokens(
        self,
        ids: Vec<TokenId>,
        add: Vec<String>,
        remove: Vec<String>,
        done: impl FnOnce(Result<(), VaultError>) + 'static,
    ) {
        self.with(|engine| {
            engine.work(
                async move |vault| vault?.tag(&ids, &add, &remove).await,
                done,
            );
        });
    }

    /// Puts tokens before the others, or no longer.
    pub fn pin_tokens(
        self,
        ids: Vec<TokenId>,
        pinned: bool,
        done: impl FnOnce(Result<(), VaultError>) + 'static,
    ) {
        self.with(|engine| {
            engine.work(async move |vault| vault?.pin(&ids, pinned).await, done);
        });
    }

    /// Moves a token in the person's own order.
    pub fn place_token(
        self,
        id: TokenId,
        place: Place,
        done: impl FnOnce(Result<(), VaultError>) + 'static,
    ) {
        self.with(|engine| {
            engine.work(async move |vault| vault?.place(&id, &place).await, done);
        });
    }

    /// Sets the counter of a token.
    pub fn set_counter(
        self,
        id: TokenId,
        counter: u64,
        done: impl FnOnce(Result<(), VaultError>) + 'static,
    ) {
        self.with(|engine| {
            engine.work(
                async move |vault| vault?.set_counter(&id, counter).await,
                done,
            );
        });
    }

    /// Makes one token of several that make the same codes.
    pub fn merge_tokens(
        self,
        keep: TokenId,
        others: Vec<TokenId>,
        done: impl FnOnce(Result<(), VaultError>) + 'static,
    ) {
        self.with(|engine| {
            let now = BrowserClock.now();
            engine.work(
                async move |vault| vault?.merge(&keep, &others, now).await,
                done,
            );
        });
    }

    /// Throws tokens away; [`Runtime::restore_tokens`] undoes that.
    pub fn trash_tokens(
        self,
        ids: Vec<TokenId>,
        done: impl FnOnce(Result<(), VaultError>) + 'static,
    ) {
        self.with(|engine| {
            let now = BrowserClock.now();
            engine.work(async move |vault| vault?.trash(&ids, now).await, done);
        });
    }

    /// Takes tokens out of the trash again.
    pub fn restore_tokens(
        self,
        ids: Vec<TokenId>,
        done: impl FnOnce(Result<(), VaultError>) + 'static,
    ) {
        self.with(|engine| {
            engine.work(async move |vault| vault?.restore(&ids).await, done);
        });
    }

    /// Deletes tokens for good.
    pub fn delete_tokens(
        self,
        ids: Vec<TokenId>,
        done: impl FnOnce(Result<(), VaultError>) + 'static,
    ) {
        self.with(|engine| {
            engine.work(async move |vault| vault?.delete(&ids).await, done);
        });
    }
}
