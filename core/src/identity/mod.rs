//! Who may do what: accounts, sessions, roles and permissions.
//!
//! [`password`] hashes and judges passwords, `throttle` counts failed sign-ins, `sign_in` and `me` are
//! what the sign-in and lock screens call, `users` and `sessions` what the admin screens call, and
//! `first_run` makes the clinic. [`Role`] → [`Permission`] is the one table of who may do what.

mod commands;
mod first_run;
mod me;
pub mod password;
mod permissions;
mod session;
mod sessions;
mod sign_in;
mod throttle;
mod users;
mod users_model;
mod users_queries;

pub use commands::COMMANDS;
pub use first_run::{ClinicCreated, CreateClinic, clinic_exists};
pub use me::Me;
pub use password::PasswordCost;
pub use permissions::{Permission, Role};
pub use session::{Session, authenticate};
pub(crate) use session::{acting, token_hash};
pub(crate) use throttle::prune;
pub use users_model::{NewUser, UserAccount, UserStatus};
pub use users_queries::{FirstPassword, insert_user};
