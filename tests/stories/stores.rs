//! Stores: schema, migrations, versions.

use curanda_core::db::migrate;
use curanda_tests::{World, stories};

stories! {
    async fn migrating_again_changes_nothing(w) {
        let ran = migrate::migrate(&w.db, World::start_time()).await.unwrap();
        assert_eq!(ran, 0);
        assert_eq!(migrate::store_version(&w.db).await.unwrap(), migrate::program_version());
    }
}
