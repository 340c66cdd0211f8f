//! Opens a file of a chart in the system's own program. It is read from the core piece by piece, checked there by content and hash,
//! and named by its kind: no name that a person gave reaches the disk.

use std::fs::File;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use curanda_core::ErrorCode;
use curanda_core::api::{App, Call, Reply, dispatch};
use curanda_core::error::ApiError;
use curanda_core::files::kinds;
use curanda_core::files::model::{FilePiece, FileRef, OneFile, ReadPiece};
use curanda_core::ids::DocumentId;
use serde::{Serialize, de::DeserializeOwned};
use tauri::{AppHandle, Manager};

use crate::document;
use crate::start::Core;

/// Copies the file into the folder of this user's alone, in place of the last one, and opens it. None when it was opened.
#[tauri::command]
pub async fn open_file(app: AppHandle, id: DocumentId, session: Option<String>) -> Option<ApiError> {
    let core = app.state::<Core>();
    let folder = document::folder(&app).map_err(|_| not_opened());
    let copied = match folder {
        Ok(folder) => copy(core.ready().await, id, session, folder).await,
        Err(error) => Err(error),
    };
    copied.and_then(|path| open::that_detached(path).map_err(|_| not_opened())).err()
}

/// Reads the file as the session that asks may, and writes it.
async fn copy(core: &Arc<App>, id: DocumentId, session: Option<String>, folder: PathBuf) -> Result<PathBuf, ApiError> {
    let file: FileRef = call(core, &session, "files.open", &OneFile { id }).await?;
    let kind = kinds::find(&file.media_type).ok_or_else(not_opened)?;
    document::make(&folder).map_err(|_| not_opened())?;
    let path = folder.join(format!("file-{}.{}", &id.0.simple().to_string()[20..], kind.extension));
    let mut out = File::create(&path).map_err(|_| not_opened())?;
    let mut at = Some(0);
    while let Some(from) = at {
        let piece: FilePiece = call(core, &session, "files.read", &ReadPiece { id, at: from }).await?;
        let bytes = STANDARD.decode(piece.content).map_err(|_| not_opened())?;
        out.write_all(&bytes).map_err(|_| not_opened())?;
        at = piece.next;
    }
    Ok(path)
}

async fn call<T: DeserializeOwned>(
    core: &Arc<App>,
    session: &Option<String>,
    command: &str,
    request: &impl Serialize,
) -> Result<T, ApiError> {
    let call = Call {
        command: command.to_owned(),
        request: serde_json::to_value(request).map_err(|_| not_opened())?,
        session: session.clone(),
        command_id: None,
    };
    match dispatch(core, call).await {
        Reply::Ok(answer) => serde_json::from_value(answer).map_err(|_| not_opened()),
        Reply::Error(error) => Err(error),
    }
}

/// The core gave the file; this computer would not take or open it.
fn not_opened() -> ApiError {
    ApiError {
        code: ErrorCode::NotAllowed,
        params: [("reason".to_owned(), "file_not_opened".into())].into(),
        fields: Vec::new(),
        reference: String::new(),
    }
}
