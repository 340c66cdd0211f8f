//! PostgreSQL 18 with the DocumentDB extension from Debian sid, as the store under FerretDB. Its programs start one
//! another by fixed paths, so it runs in its unpacked folder as root directory (chroot), as user nobody.
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::process::Process;
use super::{copy_fresh, folder, sid};
use crate::{ports, shell};

const PORT: u16 = 25432;
const PACKAGES: [&str; 5] = ["postgresql-18", "postgresql-18-documentdb", "dash", "coreutils", "libc-bin"];
const PROGRAMS: &str = "/usr/lib/postgresql/18/bin";

/// The settings that DocumentDB needs, and no care about power cuts.
const SETTINGS: &str = "shared_preload_libraries='pg_cron,pg_documentdb_core,pg_documentdb'\n\
    cron.database_name='postgres'\nlisten_addresses='127.0.0.1'\nunix_socket_directories='/tmp'\n\
    fsync=off\nsynchronous_commit=off\nfull_page_writes=off\nshared_buffers=64MB\nmax_connections=200\n";

/// What a container of this folder lacks after unpacking. FerretDB's users are PostgreSQL's: root is made later.
const PREPARE: &str = "cd \"$0\" && mkdir -p dev/shm tmp data && chmod 1777 dev/shm tmp && \
    grep -E '^(root|nobody):' /etc/passwd > etc/passwd && grep -E '^(root|nogroup):' /etc/group > etc/group && \
    echo '127.0.0.1 localhost' > etc/hosts && echo 'hosts: files' > etc/nsswitch.conf && \
    { [ -e dev/null ] || mknod -m 666 dev/null c 1 3; } && \
    { [ -e dev/urandom ] || mknod -m 666 dev/urandom c 1 9; } && \
    ln -sf postgis-3.control usr/share/postgresql/18/extension/postgis.control && chroot . /usr/sbin/ldconfig";

/// Starts it on a fresh database; answers the process and the address for FerretDB.
pub fn start() -> Result<(Process, String)> {
    let root = sid::unpacked("postgres", &PACKAGES)?;
    let log = folder()?.join("postgres.log");
    let template = root.join("template");
    if !root.join("template-complete").exists() {
        initialise(&root, &template, &log)?;
    }
    copy_fresh(&template, &root.join("data"))?;
    let (process, port) = run(&root, &log)?;
    Ok((process, format!("postgres://root:pw@127.0.0.1:{port}/postgres")))
}

fn initialise(root: &Path, template: &Path, log: &Path) -> Result<()> {
    let at = root.display().to_string();
    shell::quiet(&mut shell::as_root(&["sh", "-c", PREPARE, &at]))?;
    let data = root.join("data").display().to_string();
    shell::quiet(&mut shell::as_root(&["rm", "-rf", &data]))?;
    shell::quiet(&mut shell::as_root(&[
        "install", "-d", "-o", "nobody", "-g", "nogroup", "-m", "700", &data,
    ]))?;
    let mut initdb = inside(root, "initdb");
    initdb.args(["-D", "/data", "-U", "postgres", "--auth=trust", "--locale=C.UTF-8", "--no-sync"]);
    shell::quiet(&mut initdb)?;
    let append = format!("cat >> {data}/postgresql.conf <<'END'\n{SETTINGS}END");
    shell::quiet(&mut shell::as_root(&["sh", "-c", &append]))?;
    let (process, port) = run(root, log)?;
    let mut psql = inside(root, "psql");
    psql.args([
        "-h",
        "127.0.0.1",
        "-p",
        &port.to_string(),
        "-U",
        "postgres",
        "-v",
        "ON_ERROR_STOP=1",
    ]);
    psql.args(["-c", "CREATE EXTENSION documentdb CASCADE"]);
    psql.args(["-c", "CREATE ROLE root SUPERUSER LOGIN PASSWORD 'pw'"]);
    let made = shell::quiet(&mut psql);
    process.stop()?;
    made?;
    copy_fresh(&root.join("data"), template)?;
    Ok(std::fs::write(root.join("template-complete"), "")?)
}

fn run(root: &Path, log: &Path) -> Result<(Process, u16)> {
    let port = ports::free(PORT)?;
    let mut command = inside(root, "postgres");
    command.args(["-D", "/data", "-p", &port.to_string()]);
    let starter = Process::start("postgres", command, log)?;
    starter.wait_until(log, || ports::accepts(port) && is_ready(root))?;
    // Under sudo the process started is sudo's.
    let pid = status_lines(root)?.first().and_then(|pid| pid.trim().parse().ok());
    Ok((Process::of("postgres", pid.context("postgres wrote no process id")?)?, port))
}

/// PostgreSQL notes in its pid file's last line when it takes connections.
fn is_ready(root: &Path) -> bool {
    status_lines(root).is_ok_and(|lines| lines.last().is_some_and(|state| state.trim() == "ready"))
}

fn status_lines(root: &Path) -> Result<Vec<String>> {
    let file: PathBuf = root.join("data/postmaster.pid");
    let text = shell::quiet(shell::as_root(&["cat"]).arg(file))?;
    Ok(text.lines().map(str::to_owned).collect())
}

fn inside(root: &Path, program: &str) -> Command {
    let mut command = shell::as_root(&["chroot", "--userspec=nobody:nogroup"]);
    command.arg(root).arg(format!("{PROGRAMS}/{program}"));
    command
}
