//! `curanda migrate`.

use curanda_core::Result;
use curanda_core::db::migrate;
use curanda_core::setup;
use serde_json::json;

use crate::report::Report;
use crate::store::{Place, typed};

pub async fn run(place: &Place) -> Result<Report> {
    let app = place.app()?;
    setup::open_and_migrate(&app, &typed()).await?;
    let schema = migrate::store_version(&app.stores()?.db).await?;
    Ok(Report {
        lines: vec![format!("The store has schema {schema}.")],
        json: json!({ "schema": schema }),
        found: false,
    })
}
