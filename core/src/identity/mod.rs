//! Who may do what: accounts, sessions, roles and permissions.

mod permissions;
mod session;

pub use permissions::{Permission, Role};
pub use session::{Session, authenticate};

crate::commands! {}
