//! Which store a task works on.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use curanda_core::Result;
use curanda_core::api::App;
use curanda_core::clock::SystemClock;
use curanda_core::setup::{self, Home, OsKeyring, Secret, UnlockStore};

/// Where the workstation's settings lie.
#[derive(Debug, Clone, Args)]
pub struct Place {
    /// Folder with workstation.json and the embedded stores; without it, those of the installed program
    #[arg(long, visible_alias = "config", global = true, env = "CURANDA_DIR", value_name = "DIR")]
    pub dir: Option<PathBuf>,
}

impl Place {
    /// The core of this workstation, its store not open yet.
    pub fn app(&self) -> Result<Arc<App>> {
        let vault = Arc::new(OsKeyring::default());
        let home = match &self.dir {
            Some(dir) => Home::in_one(dir, vault)?,
            None => Home::of_user(vault)?,
        };
        App::at_home(Arc::new(SystemClock), home)
    }

    /// The same with its store open.
    pub async fn open(&self) -> Result<Arc<App>> {
        let app = self.app()?;
        setup::open(&app, &typed()).await?;
        app.stores()?;
        Ok(app)
    }
}

/// What no key ring keeps, from variables that a script sets for one call: never from the command line, which
/// other users of the computer can see.
pub fn typed() -> UnlockStore {
    let variable = |name: &str| std::env::var(name).ok().map(Secret);
    if let Some(passphrase) = variable("CURANDA_PASSPHRASE") {
        return UnlockStore::Passphrase { passphrase };
    }
    match (variable("CURANDA_MYSQL_PASSWORD"), variable("CURANDA_MONGODB_PASSWORD")) {
        (Some(mysql), Some(mongodb)) => UnlockStore::Passwords { mysql, mongodb },
        _ => UnlockStore::Retry,
    }
}
