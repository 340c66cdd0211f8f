//! `test`: everything, or with `--fast` all that needs neither servers nor a window.
use anyhow::Result;

use crate::cargo::{cargo, whole};
use crate::cli::Store;
use crate::report::Counts;
use crate::servers::{Kind, Session};
use crate::steps::Steps;
use crate::{check, e2e, node, setup};

/// Names of tests that need a server: stories end in the store's name, and core's own say it in theirs.
const ON_SERVERS: [&str; 3] = ["::mariadb", "::mysql", "mongo"];

pub fn fast() -> Result<Counts> {
    node::ready()?;
    let mut steps = Steps::default();
    let mut tests = cargo(&["test", "--no-fail-fast", "--package", "curanda-core", "--package", "curanda-tests"]);
    tests.args(["--package", "curanda-cli", "--package", "xtask", "--"]);
    for name in ON_SERVERS {
        tests.args(["--skip", name]);
    }
    steps.tests("rules, and stories on SQLite", &mut tests);
    steps.tests("screens' unit tests", &mut node::npm(&["test", "--silent"]));
    Ok(steps.finish())
}

/// The stories on one store alone.
pub fn on_store(store: Store) -> Result<Counts> {
    let session = Session::open(&store.servers())?;
    let mut steps = Steps::default();
    let mut tests = cargo(&["test", "--no-fail-fast", "--package", "curanda-core", "--package", "curanda-tests"]);
    tests.envs(session.environment.iter().cloned()).args(["--", store.name()]);
    steps.tests(&format!("stories on {}", store.name()), &mut tests);
    Ok(steps.finish())
}

pub fn everything() -> Result<Counts> {
    setup::for_tests()?;
    let mut steps = Steps::default();
    steps.add("check", check::run()?);
    steps.tests("screens' unit tests", &mut node::npm(&["test", "--silent"]));
    // Without its servers a test fails, so that nothing is skipped unseen.
    match Session::open(&Kind::ALL) {
        Ok(session) => on_servers(&mut steps, &session),
        Err(error) => steps.check("servers", || Err(error)),
    }
    Ok(steps.finish())
}

fn on_servers(steps: &mut Steps, session: &Session) {
    let mut tests = whole("test");
    tests.arg("--no-fail-fast").envs(session.environment.iter().cloned());
    steps.tests("rules, and stories on every store", &mut tests);
    match e2e::run(session) {
        Ok(counts) => steps.add("journeys", counts),
        Err(error) => steps.check("journeys", || Err(error)),
    }
}
