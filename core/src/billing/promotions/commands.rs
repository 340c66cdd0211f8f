//! What a manager does with promotions.

use chrono::NaiveDate;

use super::model::{Promotion, PromotionForm, PromotionUses, SavePromotion, SetPromotionState, ShowPromotion, ShowPromotions};
use super::queries::{self, Kept};
use super::rules;
use crate::api::{Ctx, Fields};
use crate::audit::Entry;
use crate::billing::amounts::{DiscountKind, MOST, WHOLE};
use crate::billing::places;
use crate::db::{Read, Tx};
use crate::feed::Topic;
use crate::ids::{LocationId, PromotionId};
use crate::{Error, Result};

/// Most uses that a limit can name.
const MOST_USES: i64 = 1_000_000;

/// `billing.promotions`: those that can be used first, then by code.
pub(in crate::billing) async fn list(ctx: &Ctx, request: ShowPromotions) -> Result<Vec<Promotion>> {
    let mut db = ctx.db()?;
    let today = places::place(&mut db, request.location_id).await?.today(ctx.now)?;
    let uses = queries::uses(&mut db).await?;
    let kept = queries::all(&mut db).await?.into_iter();
    let mut list: Vec<Promotion> = kept
        .map(|kept| {
            let used = uses.get(&kept.id).copied().unwrap_or(0);
            shown(kept, today, used)
        })
        .collect();
    list.sort_by(|a, b| (a.status, &a.form.code).cmp(&(b.status, &b.form.code)));
    Ok(list)
}

/// `billing.promotion`: one, with the invoices that used it.
///
/// # Errors
/// `not_found`.
pub(in crate::billing) async fn show(ctx: &Ctx, request: ShowPromotion) -> Result<PromotionUses> {
    let mut db = ctx.db()?;
    Ok(PromotionUses {
        promotion: one(&mut db, ctx, request.id, request.location_id).await?,
        redemptions: queries::redemptions(&mut db, request.id).await?,
    })
}

async fn one(q: &mut impl Read, ctx: &Ctx, id: PromotionId, location: LocationId) -> Result<Promotion> {
    let today = places::place(q, location).await?.today(ctx.now)?;
    let used = queries::used(q, id).await?;
    Ok(shown(queries::find(q, id).await?, today, used))
}

fn shown(kept: Kept, today: NaiveDate, used: i64) -> Promotion {
    Promotion {
        id: kept.id,
        version: kept.version,
        status: rules::status(&kept.form, kept.state, today, used),
        form: kept.form,
        state: kept.state,
        used,
    }
}

/// `billing.save_promotion`: holds for drafts from now on; what was issued stays as it was.
///
/// # Errors
/// `invalid`, naming each field: a code that is taken, a limit below what was used already, amounts in a currency that no location where
/// it holds takes; `stale`; `not_found`.
pub(crate) async fn save(ctx: &Ctx, tx: &mut Tx, request: SavePromotion) -> Result<Promotion> {
    let form = &checked(request.form)?;
    let before = match request.id {
        Some(id) => Some(at_version(ctx, tx, id, (request.version, request.location_id)).await?),
        None => None,
    };
    currency_fits(tx, form).await?;
    let id = before.as_ref().map_or_else(PromotionId::fresh, |before| before.id);
    let written = if before.is_some() {
        limits_hold(tx, id, form).await?;
        queries::update(tx, id, form, ctx.now).await
    } else {
        queries::insert(tx, id, form, ctx.session()?.user_id, ctx.now).await
    };
    written.map_err(taken)?;
    finish(ctx, tx, before.as_ref(), (id, request.location_id)).await
}

fn taken(error: Error) -> Error {
    if error.is_unique_violation() {
        Error::field("code", "code_taken")
    } else if error.is_foreign_key_violation() {
        Error::not_found("reference")
    } else {
        error
    }
}

