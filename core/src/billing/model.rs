//! Invoices, payments and what they stand at, as screens and prints show them. Amounts are minor units of the row's currency.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::amounts::{Discount, Sums};
use super::promotions::model::InvoicePromotion;
use crate::ids::{AppointmentId, InvoiceId, LocationId, PatientId, PaymentId, RefundId, ServiceId};
use crate::money::{Currency, Money};

crate::text_enum! {
    /// What is kept of an invoice's life; all else is told by the ledger.
    pub enum InvoiceState {
        /// Can be edited; nothing is owed.
        Draft = "draft",
        /// Numbered and owed.
        Issued = "issued",
        /// Reversed.
        Void = "void",
        /// A draft that was thrown away.
        Discarded = "discarded",
    }
}

crate::text_enum! {
    /// Where an invoice stands, by the ledger and the day.
    pub enum InvoiceStatus {
        /// Not issued yet.
        Draft = "draft",
        /// Issued; nothing came yet.
        Pending = "pending",
        /// Some of it came.
        PartiallyPaid = "partially_paid",
        /// An insurer was asked and has not decided.
        InsurancePending = "insurance_pending",
        /// Nothing is owed any more: paid, or written off.
        Paid = "paid",
        /// Something is owed after the day it was due.
        Overdue = "overdue",
        /// What came was given back.
        Refunded = "refunded",
        /// Reversed.
        Void = "void",
    }
}

crate::text_enum! {
    /// How money comes.
    pub enum PaymentMethod {
        /// Coins and notes, into a drawer.
        Cash = "cash",
        /// A credit card.
        CreditCard = "credit_card",
        /// A debit card.
        DebitCard = "debit_card",
        /// An insurer pays; pending until it decides.
        Insurance = "insurance",
        /// An online payment.
        Online = "online",
        /// A bank transfer.
        Transfer = "transfer",
        /// A wallet on a phone.
        Wallet = "wallet",
        /// What the patient has with the clinic.
        Credit = "credit",
    }
}

crate::text_enum! {
    /// Where a payment stands.
    pub enum PaymentStatus {
        /// Announced, or an insurer has not decided.
        Pending = "pending",
        /// The money is there.
        Completed = "completed",
        /// It never came.
        Failed = "failed",
    }
}

crate::text_enum! {
    /// Where money that is given back goes.
    pub enum RefundDestination {
        /// The way it came.
        Method = "method",
        /// To the patient's credit.
        Credit = "credit",
    }
}

/// What people enter of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct LineForm {
    /// The service; none for what is on no price list.
    pub service_id: Option<ServiceId>,
    /// What stands on the invoice.
    pub description: String,
    /// How many.
    pub quantity: i32,
    /// Minor units each.
    pub unit_price: i64,
    /// Hundredths of a percent.
    pub tax_rate: i32,
    /// The line's own discount.
    pub discount: Option<Discount>,
}

/// A line with what it comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct InvoiceLine {
    /// What people enter.
    #[serde(flatten)]
    #[ts(flatten)]
    pub form: LineForm,
    /// What its service is called in the tariff: as it was when the invoice was issued; as it is now, for a draft. May be empty.
    pub code: String,
    /// What a promotion lets off it, in minor units.
    pub promotion: i64,
    /// What it comes to, with its share of the invoice's discount and promotion.
    pub sums: Sums,
}

/// An invoice in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct InvoiceBrief {
    /// The invoice.
    pub id: InvoiceId,
    /// Optimistic version.
    pub version: i32,
    /// `INV-2026-000017`; none for a draft.
    pub number: Option<String>,
    /// Of the reversal, `CN-2026-000002`.
    pub reversal_number: Option<String>,
    /// Where.
    pub location_id: LocationId,
    /// Its name.
    pub location_name: String,
    /// Whose.
    pub patient_id: PatientId,
    /// The patient's name.
    pub patient_name: String,
    /// The patient's chart number.
    pub chart_number: String,
    /// The visit that it is for.
    pub appointment_id: Option<AppointmentId>,
    /// Of all its amounts.
    pub currency: Currency,
    /// Where it stands.
    pub status: InvoiceStatus,
    /// The local day it was issued on.
    pub issued_on: Option<NaiveDate>,
    /// The last day to pay it.
    pub due_on: Option<NaiveDate>,
    /// What is asked for.
    pub total: i64,
    /// What the patient still owes.
    pub owed: i64,
    /// What an insurer was asked for and has not decided.
    pub claimed: i64,
    /// What was given back of what had been paid.
    pub refunded: i64,
    /// What was given up.
    pub written_off: i64,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
}

