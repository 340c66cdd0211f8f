//! Tells the window what became stale.

use curanda_core::api::App;
use curanda_core::feed::Topic;
use tauri::{AppHandle, Emitter};
use tokio::sync::broadcast::error::RecvError;

/// Carries the core's topics to the window until the core is gone.
pub fn follow(app: &AppHandle, core: &App) {
    let (app, mut topics) = (app.clone(), core.subscribe());
    tauri::async_runtime::spawn(async move {
        loop {
            let stale = match topics.recv().await {
                Ok(stale) => stale,
                Err(RecvError::Lagged(_)) => everything(),
                Err(RecvError::Closed) => return,
            };
            if let Err(error) = app.emit("stale", stale) {
                tracing::warn!(%error, "the window was not told what is stale");
            }
        }
    });
}

/// The roots of all topics: what to read again when some were missed.
fn everything() -> Vec<Topic> {
    ["appointments", "patient", "waitlist", "schedules", "directory", "settings", "users"]
        .map(|root| Topic(root.to_owned()))
        .to_vec()
}
