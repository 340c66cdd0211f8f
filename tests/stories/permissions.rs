//! The permission matrix: what the dispatcher does is what docs/permissions.md says.

use curanda_tests::{permissions, stories};

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/permissions.md");

/// Commands that answer before sign-in. One more here is a decision, not a slip.
const PUBLIC: &[&str] = &[
    "identity.sign_in",
    "setup.choose_store",
    "setup.connection",
    "setup.create_clinic",
    "setup.demo_progress",
    "setup.load_demo",
    "setup.migrate",
    "setup.status",
    "setup.stop_demo",
    "setup.test_connection",
    "setup.unlock_store",
];

stories! {
    async fn every_command_in_every_role_is_as_documented(w) {
        let rows = permissions::walk(&w.app, &permissions::everyone(&w).await).await;
        if std::env::var_os("CURANDA_WRITE_DOCS").is_some() {
            std::fs::write(PAGE, permissions::page(&rows)).unwrap();
        }
        let committed = std::fs::read_to_string(PAGE).unwrap();
        assert_eq!(permissions::differences(&committed, &rows), Vec::<String>::new());
    }

    async fn nothing_answers_without_a_session_but_what_is_listed(w) {
        let rows = permissions::walk(&w.app, &[]).await;
        let mut open: Vec<_> = rows.iter().filter(|r| r.answers[0] == permissions::Answer::Yes).map(|r| r.command).collect();
        open.sort_unstable();
        assert_eq!(open, PUBLIC);
    }
}
