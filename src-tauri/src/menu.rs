//! The native menu. An item does what its key does in the window: the window is told the command's id.

use std::collections::BTreeMap;

use serde::Deserialize;
use tauri::menu::{AboutMetadata, IsMenuItem, Menu, MenuItem, PredefinedMenuItem, Submenu};
use tauri::{AppHandle, Emitter, Listener, Wry};

use crate::window::{self, ZoomChange};

/// The languages of the menu.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    #[default]
    En,
    Vi,
}

/// An item: command id, key of its text, accelerator. Only keys that no text field needs are accelerators.
type Item = (&'static str, &'static str, Option<&'static str>);

const FILE: &[Item] = &[
    ("find", "find", Some("CmdOrCtrl+K")),
    ("lock", "lock", Some("CmdOrCtrl+L")),
    ("signout", "signout", None),
    (QUIT, "quit", Some("CmdOrCtrl+Q")),
];
const EDIT: &[Item] = &[("undo", "undo", None)];
const VIEW: &[Item] = &[
    ("go.today", "today", Some("Alt+1")),
    ("go.calendar", "calendar", Some("Alt+2")),
    ("go.patients", "patients", Some("Alt+3")),
    ("go.waitlist", "waitlist", Some("Alt+4")),
    ("go.schedules", "schedules", Some("Alt+5")),
    ("go.settings", "settings", Some("Alt+6")),
    (LARGER, "larger", Some("CmdOrCtrl+=")),
    (SMALLER, "smaller", Some("CmdOrCtrl+-")),
    (ACTUAL, "actual", Some("CmdOrCtrl+0")),
    (FULLSCREEN, "fullscreen", Some("F11")),
];
const HELP: &[Item] = &[("keys", "keys", Some("F1"))];

// What the shell does itself.
const QUIT: &str = "shell.quit";
const LARGER: &str = "shell.larger";
const SMALLER: &str = "shell.smaller";
const ACTUAL: &str = "shell.actual";
const FULLSCREEN: &str = "shell.fullscreen";

type Texts = BTreeMap<String, String>;

/// Puts the menu up in a language.
///
/// # Errors
/// When the operating system refuses.
pub fn show(app: &AppHandle, language: Language) -> tauri::Result<()> {
    let texts = texts(language)?;
    let help = submenu(app, &texts, "help", HELP)?;
    let about = AboutMetadata {
        name: Some("Curanda".to_owned()),
        version: Some(app.package_info().version.to_string()),
        license: Some("Apache-2.0".to_owned()),
        ..AboutMetadata::default()
    };
    help.append(&PredefinedMenuItem::about(app, Some(text(&texts, "about")), Some(about))?)?;
    let edit = submenu(app, &texts, "edit", EDIT)?;
    clipboard(app, &edit)?;
    let menus = [submenu(app, &texts, "file", FILE)?, edit, submenu(app, &texts, "view", VIEW)?, help];
    let items: Vec<&dyn IsMenuItem<Wry>> = menus.iter().map(|menu| menu as &dyn IsMenuItem<Wry>).collect();
    app.set_menu(Menu::with_items(app, &items)?)?;
    Ok(())
}

/// Changes the menu's language with the window's.
pub fn follow_language(app: &AppHandle) {
    let handle = app.clone();
    app.listen("language", move |event| {
        let language = serde_json::from_str(event.payload()).unwrap_or_default();
        if let Err(error) = show(&handle, language) {
            tracing::warn!(%error, "the menu's language could not be changed");
        }
    });
}

/// Does what an item says, or tells the window to.
pub fn chosen(app: &AppHandle, id: &str) {
    let done = match id {
        QUIT => {
            app.exit(0);
            Ok(())
        }
        LARGER => window::zoom(app, ZoomChange::Larger),
        SMALLER => window::zoom(app, ZoomChange::Smaller),
        ACTUAL => window::zoom(app, ZoomChange::Actual),
        FULLSCREEN => window::toggle_fullscreen(app),
        command => app.emit("menu", command),
    };
    if let Err(error) = done {
        tracing::warn!(%error, id, "a menu item failed");
    }
}

fn submenu(app: &AppHandle, texts: &Texts, title: &str, items: &[Item]) -> tauri::Result<Submenu<Wry>> {
    let menu = Submenu::new(app, text(texts, title), true)?;
    for (id, key, accelerator) in items {
        menu.append(&MenuItem::with_id(app, *id, text(texts, key), true, *accelerator)?)?;
    }
    Ok(menu)
}

/// The system's own items; on Linux the web view has the keys already and the menu could not press them.
#[cfg(not(target_os = "linux"))]
fn clipboard(app: &AppHandle, edit: &Submenu<Wry>) -> tauri::Result<()> {
    edit.append_items(&[
        &PredefinedMenuItem::cut(app, None)?,
        &PredefinedMenuItem::copy(app, None)?,
        &PredefinedMenuItem::paste(app, None)?,
        &PredefinedMenuItem::select_all(app, None)?,
    ])
}

#[cfg(target_os = "linux")]
fn clipboard(_: &AppHandle, _: &Submenu<Wry>) -> tauri::Result<()> {
    Ok(())
}

fn texts(language: Language) -> serde_json::Result<Texts> {
    serde_json::from_str(match language {
        Language::En => include_str!("../messages/en.json"),
        Language::Vi => include_str!("../messages/vi.json"),
    })
}

fn text<'a>(texts: &'a Texts, key: &'a str) -> &'a str {
    texts.get(key).map_or(key, String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_every_text() {
        let mut used: Vec<&str> = [FILE, EDIT, VIEW, HELP].concat().iter().map(|item| item.1).collect();
        used.extend(["file", "edit", "view", "help", "about"]);
        used.sort_unstable();
        for language in [Language::En, Language::Vi] {
            let texts = texts(language).unwrap();
            assert_eq!(texts.keys().map(String::as_str).collect::<Vec<_>>(), used, "{language:?}");
        }
    }
}
