//! `billing.export_claims`: claims handed to an insurer. Whose data left the clinic, and to whom, is recorded for each patient.

use futures::FutureExt;
use serde_json::json;

use super::as_csv::{self, Row};
use super::model::{Claim, ClaimFile};
use super::requests::{ClaimFormat, ExportClaims};
use super::{as_fhir, gather, list, required};
use crate::api::{Ctx, Fields};
use crate::audit::Entry;
use crate::billing::places::{self, BillingPlace};
use crate::db::Db;
use crate::{Error, Result};

/// Claims of one file.
const MOST: usize = 500;

/// Writes the claims of a filter, oldest first.
///
/// # Errors
/// `invalid` on `filter` when it holds no claim, or too many; for FHIR when one of them has no policy, naming it; `documents_unavailable`.
pub(super) async fn export(ctx: &Ctx, request: ExportClaims) -> Result<ClaimFile> {
    let mut db = ctx.db()?;
    let claims = list::all(&mut db, &request.filter, MOST).await?;
    let mut fields = Fields::default();
    if claims.is_empty() {
        fields.wrong("filter", "no_claims");
    }
    fields.check()?;
    let place = places::place(&mut db, request.filter.location_id).await?;
    let file = ClaimFile {
        file_name: format!("claims-{}.{}", place.today(ctx.now)?, ending(request.format)),
        media_type: media_type(request.format).to_owned(),
        content: match request.format {
            ClaimFormat::Csv => csv(&mut db, &place, &claims).await?,
            ClaimFormat::Fhir => fhir(ctx, &request, claims.clone()).await?,
        },
        claims: claims.len(),
    };
    record(ctx, &claims, &file).await?;
    Ok(file)
}

fn ending(format: ClaimFormat) -> &'static str {
    match format {
        ClaimFormat::Csv => "csv",
        ClaimFormat::Fhir => "json",
    }
}

fn media_type(format: ClaimFormat) -> &'static str {
    match format {
        ClaimFormat::Csv => "text/csv",
        ClaimFormat::Fhir => "application/fhir+json",
    }
}

async fn csv(db: &mut Db, place: &BillingPlace, claims: &[Claim]) -> Result<String> {
    let codes = gather::codes(db, claims).await?;
    let row = |(claim, codes)| -> Result<Row<'_>> {
        let claim: &Claim = claim;
        let made_on = place.today(claim.created_at)?;
        Ok(Row { claim, made_on, codes })
    };
    let rows: Vec<Row<'_>> = claims.iter().zip(codes).map(row).collect::<Result<_>>()?;
    as_csv::table(rows.into_iter())
}

async fn fhir(ctx: &Ctx, request: &ExportClaims, claims: Vec<Claim>) -> Result<String> {
    let sheets = gather::sheets(ctx, request.filter.location_id, claims).await?;
    let bundle = as_fhir::bundle(&sheets, ctx.now)?;
    if !required::missing(&bundle).is_empty() {
        return Err(Error::fault("a bundle of claims that lacks what FHIR requires"));
    }
    Ok(serde_json::to_string_pretty(&bundle)?)
}

/// One record for each claim: a disclosure of that patient's data.
async fn record(ctx: &Ctx, claims: &[Claim], file: &ClaimFile) -> Result<()> {
    let ctx = &ctx.unrepeated(ctx.session.clone());
    ctx.transact(|tx, _| {
        for claim in claims {
            let said =
                json!({ "disclosed_to": claim.insurer, "claim": claim.number(), "file": file.file_name, "media_type": file.media_type });
            let entry = Entry::new(ctx.command, "claim", claim.payment_id.0);
            tx.record(entry.patient(claim.patient_id).at(claim.location_id).created(&said));
        }
        async { Ok(()) }.boxed()
    })
    .await
}
