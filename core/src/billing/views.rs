//! What screens ask for at once: an account, a payment that was taken, bills at a glance, what waits.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::model::{InvoiceBrief, InvoiceStatus, Payment};
use crate::ids::{AppointmentId, InvoiceId, PatientId};
use crate::money::{Currency, Money};

/// What a patient was asked for, paid, owes and has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PatientAccount {
    /// Newest first.
    pub invoices: Vec<InvoiceBrief>,
    /// Newest first.
    pub payments: Vec<Payment>,
    /// What the patient owes, by currency.
    pub owed: Vec<Money>,
    /// What the patient has with the clinic, by currency.
    pub credit: Vec<Money>,
}

/// What a payment did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct PaymentTaken {
    /// The payment.
    pub payment: Payment,
    /// Cash to hand back.
    pub change: i64,
    /// The invoices that it was for, as they stand now.
    pub invoices: Vec<InvoiceBrief>,
}

/// What a visit was invoiced for, at a glance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct VisitBill {
    /// The visit.
    pub appointment_id: AppointmentId,
    /// Its invoice.
    pub invoice_id: InvoiceId,
    /// Where that stands.
    pub status: InvoiceStatus,
    /// Of the amounts.
    pub currency: Currency,
    /// What is asked for.
    pub total: i64,
    /// What the patient still owes.
    pub owed: i64,
}

/// A visit that took place and has no invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct UninvoicedVisit {
    /// The visit.
    pub appointment_id: AppointmentId,
    /// Whose.
    pub patient_id: PatientId,
    /// The patient's name.
    pub patient_name: String,
    /// The patient's chart number.
    pub chart_number: String,
    /// The doctor's name.
    pub doctor_name: String,
    /// What for.
    pub service_name: Option<String>,
    /// When.
    pub starts_at: DateTime<Utc>,
    /// The visit's state.
    pub status: String,
}

/// What waits for somebody at a location.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Worklists {
    /// Visits that took place and have no invoice, oldest first.
    pub to_invoice: Vec<UninvoicedVisit>,
    /// Drafts and what is owed, longest due first.
    pub open: Vec<InvoiceBrief>,
    /// Insurers that have not decided and payments that are announced, oldest first.
    pub waiting: Vec<Payment>,
    /// Payments that failed, newest first.
    pub failed: Vec<Payment>,
}
