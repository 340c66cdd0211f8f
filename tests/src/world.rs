//! A clinic's running core in a test.

use std::sync::Arc;

use chrono::{DateTime, TimeZone, Utc};
use curanda_core::api::{App, Call, Ctx, Reply, Workstation, dispatch};
use curanda_core::clock::FixedClock;
use curanda_core::db::{Db, migrate};
use curanda_core::error::ApiError;
use curanda_core::identity::PasswordCost;
use curanda_core::ids::{CommandId, WorkstationId};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::store::{Home, Servers, Store};

/// One workstation on a fresh, migrated store. The clock stands still at [`World::start_time`] until moved.
#[derive(Debug)]
pub struct World {
    /// The running core.
    pub app: Arc<App>,
    /// Its clock.
    pub clock: Arc<FixedClock>,
    /// The store, for looking behind the commands.
    pub db: Db,
    /// Which kind of store.
    pub store: Store,
    home: Home,
}

impl World {
    /// Tuesday 24 November 2026, 08:00 UTC.
    #[must_use]
    pub fn start_time() -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 11, 24, 8, 0, 0).unwrap()
    }

    /// A fresh store of this kind, migrated, without a clinic.
    pub async fn start(store: Store) -> Self {
        let home = store.fresh().await;
        let stores = home.connect().await;
        let db = stores.db.clone();
        let clock = Arc::new(FixedClock::new(Self::start_time()));
        migrate::migrate(&db, Self::start_time()).await.expect("the migrations run");
        let workstation = Workstation {
            id: WorkstationId::fresh(),
            name: "DESK-1".to_owned(),
        };
        // The cost of a real password hash is told by its own unit test; here it would only make stories slow.
        let app = App::with_password_cost(clock.clone(), workstation, PasswordCost::LEAST);
        app.use_stores(stores);
        Self {
            app,
            clock,
            db,
            store,
            home,
        }
    }

    /// Another workstation of the same clinic, with connections of its own.
    pub async fn second_workstation(&self) -> Arc<App> {
        let workstation = Workstation {
            id: WorkstationId::fresh(),
            name: "DESK-2".to_owned(),
        };
        let app = App::with_password_cost(self.clock.clone(), workstation, PasswordCost::LEAST);
        app.use_stores(self.home.connect().await);
        app
    }

    /// What a handler is given, without a session or a command id: for functions of the core that no command shows yet.
    #[must_use]
    pub fn ctx(&self) -> Ctx {
        Ctx {
            app: self.app.clone(),
            session: None,
            command: "test",
            command_id: None,
            now: self.app.now(),
        }
    }

    /// The servers' settings; none on the embedded store.
    #[must_use]
    pub fn servers(&self) -> Option<&Servers> {
        self.home.servers()
    }

    /// Where another process finds this store: the embedded store's file, or the name of the database.
    #[must_use]
    pub fn place(&self) -> String {
        match &self.home {
            Home::Servers(servers) => servers.mysql.database.clone(),
            Home::Folder(folder) => folder.path().join(crate::store::FILE).display().to_string(),
        }
    }

    /// Calls a command as the UI does, with a fresh command id.
    ///
    /// # Errors
    /// What the UI would get.
    pub async fn call<T: DeserializeOwned>(&self, token: Option<&str>, command: &str, request: Value) -> Result<T, ApiError> {
        call(&self.app, token, command, request).await
    }

    /// Calls a command with this command id.
    ///
    /// # Errors
    /// What the UI would get.
    pub async fn call_as<T: DeserializeOwned>(
        &self,
        token: Option<&str>,
        command: &str,
        request: Value,
        id: CommandId,
    ) -> Result<T, ApiError> {
        call_as(&self.app, token, command, request, id).await
    }
}

/// Calls a command of any core as the UI does, with a fresh command id.
///
/// # Errors
/// What the UI would get.
pub async fn call<T: DeserializeOwned>(app: &Arc<App>, token: Option<&str>, command: &str, request: Value) -> Result<T, ApiError> {
    call_as(app, token, command, request, CommandId::fresh()).await
}

/// Calls a command of any core with this command id.
///
/// # Errors
/// What the UI would get.
pub async fn call_as<T: DeserializeOwned>(
    app: &Arc<App>,
    token: Option<&str>,
    command: &str,
    request: Value,
    id: CommandId,
) -> Result<T, ApiError> {
    let call = Call {
        command: command.to_owned(),
        request,
        session: token.map(str::to_owned),
        command_id: Some(id),
    };
    match dispatch(app, call).await {
        Reply::Ok(value) => Ok(serde_json::from_value(value).expect("the response has the type that the story names")),
        Reply::Error(error) => Err(error),
    }
}

impl Drop for World {
    fn drop(&mut self) {
        let (db, home) = (&self.db, &self.home);
        tokio::task::block_in_place(|| {
            tokio::runtime::Handle::current().block_on(async {
                db.close().await;
                home.remove().await;
            });
        });
    }
}
