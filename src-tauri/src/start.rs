//! What happens once, when the program starts.

use std::error::Error;
use std::sync::Arc;

use curanda_core::api::{App, Background};
use curanda_core::clock::SystemClock;
use curanda_core::setup::{self, Home, OsKeyring, UnlockStore};
use tauri::{AppHandle, Manager};
use tokio::sync::OnceCell;

use crate::{document, feed, logging, menu, window};

/// The running core. Its store opens beside the window, so that a server that does not answer delays no one.
pub struct Core {
    app: Arc<App>,
    opened: OnceCell<()>,
    /// Other workstations' changes, the relay of records, opening the store again.
    _background: Background,
}

impl Core {
    /// The core, once it was tried to open the store. What went wrong is in `setup.status`.
    pub async fn ready(&self) -> &Arc<App> {
        let open = async {
            if let Err(error) = setup::open(&self.app, &UnlockStore::Retry).await {
                tracing::warn!(code = ?error.code, "the store did not open");
            }
        };
        self.opened.get_or_init(|| open).await;
        &self.app
    }
}

/// Log, core, menu, window.
///
/// # Errors
/// When the operating system has no folder for the program, or no web view.
pub fn start(app: &AppHandle) -> Result<(), Box<dyn Error>> {
    logging::start(&app.path().app_log_dir()?)?;
    if document::forget(app).is_err() {
        tracing::warn!("the last printed file could not be removed");
    }
    let core = App::at_home(Arc::new(SystemClock), Home::of_user(Arc::new(OsKeyring::default()))?)?;
    feed::follow(app, &core);
    let background = tauri::async_runtime::block_on(async { core.start_background() });
    app.manage(Core {
        app: core,
        opened: OnceCell::new(),
        _background: background,
    });
    app.manage(window::Zoom::default());
    menu::show(app, menu::Language::default())?;
    menu::follow_language(app);
    window::open(app)?;
    tracing::info!(version = %app.package_info().version, "started");
    Ok(())
}
