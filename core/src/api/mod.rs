//! The command table: every action of the program is one row, and every caller goes through [`dispatch`].
//!
//! [`command`] is a row, [`table`] all of them, [`Ctx`] what a handler is given, [`dispatch`] what happens
//! to a call: session → permission → run → audit → error.

mod background;
pub mod command;
mod ctx;
mod dispatch;
mod fields;
pub mod table;
mod transact;
#[cfg(test)]
mod typescript;

pub use background::Background;
pub use command::{Access, Command, Kind};
pub use ctx::{App, Ctx, Stores, Workstation};
pub use dispatch::{Call, Reply, dispatch};
pub use fields::Fields;
pub use transact::Scope;
