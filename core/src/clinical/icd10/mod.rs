//! ICD-10-CM: the list in the program, and finding a code by words or by its beginning.
//!
//! The list is unpacked and indexed once, at the first question, away from the async threads.

mod commands;
mod list;
mod search;

pub use commands::{Icd10Code, Icd10Search, SetIcd10Favourite};
pub(super) use commands::{find_codes, set_favourite};

use std::sync::OnceLock;

use list::List;

use crate::{Error, Result};

static LIST: OnceLock<Option<List>> = OnceLock::new();

/// Asks the list, away from the async threads.
async fn ask<T: Send + 'static>(question: impl FnOnce(&'static List) -> T + Send + 'static) -> Result<T> {
    let work = move || LIST.get_or_init(List::load).as_ref().map(question);
    let answer = tokio::task::spawn_blocking(work).await;
    answer
        .ok()
        .flatten()
        .ok_or_else(|| Error::fault("the ICD-10 list of this program is damaged"))
}

/// The code as the list writes it, typed with or without its dot; none when the list does not have it.
///
/// # Errors
/// A fault when the list is damaged.
pub async fn find(code: String) -> Result<Option<Icd10Code>> {
    ask(move |list| list.find(&code).map(|n| Icd10Code::of(list, n, false))).await
}
