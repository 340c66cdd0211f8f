//! Lists the shell's commands in the app manifest: what is not listed cannot be allowed by a capability.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let manifest = tauri_build::AppManifest::new().commands(&["rpc", "open_document", "open_file", "save_file"]);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest))?;
    Ok(())
}
