//! The database servers that tests run against: real MySQL, MariaDB and a server of MongoDB's protocol, got and
//! started without touching the system's own libraries or services. See docs/test-servers.md.
mod mariadb;
mod mongo;
mod mysql;
mod postgres;
mod process;
pub mod sid;
mod sql;
mod state;
mod tls;

use std::fs::File;
use std::sync::Mutex;

use anyhow::{Context, Result, bail};
use clap::{Subcommand, ValueEnum};
use serde::{Deserialize, Serialize};

use crate::report::{Counts, note, say};
use crate::{paths, shell};
use state::{Server, State};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Mysql,
    Mariadb,
    Mongo,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Subcommand)]
pub enum Action {
    /// Get what is missing, start what is not running, and print the URLs
    Up,
    /// End the servers that `up` or a test run started
    Down,
    /// Say which servers run and where
    Status,
}

impl Kind {
    pub const ALL: [Self; 3] = [Self::Mysql, Self::Mariadb, Self::Mongo];

    /// The variable that names this server's URL to the tests. Set beforehand, it wins and nothing is started.
    pub fn variable(self) -> &'static str {
        match self {
            Self::Mysql => "CURANDA_TEST_MYSQL_URL",
            Self::Mariadb => "CURANDA_TEST_MARIADB_URL",
            Self::Mongo => "CURANDA_TEST_MONGODB_URL",
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Mysql => "mysql",
            Self::Mariadb => "mariadb",
            Self::Mongo => "mongo",
        }
    }

    fn given(self) -> Option<String> {
        std::env::var(self.variable()).ok().filter(|url| !url.is_empty())
    }

    fn start(self) -> Result<Server> {
        match self {
            Self::Mysql => mysql::start(),
            Self::Mariadb => mariadb::start(),
            Self::Mongo => mongo::start(),
        }
    }
}

/// Carries out `servers up|down|status`.
pub fn run(action: Action, only: Option<Kind>) -> Result<Counts> {
    let kinds = only.map_or(Kind::ALL.to_vec(), |kind| vec![kind]);
    match action {
        Action::Up => {
            up(&kinds, true)?;
            for (name, value) in environment()? {
                say(format!("export {name}='{value}'"));
            }
        }
        Action::Down => down(&kinds, |_| true)?,
        Action::Status => {}
    }
    status(&kinds, action)
}

/// The lock that this program holds while its tests use the servers.
static IN_USE: Mutex<Option<File>> = Mutex::new(None);

/// Servers for one test run: started where needed, ended with the last run that uses them, unless `servers up`
/// had been asked for by hand.
#[derive(Debug)]
pub struct Session {
    pub environment: Vec<(String, String)>,
}

impl Session {
    pub fn open(kinds: &[Kind]) -> Result<Self> {
        let lock = in_use()?;
        lock.lock_shared()?;
        if let Ok(mut held) = IN_USE.lock() {
            *held = Some(lock);
        }
        // From here on a failure, too, ends what was started.
        let mut session = Self { environment: Vec::new() };
        up(kinds, false)?;
        session.environment = environment()?;
        Ok(session)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        close_session();
    }
}

/// Ends the servers that test runs started, if no other run uses them; nothing where this program runs no tests.
pub fn close_session() {
    let Some(held) = IN_USE.lock().ok().and_then(|mut held| held.take()) else {
        return;
    };
    let alone = held.unlock().is_ok() && in_use().is_ok_and(|lock| lock.try_lock().is_ok());
    if alone && let Err(error) = down(&Kind::ALL, |server| !server.kept) {
        note(format!("servers: not all could be ended: {error:#}"));
    }
}

fn in_use() -> Result<File> {
    Ok(File::create(folder()?.join("in-use.lock"))?)
}

