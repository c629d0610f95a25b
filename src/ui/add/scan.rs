use leptos::prelude::*;

use super::intake::{Intake, Picture};
use super::page;
use super::problem::camera_text;
use crate::dom::{Node, view};
use crate::routes::Route;
use crate::runtime::{CameraNews, CameraScan, Runtime};
use crate::ui::screen::{Look, Screen};
use crate::ui::texts;
use crate::ui::widgets::{Button, Icon, LinkButton, Weight};

const VIDEO: &str = "camera";

/// What the camera does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Camera {
    Starting,
    Looking,
    /// It is off while nobody sees the page.
    Paused,
    /// It is off, for this reason, and can be started again.
    Off(&'static str),
}

/// The light beside the camera: whether it is on, where there is one.
type Torch = RwSignal<Option<bool>>;
type Scan = StoredValue<Option<CameraScan>, LocalStorage>;

/// Scanning with the camera.
pub(super) fn screen(runtime: Runtime, intake: Intake) -> Screen {
    let words = texts().add();
    let camera = RwSignal::new(Camera::Starting);
    let light: Torch = RwSignal::new(None);
    let scan: Scan = StoredValue::new_local(None);
    let start = move || {
        camera.set(Camera::Starting);
        let handle = runtime.scan_camera(VIDEO, move |news| heard(news, camera, light, intake));
        scan.set_value(Some(handle));
    };
    // The camera needs its `<video>` on the page, and goes off with the screen.
    Effect::new(start);
    on_cleanup(move || {
        let _ = scan.try_set_value(None);
    });
    let picture = Picture::new(intake);
    let body = view! {
        {frame(camera)}
        {intake.note()}
        <p role="status">{move || state_text(camera.get())}</p>
        {picture.input()}
    };
    let again = move || {
        matches!(camera.get(), Camera::Off(_)).then(|| {
            view! {
                <Button label=texts().shell().try_again on_press=Callback::new(move |()| start()) />
            }
        })
    };
    let actions = view! {
        {again}
        <Button
            label=words.picture_short
            icon=Icon::Image
            weight=Weight::Quiet
            on_press=Callback::new(move |()| picture.choose())
        />
        <LinkButton
            label=words.by_hand_short
            href=Route::ByHand.path()
            weight=Weight::Quiet
        />
    };
    Screen {
        look: Look::Scanner,
        bar_end: Some(torch(light, scan)),
        ..page(words.scan, Route::Add, body, Some(actions))
    }
}

/// The button for the light; nothing where there is none.
fn torch(light: Torch, scan: Scan) -> Node {
    let pressed = move || match light.get() {
        Some(true) => "true",
        _ => "false",
    };
    let turn = move |_| {
        let on = light.get_untracked() != Some(true);
        let turned = move |on| {
            let _ = light.try_set(Some(on));
        };
        scan.with_value(|scan| {
            if let Some(scan) = scan {
                scan.set_torch(on, turned);
            }
        });
    };
    let there = Memo::new(move |_| light.get().is_some());
    Node::of(move || {
        there.get().then(|| {
            view! {
                <button
                    class="icon-button"
                    type="button"
                    aria-label=texts().ways().torch
                    aria-pressed=pressed
                    on:click=turn
                >
                    {Icon::Torch.large()}
                </button>
            }
        })
    })
}

fn heard(news: CameraNews, camera: RwSignal<Camera>, light: Torch, intake: Intake) {
    let (state, torch) = match news {
        CameraNews::Running { torch } => (Camera::Looking, torch),
        CameraNews::Found(text) => return intake.scanned(text),
        CameraNews::Refused(refusal) => (Camera::Off(camera_text(refusal)), false),
        CameraNews::Paused => (Camera::Paused, false),
        CameraNews::NoDecoder => (Camera::Off(texts().add().reader_failed), false),
    };
    let _ = camera.try_set(state);
    let _ = light.try_set(torch.then_some(false));
}

fn state_text(camera: Camera) -> &'static str {
    match camera {
        Camera::Starting => texts().add().camera_starting,
        Camera::Looking => texts().add().camera_looking,
        Camera::Paused => texts().add().camera_stopped,
        Camera::Off(reason) => reason,
    }
}

fn frame(camera: RwSignal<Camera>) -> Node {
    view! {
        <div
            class="finderframe"
            role="img"
            aria-label=texts().add().camera_view
            hidden=move || matches!(camera.get(), Camera::Off(_))
        >
            <video
                class="finderframe__picture"
                id=VIDEO
                playsinline
                muted
                autoplay
                aria-hidden="true"
            ></video>
            <svg
                class="finderframe__corner"
                viewBox="0 0 100 100"
                preserveAspectRatio="none"
                aria-hidden="true"
            >
                <path
                    vector-effect="non-scaling-stroke"
                    d="M0 18V0H18M82 0h18v18M100 82v18H82M18 100H0V82"
                ></path>
            </svg>
        </div>
    }
}
