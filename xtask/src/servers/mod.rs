//! The database servers that tests run against: real MySQL, MariaDB and a server of MongoDB's protocol, got and
//! started without touching the system's own libraries or services. See docs/test-servers.md.
mod mariadb;
mod mongo;
mod mysql;
mod postgres;
mod process;
pub mod sid;
mod state;
mod tls;

use std::fs::File;

use anyhow::{Context, Result, bail};
use clap::{Subcommand, ValueEnum};
use serde::{Deserialize, Serialize};

use crate::report::{Counts, say};
use crate::{paths, shell};
use state::{Server, State};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Store {
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

impl Store {
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
pub fn run(action: Action, only: Option<Store>) -> Result<Counts> {
    let stores = only.map_or(Store::ALL.to_vec(), |store| vec![store]);
    match action {
        Action::Up => {
            up(&stores, true)?;
            for (name, value) in environment()? {
                say(format!("export {name}='{value}'"));
            }
        }
        Action::Down => down(&stores, |_| true)?,
        Action::Status => {}
    }
    status(&stores, action)
}

/// Servers for one test run: started where needed, ended with the last run that uses them, unless `servers up`
/// had been asked for by hand.
#[derive(Debug)]
pub struct Session {
    in_use: File,
    pub environment: Vec<(String, String)>,
}

impl Session {
    pub fn open(stores: &[Store]) -> Result<Self> {
        let in_use = File::create(folder()?.join("in-use.lock"))?;
        in_use.lock_shared()?;
        up(stores, false)?;
        Ok(Self {
            in_use,
            environment: environment()?,
        })
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        close(&self.in_use);
    }
}

/// Ends the servers that test runs started, if no other run uses them. Also called when a run is interrupted.
pub fn close_unused() {
    if let Ok(in_use) = folder().and_then(|dir| Ok(File::create(dir.join("in-use.lock"))?)) {
        close(&in_use);
    }
}

fn close(in_use: &File) {
    let _ = in_use.unlock();
    if in_use.try_lock().is_ok()
        && let Err(error) = down(&Store::ALL, |server| !server.kept)
    {
        say(format!("servers: not all could be ended: {error:#}"));
    }
}

fn up(stores: &[Store], kept: bool) -> Result<()> {
    if !cfg!(target_os = "linux") {
        bail!("test servers are got from Debian's packages: here, use compose.yaml and set the CURANDA_TEST_… URLs");
    }
    let _lock = exclusive()?;
    for store in stores {
        if store.given().is_some() {
            say(format!("{}: given by {}, nothing started", store.name(), store.variable()));
            continue;
        }
        let mut state = State::load()?;
        match state.take_running(*store) {
            Some(server) => state.put(Server {
                kept: server.kept || kept,
                ..server
            })?,
            None => {
                say(format!("{}: starting", store.name()));
                let server = store.start().with_context(|| format!("{} did not start", store.name()))?;
                state.put(Server { kept, ..server })?;
            }
        }
    }
    Ok(())
}

fn down(stores: &[Store], chosen: impl Fn(&Server) -> bool) -> Result<()> {
    let _lock = exclusive()?;
    let mut state = State::load()?;
    for server in state.servers().to_vec() {
        if stores.contains(&server.store) && chosen(&server) {
            server.stop()?;
            state.remove(server.store)?;
            say(format!("{}: ended", server.store.name()));
        }
    }
    Ok(())
}

fn status(stores: &[Store], action: Action) -> Result<Counts> {
    let state = State::load()?;
    let mut counts = Counts::default();
    for store in stores {
        let (line, good) = match (store.given(), state.server(*store)) {
            (Some(_), _) => (format!("given by {}", store.variable()), true),
            (None, Some(server)) if server.is_running() => (format!("running, {}", server.summary()), action != Action::Down),
            (None, Some(server)) => (format!("recorded, but it has ended ({})", server.summary()), false),
            (None, None) => ("not running".to_owned(), action == Action::Down),
        };
        say(format!("{:8} {line}", store.name()));
        counts += Counts::step(good);
    }
    Ok(counts)
}

/// The variables for tests: a URL for each server there is, and the CA that signed their certificates.
fn environment() -> Result<Vec<(String, String)>> {
    let state = State::load()?;
    let mut variables = Vec::new();
    for store in Store::ALL {
        let running = state.server(store).filter(|server| server.is_running());
        if let Some(url) = store.given().or_else(|| running.map(|server| server.url.clone())) {
            variables.push((store.variable().to_owned(), url));
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
