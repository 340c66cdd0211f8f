//! A server of MongoDB's protocol: FerretDB over PostgreSQL with the DocumentDB extension, since no package registry
//! has MongoDB itself. docs/test-servers.md says what this leaves unverified, and how to test with a real one.
use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use super::process::Process;
use super::state::Server;
use super::tls::Certificates;
use super::{Kind, folder, postgres};
use crate::report::note;
use crate::{paths, ports, setup, shell};

const PORT: u16 = 27310;
const VERSION: &str = "2.7.0";
const MODULE: &str = "github.com/FerretDB/FerretDB/v2/cmd/ferretdb";

pub fn start() -> Result<Server> {
    let program = ferretdb()?;
    let (database, address) = postgres::start()?;
    let (port, log) = (ports::free(PORT)?, folder()?.join("ferretdb.log"));
    let command = listen(program, &address, port)?;
    let process = Process::start("ferretdb", command, &log)?;
    process.wait_until(&log, || ports::accepts(port))?;
    let version = format!("FerretDB {VERSION} over DocumentDB");
    let processes = vec![database, process];
    Ok(Server {
        kind: Kind::Mongo,
        version,
        url: url(port)?,
        log,
        processes,
        kept: false,
    })
}

/// The address, with SCRAM and TLS.
fn url(port: u16) -> Result<String> {
    let ca = Certificates::folder()?.ca();
    Ok(format!(
        "mongodb://root:pw@127.0.0.1:{port}/?authSource=admin&tls=true&tlsCAFile={}",
        ca.display()
    ))
}

fn listen(program: PathBuf, address: &str, port: u16) -> Result<Command> {
    let certificates = Certificates::ready()?;
    let mut command = Command::new(program);
    command.args(["--log-level=warn", "--telemetry=disable", "--debug-addr=-", "--listen-addr=-"]);
    command
        .arg(format!("--postgresql-url={address}"))
        .arg(format!("--listen-tls=127.0.0.1:{port}"));
    command.arg("--listen-tls-cert-file").arg(certificates.cert());
    command.arg("--listen-tls-key-file").arg(certificates.key());
    command.arg("--state-dir").arg(paths::ensure(folder()?.join("ferretdb-state"))?);
    Ok(command)
}

/// FerretDB, built at the first call. It is pure Go: no C compiler is needed.
fn ferretdb() -> Result<PathBuf> {
    let bin = paths::ensure(folder()?.join(format!("ferretdb-{VERSION}")))?;
    let program = bin.join("ferretdb");
    if !program.exists() {
        let mut install = Command::new(setup::go()?);
        install.arg("install").arg(format!("{MODULE}@v{VERSION}"));
        install.env("GOBIN", bin).env("CGO_ENABLED", "0").env("GOFLAGS", "-buildvcs=false");
        note(format!("mongo: building FerretDB {VERSION} (once, some minutes)"));
        shell::quiet(&mut install)?;
    }
    Ok(program)
}
