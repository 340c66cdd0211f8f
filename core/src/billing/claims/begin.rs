//! A claim begins with the payment that it is: under a policy that covers on the day of each visit.

use chrono::{DateTime, NaiveDate, Utc};

use crate::api::Fields;
use crate::billing::model::PaymentMethod;
use crate::billing::requests::TakePayment;
use crate::db::{Read, Tx};
use crate::error::FieldError;
use crate::ids::{InvoiceId, PaymentId};
use crate::insurance::model::{Eligibility, Policy};
use crate::{Result, args, insurance};

const VISIT_ON: &str = "SELECT a.local_day, i.issued_on FROM invoices i LEFT JOIN appointments a ON a.id = i.appointment_id WHERE i.id = ?";

/// The day on which a policy must cover what an invoice is for: the visit's, else the day it was issued.
async fn visit_on(q: &mut impl Read, invoice: InvoiceId, today: NaiveDate) -> Result<NaiveDate> {
    let (visit, issued): (Option<NaiveDate>, Option<NaiveDate>) = q.one(VISIT_ON, args![invoice]).await?;
    Ok(visit.or(issued).unwrap_or(today))
}

/// The policy of a claim; none for other money.
///
/// # Errors
/// `invalid` on `policy_id` when it is another patient's, or does not cover on the day of a visit, with that day and the policy's own.
pub(in crate::billing) async fn policy(q: &mut impl Read, request: &TakePayment, today: NaiveDate) -> Result<Option<Policy>> {
    let Some(id) = request.policy_id.filter(|_| request.method == PaymentMethod::Insurance) else {
        return Ok(None);
    };
    let mut fields = Fields::default();
    let mut found = insurance::policy(q, id, today).await?;
    if found.patient_id != request.patient_id {
        fields.wrong("policy_id", "not_found");
    }
    for share in &request.shares {
        let day = visit_on(q, share.invoice_id, today).await?;
        found = insurance::policy(q, id, day).await?;
        fields.all(uncovered(&found, day));
    }
    fields.check()?;
    Ok(Some(found))
}

/// Why a policy does not pay for a visit on this day, when it does not.
fn uncovered(policy: &Policy, day: NaiveDate) -> Option<FieldError> {
    let (code, bound) = match policy.eligibility {
        Eligibility::Covered => return None,
        Eligibility::NotYet => ("policy_not_yet", policy.form.valid_from),
        Eligibility::Expired => ("policy_expired", policy.form.valid_to),
        Eligibility::Inactive => ("policy_inactive", None),
    };
    let params = [("bound", bound), ("day", Some(day))];
    Some(FieldError {
        field: "policy_id".to_owned(),
        code: code.to_owned(),
        params: params.map(|(key, day)| (key.to_owned(), serde_json::json!(day))).into(),
    })
}

const INSERT: &str = "INSERT INTO claims (payment_id, insurer_id, policy_id, reference, created_at, updated_at) VALUES (?, ?, ?, '', ?, ?)";

/// Notes under which policy a payment is asked for.
pub(in crate::billing) async fn begin(tx: &mut Tx, id: PaymentId, policy: &Policy, now: DateTime<Utc>) -> Result<()> {
    tx.exec(INSERT, args![id, policy.form.insurer_id, policy.id, now, now]).await?;
    Ok(())
}
