//! The one window: its size, where it was, and that it never leaves the program's own pages.

use std::sync::atomic::{AtomicUsize, Ordering};

use tauri::webview::NewWindowResponse;
use tauri::{AppHandle, Manager, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder, Wry, plugin::TauriPlugin};
use tauri_plugin_window_state::StateFlags;

const LABEL: &str = "main";

/// What the view menu asks of the size.
#[derive(Debug, Clone, Copy)]
pub enum ZoomChange {
    Larger,
    Smaller,
    Actual,
}

/// Opens the window. Its title never changes: a patient's name would show in task bars and screen shares.
///
/// # Errors
/// When the operating system has no web view.
pub fn open(app: &AppHandle) -> tauri::Result<()> {
    let window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::App("index.html".into()))
        .title("Curanda")
        .inner_size(1280.0, 800.0)
        .min_inner_size(1024.0, 700.0)
        .center()
        .disable_drag_drop_handler()
        .on_navigation(is_own_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .build()?;
    draw_on_processor(&window)
}

/// Pages of text and tables need no graphics card. Without one, in a virtual machine or on a thin client, WebKitGTK would emulate it for
/// a quarter of the program's memory; with some drivers it shows an empty window.
#[cfg(target_os = "linux")]
fn draw_on_processor(window: &WebviewWindow) -> tauri::Result<()> {
    use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt, WebViewExt};
    window.with_webview(|view| {
        if let Some(settings) = view.inner().settings() {
            settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
        }
    })
}

/// The web views of the other systems choose well by themselves.
#[cfg(not(target_os = "linux"))]
fn draw_on_processor(_: &WebviewWindow) -> tauri::Result<()> {
    Ok(())
}

/// Size, place and whether it was maximised, from one start to the next.
pub fn remembered() -> TauriPlugin<Wry> {
    tauri_plugin_window_state::Builder::default()
        .with_state_flags(StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED | StateFlags::FULLSCREEN)
        .build()
}

/// The window, once it is open.
pub fn main(app: &AppHandle) -> Option<WebviewWindow> {
    app.get_webview_window(LABEL)
}

/// Someone started the program again: show the window that is there.
pub fn bring_forward(app: &AppHandle) {
    if let Some(window) = main(app) {
        let shown = window.unminimize().and_then(|()| window.show()).and_then(|()| window.set_focus());
        if let Err(error) = shown {
            tracing::warn!(%error, "the window could not be brought forward");
        }
    }
}

/// Steps the size of everything in the window: WCAG asks for 200 %.
const ZOOM: [f64; 7] = [0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 2.0];
const ACTUAL_SIZE: usize = 2;

/// How large the window shows its page, as a step of [`ZOOM`].
#[derive(Debug)]
pub struct Zoom(AtomicUsize);

impl Default for Zoom {
    fn default() -> Self {
        Self(AtomicUsize::new(ACTUAL_SIZE))
    }
}

/// A step larger, a step smaller, or back to the actual size.
///
/// # Errors
/// When the web view refuses.
pub fn zoom(app: &AppHandle, change: ZoomChange) -> tauri::Result<()> {
    let Some(window) = main(app) else { return Ok(()) };
    let held = &app.state::<Zoom>().0;
    let step = match (change, held.load(Ordering::Relaxed)) {
        (ZoomChange::Actual, _) => ACTUAL_SIZE,
        (ZoomChange::Larger, step) => (step + 1).min(ZOOM.len() - 1),
        (ZoomChange::Smaller, step) => step.saturating_sub(1),
    };
    held.store(step, Ordering::Relaxed);
    window.set_zoom(ZOOM[step])
}

/// Fills the screen, or no longer.
///
/// # Errors
/// When the window manager refuses.
pub fn toggle_fullscreen(app: &AppHandle) -> tauri::Result<()> {
    let Some(window) = main(app) else { return Ok(()) };
    window.set_fullscreen(!window.is_fullscreen()?)
}

/// `tauri://localhost`, which Windows writes as `http://tauri.localhost`.
fn is_own_page(url: &Url) -> bool {
    matches!(
        (url.scheme(), url.host_str()),
        ("tauri", Some("localhost")) | ("http" | "https", Some("tauri.localhost"))
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_pages_do_not_open_in_the_window() {
        for (url, own) in [
            ("tauri://localhost/today", true),
            ("http://tauri.localhost/today", true),
            ("https://example.org/", false),
            ("http://localhost/", false),
            ("file:///etc/passwd", false),
            ("data:text/html,x", false),
        ] {
            assert_eq!(is_own_page(&url.parse().unwrap()), own, "{url}");
        }
    }
}
