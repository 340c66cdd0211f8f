//! The demo clinic's promotions: one that is used, one for some services, one that is over.

use chrono::{Days, NaiveDate};

use super::clinic::{MOLE_CHECK, PATCH_TEST, SKIN_CHECK, VACCINATION};
use super::visit::DemoVisit;
use super::write::Directory;
use crate::Result;
use crate::api::Ctx;
use crate::billing::amounts::DiscountKind;
use crate::billing::desk;
use crate::billing::model::Invoice;
use crate::billing::promotions::model::{ApplyPromotion, PromotionForm, SavePromotion};
use crate::db::Tx;
use crate::money::Currency;

const USED: &str = "AUTUMN10";

/// Writes the promotions.
///
/// # Errors
/// As the store says.
pub(super) async fn write(ctx: &Ctx, tx: &mut Tx, d: &Directory, today: NaiveDate) -> Result<()> {
    for form in forms(d, today)? {
        let request = SavePromotion {
            id: None,
            version: 0,
            location_id: d.locations[0],
            form,
        };
        desk::save_promotion(ctx, tx, request).await?;
    }
    Ok(())
}

fn forms(d: &Directory, today: NaiveDate) -> Result<[PromotionForm; 3]> {
    let services = |of: &[usize]| of.iter().map(|n| d.services[*n]).collect();
    let (ago, ahead) = (|days| today - Days::new(days), |days| today + Days::new(days));
    let euro = Some(Currency::parse("EUR")?);
    let autumn = PromotionForm {
        currency: euro,
        maximum_discount: Some(2_000),
        usage_limit: Some(100),
        ..percent(USED, "Ten per cent this autumn", 1_000, (ago(60), ahead(120)))
    };
    let skin = PromotionForm {
        kind: DiscountKind::Amount,
        currency: euro,
        minimum_purchase: Some(7_500),
        patient_limit: Some(1),
        usage_limit: Some(25),
        services: services(&[SKIN_CHECK, MOLE_CHECK, PATCH_TEST]),
        locations: vec![d.locations[0]],
        ..percent("SKIN15", "Skin week", 1_500, (ago(10), ahead(20)))
    };
    let flu = PromotionForm {
        services: services(&[VACCINATION]),
        ..percent("FLU20", "Flu vaccination", 2_000, (ago(120), ago(15)))
    };
    Ok([autumn, skin, flu])
}

fn percent(code: &str, name: &str, value: i64, (starts_on, ends_on): (NaiveDate, NaiveDate)) -> PromotionForm {
    PromotionForm {
        code: code.to_owned(),
        name: name.to_owned(),
        description: String::new(),
        kind: DiscountKind::Percent,
        value,
        currency: None,
        minimum_purchase: None,
        maximum_discount: None,
        starts_on,
        ends_on: Some(ends_on),
        usage_limit: None,
        patient_limit: None,
        services: Vec::new(),
        locations: Vec::new(),
    }
}

/// Now and then somebody in Dublin has the code of the season.
///
/// # Errors
/// As the store says.
pub(super) async fn now_and_then(ctx: &Ctx, tx: &mut Tx, draft: Invoice, visit: &DemoVisit, n: usize) -> Result<Invoice> {
    if visit.place != 0 || !n.is_multiple_of(20) {
        return Ok(draft);
    }
    let request = ApplyPromotion {
        id: draft.brief.id,
        version: draft.brief.version,
        code: USED.to_owned(),
    };
    desk::apply_promotion(ctx, tx, request).await
}
