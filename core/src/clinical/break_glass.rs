//! Opening locked documents outside the treating relation: a reason is stated and recorded, and an admin looks at it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::access::OPEN_FOR;
use super::keep::open_chart;
use crate::api::{Ctx, Fields};
use crate::audit::Entry;
use crate::db::{Read, Sql, Tx};
use crate::feed::Topic;
use crate::identity::Permission;
use crate::ids::{BreakGlassId, PatientId, UserId};
use crate::notifications::{self, Notice, NotificationKind};
use crate::{Error, Result, args};

/// States why the locked documents of a chart must be read.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct BreakGlass {
    /// Whose.
    pub patient_id: PatientId,
    /// Why, in the caller's words; ten characters at least.
    pub reason: String,
}

/// Says that an admin has looked at an opening.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ReviewOpening {
    /// Which.
    pub id: BreakGlassId,
}

/// An opening of locked documents.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct LockOpening {
    /// Its id.
    pub id: BreakGlassId,
    /// Whose documents.
    pub patient_id: PatientId,
    /// The patient's name.
    pub patient_name: String,
    /// Who opened them.
    pub user_id: UserId,
    /// Their name.
    pub user_name: String,
    /// Why.
    pub reason: String,
    /// When.
    pub opened_at: DateTime<Utc>,
    /// Until when they are open.
    pub valid_until: DateTime<Utc>,
    /// When an admin looked at it; none until then.
    pub reviewed_at: Option<DateTime<Utc>>,
}

const INSERT: &str =
    "INSERT INTO break_glass (id, patient_id, user_id, reason, valid_until, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)";
const SELECT: &str = "SELECT b.id, b.patient_id, CONCAT(p.first_name, ' ', p.last_name) AS patient_name, b.user_id, CONCAT(u.first_name, ' ', u.last_name) AS user_name, \
 b.reason, b.created_at AS opened_at, b.valid_until, b.reviewed_at FROM break_glass b JOIN patients p ON p.id = b.patient_id JOIN users u ON u.id = b.user_id";
const BY_ID: &str = " WHERE b.id = ?";
const LATEST: &str = " ORDER BY b.created_at DESC, b.id DESC LIMIT 200";
const REVIEW: &str = "UPDATE break_glass SET reviewed_by = ?, reviewed_at = ?, updated_at = ? WHERE id = ? AND reviewed_at IS NULL";

/// The shortest reason that says something.
const SHORTEST_REASON: usize = 10;

/// `chart.break_glass`
///
/// # Errors
/// `invalid` without a reason; `not_found`; `not_allowed` on a merged chart.
pub async fn open(ctx: &Ctx, tx: &mut Tx, request: BreakGlass) -> Result<LockOpening> {
    let reason = request.reason.trim();
    let mut fields = Fields::default();
    fields.required("reason", reason, 400);
    if (1..SHORTEST_REASON).contains(&reason.chars().count()) {
        fields.wrong("reason", "reason_short");
    }
    fields.check()?;
    open_chart(tx, request.patient_id).await?;
    let (id, user) = (BreakGlassId::fresh(), ctx.session()?.user_id);
    let until = ctx.now + OPEN_FOR;
    tx.exec(INSERT, args![id, request.patient_id, user, reason, until, ctx.now, ctx.now])
        .await?;
    let opening = get(tx, id).await?;
    let notice = Notice {
        kind: NotificationKind::BreakGlass,
        patient_id: Some(request.patient_id),
        subject_id: Some(id.0),
        person: &opening.user_name,
        detail: reason,
        at: None,
    };
    notifications::tell(tx, &notice, Permission::ChartReview, ctx.now).await?;
    let entry = Entry::new(ctx.command, "break_glass", id.0)
        .patient(request.patient_id)
        .because(reason);
    tx.record(entry.created(&serde_json::json!({ "valid_until": until })).warning());
    tx.changed(Topic::chart_reviews());
    tx.changed(Topic::patient(request.patient_id));
    Ok(opening)
}

async fn get(q: &mut impl Read, id: BreakGlassId) -> Result<LockOpening> {
    let found = q.optional(Sql::parts(&[SELECT, BY_ID]), args![id]).await?;
    found.ok_or_else(|| Error::not_found("break_glass"))
}

/// `chart.lock_openings`: the last 200, newest first.
///
/// # Errors
/// As the store says.
pub async fn list(ctx: &Ctx, (): ()) -> Result<Vec<LockOpening>> {
    ctx.db()?.all(Sql::parts(&[SELECT, LATEST]), args![]).await
}

/// `chart.review_opening`; once is enough.
///
/// # Errors
/// `not_found`.
pub async fn review(ctx: &Ctx, tx: &mut Tx, request: ReviewOpening) -> Result<LockOpening> {
    let before = get(tx, request.id).await?;
    tx.exec(REVIEW, args![ctx.session()?.user_id, ctx.now, ctx.now, request.id]).await?;
    let after = get(tx, request.id).await?;
    tx.record(
        Entry::new(ctx.command, "break_glass", request.id.0)
            .patient(after.patient_id)
            .change(&before, &after),
    );
    tx.changed(Topic::chart_reviews());
    Ok(after)
}
