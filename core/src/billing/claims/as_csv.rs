//! Claims as a table (RFC 4180). Pure.

use chrono::NaiveDate;

use super::model::Claim;
use crate::money::Money;
use crate::{Error, Result};

const HEAD: [&str; 17] = [
    "claim",
    "made_on",
    "patient",
    "chart_number",
    "insurer",
    "policy_number",
    "state",
    "submitted_on",
    "reference",
    "currency",
    "claimed",
    "approved",
    "written_off",
    "remittance",
    "reason",
    "claim_id",
    "codes",
];

/// A claim as its row tells it.
#[derive(Debug)]
pub(super) struct Row<'a> {
    pub claim: &'a Claim,
    /// The local day on which it was made.
    pub made_on: NaiveDate,
    /// What the services of its invoices are called in the tariff, in the order of the lines.
    pub codes: Vec<String>,
}

/// The table.
///
/// # Errors
/// `internal` when it cannot be written.
pub(super) fn table<'a>(rows: impl Iterator<Item = Row<'a>>) -> Result<String> {
    let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let broken = |_| Error::fault("a table that cannot be written");
    out.write_record(HEAD).map_err(broken)?;
    for row in rows {
        out.write_record(cells(&row)).map_err(broken)?;
    }
    let bytes = out.into_inner().map_err(|_| Error::fault("a table that cannot be written"))?;
    String::from_utf8(bytes).map_err(|_| Error::fault("a table that is no text"))
}

fn cells(row: &Row<'_>) -> [String; 17] {
    let claim = row.claim;
    let currency = claim.amount.currency;
    let figure = |amount: i64| Money::of(amount, currency).decimal();
    [
        text(&claim.number()),
        row.made_on.to_string(),
        text(&claim.patient_name),
        text(&claim.chart_number),
        text(&claim.insurer),
        text(&claim.policy_number),
        claim.state.as_str().to_owned(),
        claim.submitted_on.map(|day| day.to_string()).unwrap_or_default(),
        text(&claim.reference),
        currency.code().to_owned(),
        claim.amount.decimal(),
        claim.approved.map(figure).unwrap_or_default(),
        figure(claim.written_off),
        text(claim.remittance.as_deref().unwrap_or_default()),
        text(&claim.reason),
        claim.payment_id.to_string(),
        text(&row.codes.join(", ")),
    ]
}

/// What a spreadsheet would take for a formula is kept as text (OWASP, "CSV injection").
fn text(said: &str) -> String {
    if said.trim_start().starts_with(['=', '+', '-', '@']) || said.starts_with(['\t', '\r', '\n']) {
        format!("'{said}")
    } else {
        said.to_owned()
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::billing::claims::model::ClaimState;
    use crate::billing::model::PaymentShare;
    use crate::ids::{InsurerId, InvoiceId, LocationId, PatientId, PaymentId, PolicyId};
    use crate::money::Currency;

    /// A claim of 80.00 on one invoice.
    pub fn claim() -> Claim {
        Claim {
            payment_id: PaymentId::fresh(),
            version: 1,
            location_id: LocationId::fresh(),
            patient_id: PatientId::fresh(),
            patient_name: "Eileen Byrne".into(),
            chart_number: "C-000001".into(),
            insurer_id: InsurerId::fresh(),
            insurer: "Meridian Health".into(),
            policy_id: Some(PolicyId::fresh()),
            policy_number: "MH-1".into(),
            state: ClaimState::PartlyPaid,
            amount: Money::of(8000, Currency::parse("EUR").unwrap()),
            approved: Some(6500),
            written_off: 0,
            reason: String::new(),
            submitted_on: None,
            reference: String::new(),
            remittance: Some("RA-1".into()),
            created_at: chrono::DateTime::UNIX_EPOCH,
            shares: vec![PaymentShare {
                invoice_id: InvoiceId::fresh(),
                number: Some("INV-2026-000001".into()),
                amount: 8000,
            }],
        }
    }

    fn written(claim: &Claim) -> Vec<String> {
        let codes = vec!["99213".to_owned(), "J-02".to_owned()];
        let made_on = NaiveDate::default();
        let table = table(std::iter::once(Row { claim, made_on, codes })).unwrap();
        assert_eq!(table.matches("\r\n").count(), 2);
        let mut rows = csv::ReaderBuilder::new().from_reader(table.as_bytes());
        rows.records().next().unwrap().unwrap().iter().map(str::to_owned).collect()
    }

    #[test]
    fn a_claim_is_a_row_with_decimals_that_other_programs_read() {
        let row = written(&claim());
        assert_eq!(row[..3], ["INV-2026-000001", "1970-01-01", "Eileen Byrne"]);
        assert_eq!(row[9..14], ["EUR", "80.00", "65.00", "0.00", "RA-1"]);
        assert_eq!(row[16], "99213, J-02");
    }

    #[test]
    fn no_cell_is_a_formula() {
        for evil in [
            "=HYPERLINK(\"http://x\")",
            "+1",
            "-1+2",
            "@SUM(A1)",
            "\t=1",
            "  =1",
            "\r=1",
            "\tTotal",
            "\nTotal",
        ] {
            let mut claim = claim();
            (claim.patient_name, claim.reference, claim.reason) = (evil.into(), evil.into(), evil.into());
            (claim.insurer, claim.policy_number, claim.remittance) = (evil.into(), evil.into(), Some(evil.into()));
            let row = written(&claim);
            let meant: Vec<&String> = row.iter().filter(|cell| cell.contains(evil)).collect();
            assert_eq!(meant.len(), 6, "{row:?}");
            assert!(meant.iter().all(|cell| cell.starts_with('\'')), "{row:?}");
        }
    }
}
