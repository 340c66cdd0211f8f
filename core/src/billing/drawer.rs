//! Drawers: whoever moves money locks the drawer's open session first, so that its cash can be added up and counted.

use chrono::NaiveDate;

use super::ledger;
use super::places::BillingPlace;
use crate::api::{Ctx, Fields};
use crate::db::{Read, Tx};
use crate::ids::{DrawerSessionId, LocationId};
use crate::money::{Currency, Money};
use crate::{Error, Result, args};

const OPEN: &str = "SELECT id FROM drawer_sessions WHERE location_id = ? AND drawer = ? AND state = 'open'";
const LAST: &str = "SELECT COALESCE(MAX(session_number), 0) FROM drawer_sessions WHERE location_id = ? AND drawer = ?";
const BEGIN: &str = "INSERT INTO drawer_sessions (id, location_id, drawer, session_number, state, opened_on, opened_by, explanation, created_at, updated_at, version) \
 VALUES (?, ?, ?, ?, 'open', ?, ?, '', ?, ?, 1)";

/// Drawers are named by people; the first of a location is this one.
pub(super) fn check_name(fields: &mut Fields, drawer: &str) {
    fields.required("drawer", drawer, 40);
}

/// The drawer's open session, locked until the transaction ends; begun when there is none.
pub(super) async fn open(ctx: &Ctx, tx: &mut Tx, place: &BillingPlace, drawer: &str) -> Result<DrawerSessionId> {
    let drawer = drawer.trim();
    if let Some(id) = locked(tx, place.location_id, drawer).await? {
        return Ok(id);
    }
    match begin(ctx, tx, place.location_id, drawer, place.today(ctx.now)?).await {
        // Another desk opened it between the two statements.
        Err(error) if error.is_unique_violation() => locked(tx, place.location_id, drawer)
            .await?
            .ok_or_else(|| Error::fault("a drawer that was opened and is not there")),
        begun => begun,
    }
}

async fn locked(tx: &mut Tx, location: LocationId, drawer: &str) -> Result<Option<DrawerSessionId>> {
    let rows: Vec<(DrawerSessionId,)> = tx.locked(OPEN, args![location, drawer]).await?;
    Ok(rows.first().map(|r| r.0))
}

async fn begin(ctx: &Ctx, tx: &mut Tx, location: LocationId, drawer: &str, day: NaiveDate) -> Result<DrawerSessionId> {
    let (last,): (i64,) = tx.one(LAST, args![location, drawer]).await?;
    let id = DrawerSessionId::fresh();
    let by = ctx.session()?.user_id;
    tx.exec(BEGIN, args![id, location, drawer, last + 1, day, by, ctx.now, ctx.now])
        .await?;
    Ok(id)
}

/// Refuses to take more out than lies in it.
///
/// # Errors
/// `invalid` on `amount` with what is there.
pub(super) async fn holds(tx: &mut Tx, session: DrawerSessionId, amount: i64, currency: Currency) -> Result<()> {
    let cash = ledger::in_drawer(tx, session, currency).await?;
    if amount <= cash {
        return Ok(());
    }
    let mut fields = Fields::default();
    fields.wrong_with("amount", "more_than_drawer", "most", serde_json::json!(Money::of(cash, currency)));
    fields.check()
}
