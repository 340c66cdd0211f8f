//! `e2e`, `keys`, `shots`: a person's journeys, in a browser over `curanda serve` and in the app's own window.
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

use crate::background::Background;
use crate::cargo::{self, cargo, whole};
use crate::report::Counts;
use crate::servers::{Kind, Session};
use crate::steps::Steps;
use crate::{node, paths, platform, ports, setup, shell};

const PORT: u16 = 24710;
/// Test files whose names start so drive the app's own window; all others a browser.
const WINDOW: &str = "window";
const SCREEN: &str = "-screen 0 1280x800x24";

/// All journeys, with everything they need.
pub fn alone() -> Result<Counts> {
    setup::for_tests()?;
    run(&Session::open(&Kind::ALL)?)
}

/// All journeys. The servers are for those on two workstations.
pub fn run(session: &Session) -> Result<Counts> {
    let clinic = Clinic::open(&mut whole("build"))?;
    let (window, browser): (Vec<_>, Vec<_>) = test_files()?.into_iter().partition(|file| is_window_test(file));
    let mut steps = Steps::default();
    for file in browser {
        let mut tests = clinic.node(&["--test"]);
        steps.tests(&name(&file), tests.arg(&file).envs(session.environment.iter().cloned()));
    }
    for file in window {
        let mut tests = on_screen(&["node", "--test"]);
        clinic.prepare(&mut tests);
        steps.tests(&name(&file), tests.arg(&file).envs(session.environment.iter().cloned()));
    }
    Ok(steps.finish())
}

/// The counted journeys, whose test prints flow, keys and budget.
pub fn keys() -> Result<Counts> {
    let mut steps = Steps::default();
    steps.tests("keys", Clinic::ready()?.node(&["--test"]).arg(folder().join("keys.test.mjs")));
    Ok(steps.finish())
}

/// Pictures of every screen, into `into`.
pub fn shots(into: &str) -> Result<Counts> {
    let into = paths::ensure(std::env::current_dir()?.join(into))?;
    let mut steps = Steps::default();
    steps.run("pictures", Clinic::ready()?.node(&[]).arg(folder().join("shots.mjs")).arg(into));
    Ok(steps.finish())
}

/// Start and memory of the app as it is shipped, and scrolling of a long chart.
pub fn figures() -> Result<()> {
    setup::for_tests()?;
    cargo::build_ui()?;
    shell::run(&mut cargo(&[
        "build",
        "--release",
        "--package",
        "curanda-app",
        "--features",
        "tauri/custom-protocol",
    ]))?;
    let mut figures = on_screen(&["node"]);
    figures.arg(folder().join("figures.mjs"));
    shell::run(figures.env("APP", paths::target().join("release/curanda-app")))?;
    shell::run(Clinic::ready()?.node(&[]).arg(folder().join("scrolling.mjs")))
}

/// A command with a screen to show a window on.
fn on_screen(words: &[&str]) -> Command {
    let screen = ["xvfb-run", "--auto-servernum", "--server-args", SCREEN];
    shell::command(&[&screen, words].concat())
}

/// The demo clinic in a folder of its own, served to a browser.
#[derive(Debug)]
struct Clinic {
    url: String,
    dir: PathBuf,
    _serving: Background,
}

impl Clinic {
    /// For a browser alone: the app's window is not built.
    fn ready() -> Result<Self> {
        setup::for_tests()?;
        Self::open(&mut cargo(&["build", "--package", "curanda-cli", "--features", "serve"]))
    }

    fn open(build: &mut Command) -> Result<Self> {
        cargo::build_ui()?;
        shell::run(build)?;
        link_node_modules()?;
        let dir = fresh_folder()?;
        let cli = cargo::program("curanda");
        shell::run(Command::new(&cli).arg("demo").arg("--dir").arg(&dir))?;
        let port = ports::free(PORT)?;
        let mut serve = Command::new(&cli);
        serve.arg("serve").arg("--dir").arg(&dir).args(["--port", &port.to_string()]);
        serve.arg("--ui").arg(paths::ui().join("build"));
        let log = dir.with_extension("log");
        let serving = Background::start(&mut serve, &log)?;
        serving.wait_until(|| ports::accepts(port))?;
        Ok(Self {
            url: format!("http://127.0.0.1:{port}"),
            dir,
            _serving: serving,
        })
    }

    fn node(&self, words: &[&str]) -> Command {
        let mut command = node::node(words);
        self.prepare(&mut command);
        command
    }

    /// Tells a test where everything is.
    fn prepare(&self, command: &mut Command) {
        command
            .current_dir(paths::repo())
            .env("CURANDA_URL", &self.url)
            .env("CURANDA_DEMO_DIR", &self.dir);
        command
            .env("APP", cargo::program("curanda-app"))
            .env("CURANDA_CLI", cargo::program("curanda"));
    }
}

fn folder() -> PathBuf {
    paths::repo().join("tests/e2e")
}

fn test_files() -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder())? {
        let file = entry?.path();
        if name(&file).ends_with(".test.mjs") {
            files.push(file);
        }
    }
    files.sort();
    if files.is_empty() {
        bail!("no *.test.mjs in {}", folder().display());
    }
    Ok(files)
}

fn name(file: &std::path::Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn is_window_test(file: &std::path::Path) -> bool {
    name(file).starts_with(WINDOW)
}

/// The tests use the UI's packages (Playwright, axe), and Node looks for them beside or above the test.
fn link_node_modules() -> Result<()> {
    let link = folder().join("node_modules");
    if !link.exists() {
        platform::link_folder(&paths::ui().join("node_modules"), &link)?;
    }
    Ok(())
}

/// An empty folder for the demo clinic; the last run's goes.
fn fresh_folder() -> Result<PathBuf> {
    let dir = paths::target().join("e2e/clinic");
    if dir.exists() {
        std::fs::remove_dir_all(&dir)?;
    }
    paths::ensure(dir)
}
