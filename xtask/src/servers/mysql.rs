//! MySQL itself (no Debian release but sid has it), run from an unpacked folder.
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use super::process::Process;
use super::state::Server;
use super::{Kind, copy_fresh, data_folder, folder, sid, sql};
use crate::{paths, ports, shell};

const PORT: u16 = 23306;

pub fn start() -> Result<Server> {
    let root = sid::unpacked("mysql", &["mysql-server-core", "mysql-client-core"])?;
    let version = shell::quiet(mysqld(&root)?.arg("--version"))?;
    let template = template(&root)?;
    let data = data_folder("mysql")?;
    copy_fresh(&template, &data)?;
    let (port, log) = (ports::free(PORT)?, folder()?.join("mysql.log"));
    let config = configure(&root, &data, port)?;
    let mut command = mysqld(&root)?;
    command.arg(format!("--defaults-file={}", config.display()));
    let process = Process::start("mysqld", command, &log)?;
    process.wait_until(&log, || ports::greets(port))?;
    let version = sql::short_version("MySQL", &version);
    Ok(Server {
        kind: Kind::Mysql,
        version,
        url: sql::url(port)?,
        log,
        processes: vec![process],
        kept: false,
    })
}

fn mysqld(root: &Path) -> Result<Command> {
    sid::with_own_libraries(root, "usr/sbin/mysqld")
}

fn configure(root: &Path, data: &Path, port: u16) -> Result<PathBuf> {
    let (own, root) = (sql::common(data, port)?, root.display());
    let files = paths::ensure(folder()?.join("mysql-files"))?;
    let text = format!(
        "[mysqld]\n{own}basedir={root}/usr\nlc-messages-dir={root}/usr/share/mysql\n\
         character-sets-dir={root}/usr/share/mysql/charsets\nplugin-dir={root}/usr/lib/mysql/plugin\n\
         secure-file-priv={}\nmysqlx=OFF\ninnodb_redo_log_capacity=64M\ndisable_log_bin\n\
         table_definition_cache=400\n",
        files.display()
    );
    let config = folder()?.join("mysql.cnf");
    std::fs::write(&config, text)?;
    Ok(config)
}

/// An initialised data folder to copy from: four times as quick as initialising one at each start.
fn template(root: &Path) -> Result<PathBuf> {
    let template = folder()?.join("mysql-template");
    if !template.exists() {
        let fresh = data_folder("mysql-init")?;
        shell::quiet(shell::command(&["rm", "-rf"]).arg(&fresh))?;
        let config = configure(root, &fresh, PORT)?;
        let mut command = mysqld(root)?;
        command
            .arg(format!("--defaults-file={}", config.display()))
            .arg("--initialize-insecure");
        shell::quiet(&mut command)?;
        // Each copy makes its own server id.
        let _ = std::fs::remove_file(fresh.join("auto.cnf"));
        shell::quiet(shell::command(&["mv", "-T"]).arg(&fresh).arg(&template))?;
    }
    Ok(template)
}
