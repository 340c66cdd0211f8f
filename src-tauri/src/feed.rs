//! Tells the window what became stale.

use curanda_core::api::App;
use curanda_core::feed::Topic;
use serde::Serialize;
use tauri::{AppHandle, Emitter};
use tokio::sync::broadcast::error::RecvError;

/// Carries what the core tells to the window until the core is gone.
pub fn follow(app: &AppHandle, core: &App) {
    let (app, mut topics) = (app.clone(), core.subscribe());
    tauri::async_runtime::spawn(async move {
        loop {
            let stale = match topics.recv().await {
                Ok(stale) => stale,
                Err(RecvError::Lagged(_)) => Topic::everything(),
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
