//! A command of the shell is named in three places; a fourth name, or one missing, is a hole or a dead button.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot read its sources must stop")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const CAPABILITY: &str = include_str!("../capabilities/main.json");
const BUILD: &str = include_str!("../build.rs");
const MAIN: &str = include_str!("../src/main.rs");
const CONFIG: &str = include_str!("../tauri.conf.json");

fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let (_, rest) = text.split_once(start).expect(start);
    rest.split_once(end).expect(end).0
}

fn names(list: &str) -> BTreeSet<String> {
    list.split(',')
        .map(|name| name.trim().trim_matches('"').rsplit("::").next().unwrap().to_owned())
        .filter(|name| !name.is_empty())
        .collect()
}

/// The command table, opening a finished PDF or a file of a chart, and saving a list. One more is a decision.
fn all() -> BTreeSet<String> {
    ["open_document", "open_file", "rpc", "save_file"].map(str::to_owned).into()
}

#[test]
fn handler_manifest_capability_and_window_name_the_same_commands() {
    let permissions: Vec<String> =
        serde_json::from_value(serde_json::from_str::<serde_json::Value>(CAPABILITY).unwrap()["permissions"].clone()).unwrap();
    let allowed: BTreeSet<String> = permissions
        .iter()
        .filter(|p| !p.contains(':'))
        .map(|p| p.trim_start_matches("allow-").replace('-', "_"))
        .collect();
    assert_eq!(names(between(MAIN, "generate_handler![", "]")), all());
    assert_eq!(names(between(BUILD, "commands(&[", "]")), all());
    assert_eq!(allowed, all());
    assert_eq!(invoked(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src")), all());
}

#[test]
fn the_window_is_given_events_and_nothing_else_of_tauri() {
    let rest: Vec<&str> = CAPABILITY.lines().filter(|line| line.contains("core:")).collect();
    assert!(
        rest.iter()
            .all(|line| !line.contains("default") && !line.contains("shell") && !line.contains("fs:")),
        "{rest:?}"
    );
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("capabilities");
    assert_eq!(fs::read_dir(folder).unwrap().count(), 1, "one capability file");
}

#[test]
fn the_page_may_load_its_own_files_only() {
    let config: serde_json::Value = serde_json::from_str(CONFIG).unwrap();
    let security = &config["app"]["security"];
    assert_eq!(security["csp"]["script-src"], "'self'");
    assert_eq!(security["freezePrototype"], true);
    assert_eq!(config["app"]["withGlobalTauri"], false);
    assert!(!security["csp"].to_string().contains("https:"), "remote content");
}

/// The commands that the UI's code invokes.
fn invoked(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for file in sources(folder) {
        let text = fs::read_to_string(file).unwrap();
        for part in text.split("invoke").skip(1) {
            let Some(call) = part
                .split_once('(')
                .filter(|(generic, _)| generic.is_empty() || generic.starts_with('<'))
            else {
                continue;
            };
            found.extend(
                call.1
                    .trim_start()
                    .strip_prefix(['\'', '"'])
                    .and_then(|c| c.split(['\'', '"']).next())
                    .map(str::to_owned),
            );
        }
    }
    found
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|e| e == "ts" || e == "svelte") {
            files.push(path);
        }
    }
    files
}
