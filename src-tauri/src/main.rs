//! The desktop shell: one window, the command table, files for other programs, a native menu. Every rule is in the core.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod document;
mod export;
mod feed;
mod file;
mod logging;
mod menu;
mod rpc;
mod start;
mod window;

fn main() -> tauri::Result<()> {
    tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, _, _| window::bring_forward(app)))
        .plugin(window::remembered())
        .invoke_handler(tauri::generate_handler![
            rpc::rpc,
            document::open_document,
            file::open_file,
            export::save_file
        ])
        .setup(|app| start::start(app.handle()))
        .on_menu_event(|app, event| menu::chosen(app, event.id().as_ref()))
        .run(tauri::generate_context!())
}
