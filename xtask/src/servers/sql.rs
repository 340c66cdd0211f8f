//! What MySQL and MariaDB have in common: settings, an account, an address.
use std::path::Path;

use anyhow::Result;

use super::folder;
use super::tls::Certificates;
use crate::platform;

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
