//! Installs what a fresh Debian 12 lacks. Quick when everything is there; elsewhere it says what to install.
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::report::note;
use crate::{node, servers, shell};

/// To build the app: WebKitGTK with GTK, and OpenSSL for the encrypted database.
const BUILD: [&str; 4] = ["build-essential", "pkg-config", "libwebkit2gtk-4.1-dev", "libssl-dev"];

/// To test it: a browser, a screen without a monitor, a driver for the real window, a key ring, certificates, fonts.
const TEST: [&str; 9] = [
    "chromium",
    "xvfb",
    "xauth",
    "webkit2gtk-driver",
    "dbus",
    "gnome-keyring",
    "openssl",
    "poppler-utils",
    "fonts-dejavu-core",
];

/// The oldest Go that has what FerretDB's module asks for.
const GO_AT_LEAST: (u32, u32) = (1, 25);

/// Everything that a build of the app needs.
pub fn for_build() -> Result<()> {
    debian(&BUILD)?;
    node::ready()
}

/// Everything that the tests need, but for the servers.
pub fn for_tests() -> Result<()> {
    for_build()?;
    debian(&TEST)
}

/// Installs those Debian packages that are missing.
pub fn debian(packages: &[&str]) -> Result<()> {
    if !shell::on_path("dpkg-query") {
        return elsewhere(packages);
    }
    let missing = missing(packages)?;
    if missing.is_empty() {
        return Ok(());
    }
    note(format!("setup: installing {}", missing.join(", ")));
    shell::quiet(&mut shell::as_root(&["apt-get", "-q", "update"]))?;
    let install = [
        "env",
        "DEBIAN_FRONTEND=noninteractive",
        "apt-get",
        "-q",
        "-y",
        "install",
        "--no-install-recommends",
    ];
    shell::quiet(&mut shell::as_root(&[&install, missing.as_slice()].concat()))?;
    Ok(())
}

/// The system's Go where it is new enough, else one that is unpacked into the cache.
pub fn go() -> Result<PathBuf> {
    let version = shell::quiet(&mut shell::command(&["go", "env", "GOVERSION"])).unwrap_or_default();
    if shell::version(version.trim().trim_start_matches("go")) >= Some(GO_AT_LEAST) {
        return Ok("go".into());
    }
    Ok(servers::sid::unpacked("go", &["golang-go"])?.join("usr/bin/go"))
}

fn missing<'a>(packages: &[&'a str]) -> Result<Vec<&'a str>> {
    let mut query = Command::new("dpkg-query");
    query.args(["-W", "-f", "${Package} ${db:Status-Status}\n"]).args(packages);
    // It fails when one is missing, and still lists the others.
    let listed = query.stderr(Stdio::null()).output()?.stdout;
    let listed = String::from_utf8_lossy(&listed).into_owned();
    let installed = |package: &str| listed.lines().any(|line| line == format!("{package} installed"));
    Ok(packages.iter().copied().filter(|package| !installed(package)).collect())
}

/// Other systems: WebKit comes with them, the rest is the person's choice.
fn elsewhere(packages: &[&str]) -> Result<()> {
    if cfg!(target_os = "linux") {
        bail!(
            "this Linux has no dpkg: install what Debian calls {}, see README.md",
            packages.join(", ")
        );
    }
    let needed = if cfg!(windows) {
        "the Visual Studio C++ build tools and WebView2"
    } else {
        "Xcode's command line tools"
    };
    note(format!(
        "setup: not Debian, so nothing is installed here; needed are {needed}, Node and OpenSSL"
    ));
    Ok(())
}
