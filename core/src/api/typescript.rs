//! Writes the TypeScript of every command (`cargo test -p curanda-core export_bindings`); committed, and compared by `xtask check`.

use std::fmt::Write as _;

use super::table;

#[test]
fn export_bindings_commands() {
    let config = ts_rs::Config::from_env();
    let mut names = std::collections::BTreeSet::new();
    let mut rows = String::new();
    for command in table::all() {
        let (request, response) = (command.types)(&config).unwrap();
        for ty in [&request, &response] {
            names.extend(
                ty.split(|c: char| !c.is_alphanumeric())
                    .filter(|w| w.chars().next().is_some_and(char::is_uppercase))
                    .filter(|w| !matches!(*w, "Array" | "Record"))
                    .map(str::to_owned),
            );
        }
        writeln!(
            rows,
            "  '{}': {{ request: {request}; response: {response}; changes: {} }};",
            command.name,
            command.kind != super::Kind::Read
        )
        .unwrap();
    }
    <super::Call as ts_rs::TS>::export_all(&config).unwrap();
    <super::Reply as ts_rs::TS>::export_all(&config).unwrap();
    <crate::feed::Topic as ts_rs::TS>::export_all(&config).unwrap();
    let imports: String = names.iter().map(|n| format!("import type {{ {n} }} from './{n}';\n")).collect();
    let text = format!(
        "// Written by `cargo test -p curanda-core export_bindings`. Do not edit.\n{imports}\n/** Every command of the core. */\nexport interface Commands {{\n{rows}}}\n\nexport type CommandName = keyof Commands;\n"
    );
    std::fs::write(config.out_dir().join("commands.ts"), text).unwrap();
}
