//! The one way from the window to the core.

use std::sync::Arc;

use curanda_core::api::{App, Call, Reply, dispatch};
use tauri::{AppHandle, Manager};

/// Passes a call to the command table.
#[tauri::command]
pub async fn rpc(app: AppHandle, call: Call) -> Reply {
    let core = app.state::<Arc<App>>().inner().clone();
    dispatch(&core, call).await
}
