//! What happens once, when the program starts.

use std::error::Error;
use std::sync::Arc;

use curanda_core::api::{App, Workstation};
use curanda_core::clock::SystemClock;
use curanda_core::ids::WorkstationId;
use tauri::{AppHandle, Manager};

use crate::{feed, logging, menu, window};

/// Log, core, menu, window.
///
/// # Errors
/// When the operating system has no folder for the program, or no web view.
pub fn start(app: &AppHandle) -> Result<(), Box<dyn Error>> {
    logging::start(&app.path().app_log_dir()?)?;
    let core = core();
    feed::follow(app, &core);
    app.manage(core);
    app.manage(window::Zoom::default());
    menu::show(app, menu::Language::default())?;
    menu::follow_language(app);
    window::open(app)?;
    tracing::info!(version = %app.package_info().version, "started");
    Ok(())
}

/// The core of this workstation.
fn core() -> Arc<App> {
    let workstation = Workstation {
        id: WorkstationId::fresh(),
        name: "DESK".to_owned(),
    };
    App::new(Arc::new(SystemClock), workstation)
}
