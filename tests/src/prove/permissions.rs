//! `prove permissions`: every command in every role, with real sign-ins on a real store, is as docs/permissions.md says.

use serde_json::json;

use super::{Options, Outcome};
use crate::{World, permissions};

const PAGE: &str = include_str!("../../../docs/permissions.md");

pub(super) async fn run(options: &Options) -> Outcome {
    let world = World::start(options.store).await;
    let everyone = permissions::everyone(&world).await;
    let rows = permissions::walk(&world.app, &everyone).await;
    let differing = permissions::differences(PAGE, &rows);
    let (commands, calls) = (rows.len(), rows.iter().map(|row| row.answers.len()).sum::<usize>());
    Outcome {
        holds: differing.is_empty(),
        line: format!(
            "{commands} commands × {} callers, {calls} calls, {} lines differ",
            everyone.len() + 1,
            differing.len()
        ),
        figures: json!({ "commands": commands, "calls": calls, "classes": differing }),
    }
}