fn up(kinds: &[Kind], kept: bool) -> Result<()> {
    if !cfg!(target_os = "linux") {
        bail!("test servers are got from Debian's packages: here, use compose.yaml and set the CURANDA_TEST_… URLs");
    }
    let _lock = exclusive()?;
    for kind in kinds {
        if kind.given().is_some() {
            note(format!("{}: given by {}, nothing started", kind.name(), kind.variable()));
            continue;
        }
        let mut state = State::load()?;
        match state.take_running(*kind) {
            Some(server) => state.put(Server {
                kept: server.kept || kept,
                ..server
            })?,
            None => {
                note(format!("{}: starting", kind.name()));
                let server = kind.start().with_context(|| format!("{} did not start", kind.name()))?;
                state.put(Server { kept, ..server })?;
            }
        }
    }
    Ok(())
}

fn down(kinds: &[Kind], chosen: impl Fn(&Server) -> bool) -> Result<()> {
    let _lock = exclusive()?;
    let mut state = State::load()?;
    for server in state.servers().to_vec() {
        if kinds.contains(&server.kind) && chosen(&server) {
            server.stop()?;
            state.remove(server.kind)?;
            note(format!("{}: ended", server.kind.name()));
        }
    }
    Ok(())
}

fn status(kinds: &[Kind], action: Action) -> Result<Counts> {
    let state = State::load()?;
    let mut counts = Counts::default();
    for kind in kinds {
        let (line, good) = match (kind.given(), state.server(*kind)) {
            (Some(_), _) => (format!("given by {}", kind.variable()), true),
            (None, Some(server)) if server.is_running() => (format!("running, {}", server.summary()), action != Action::Down),
            (None, Some(server)) => (format!("recorded, but it has ended ({})", server.summary()), false),
            (None, None) => ("not running".to_owned(), action == Action::Down),
        };
        say(format!("{:8} {line}", kind.name()));
        counts += Counts::step(good);
    }
    Ok(counts)
}

/// The variables for tests: a URL for each server there is, and the CA that signed their certificates.
fn environment() -> Result<Vec<(String, String)>> {
    let state = State::load()?;
    let mut variables = Vec::new();
    for kind in Kind::ALL {
        let running = state.server(kind).filter(|server| server.is_running());
        if let Some(url) = kind.given().or_else(|| running.map(|server| server.url.clone())) {
            variables.push((kind.variable().to_owned(), url));
        }
    }
    let certificates = tls::Certificates::folder()?;
    for (name, file) in [
        ("CURANDA_TEST_CA", certificates.ca()),
        ("CURANDA_TEST_OTHER_CA", certificates.other_ca()),
    ] {
        if std::env::var_os(name).is_none() && file.exists() {
            variables.push((name.to_owned(), file.display().to_string()));
        }
    }
    Ok(variables)
}

fn folder() -> Result<std::path::PathBuf> {
    paths::ensure(paths::cache().join("servers"))
}

/// One xtask at a time changes the servers, whichever checkout it belongs to.
fn exclusive() -> Result<File> {
    let lock = File::create(folder()?.join("change.lock"))?;
    lock.lock()?;
    Ok(lock)
}

/// Copies `from`, a stopped server's data, to `to`, whose old content goes.
fn copy_fresh(from: &std::path::Path, to: &std::path::Path) -> Result<()> {
    let (from, to) = (from.display().to_string(), to.display().to_string());
    shell::quiet(&mut shell::as_root(&["rm", "-rf", &to]))?;
    shell::quiet(&mut shell::as_root(&["cp", "-a", &from, &to]))?;
    Ok(())
}

/// A folder for data that may be lost: in memory where there is room, else in the cache.
fn data_folder(name: &str) -> Result<std::path::PathBuf> {
    let shm = std::path::Path::new("/dev/shm");
    let free = shell::quiet(&mut shell::command(&["df", "--output=avail", "-k", "/dev/shm"])).unwrap_or_default();
    let kilobytes: u64 = free.lines().nth(1).and_then(|line| line.trim().parse().ok()).unwrap_or(0);
    let roomy = kilobytes > 2_000_000;
    let user = std::env::var("USER").unwrap_or_else(|_| "root".to_owned());
    let base = if roomy {
        shm.join(format!("curanda-servers-{user}"))
    } else {
        folder()?.join("data")
    };
    Ok(paths::ensure(base)?.join(name))
}
