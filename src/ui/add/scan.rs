use countersign_core::codes::AddEvent;
use leptos::prelude::*;

use super::page;
use super::picture::Picture;
use super::problem::camera_text;
use crate::dom::{Node, view};
use crate::routes::Route;
use crate::runtime::{Adding, CameraNews, CameraScan, Runtime};
use crate::ui::screen::{Look, Screen};
use crate::ui::texts;
use crate::ui::widgets::{Button, Icon, LinkButton, Weight};

const VIDEO: &str = "camera";

/// What the camera does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Camera {
    Starting,
    Looking,
    /// It is off, for this reason, and can be started again.
    Off(&'static str),
}

/// Scanning with the camera.
pub(super) fn screen(runtime: Runtime, adding: Adding) -> Screen {
    let words = texts().add();
    let camera = RwSignal::new(Camera::Starting);
    let scan = StoredValue::new_local(None::<CameraScan>);
    let start = move || {
        camera.set(Camera::Starting);
        let handle = runtime.scan_camera(VIDEO, move |news| heard(news, camera, adding));
        scan.set_value(Some(handle));
    };
    // The camera needs its `<video>` on the page, and goes off with the screen.
    Effect::new(start);
    on_cleanup(move || {
        let _ = scan.try_set_value(None);
    });
    let picture = Picture::new(runtime, adding);
    let body = view! {
        {frame(camera)}
        {picture.note()}
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
        ..page(words.scan, Route::Add, body, Some(actions))
    }
}

fn heard(news: CameraNews, camera: RwSignal<Camera>, adding: Adding) {
    let words = texts().add();
    let state = match news {
        CameraNews::Running => Camera::Looking,
        CameraNews::Found(text) => return adding.send(AddEvent::Read(text)),
        CameraNews::Refused(refusal) => Camera::Off(camera_text(refusal)),
        CameraNews::Stopped => Camera::Off(words.camera_stopped),
        CameraNews::NoDecoder => Camera::Off(words.reader_failed),
    };
    let _ = camera.try_set(state);
}

fn state_text(camera: Camera) -> &'static str {
    match camera {
        Camera::Starting => texts().add().camera_starting,
        Camera::Looking => texts().add().camera_looking,
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
