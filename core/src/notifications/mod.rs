//! What a person is told in the shell: who did something that they must look at.
//!
//! For other features: [`tell`] in the transaction of what happened. A new kind is a word of [`NotificationKind`] and a sentence
//! in the screens' catalogue.

mod commands;
mod model;
mod queries;

pub use model::{Notice, Notification, NotificationKind, Notifications};
pub use queries::tell;

use model::SeeNotifications;

crate::commands! {
    read "notifications.list": SignedIn => commands::list, () => Notifications;
    write "notifications.see": SignedIn => commands::see, SeeNotifications => ();
}
