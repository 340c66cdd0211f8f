//! Promotions as people enter them, as they stand, and as an invoice shows its own. Amounts are minor units.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::billing::amounts::DiscountKind;
use crate::error::FieldError;
use crate::ids::{InvoiceId, LocationId, PromotionId, ServiceId};
use crate::money::Currency;

crate::text_enum! {
    /// What is kept of a promotion's life; all else is told by its days and its uses.
    pub enum PromotionState {
        /// May be used while its days and limits allow.
        Active = "active",
        /// Taken out of use.
        Disabled = "disabled",
    }
}

crate::text_enum! {
    /// Where a promotion stands on a location's day, in the order of the list.
    pub enum PromotionStatus {
        /// Can be used.
        Active = "active",
        /// Its first day is still to come.
        Scheduled = "scheduled",
        /// As often used as it may be.
        UsedUp = "used_up",
        /// Its last day is over.
        Expired = "expired",
        /// Taken out of use.
        Disabled = "disabled",
    }
}

crate::text_enum! {
    /// How far a code came on its invoice. Only what is redeemed is a use.
    pub enum RedemptionState {
        /// On a draft: nothing is used yet.
        Chosen = "chosen",
        /// Taken off a draft.
        Removed = "removed",
        /// The invoice was issued.
        Redeemed = "redeemed",
        /// The invoice was voided.
        GivenBack = "given_back",
    }
}

/// What people enter of a promotion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PromotionForm {
    /// What is typed on an invoice: capitals, digits and hyphens; unique.
    pub code: String,
    /// What it is called.
    pub name: String,
    /// What for.
    pub description: String,
    /// How the value is meant.
    pub kind: DiscountKind,
    /// Hundredths of a percent, or minor units.
    pub value: i64,
    /// Of all its amounts; only a mere percentage needs none, and holds in every currency.
    pub currency: Option<Currency>,
    /// The least that its lines must come to, after other discounts.
    pub minimum_purchase: Option<i64>,
    /// The most that a percentage lets off an invoice.
    pub maximum_discount: Option<i64>,
    /// The first day, at the invoice's location.
    pub starts_on: NaiveDate,
    /// The last day, at the invoice's location; none = until it is taken out of use.
    pub ends_on: Option<NaiveDate>,
    /// How many invoices may use it; none = any number.
    pub usage_limit: Option<i32>,
    /// How many invoices of one patient may use it; none = any number.
    pub patient_limit: Option<i32>,
    /// Lines of which services it is for; empty = every line.
    pub services: Vec<ServiceId>,
    /// Where it holds; empty = everywhere.
    pub locations: Vec<LocationId>,
}

/// A promotion as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Promotion {
    /// The promotion.
    pub id: PromotionId,
    /// Optimistic version.
    pub version: i32,
    /// What people enter.
    #[serde(flatten)]
    #[ts(flatten)]
    pub form: PromotionForm,
    /// What is kept of its life.
    pub state: PromotionState,
    /// Where it stands on the location's day.
    pub status: PromotionStatus,
    /// How many invoices use it.
    pub used: i64,
}

/// An invoice that used a promotion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct Redemption {
    /// The invoice.
    pub invoice_id: InvoiceId,
    /// Its number.
    pub number: String,
    /// Whose.
    pub patient_name: String,
    /// What was let off, in minor units.
    pub amount: i64,
    /// Of the amount.
    #[ts(type = "string")]
    pub currency: String,
    /// Whether it still counts.
    pub state: RedemptionState,
    /// When the invoice was issued.
    pub redeemed_at: DateTime<Utc>,
}

/// A promotion with the invoices that used it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PromotionUses {
    /// The promotion.
    pub promotion: Promotion,
    /// The last that used it, newest first; also those that were voided since.
    pub redemptions: Vec<Redemption>,
}

/// The promotion of an invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct InvoicePromotion {
    /// The promotion.
    pub promotion_id: PromotionId,
    /// Its code, as it was typed.
    pub code: String,
    /// What it lets off; nothing while a draft's does not apply.
    pub amount: i64,
    /// Why a draft's does not apply; such a draft cannot be issued.
    pub refusal: Option<FieldError>,
}

/// Promotions as they stand at a location.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ShowPromotions {
    /// Whose day it is.
    pub location_id: LocationId,
}

/// One promotion as it stands at a location.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ShowPromotion {
    /// Which.
    pub id: PromotionId,
    /// Whose day it is.
    pub location_id: LocationId,
}

/// A new promotion, or an edit of one.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SavePromotion {
    /// None = a new one.
    pub id: Option<PromotionId>,
    /// The version that was read; 0 for a new one.
    pub version: i32,
    /// Whose day the answer's status is told for.
    pub location_id: LocationId,
    /// What people enter.
    #[serde(flatten)]
    #[ts(flatten)]
    pub form: PromotionForm,
}

/// Takes a promotion out of use, or into use again.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SetPromotionState {
    /// Which.
    pub id: PromotionId,
    /// The version that was read.
    pub version: i32,
    /// Whose day the answer's status is told for.
    pub location_id: LocationId,
    /// The new state.
    pub state: PromotionState,
}

/// A code for a draft.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ApplyPromotion {
    /// The draft.
    pub id: InvoiceId,
    /// The version that was read.
    pub version: i32,
    /// As it was typed.
    pub code: String,
}

/// A code that is only looked at.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct PreviewPromotion {
    /// For which draft.
    pub id: InvoiceId,
    /// As it was typed.
    pub code: String,
}
