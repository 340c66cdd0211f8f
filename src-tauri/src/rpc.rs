//! The one way from the window to the core.

use curanda_core::api::{Call, Reply, dispatch};
use tauri::{AppHandle, Manager};

use crate::start::Core;

/// Passes a call to the command table.
#[tauri::command]
pub async fn rpc(app: AppHandle, call: Call) -> Reply {
    let core = app.state::<Core>();
    dispatch(core.ready().await, call).await
}
