//! What the commands of money are asked with.

use chrono::NaiveDate;
use serde::Deserialize;
use ts_rs::TS;

use super::amounts::Discount;
use super::model::{LineForm, PaymentMethod, RefundDestination};
use crate::ids::{AppointmentId, InvoiceId, LocationId, PatientId, PaymentId, PolicyId, ServiceId};
use crate::money::{Currency, Money};
use crate::printing::{Language, Paper};

/// Whose account.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ShowAccount {
    /// Whose.
    pub patient_id: PatientId,
}

/// Which invoice.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ShowInvoice {
    /// Which.
    pub id: InvoiceId,
}

/// Which visit.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct InvoiceVisit {
    /// Which.
    pub appointment_id: AppointmentId,
    /// What a line without a service is called in.
    pub language: Language,
}

/// A draft, new or edited.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SaveInvoice {
    /// None = a new one.
    pub id: Option<InvoiceId>,
    /// The version that was read; 0 for a new one.
    pub version: i32,
    /// Where; not changed by an edit.
    pub location_id: LocationId,
    /// Whose; not changed by an edit.
    pub patient_id: PatientId,
    /// None = the location's; not changed by an edit.
    pub currency: Option<Currency>,
    /// The lines, in order.
    pub lines: Vec<LineForm>,
    /// Let off on the whole.
    pub discount: Option<Discount>,
    /// Stands on the invoice.
    pub note: String,
}

/// An invoice at the version that was read.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct InvoiceRef {
    /// Which.
    pub id: InvoiceId,
    /// The version that was read.
    pub version: i32,
}

/// An invoice to be reversed.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct VoidInvoice {
    /// Which.
    pub id: InvoiceId,
    /// The version that was read.
    pub version: i32,
    /// Why.
    pub reason: String,
}

/// What is owed and will not be paid.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct WriteOff {
    /// On which invoice.
    pub id: InvoiceId,
    /// How much.
    pub amount: Money,
    /// Why.
    pub reason: String,
}

/// What of a payment is for an invoice.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ShareForm {
    /// The invoice.
    pub invoice_id: InvoiceId,
    /// Minor units of the payment's currency.
    pub amount: i64,
}

/// A payment.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct TakePayment {
    /// Where it is taken.
    pub location_id: LocationId,
    /// Whose.
    pub patient_id: PatientId,
    /// How much.
    pub amount: Money,
    /// How.
    pub method: PaymentMethod,
    /// E.g. Visa, Momo, VNPay.
    pub brand: String,
    /// The payment's own id at the bank or wallet; empty for none.
    pub transaction_id: String,
    /// Cash that was handed over; none = exactly the amount.
    pub tendered: Option<i64>,
    /// The policy that is to pay, for a claim; it must cover on the day of the visit.
    pub policy_id: Option<PolicyId>,
    /// Whether the money is only announced. A claim always is.
    pub pending: bool,
    /// For which invoices. What is for none becomes credit.
    pub shares: Vec<ShareForm>,
    /// Into which drawer, or at which desk.
    pub drawer: String,
}

/// How a pending payment or a claim ended.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SettlePayment {
    /// Which.
    pub id: PaymentId,
    /// The version that was read.
    pub version: i32,
    /// Whether the money came.
    pub completed: bool,
    /// What an insurer approved; none = all of it. The rest is owed by the patient again.
    pub approved: Option<i64>,
    /// Its id at the bank; empty = as before.
    pub transaction_id: String,
    /// Why it failed.
    pub reason: String,
    /// Into which drawer, or at which desk.
    pub drawer: String,
}

/// Money to be given back.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct RefundPayment {
    /// Of which payment.
    pub payment_id: PaymentId,
    /// How much.
    pub amount: Money,
    /// Where it goes.
    pub destination: RefundDestination,
    /// Its id at the bank or wallet; empty for none.
    pub transaction_id: String,
    /// Why.
    pub reason: String,
    /// Out of which drawer, or at which desk.
    pub drawer: String,
}

/// A receipt to print.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct PrintReceipt {
    /// Of which payment.
    pub payment_id: PaymentId,
    /// On what.
    pub paper: Paper,
    /// In which language.
    pub language: Language,
}

/// An invoice to print.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct PrintInvoice {
    /// Which.
    pub id: InvoiceId,
    /// On what.
    pub paper: Paper,
    /// In which language.
    pub language: Language,
}

/// What waits where.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ShowWorklists {
    /// Where.
    pub location_id: LocationId,
}

/// The bills of a span of days.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ShowBills {
    /// Where.
    pub location_id: LocationId,
    /// From this local day.
    pub from: NaiveDate,
    /// To this one, included.
    pub to: NaiveDate,
}

/// A price list.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ShowPrices {
    /// Where.
    pub location_id: LocationId,
}

/// How a location taxes and when its invoices fall due.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SavePlace {
    /// Where.
    pub location_id: LocationId,
    /// The version that was read; 0 when none was saved yet.
    pub version: i32,
    /// What the tax is called there.
    pub tax_name: String,
    /// The clinic's number with the tax office.
    pub tax_number: String,
    /// Hundredths of a percent, for services that have no rate of their own.
    pub tax_rate: i32,
    /// Whether prices have the tax in them.
    pub prices_include_tax: bool,
    /// Days from issue to due.
    pub payment_days: i32,
}

/// A service's own tax at a location.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SaveServiceTax {
    /// Where.
    pub location_id: LocationId,
    /// Which service.
    pub service_id: ServiceId,
    /// Hundredths of a percent.
    pub tax_rate: i32,
}
