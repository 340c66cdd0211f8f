//! Values bound to `?`, in the one form each engine stores.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::mysql::MySqlArguments;
use sqlx::sqlite::SqliteArguments;
use uuid::Uuid;

/// A bound value.
#[derive(Debug, Clone, PartialEq)]
pub enum Arg {
    /// NULL.
    Null,
    /// True or false.
    Bool(bool),
    /// Any whole number.
    Int(i64),
    /// A measured figure.
    Float(f64),
    /// Text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// An id.
    Uuid(Uuid),
    /// A calendar day.
    Date(NaiveDate),
    /// An instant; SQLite keeps it as text of fixed width, so that text order is time order.
    Instant(DateTime<Utc>),
}

macro_rules! from {
    ($($type:ty => |$value:ident| $arg:expr;)*) => {$(
        impl From<$type> for Arg { fn from($value: $type) -> Self { $arg } }
    )*};
}

from! {
    bool => |v| Arg::Bool(v);
    i64 => |v| Arg::Int(v);
    i32 => |v| Arg::Int(v.into());
    i16 => |v| Arg::Int(v.into());
    u32 => |v| Arg::Int(v.into());
    u16 => |v| Arg::Int(v.into());
    u8 => |v| Arg::Int(v.into());
    f64 => |v| Arg::Float(v);
    &str => |v| Arg::Text(v.to_owned());
    String => |v| Arg::Text(v);
    &String => |v| Arg::Text(v.clone());
    Vec<u8> => |v| Arg::Bytes(v);
    [u8; 32] => |v| Arg::Bytes(v.to_vec());
    Uuid => |v| Arg::Uuid(v);
    NaiveDate => |v| Arg::Date(v);
    DateTime<Utc> => |v| Arg::Instant(v);
}

impl<T: Into<Arg>> From<Option<T>> for Arg {
    fn from(value: Option<T>) -> Self {
        value.map_or(Arg::Null, Into::into)
    }
}

/// The bound values of a statement: `args![id, name, now]`.
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { vec![$($crate::db::Arg::from($value)),*] };
}

type MySqlQuery<'q> = sqlx::query::Query<'q, sqlx::MySql, MySqlArguments>;
type SqliteQuery<'q> = sqlx::query::Query<'q, sqlx::Sqlite, SqliteArguments>;

pub(super) fn bind_mysql<'q>(query: MySqlQuery<'q>, args: Vec<Arg>) -> MySqlQuery<'q> {
    args.into_iter().fold(query, |query, arg| match arg {
        Arg::Null => query.bind(None::<String>),
        Arg::Bool(v) => query.bind(v),
        Arg::Int(v) => query.bind(v),
        Arg::Float(v) => query.bind(v),
        Arg::Text(v) => query.bind(v),
        Arg::Bytes(v) => query.bind(v),
        Arg::Uuid(v) => query.bind(v),
        Arg::Date(v) => query.bind(v),
        // As text: the binary form leaves out a time of 00:00:00, which MariaDB 10.11 reads as NULL.
        Arg::Instant(v) => query.bind(v.format("%Y-%m-%d %H:%M:%S%.6f").to_string()),
    })
}

pub(super) fn bind_sqlite<'q>(query: SqliteQuery<'q>, args: Vec<Arg>) -> SqliteQuery<'q> {
    args.into_iter().fold(query, |query, arg| match arg {
        Arg::Null => query.bind(None::<String>),
        Arg::Bool(v) => query.bind(v),
        Arg::Int(v) => query.bind(v),
        Arg::Float(v) => query.bind(v),
        Arg::Text(v) => query.bind(v),
        Arg::Bytes(v) => query.bind(v),
        Arg::Uuid(v) => query.bind(v),
        Arg::Date(v) => query.bind(v),
        Arg::Instant(v) => query.bind(v.format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()),
    })
}
