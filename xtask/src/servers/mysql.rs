//! MySQL itself (no Debian release but sid has it), run from an unpacked folder.
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use super::process::Process;
use super::state::Server;
use super::tls::Certificates;
use super::{Kind, copy_fresh, data_folder, folder, sid};
use crate::{paths, platform, ports, shell};

const PORT: u16 = 23306;

/// Root with a password over TCP. Run at each start, before the first connection is let in. MariaDB makes this
/// account without a password by itself, MySQL does not make it.
const ACCOUNTS: &str = "CREATE USER IF NOT EXISTS 'root'@'127.0.0.1';\n\
    ALTER USER 'root'@'127.0.0.1' IDENTIFIED BY 'pw';\n\
    GRANT ALL PRIVILEGES ON *.* TO 'root'@'127.0.0.1' WITH GRANT OPTION;\n\
    ALTER USER 'root'@'localhost' IDENTIFIED BY 'pw';\n";

/// Small, and careless about power cuts, which test data may be; with connections enough for tests of many processes.
const SMALL: &str = "bind-address=127.0.0.1\nskip-name-resolve\nperformance_schema=OFF\n\
    innodb_buffer_pool_size=256M\ninnodb_flush_log_at_trx_commit=0\ninnodb_doublewrite=OFF\n\
    table_open_cache=400\nmax_connections=400\n";

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
    let version = short_version("MySQL", &version);
    Ok(Server {
        kind: Kind::Mysql,
        version,
        url: url(port)?,
        log,
        processes: vec![process],
        kept: false,
    })
}

/// The address of a server of MySQL's protocol with its certificate checked.
pub fn url(port: u16) -> Result<String> {
    let ca = Certificates::folder()?.ca();
    Ok(format!(
        "mysql://root:pw@127.0.0.1:{port}/?ssl-mode=VERIFY_IDENTITY&ssl-ca={}",
        ca.display()
    ))
}

/// `… Ver 9.7.4-2 for Linux …` as `MySQL 9.7.4-2`.
pub fn short_version(product: &str, printed: &str) -> String {
    let number = printed.split_whitespace().skip_while(|word| *word != "Ver").nth(1);
    format!("{product} {}", number.unwrap_or("of unknown version"))
}

/// Settings for TLS, accounts and files, the same in MySQL and MariaDB.
pub fn common(data: &Path, port: u16) -> Result<String> {
    let certificates = Certificates::ready()?;
    let accounts = folder()?.join("accounts.sql");
    std::fs::write(&accounts, ACCOUNTS)?;
    let (data, own) = (data.display(), if platform::is_root() { "user=root\n" } else { "" });
    Ok(format!(
        "{own}{SMALL}port={port}\ndatadir={data}\nsocket={data}/server.sock\npid-file={data}/server.pid\n\
         init-file={}\nssl-ca={}\nssl-cert={}\nssl-key={}\n",
        accounts.display(),
        certificates.ca().display(),
        certificates.cert().display(),
        certificates.key().display(),
    ))
}

fn mysqld(root: &Path) -> Result<Command> {
    sid::with_own_libraries(root, "usr/sbin/mysqld")
}

fn configure(root: &Path, data: &Path, port: u16) -> Result<PathBuf> {
    let (own, root) = (common(data, port)?, root.display());
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

#[cfg(test)]
mod tests {
    use super::short_version;

    #[test]
    fn the_version_is_the_word_after_ver() {
        let printed = "/x/mysqld  Ver 9.7.4-2 for Linux on x86_64 ((Debian))";
        assert_eq!(short_version("MySQL", printed), "MySQL 9.7.4-2");
        assert_eq!(short_version("MySQL", ""), "MySQL of unknown version");
    }
}
