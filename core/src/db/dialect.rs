//! What differs between the engines: types in migrations, locking reads, error numbers.

use sqlx::error::DatabaseError;
use sqlx::mysql::MySqlDatabaseError;

use crate::ErrorCode;

/// MySQL's reading of the common dialect: every table InnoDB, text compared exactly.
pub(super) fn mysql_ddl(statement: &str) -> String {
    if statement.trim_start().to_ascii_uppercase().starts_with("CREATE TABLE") {
        format!("{statement} ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin")
    } else {
        statement.to_owned()
    }
}

/// SQLite's reading: declared types by which sqlx decodes the same Rust types.
pub(super) fn sqlite_ddl(statement: &str) -> String {
    statement
        .replace("BIGINT AUTO_INCREMENT PRIMARY KEY", "INTEGER PRIMARY KEY AUTOINCREMENT")
        .replace("DATETIME(6)", "DATETIME")
        .replace("BINARY(16)", "BLOB")
        .replace("BINARY(32)", "BLOB")
}

/// The engine's own error number.
pub(crate) fn engine_code(error: &dyn DatabaseError) -> Option<i64> {
    if let Some(mysql) = error.try_downcast_ref::<MySqlDatabaseError>() {
        return Some(mysql.number().into());
    }
    // SQLite: the primary code is the low byte of the extended one.
    error.code().and_then(|code| code.parse::<i64>().ok()).map(|code| code & 0xff)
}

/// What the caller is told of an engine's error.
pub(crate) fn code_of(error: &dyn DatabaseError) -> ErrorCode {
    let mysql = error.try_downcast_ref::<MySqlDatabaseError>().is_some();
    match (mysql, engine_code(error)) {
        (true, Some(1040 | 1047 | 1053 | 1077 | 1079 | 1180)) => ErrorCode::StoreUnavailable,
        (true, Some(1205 | 1213)) | (false, Some(5 | 6)) => ErrorCode::Busy,
        // SQLite: 10 input/output, 13 disk full, 14 cannot open; 26 not a database = the wrong key.
        (false, Some(10 | 13 | 14)) => ErrorCode::StoreUnavailable,
        (false, Some(26)) => ErrorCode::StoreLocked,
        _ => ErrorCode::Internal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_read_per_engine() {
        let ddl = "CREATE TABLE t (seq BIGINT AUTO_INCREMENT PRIMARY KEY, id BINARY(16), at DATETIME(6))";
        assert_eq!(
            sqlite_ddl(ddl),
            "CREATE TABLE t (seq INTEGER PRIMARY KEY AUTOINCREMENT, id BLOB, at DATETIME)"
        );
        assert!(mysql_ddl(ddl).ends_with("COLLATE=utf8mb4_bin"));
        assert_eq!(mysql_ddl("CREATE INDEX i ON t (at)"), "CREATE INDEX i ON t (at)");
    }
}
