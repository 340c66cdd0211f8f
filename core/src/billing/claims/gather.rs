//! What a claim says of whom and what, gathered for handing it over.

use chrono::NaiveDate;

use super::model::Claim;
use crate::api::{Ctx, Fields};
use crate::billing::model::{Invoice, InvoiceLine};
use crate::billing::{places, print, queries, read};
use crate::db::{Db, Read};
use crate::identity::Permission;
use crate::ids::{AppointmentId, DoctorId, InvoiceId, LocationId};
use crate::insurance::model::{Insurer, Policy};
use crate::money::Currency;
use crate::notes::model::Diagnosis;
use crate::patients::model::Patient;
use crate::{Result, args, insurance, notes, patients};

/// The clinic's own side of a claim.
#[derive(Debug, Clone)]
pub(super) struct Provider {
    pub id: LocationId,
    /// The clinic, and the place.
    pub name: String,
    pub address: Vec<String>,
    pub phone: String,
    pub tax_number: String,
}

/// Who treated.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct Treating {
    pub id: DoctorId,
    pub title: String,
    pub first_name: String,
    pub last_name: String,
    pub license_number: String,
}

/// What one invoice of a claim is for.
#[derive(Debug, Clone)]
pub(super) struct Bill {
    pub visit_on: Option<NaiveDate>,
    pub currency: Currency,
    /// Whose the codes of the lines are.
    pub code_system: String,
    pub lines: Vec<InvoiceLine>,
    pub treating: Option<Treating>,
    pub diagnoses: Vec<Diagnosis>,
}

/// A claim with everything that an insurer is told.
#[derive(Debug, Clone)]
pub(super) struct Sheet {
    pub claim: Claim,
    /// The local day on which it was made.
    pub made_on: NaiveDate,
    pub patient: Patient,
    pub policy: Policy,
    pub insurer: Insurer,
    pub provider: Provider,
    pub bills: Vec<Bill>,
}

/// Gathers what some claims of one place say.
///
/// # Errors
/// `invalid` on `filter` for a claim without a policy, naming it; `documents_unavailable`.
pub(super) async fn sheets(ctx: &Ctx, location: LocationId, claims: Vec<Claim>) -> Result<Vec<Sheet>> {
    let mut db = ctx.db()?;
    let (head, _) = print::letterhead(ctx, &mut db, location).await?;
    let provider = Provider {
        id: location,
        name: format!("{}, {}", head.clinic, head.location),
        address: head.address,
        phone: head.phone,
        tax_number: head.tax_number,
    };
    let place = places::place(&mut db, location).await?;
    let mut sheets = Vec::with_capacity(claims.len());
    for claim in claims {
        let made_on = place.today(claim.created_at)?;
        let mut bills = Vec::new();
        for share in &claim.shares {
            bills.push(bill(ctx, &mut db, share.invoice_id).await?);
        }
        sheets.push(Sheet {
            patient: patients::read(&mut db, claim.patient_id).await?,
            policy: policy(&mut db, &claim, made_on).await?,
            insurer: insurance::insurer(&mut db, claim.insurer_id).await?,
            provider: provider.clone(),
            bills,
            made_on,
            claim,
        });
    }
    Ok(sheets)
}

/// What the services of each claim are called in the tariff: one list a claim, each code once.
pub(super) async fn codes(q: &mut impl Read, claims: &[Claim]) -> Result<Vec<Vec<String>>> {
    let invoices: Vec<InvoiceId> = claims.iter().flat_map(|c| c.shares.iter().map(|s| s.invoice_id)).collect();
    let lines = queries::lines_of(q, &invoices).await?;
    let of = |claim: &Claim| {
        let lines = claim.shares.iter().filter_map(|share| lines.get(&share.invoice_id)).flatten();
        let mut codes: Vec<String> = lines.map(|line| line.code.clone()).filter(|code| !code.is_empty()).collect();
        let mut told = std::collections::HashSet::new();
        codes.retain(|code| told.insert(code.clone()));
        codes
    };
    Ok(claims.iter().map(of).collect())
}

async fn policy(db: &mut Db, claim: &Claim, on: NaiveDate) -> Result<Policy> {
    let mut fields = Fields::default();
    let Some(id) = claim.policy_id else {
        fields.wrong_with("filter", "claim_without_policy", "claim", claim.number());
        return Err(fields
            .check()
            .err()
            .unwrap_or_else(|| crate::Error::fault("a wrong field that is none")));
    };
    insurance::policy(db, id, on).await
}

const TREATING: &str = "SELECT d.id, d.title, d.first_name, d.last_name, d.license_number FROM appointments a JOIN doctors d ON d.id = a.doctor_id WHERE a.id = ?";

async fn bill(ctx: &Ctx, db: &mut Db, id: InvoiceId) -> Result<Bill> {
    let invoice: Invoice = read::invoice(db, id, ctx.now).await?;
    let visit = invoice.brief.appointment_id;
    Ok(Bill {
        visit_on: invoice.visit_on,
        currency: invoice.brief.currency,
        code_system: invoice.code_system,
        lines: invoice.lines,
        treating: match visit {
            Some(visit) => db.optional(TREATING, args![visit]).await?,
            None => None,
        },
        diagnoses: diagnoses(ctx, visit).await?,
    })
}

/// What was found at the visit, for callers who may read charts; a claim that somebody else hands over goes without.
async fn diagnoses(ctx: &Ctx, visit: Option<AppointmentId>) -> Result<Vec<Diagnosis>> {
    match visit.filter(|_| ctx.session.as_ref().is_some_and(|s| s.may(Permission::ChartRead))) {
        Some(visit) => notes::diagnoses(ctx, visit).await,
        None => Ok(Vec::new()),
    }
}
