//! What runs, written down so that a later `status` or `down` finds it.
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::{Kind, folder, process::Process};

/// One server with everything it consists of.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Server {
    pub kind: Kind,
    /// Product and version, for the test log.
    pub version: String,
    pub url: String,
    pub log: PathBuf,
    /// In the order they were started; ended in the reverse order.
    pub processes: Vec<Process>,
    /// Asked for by `servers up`: test runs leave it running.
    #[serde(default)]
    pub kept: bool,
}

impl Server {
    pub fn is_running(&self) -> bool {
        self.processes.iter().all(Process::is_running)
    }

    pub fn stop(&self) -> Result<()> {
        self.processes.iter().rev().try_for_each(Process::stop)
    }

    pub fn summary(&self) -> String {
        let pids = self.processes.iter().map(|process| format!("{} {}", process.name, process.pid));
        format!("{}, pid {}, {}", self.version, pids.collect::<Vec<_>>().join(" + "), self.url)
    }
}

#[derive(Debug, Default, Serialize, Deserialize)]
pub struct State {
    servers: Vec<Server>,
}

impl State {
    pub fn load() -> Result<Self> {
        let file = Self::file()?;
        if !file.exists() {
            return Ok(Self::default());
        }
        // Not taken for empty: servers that it names would run on unseen.
        let text = std::fs::read(&file)?;
        serde_json::from_slice(&text)
            .with_context(|| format!("{} cannot be read: end the servers it names, then delete it", file.display()))
    }

    pub fn servers(&self) -> &[Server] {
        &self.servers
    }

    pub fn server(&self, kind: Kind) -> Option<&Server> {
        self.servers.iter().find(|server| server.kind == kind)
    }

    /// The server if it runs. What is left of one that does not is ended, so that it can be started anew.
    pub fn take_running(&mut self, kind: Kind) -> Option<Server> {
        let server = self.server(kind)?.clone();
        if server.is_running() {
            return Some(server);
        }
        let _ = server.stop();
        None
    }

    pub fn put(&mut self, server: Server) -> Result<()> {
        self.servers.retain(|other| other.kind != server.kind);
        self.servers.push(server);
        self.save()
    }

    pub fn remove(&mut self, kind: Kind) -> Result<()> {
        self.servers.retain(|server| server.kind != kind);
        self.save()
    }

    fn save(&self) -> Result<()> {
        Ok(std::fs::write(Self::file()?, serde_json::to_vec_pretty(self)?)?)
    }

    fn file() -> Result<PathBuf> {
        Ok(folder()?.join("state.json"))
    }
}
