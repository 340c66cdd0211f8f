//! What must hold before a remittance is entered. Pure.

use chrono::NaiveDate;

use super::model::{Claim, ClaimState};
use super::requests::{EnterRemittance, Rest};
use crate::Result;
use crate::api::Fields;
use crate::billing::amounts::MOST;
use crate::billing::drawer;
use crate::money::Money;

/// Claims of one remittance.
pub(super) const MOST_LINES: usize = 500;

/// What can be told without the claims: texts, the lines' own figures, and that they come to the total.
///
/// # Errors
/// `invalid` with every wrong field; on `total` with what the lines come to and the difference.
pub(super) fn form(request: &EnterRemittance) -> Result<()> {
    let mut fields = Fields::default();
    fields.required("reference", &request.reference, 80);
    drawer::check_name(&mut fields, &request.drawer);
    if request.lines.is_empty() {
        fields.wrong("lines", "required");
    } else if request.lines.len() > MOST_LINES {
        fields.wrong_with("lines", "too_many_claims", "max", MOST_LINES);
    }
    for (n, line) in request.lines.iter().enumerate() {
        fields.within(&format!("lines.{n}.approved"), line.approved, 0, MOST);
        fields.at_most(&format!("lines.{n}.reason"), line.reason.trim(), 400);
        if line.reason.trim().is_empty() && (line.approved == 0 || line.rest == Rest::WriteOff) {
            fields.wrong(&format!("lines.{n}.reason"), "required");
        }
        if request.lines[..n].iter().any(|other| other.payment_id == line.payment_id) {
            fields.wrong(&format!("lines.{n}.payment_id"), "named_twice");
        }
    }
    let sum: i128 = request.lines.iter().map(|line| i128::from(line.approved)).sum();
    if sum != i128::from(request.total.amount) {
        let of = |amount: i128| Money::of(i64::try_from(amount).unwrap_or(i64::MAX), request.total.currency);
        fields.wrong_with(
            "total",
            "lines_differ",
            "difference",
            serde_json::json!(of(i128::from(request.total.amount) - sum)),
        );
    }
    fields.check()
}

/// The lines against their claims, which stand in the same order.
///
/// # Errors
/// `invalid` on each line whose claim is decided already, was changed since, is another insurer's, place's or currency's, or is paid more
/// than it asked for; all name the claim.
pub(super) fn lines(request: &EnterRemittance, claims: &[Claim]) -> Result<()> {
    let mut fields = Fields::default();
    for (n, (line, claim)) in request.lines.iter().zip(claims).enumerate() {
        let of = format!("lines.{n}.payment_id");
        let wrong = if !matches!(claim.state, ClaimState::Pending | ClaimState::Submitted) {
            Some("claim_settled")
        } else if claim.insurer_id != request.insurer_id {
            Some("other_insurer")
        } else if claim.location_id != request.location_id {
            Some("other_place")
        } else if claim.amount.currency != request.total.currency {
            Some("other_currency")
        } else if claim.version != line.version {
            Some("claim_changed")
        } else {
            None
        };
        if let Some(code) = wrong {
            fields.wrong_with(&of, code, "claim", claim.number());
        } else if line.approved > claim.amount.amount {
            let most = serde_json::json!(claim.amount);
            fields.wrong_with(&format!("lines.{n}.approved"), "more_than_claimed", "most", most);
        }
    }
    fields.check()
}

