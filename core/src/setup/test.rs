//! "Test connection": names what is wrong, in the words of who has to mend it.

use std::time::Duration;

use mongodb::bson::doc;
use mongodb::error::{Error as MongoError, ErrorKind};

use super::model::{Server, ServerTest};
use crate::db::{self, Db, MySqlSettings, Problem, Read, migrate};
use crate::documents::{Mongo, MongoSettings};
use crate::error::Cause;
use crate::{Error, ErrorCode, Result, args};

/// What the program does with its tables; CREATE and its kin only to migrate.
const NEEDED: &[&str] = &["SELECT", "INSERT", "UPDATE", "DELETE"];
const NEEDED_TO_MIGRATE: &[&str] = &["CREATE", "ALTER", "INDEX", "REFERENCES"];

// Rights that come through a role are not listed here, so with a role in force nothing is concluded.
const GRANTED: &str = "SELECT privilege_type FROM information_schema.user_privileges WHERE grantee = CONCAT('''', REPLACE(CURRENT_USER(), '@', '''@'''), '''') \
 UNION SELECT privilege_type FROM information_schema.schema_privileges WHERE grantee = CONCAT('''', REPLACE(CURRENT_USER(), '@', '''@'''), '''') AND DATABASE() LIKE table_schema";
const ROLES: &str = "SELECT COUNT(*) FROM information_schema.enabled_roles WHERE role_name IS NOT NULL";

/// Tries the relational server.
pub(super) async fn mysql(settings: &MySqlSettings) -> ServerTest {
    let mut test = ServerTest::default();
    if let Err(error) = try_mysql(settings, &mut test).await {
        test.problem = Some(super::open::trouble(&error).problem);
    }
    test
}

async fn try_mysql(settings: &MySqlSettings, test: &mut ServerTest) -> Result<()> {
    reach(&settings.host, settings.port).await?;
    let db = db::connect_mysql(settings, 1).await?;
    test.version = Some(db.version().await?);
    let schema = migrate::store_version(&db).await?;
    check_rights(&db, schema < migrate::program_version()).await?;
    let checked = migrate::check_version(&db).await;
    db.close().await;
    checked
}

async fn check_rights(db: &Db, to_migrate: bool) -> Result<()> {
    let mut db = db.clone();
    if db.one::<(i64,)>(ROLES, args![]).await?.0 > 0 {
        return Ok(());
    }
    let granted: Vec<(String,)> = db.all(GRANTED, args![]).await?;
    let has = |right: &&&str| granted.iter().any(|(g,)| g == **right || g == "ALL PRIVILEGES");
    let more: &[&str] = if to_migrate { NEEDED_TO_MIGRATE } else { &[] };
    if NEEDED.iter().chain(more).all(|right| has(&right)) {
        Ok(())
    } else {
        Err(refused(Problem::Rights))
    }
}

/// Tries the document server.
pub(super) async fn mongodb(settings: &MongoSettings) -> ServerTest {
    let mut test = ServerTest::default();
    if let Err(error) = try_mongodb(settings, &mut test).await {
        test.problem = Some(super::open::trouble(&error).problem);
    }
    test
}

/// Refuses a document server that cannot be used.
pub(super) async fn refuse_documents(settings: &MongoSettings) -> Result<()> {
    try_mongodb(settings, &mut ServerTest::default())
        .await
        .map_err(|e| e.with("server", Server::MongoDb.as_str()))
}

async fn try_mongodb(settings: &MongoSettings, test: &mut ServerTest) -> Result<()> {
    reach(&settings.host, settings.port).await?;
    let server = Mongo::new(settings)?;
    let version = server.version().await.map_err(|e| mongo_refused(e, settings))?;
    let new_enough = version
        .split('.')
        .next()
        .and_then(|major| major.parse::<u32>().ok())
        .is_some_and(|major| major >= 6);
    test.version = Some(version);
    if !new_enough {
        return Err(refused(Problem::Version));
    }
    server.try_rights().await.map_err(|e| mongo_refused(e, settings))
}

/// Whether anything listens at all; said first, because drivers wrap it in errors of their own.
async fn reach(host: &str, port: u16) -> Result<()> {
    let connect = tokio::net::TcpStream::connect((host, port));
    match tokio::time::timeout(Duration::from_secs(3), connect).await {
        Ok(Ok(_)) => Ok(()),
        _ => Err(refused(Problem::Host)),
    }
}

fn refused(problem: Problem) -> Error {
    Error::new(ErrorCode::ConnectionRefused).with("problem", serde_json::json!(problem))
}

/// The port is open, so what keeps a server from being selected is TLS.
fn mongo_refused(error: Error, settings: &MongoSettings) -> Error {
    let problem = match &error.cause {
        Some(Cause::Mongo(e)) => mongo_problem(e, settings.tls),
        _ => Problem::Host,
    };
    error.with("problem", serde_json::json!(problem))
}

fn mongo_problem(error: &MongoError, tls: bool) -> Problem {
    match error.kind.as_ref() {
        ErrorKind::Authentication { .. } => Problem::Password,
        ErrorKind::Command(e) => match e.code {
            13 => Problem::Rights,
            8 | 18 => Problem::Password,
            _ => Problem::Host,
        },
        ErrorKind::ServerSelection { .. } | ErrorKind::Io(_) if tls => Problem::Tls,
        _ => Problem::Host,
    }
}

impl Mongo {
    /// The version the server tells.
    ///
    /// # Errors
    /// `documents_unavailable`.
    pub async fn version(&self) -> Result<String> {
        let info = self.command(doc! { "buildInfo": 1 }).await?;
        Ok(info.get_str("version").unwrap_or_default().to_owned())
    }

    /// Whether the account may read the database; writing is shown by [`crate::documents::Documents::prepare`].
    async fn try_rights(&self) -> Result<()> {
        self.command(doc! { "listCollections": 1, "nameOnly": true, "authorizedCollections": true })
            .await
            .map(|_| ())
    }
}