/// The promotion, locked, at the version that was read.
async fn at_version(ctx: &Ctx, tx: &mut Tx, id: PromotionId, (version, location): (i32, LocationId)) -> Result<Promotion> {
    queries::lock(tx, id).await?;
    let before = one(tx, ctx, id, location).await?;
    if before.version == version {
        Ok(before)
    } else {
        Err(Error::stale(&before))
    }
}

async fn finish(ctx: &Ctx, tx: &mut Tx, before: Option<&Promotion>, (id, location): (PromotionId, LocationId)) -> Result<Promotion> {
    let after = one(tx, ctx, id, location).await?;
    let entry = Entry::new(ctx.command, "promotion", id.0);
    tx.record(match before {
        Some(before) => entry.change(before, &after),
        None => entry.created(&after),
    });
    tx.changed(Topic::promotions());
    Ok(after)
}

/// `billing.set_promotion_state`.
///
/// # Errors
/// `stale`; `not_found`.
pub(in crate::billing) async fn set_state(ctx: &Ctx, tx: &mut Tx, request: SetPromotionState) -> Result<Promotion> {
    let before = at_version(ctx, tx, request.id, (request.version, request.location_id)).await?;
    queries::set_state(tx, request.id, request.state, ctx.now).await?;
    finish(ctx, tx, Some(&before), (request.id, request.location_id)).await
}

/// Normalised, or every field that is wrong.
fn checked(mut form: PromotionForm) -> Result<PromotionForm> {
    form.code = rules::normalised(&form.code);
    form.name = form.name.trim().to_owned();
    form.description = form.description.trim().to_owned();
    form.services.sort_unstable();
    form.services.dedup();
    form.locations.sort_unstable();
    form.locations.dedup();
    let mut fields = Fields::default();
    fields.required("code", &form.code, 30);
    if !form.code.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-') {
        fields.wrong("code", "code_invalid");
    }
    fields.required("name", &form.name, 100);
    fields.at_most("description", &form.description, 400);
    check_amounts(&mut fields, &form);
    if form.ends_on.is_some_and(|last| last < form.starts_on) {
        fields.wrong("ends_on", "before_start");
    }
    for (field, limit) in [("usage_limit", form.usage_limit), ("patient_limit", form.patient_limit)] {
        fields.within(field, limit.unwrap_or(1).into(), 1, MOST_USES);
    }
    fields.check()?;
    Ok(form)
}

fn check_amounts(fields: &mut Fields, form: &PromotionForm) {
    let most = if form.kind == DiscountKind::Percent { WHOLE } else { MOST };
    fields.within("value", form.value, 1, most);
    for (field, amount) in [
        ("minimum_purchase", form.minimum_purchase),
        ("maximum_discount", form.maximum_discount),
    ] {
        fields.within(field, amount.unwrap_or(1), 1, MOST);
    }
    if form.kind == DiscountKind::Amount && form.maximum_discount.is_some() {
        fields.wrong("maximum_discount", "only_percent");
    }
    let needs = form.kind == DiscountKind::Amount || form.minimum_purchase.is_some() || form.maximum_discount.is_some();
    if needs && form.currency.is_none() {
        fields.wrong("currency", "required");
    }
}

/// Amounts that no location where it holds could ever let off are a mistake.
async fn currency_fits(q: &mut impl Read, form: &PromotionForm) -> Result<()> {
    let mut fields = Fields::default();
    if let Some(currency) = form.currency
        && !queries::taken_at(q, currency, &form.locations).await?
    {
        fields.wrong_with("currency", "currency_nowhere", "currency", currency.code());
    }
    fields.check()
}

/// No limit is set below what was used already.
async fn limits_hold(q: &mut impl Read, id: PromotionId, form: &PromotionForm) -> Result<()> {
    let mut fields = Fields::default();
    let used = queries::used(q, id).await?;
    let by_one = queries::most_by_one(q, id).await?;
    for (field, limit, used) in [
        ("usage_limit", form.usage_limit, used),
        ("patient_limit", form.patient_limit, by_one),
    ] {
        if limit.is_some_and(|limit| used > limit.into()) {
            fields.wrong_with(field, "below_used", "used", used);
        }
    }
    fields.check()
}
