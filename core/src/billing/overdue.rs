//! Once on each local day of a location, whoever notices first tells its people how many invoices became overdue. Which ones are
//! overdue is told by the ledger and the day as ever (docs/adr/0008); what is kept is only that somebody was told.

use std::sync::Arc;

use chrono::NaiveDate;
use futures::FutureExt;
use serde_json::json;

use super::briefs::{self, Which};
use super::model::InvoiceStatus;
use crate::api::{App, Ctx};
use crate::audit::Entry;
use crate::db::{Read, Tx};
use crate::feed::Topic;
use crate::identity::Permission;
use crate::ids::LocationId;
use crate::notifications::{self, Notice, NotificationKind};
use crate::scheduling::zone;
use crate::{Result, args, directory};

#[derive(Debug, sqlx::FromRow)]
struct Place {
    id: LocationId,
    name: String,
    time_zone: String,
    /// The last day on which somebody looked.
    looked_on: Option<NaiveDate>,
}

const PLACES: &str = "SELECT l.id, l.name, l.time_zone, MAX(o.local_day) AS looked_on FROM locations l LEFT JOIN overdue_looks o ON o.location_id = l.id \
 WHERE l.status = 'active' GROUP BY l.id, l.name, l.time_zone ORDER BY l.id";

/// Looks at every location whose day has changed since somebody looked last.
///
/// # Errors
/// As the store says.
pub async fn look(app: &Arc<App>) -> Result<()> {
    let ctx = &Ctx {
        app: app.clone(),
        session: None,
        command: "billing.overdue",
        command_id: None,
        now: app.now(),
    };
    let places: Vec<Place> = ctx.db()?.all(PLACES, args![]).await?;
    for place in &places {
        let today = zone::local_day(directory::parse_zone(&place.time_zone)?, ctx.now);
        if place.looked_on.is_some_and(|day| day >= today) {
            continue;
        }
        let looked = ctx.transact(|tx, _| look_at(ctx, tx, place, today).boxed()).await;
        // Another program was first.
        looked.or_else(|error| if error.is_unique_violation() { Ok(()) } else { Err(error) })?;
    }
    Ok(())
}

const LOOK: &str = "INSERT INTO overdue_looks (location_id, local_day, became_overdue, created_at, updated_at) VALUES (?, ?, ?, ?, ?)";

/// The row's key keeps two programs from both telling.
async fn look_at(ctx: &Ctx, tx: &mut Tx, place: &Place, today: NaiveDate) -> Result<()> {
    let open = briefs::briefs(tx, Which::Open(place.id), ctx.now).await?;
    let overdue = open.iter().filter(|i| i.status == InvoiceStatus::Overdue);
    // What was due before the last look was told then.
    let became = overdue
        .filter(|i| place.looked_on.is_none_or(|last| i.due_on >= Some(last)))
        .count();
    let count = i64::try_from(became).unwrap_or(i64::MAX);
    tx.exec(LOOK, args![place.id, today, count, ctx.now, ctx.now]).await?;
    if became > 0 {
        let notice = Notice {
            kind: NotificationKind::InvoicesOverdue,
            patient_id: None,
            subject_id: Some(place.id.0),
            person: &place.name,
            detail: &count.to_string(),
            at: Some(place.id),
        };
        notifications::tell(tx, &notice, Permission::BillingWrite, ctx.now).await?;
        tx.changed(Topic::billing(place.id));
    }
    let entry = Entry::activity(ctx.command, "location", place.id.0).at(place.id);
    tx.record(entry.created(&json!({ "local_day": today, "became_overdue": count })));
    Ok(())
}
