//! Every action of the program.

use super::Command;

/// The rows of every feature.
const FEATURES: &[&[Command]] = &[
    crate::setup::COMMANDS,
    crate::demo::COMMANDS,
    crate::identity::COMMANDS,
    crate::settings::COMMANDS,
    crate::directory::COMMANDS,
    crate::patients::COMMANDS,
    crate::prescribing::COMMANDS,
    crate::scheduling::COMMANDS,
    crate::clinical::COMMANDS,
    crate::notes::COMMANDS,
    crate::journal::COMMANDS,
    crate::files::COMMANDS,
    crate::records::COMMANDS,
    crate::tasks::COMMANDS,
    crate::notifications::COMMANDS,
    crate::billing::COMMANDS,
    crate::insurance::COMMANDS,
    crate::billing::claims::COMMANDS,
];

/// All rows.
pub fn all() -> impl Iterator<Item = &'static Command> {
    FEATURES.iter().flat_map(|rows| rows.iter())
}

/// The row of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Command> {
    all().find(|command| command.name == name)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn names_are_unique_and_have_the_form_feature_action() {
        let mut seen = HashSet::new();
        for command in all() {
            assert!(seen.insert(command.name), "{} stands twice", command.name);
            let parts: Vec<_> = command.name.split('.').collect();
            assert!(
                parts.len() == 2 && parts.iter().all(|p| p.chars().all(|c| matches!(c, 'a'..='z' | '0'..='9' | '_'))),
                "{}",
                command.name
            );
        }
    }
}
