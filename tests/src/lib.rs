//! What the story tests stand on: a clinic's core on a fresh store of any kind, and calls as the UI makes them.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot set up its store must stop"
)]

pub mod bench;
mod clinic;
mod people;
pub mod permissions;
pub mod prove;
mod proxy;
mod store;
mod world;

pub use clinic::{Clinic, DoctorWish, PASSWORD};
pub use people::Person;
pub use proxy::Proxy;
pub use store::{Home, Servers, Store};
pub use world::{World, call, call_as};

/// Tells each story once and runs it on every store. A store that is not there fails.
#[macro_export]
macro_rules! stories {
    ($($(#[$meta:meta])* async fn $name:ident($world:ident) $body:block)*) => {$(
        $(#[$meta])*
        mod $name {
            use super::*;

            async fn story($world: $crate::World) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() { story($crate::World::start($crate::Store::Sqlite).await).await; }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn mariadb() { story($crate::World::start($crate::Store::MariaDb).await).await; }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn mysql() { story($crate::World::start($crate::Store::MySql).await).await; }
        }
    )*};
}
