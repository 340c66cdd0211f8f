//! Pages on their way to the screen.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::pdf::{self, About};
use super::{Page, Paper};
use crate::{Error, Result};

/// Pages to print.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PrintedPages {
    /// A PDF, in Base64.
    pub content: String,
    /// For the file; holds a number, never a name.
    pub file_name: String,
    /// How many pages.
    pub pages: u32,
}

/// Writes laid-out pages, off the async threads: fonts are shaped and packed.
///
/// # Errors
/// As [`pdf::write`].
pub async fn printed(pages: Vec<Page>, paper: Paper, about: About, file_name: String) -> Result<PrintedPages> {
    let count = u32::try_from(pages.len()).unwrap_or(u32::MAX);
    let file = tokio::task::spawn_blocking(move || pdf::write(&pages, paper, &about))
        .await
        .map_err(|_| Error::fault("a printing task that stopped"))??;
    Ok(PrintedPages {
        content: STANDARD.encode(file),
        file_name,
        pages: count,
    })
}
