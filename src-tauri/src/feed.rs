//! Tells the window what became stale, and whether the stores answer.

use curanda_core::api::App;
use curanda_core::feed::Topic;
use serde::Serialize;
use tauri::{AppHandle, Emitter};
use tokio::sync::broadcast::error::RecvError;

/// Carries what the core tells to the window until the core is gone.
pub fn follow(app: &AppHandle, core: &App) {
    follow_topics(app, core);
    follow_connection(app, core);
}

fn follow_connection(app: &AppHandle, core: &App) {
    let (app, mut connection) = (app.clone(), core.connection());
    tauri::async_runtime::spawn(async move {
        while connection.changed().await.is_ok() {
            let now = *connection.borrow_and_update();
            tell(&app, "connection", now);
        }
    });
}

fn follow_topics(app: &AppHandle, core: &App) {
    let (app, mut topics) = (app.clone(), core.subscribe());
    tauri::async_runtime::spawn(async move {
        loop {
            let stale = match topics.recv().await {
                Ok(stale) => stale,
                Err(RecvError::Lagged(_)) => everything(),
                Err(RecvError::Closed) => return,
            };
            tell(&app, "stale", stale);
        }
    });
}

fn tell(app: &AppHandle, event: &str, payload: impl Serialize + Clone) {
    if let Err(error) = app.emit(event, payload) {
        tracing::warn!(%error, event, "the window was not told");
    }
}

/// The roots of all topics: what to read again when some were missed.
fn everything() -> Vec<Topic> {
    ["appointments", "patient", "waitlist", "schedules", "directory", "settings", "users"]
        .map(|root| Topic(root.to_owned()))
        .to_vec()
}
