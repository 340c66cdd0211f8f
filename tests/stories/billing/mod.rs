//! Money from the visit to the receipt: what is asked for, paid, given back, and what the ledger says of it.

mod carried_over;
mod claims;
mod closing;
mod invoices;
mod overdue;
mod payments;
mod policies;
mod promotions;
mod refunds;
mod remittances;

use curanda_core::args;
use curanda_core::audit::Entry;
use curanda_core::check::{self, Finding};
use curanda_core::error::{ApiError, FieldError};
use curanda_tests::{Clinic, Person, World};
use futures::FutureExt;
use serde_json::{Value, json};

/// A clinic that taxes, a patient, and the front desk.
struct Desk {
    w: World,
    clinic: Clinic,
    patient: String,
}

impl Desk {
    async fn open(w: World) -> Self {
        let clinic = w.clinic().await;
        let patient = w.patient(&clinic.receptionist, "Eileen", "Byrne").await;
        Self { w, clinic, patient }
    }

    /// Calls as the receptionist.
    async fn call(&self, command: &str, request: Value) -> Result<Value, ApiError> {
        self.call_by(&self.clinic.receptionist, command, request).await
    }

    async fn call_by(&self, person: &Person, command: &str, request: Value) -> Result<Value, ApiError> {
        self.w.call(Some(&person.token), command, request).await
    }

    /// Calls what must succeed.
    async fn done(&self, command: &str, request: Value) -> Value {
        self.call(command, request).await.unwrap_or_else(|e| panic!("{command}: {e:?}"))
    }

    /// Calls as the admin, who may give money back.
    async fn by_admin(&self, command: &str, request: Value) -> Result<Value, ApiError> {
        self.call_by(&self.clinic.admin, command, request).await
    }

    /// A draft of these lines in euro.
    async fn draft(&self, lines: Value) -> Value {
        self.done("billing.save_invoice", self.form(lines)).await
    }

    fn form(&self, lines: Value) -> Value {
        json!({
            "id": null, "version": 0, "location_id": self.clinic.location_id, "patient_id": self.patient, "currency": null, "lines": lines,
            "discount": null, "note": "",
        })
    }

    /// An issued invoice of one line at this price.
    async fn owed(&self, unit_price: i64) -> Value {
        let draft = self.draft(json!([line("Consultation", 1, unit_price)])).await;
        self.issue(&draft).await
    }

    async fn issue(&self, draft: &Value) -> Value {
        self.done("billing.issue", json!({ "id": draft["id"], "version": draft["version"] }))
            .await
    }

    async fn invoice(&self, id: &Value) -> Value {
        self.done("billing.invoice", json!({ "id": id })).await
    }

    /// A payment in full or in part of one invoice, in cash.
    fn cash(&self, invoice: &Value, amount: i64) -> Value {
        self.payment("cash", amount, json!([{ "invoice_id": invoice["id"], "amount": amount }]))
    }

    fn payment(&self, method: &str, amount: i64, shares: Value) -> Value {
        json!({
            "location_id": self.clinic.location_id, "patient_id": self.patient, "amount": eur(amount), "method": method, "brand": "",
            "transaction_id": "", "tendered": null, "policy_id": null, "pending": false, "shares": shares, "drawer": "1",
        })
    }

    fn refund(&self, payment: &Value, amount: i64, destination: &str) -> Value {
        json!({
            "payment_id": payment["id"], "amount": eur(amount), "destination": destination, "transaction_id": "", "reason": "Not wanted", "drawer": "1",
        })
    }

    /// An insurer of this name.
    async fn insurer(&self, name: &str) -> Value {
        self.done(
            "insurance.save_insurer",
            json!({ "id": null, "version": 0, "name": name, "payer_id": "40112", "active": true }),
        )
        .await
    }

    /// The patient's policy with that insurer, of this rank, without first or last day.
    fn policy_form(&self, insurer: &Value, rank: &str) -> Value {
        json!({
            "id": null, "version": 0, "patient_id": self.patient, "insurer_id": insurer["id"], "policy_number": "MH-1", "group_number": "", "policy_rank": rank,
            "holder": "self", "holder_name": "", "holder_relation": "", "valid_from": null, "valid_to": null, "coverage_note": "", "active": true,
        })
    }

    /// The patient is insured with this insurer.
    async fn insured(&self, insurer: &Value) -> Value {
        self.done("insurance.save_policy", self.policy_form(insurer, "primary")).await
    }

    /// What asks the insurer of a policy for part of an invoice.
    fn claim(&self, invoice: &Value, amount: i64, policy: &Value) -> Value {
        with(
            self.cash(invoice, amount),
            json!({ "method": "insurance", "policy_id": policy["id"] }),
        )
    }

    /// Another location of the clinic, whose prices are in đồng.
    async fn saigon(&self) -> String {
        let place = json!({
            "id": null, "version": 0, "name": "Sài Gòn", "kind": "office", "street": "", "city": "", "state": "", "postal_code": "", "country": "VN", "latitude": null,
            "longitude": null, "phone": "", "email": "", "website": "", "registration_number": "", "facilities": [], "images": [], "time_zone": "Asia/Ho_Chi_Minh",
            "currency": "VND", "verified": false, "status": "active", "wait_warn_minutes": 15, "wait_late_minutes": 30, "hours": [],
        });
        self.w.saved(&self.clinic.admin, "directory.save_location", place).await
    }

    /// Changes rows behind the program's back.
    async fn tamper(&self, sql: &'static str) {
        let ctx = self.w.ctx();
        ctx.transact(|tx, _| {
            async move {
                tx.record(Entry::new("test", "test", None));
                tx.exec(sql, args![]).await.map(|_| ())
            }
            .boxed()
        })
        .await
        .unwrap();
    }

    async fn account(&self) -> Value {
        self.done("billing.account", json!({ "patient_id": self.patient })).await
    }

    /// What `curanda check` finds.
    async fn findings(&self) -> Vec<Finding> {
        check::run(&self.w.app.stores().unwrap(), self.w.app.now()).await.unwrap()
    }
}

fn eur(amount: i64) -> Value {
    json!({ "amount": amount, "currency": "EUR" })
}

fn line(description: &str, quantity: i64, unit_price: i64) -> Value {
    json!({ "service_id": null, "description": description, "quantity": quantity, "unit_price": unit_price, "tax_rate": 0, "discount": null })
}

/// A request with some fields set otherwise.
fn with(mut request: Value, fields: Value) -> Value {
    request.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    request
}

/// The one wrong field that a refusal must name.
fn wrong(refused: Result<Value, ApiError>) -> FieldError {
    let error = refused.unwrap_err();
    error.fields.first().cloned().unwrap_or_else(|| panic!("no field in {error:?}"))
}

/// Why something was not allowed.
fn reason(refused: Result<Value, ApiError>) -> Value {
    refused.unwrap_err().params["reason"].clone()
}