/// A payment, or the part of one that is about an invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Payment {
    /// The payment.
    pub id: PaymentId,
    /// Optimistic version.
    pub version: i32,
    /// `R-2026-000412`; none until the money is there.
    pub receipt_number: Option<String>,
    /// Where it was taken.
    pub location_id: LocationId,
    /// Whose.
    pub patient_id: PatientId,
    /// The patient's name.
    pub patient_name: String,
    /// What was paid, asked or announced.
    pub amount: Money,
    /// How.
    pub method: PaymentMethod,
    /// E.g. Visa, Momo, VNPay.
    pub brand: String,
    /// The payment's own id at the bank or wallet; unique.
    pub transaction_id: Option<String>,
    /// Where it stands.
    pub status: PaymentStatus,
    /// Cash that was handed over.
    pub tendered: Option<i64>,
    /// Which insurer.
    pub insurer: String,
    /// Of the patient, with the insurer.
    pub policy_number: String,
    /// What the insurer approved of a claim.
    pub approved: Option<i64>,
    /// Why it failed.
    pub fail_reason: String,
    /// Into which drawer, or at which desk.
    pub drawer: String,
    /// When the money was there.
    pub paid_at: Option<DateTime<Utc>>,
    /// When it was taken down.
    pub created_at: DateTime<Utc>,
    /// By whom.
    pub taken_by: String,
    /// How often its receipt was printed.
    pub receipt_prints: i32,
    /// What of it was given back.
    pub refunded: i64,
    /// What can still be given back.
    pub refundable: i64,
    /// What of it was meant for which invoice.
    pub shares: Vec<PaymentShare>,
    /// What was given back, oldest first.
    pub refunds: Vec<Refund>,
}

/// What of a payment is for an invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PaymentShare {
    /// The invoice.
    pub invoice_id: InvoiceId,
    /// Its number.
    pub number: Option<String>,
    /// Minor units.
    pub amount: i64,
}

/// Money that was given back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct Refund {
    /// The refund.
    pub id: RefundId,
    /// `RF-2026-000003`.
    pub refund_number: String,
    /// Of which payment.
    pub payment_id: PaymentId,
    /// Minor units.
    pub amount: i64,
    /// Where it went.
    pub destination: RefundDestination,
    /// Its own id at the bank or wallet.
    pub transaction_id: Option<String>,
    /// Why.
    pub reason: String,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// Everything about an invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Invoice {
    /// What lists show.
    #[serde(flatten)]
    #[ts(flatten)]
    pub brief: InvoiceBrief,
    /// IANA zone of its location.
    pub time_zone: String,
    /// When the visit was.
    pub visit_at: Option<DateTime<Utc>>,
    /// Whose the codes of its lines were when it was issued, as an address; empty = the clinic's own, or a draft.
    pub code_system: String,
    /// The lines.
    pub lines: Vec<InvoiceLine>,
    /// The whole.
    pub sums: Sums,
    /// Let off on the whole.
    pub discount: Option<Discount>,
    /// Let off by a code.
    pub promotion: Option<InvoicePromotion>,
    /// What the tax is called there.
    pub tax_name: String,
    /// Whether prices have the tax in them.
    pub prices_include_tax: bool,
    /// Stands on the invoice.
    pub note: String,
    /// Why it was reversed.
    pub void_reason: String,
    /// When.
    pub voided_at: Option<DateTime<Utc>>,
    /// Payments for it, oldest first.
    pub payments: Vec<Payment>,
    /// What the patient has with the clinic in this currency.
    pub credit: i64,
    /// The local day on which a policy must cover what it is for; none for a draft without a visit.
    pub visit_on: Option<NaiveDate>,
}
