//! Servers newer than the system's: packages of Debian sid, downloaded by an apt with its own state and unpacked into a folder,
//! where they run with their own libraries. Nothing is installed on the host.
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::folder;
use crate::report::note;
use crate::{paths, platform, shell};

/// Packages that only maintenance scripts would use.
const LEFT_OUT: [&str; 5] = ["perl", "libperl", "libdb5", "libgdbm", "perl-modules"];

/// The folder with `packages` and all they need, got at the first call. `name` tells such folders apart.
pub fn unpacked(name: &str, packages: &[&str]) -> Result<PathBuf> {
    let root = folder()?.join(name);
    let complete = root.join("complete");
    if complete.exists() {
        return Ok(root);
    }
    note(format!("{name}: getting {} from Debian sid (once)", packages.join(", ")));
    let archives = download(name, packages)?;
    let parts = paths::ensure(root.clone())?.display().to_string();
    for archive in std::fs::read_dir(&archives)? {
        let archive = archive?.path();
        if is_wanted(&archive) {
            let archive = archive.display().to_string();
            shell::quiet(&mut shell::command(&["dpkg", "-x", &archive, &parts]))?;
        }
    }
    for link in ["bin", "sbin", "lib", "lib64"] {
        if !root.join(link).exists() {
            platform::link_folder(Path::new(&format!("usr/{link}")), &root.join(link))?;
        }
    }
    std::fs::remove_dir_all(&archives)?;
    std::fs::write(complete, packages.join("\n"))?;
    Ok(root)
}

/// The command that runs `program` of an unpacked folder with that folder's own loader and libraries.
pub fn with_own_libraries(root: &Path, program: &str) -> Result<std::process::Command> {
    let (triple, loader) = match std::env::consts::ARCH {
        "aarch64" => ("aarch64-linux-gnu", "ld-linux-aarch64.so.1"),
        _ => ("x86_64-linux-gnu", "ld-linux-x86-64.so.2"),
    };
    let libraries = root.join("usr/lib").join(triple);
    let loader = libraries.join(loader).canonicalize().context("the unpacked folder has no loader")?;
    let mut command = std::process::Command::new(loader);
    command.arg("--library-path").arg(&libraries).arg(root.join(program));
    Ok(command)
}

fn is_wanted(archive: &Path) -> bool {
    let file = archive.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let package = file.split('_').next().unwrap_or_default();
    file.ends_with(".deb") && !LEFT_OUT.iter().any(|prefix| package.starts_with(prefix))
}

fn download(name: &str, packages: &[&str]) -> Result<PathBuf> {
    let apt = folder()?.join("apt");
    let archives = folder()?.join(format!("{name}-archives"));
    for dir in [
        apt.join("state/lists/partial"),
        apt.join("etc"),
        apt.join("cache"),
        archives.join("partial"),
    ] {
        paths::ensure(dir)?;
    }
    let config = configure(&apt, &archives)?;
    let apt_get = |words: &[&str]| {
        let mut command = shell::command(&[&["apt-get", "-q", "-y"], words].concat());
        command.env("APT_CONFIG", &config);
        shell::quiet(&mut command)
    };
    apt_get(&["update"])?;
    apt_get(&[&["install", "--download-only"], packages].concat())?;
    Ok(archives)
}

/// Writes the settings of a private apt: nothing counts as installed, and only sid of the system's own mirror is asked.
fn configure(apt: &Path, archives: &Path) -> Result<PathBuf> {
    let (etc, at) = (apt.join("etc"), apt.display());
    let source = format!(
        "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] {} sid main\n",
        mirror()?
    );
    std::fs::write(etc.join("sources.list"), source)?;
    std::fs::write(apt.join("status"), "")?;
    // Check-Valid-Until: mirrors of sid lag behind; the signature is still checked.
    let text = format!(
        "Dir::State \"{at}/state\"; Dir::State::status \"{at}/status\"; Dir::Cache \"{at}/cache\";\n\
         Dir::Cache::archives \"{}\"; Dir::Etc::sourcelist \"{at}/etc/sources.list\";\n\
         Dir::Etc::sourceparts \"/dev/null\"; Dir::Etc::preferencesparts \"/dev/null\";\n\
         APT::Install-Recommends \"false\"; APT::Sandbox::User \"root\"; Acquire::Languages \"none\";\n\
         Debug::NoLocking \"true\"; Acquire::Check-Valid-Until \"false\";\n\
         Acquire::IndexTargets::deb::DEP-11::DefaultEnabled \"false\";\n",
        archives.display()
    );
    let file = etc.join("apt.conf");
    std::fs::write(&file, text)?;
    Ok(file)
}

/// The Debian mirror that the system's own apt uses. On a fresh system apt knows it only after an update.
fn mirror() -> Result<String> {
    if let Some(found) = known_mirror()? {
        return Ok(found);
    }
    shell::quiet(&mut shell::as_root(&["apt-get", "-q", "update"]))?;
    known_mirror()?.context("apt has no Debian mirror: set the CURANDA_TEST_… URLs to servers of your own")
}

fn known_mirror() -> Result<Option<String>> {
    let targets = ["apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"];
    let listed = shell::quiet(&mut shell::command(&targets))?;
    Ok(listed
        .lines()
        .find(|uri| uri.trim_end_matches('/').ends_with("/debian"))
        .map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::is_wanted;
    use std::path::Path;

    #[test]
    fn maintenance_packages_are_left_out() {
        assert!(is_wanted(Path::new("/x/mysql-server-core_9.7.4-2_amd64.deb")));
        assert!(!is_wanted(Path::new("/x/perl-base_5.42.3-1_amd64.deb")));
        assert!(!is_wanted(Path::new("/x/lock")));
    }
}
