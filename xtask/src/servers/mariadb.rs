//! MariaDB from the system's own packages: the -core ones, which start no service.
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::process::Process;
use super::state::Server;
use super::{Kind, copy_fresh, data_folder, folder, sql};
use crate::{platform, ports, setup, shell};

const PORT: u16 = 23406;
const MARIADBD: &str = "/usr/sbin/mariadbd";

pub fn start() -> Result<Server> {
    setup::debian(&["mariadb-server-core", "mariadb-client-core"])?;
    let version = shell::quiet(&mut shell::command(&[MARIADBD, "--no-defaults", "--version"]))?;
    let template = template()?;
    let data = data_folder("mariadb")?;
    copy_fresh(&template, &data)?;
    let (port, log) = (ports::free(PORT)?, folder()?.join("mariadb.log"));
    let config = configure(&data, port)?;
    let defaults = format!("--defaults-file={}", config.display());
    let process = Process::start("mariadbd", shell::command(&[MARIADBD, &defaults]), &log)?;
    process.wait_until(&log, || ports::greets(port))?;
    let version = sql::short_version("MariaDB", &version);
    Ok(Server {
        kind: Kind::Mariadb,
        version,
        url: sql::url(port)?,
        log,
        processes: vec![process],
        kept: false,
    })
}

fn configure(data: &Path, port: u16) -> Result<PathBuf> {
    let config = folder()?.join("mariadb.cnf");
    let text = format!("[mariadbd]\n{}innodb_log_file_size=64M\n", sql::common(data, port)?);
    std::fs::write(&config, text)?;
    Ok(config)
}

fn template() -> Result<PathBuf> {
    let template = folder()?.join("mariadb-template");
    if !template.exists() {
        let fresh = data_folder("mariadb-init")?;
        shell::quiet(shell::command(&["rm", "-rf"]).arg(&fresh))?;
        let mut install = shell::command(&["mariadb-install-db", "--no-defaults", "--skip-test-db"]);
        install
            .arg("--auth-root-authentication-method=normal")
            .arg(format!("--datadir={}", fresh.display()));
        if platform::is_root() {
            install.arg("--user=root");
        }
        shell::quiet(&mut install)?;
        shell::quiet(shell::command(&["mv", "-T"]).arg(&fresh).arg(&template))?;
    }
    Ok(template)
}