/// A remittance is booked on a day that is not ahead, and not closed: today is open whatever was counted before.
///
/// # Errors
/// `invalid` on `received_on`, with the last day that was closed.
pub(super) fn day(received_on: NaiveDate, today: NaiveDate, closed: Option<NaiveDate>) -> Result<()> {
    let mut fields = Fields::default();
    if received_on > today {
        fields.wrong("received_on", "date_in_future");
    } else if let Some(closed) = closed.filter(|closed| received_on <= *closed && received_on < today) {
        fields.wrong_with("received_on", "day_sealed", "closed", serde_json::json!(closed));
    }
    fields.check()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::billing::claims::requests::RemittanceLineForm;
    use crate::ids::{InsurerId, LocationId, PaymentId};
    use crate::money::Currency;

    fn request(total: i64, lines: &[(i64, Rest, &str)]) -> EnterRemittance {
        let line = |&(approved, rest, reason): &(i64, Rest, &str)| RemittanceLineForm {
            payment_id: PaymentId::fresh(),
            version: 1,
            approved,
            rest,
            reason: reason.to_owned(),
        };
        EnterRemittance {
            location_id: LocationId::fresh(),
            insurer_id: InsurerId::fresh(),
            reference: "RA-1".into(),
            received_on: NaiveDate::default(),
            total: Money::of(total, Currency::parse("EUR").unwrap()),
            lines: lines.iter().map(line).collect(),
            drawer: "1".into(),
        }
    }

    fn wrong(result: Result<()>) -> Vec<(String, String)> {
        let fields = result.err().map(|e| e.fields).unwrap_or_default();
        fields.into_iter().map(|f| (f.field, f.code)).collect()
    }

    #[test]
    fn the_lines_come_to_the_total_and_no_line_is_denied_without_a_reason() {
        assert!(form(&request(150, &[(100, Rest::Patient, ""), (50, Rest::Patient, "")])).is_ok());
        let short = form(&request(149, &[(100, Rest::Patient, ""), (50, Rest::Patient, "")])).unwrap_err();
        assert_eq!(short.fields[0].params["difference"]["amount"], -1);
        assert_eq!(
            wrong(form(&request(0, &[(0, Rest::Patient, " ")]))),
            [("lines.0.reason".into(), "required".into())]
        );
        assert_eq!(
            wrong(form(&request(5, &[(5, Rest::WriteOff, "")]))),
            [("lines.0.reason".into(), "required".into())]
        );
        assert!(form(&request(0, &[(0, Rest::WriteOff, "Not covered")])).is_ok());
        assert_eq!(wrong(form(&request(0, &[]))), [("lines".into(), "required".into())]);
        assert_eq!(
            wrong(form(&request(i64::MAX, &[(i64::MAX, Rest::Patient, ""), (-1, Rest::Patient, "")]))),
            [
                ("lines.0.approved", "out_of_range"),
                ("lines.1.approved", "out_of_range"),
                ("total", "lines_differ")
            ]
            .map(|(f, c)| (f.into(), c.into()))
        );
        let many: Vec<(i64, Rest, &str)> = vec![(1, Rest::Patient, ""); MOST_LINES + 1];
        assert!(wrong(form(&request(501, &many))).contains(&("lines".into(), "too_many_claims".into())));
        assert!(form(&request(500, &many[1..])).is_ok());
        let mut long = request(1, &[(1, Rest::Patient, "")]);
        (long.reference, long.lines[0].reason, long.drawer) = ("x".repeat(81), "x".repeat(401), " ".into());
        assert_eq!(
            wrong(form(&long)),
            [("reference", "too_long"), ("drawer", "required"), ("lines.0.reason", "too_long")].map(|(f, c)| (f.into(), c.into()))
        );
        long.reference = " ".into();
        assert!(wrong(form(&long)).contains(&("reference".into(), "required".into())));
        let mut twice = request(2, &[(1, Rest::Patient, ""), (1, Rest::Patient, "")]);
        twice.lines[1].payment_id = twice.lines[0].payment_id;
        assert_eq!(wrong(form(&twice)), [("lines.1.payment_id".into(), "named_twice".into())]);
    }

    #[test]
    fn a_closed_day_takes_nothing_more_but_today_does() {
        let on = |day| NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
        let code = |received, closed| wrong(super::day(on(received), on(24), closed)).pop().map(|(_, code)| code);
        assert_eq!(code(24, None), None);
        assert_eq!(code(24, Some(on(24))), None, "what comes after the count opens the drawer anew");
        assert_eq!(code(23, Some(on(22))), None);
        assert_eq!(code(23, Some(on(23))).as_deref(), Some("day_sealed"));
        assert_eq!(code(23, Some(on(24))).as_deref(), Some("day_sealed"));
        assert_eq!(code(25, None).as_deref(), Some("date_in_future"));
    }
}
