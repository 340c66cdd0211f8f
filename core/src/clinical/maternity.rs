//! Pregnancy and breastfeeding: said by somebody on a day. Where nobody said, a problem of the chart may tell.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::keep::open_chart;
use super::model::{ChartProblem, ItemStatus};
use super::queries;
use crate::api::Ctx;
use crate::audit::Entry;
use crate::db::{Read, Tx};
use crate::feed::Topic;
use crate::ids::{PatientId, StatementId};
use crate::patients::model::{Patient, Sex};
use crate::{Result, args, patients};

crate::text_enum! {
    /// What was said of something that can be so or not.
    #[derive(Default)]
    pub enum Said {
        /// It is so.
        Yes = "yes",
        /// It is not.
        No = "no",
        /// Nobody said, or too long ago.
        #[default]
        Unknown = "unknown",
    }
}

/// How long a word counts, in days: a pregnancy ends after 42 weeks, and a child is breastfed for two years (WHO).
const PREGNANCY: i64 = 300;
const BREASTFEEDING: i64 = 730;

/// Ages in months within which it is asked about: 12 to 55 years.
const ASKED: std::ops::Range<i32> = 144..672;

/// What is known of pregnancy and breastfeeding today.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Maternity {
    /// Whether she is pregnant.
    pub pregnancy: Said,
    /// Whether she breastfeeds.
    pub breastfeeding: Said,
    /// Who said so last; none when it is known from a problem, or not at all.
    pub stated_by_name: Option<String>,
    /// On which day.
    pub stated_on: Option<NaiveDate>,
    /// Whether a screen asks about it.
    pub asked: bool,
}

/// States both. A "no" counts on the day it is said.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct StateMaternity {
    /// Of whom.
    pub patient_id: PatientId,
    /// Whether she is pregnant.
    pub pregnancy: Said,
    /// Whether she breastfeeds.
    pub breastfeeding: Said,
}

#[derive(Debug, Clone, Serialize, sqlx::FromRow)]
struct Statement {
    pregnancy: Said,
    breastfeeding: Said,
    stated_on: NaiveDate,
    stated_by_name: String,
}

const INSERT: &str = "INSERT INTO maternity_statements (id, patient_id, pregnancy, breastfeeding, stated_on, stated_by, created_at, updated_at) \
 VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
const LAST: &str = "SELECT s.pregnancy, s.breastfeeding, s.stated_on, CONCAT(u.first_name, ' ', u.last_name) AS stated_by_name \
 FROM maternity_statements s JOIN users u ON u.id = s.stated_by WHERE s.patient_id = ? ORDER BY s.created_at DESC, s.id DESC LIMIT 1";

/// `chart.state_maternity`
///
/// # Errors
/// `not_allowed` on a merged chart; `not_found`.
pub(super) async fn state(ctx: &Ctx, tx: &mut Tx, request: StateMaternity) -> Result<Maternity> {
    let patient = request.patient_id;
    open_chart(tx, patient).await?;
    let today = patients::place(tx, ctx, None).await?.today;
    let before: Option<Statement> = tx.optional(LAST, args![patient]).await?;
    let id = StatementId::fresh();
    let by = ctx.session()?.user_id;
    let values = args![id, patient, request.pregnancy, request.breastfeeding, today, by, ctx.now, ctx.now];
    tx.exec(INSERT, values).await?;
    let after: Statement = tx.one(LAST, args![patient]).await?;
    let entry = Entry::new(ctx.command, "maternity_statement", id.0).patient(patient);
    tx.record(match before {
        None => entry.created(&after),
        Some(before) => entry.change(&before, &after),
    });
    tx.changed(Topic::patient(patient));
    let patient = patients::read(tx, patient).await?;
    maternity_of(tx, &patient, today).await
}

/// What is known of a patient today.
///
/// # Errors
/// As the store says.
pub async fn maternity_of(q: &mut impl Read, patient: &Patient, today: NaiveDate) -> Result<Maternity> {
    let last: Option<Statement> = q.optional(LAST, args![patient.id]).await?;
    let problems = queries::problems_of(q, patient.id).await?;
    let months = patients::months_between(patient.date_of_birth, today);
    Ok(known(last, &problems, may_be_pregnant(patient.sex, months), today))
}

/// Whether somebody of this sex and age in months is asked about it.
#[must_use]
pub fn may_be_pregnant(sex: Sex, months: i32) -> bool {
    sex != Sex::Male && ASKED.contains(&months)
}

fn known(last: Option<Statement>, problems: &[ChartProblem], asked: bool, today: NaiveDate) -> Maternity {
    let age = last.as_ref().map_or(0, |s| (today - s.stated_on).num_days());
    let said = last.as_ref().map_or((Said::Unknown, Said::Unknown), |s| {
        (counts(s.pregnancy, age, PREGNANCY), counts(s.breastfeeding, age, BREASTFEEDING))
    });
    let stands = |is: fn(&str) -> bool| {
        let active = problems.iter().filter(|p| p.form.status == ItemStatus::Active);
        active.into_iter().any(|p| is(&p.form.code) || is(&p.form.snomed))
    };
    let or_problem = |said: Said, is: fn(&str) -> bool| if said == Said::Unknown && stands(is) { Said::Yes } else { said };
    let (pregnancy, breastfeeding) = (or_problem(said.0, is_pregnancy), or_problem(said.1, is_breastfeeding));
    let stated = last.filter(|_| said != (Said::Unknown, Said::Unknown));
    Maternity {
        pregnancy,
        breastfeeding,
        stated_on: stated.as_ref().map(|s| s.stated_on),
        stated_by_name: stated.map(|s| s.stated_by_name),
        asked: asked || pregnancy == Said::Yes || breastfeeding == Said::Yes,
    }
}

/// What a word of so many days ago still says.
fn counts(said: Said, age: i64, most: i64) -> Said {
    match said {
        Said::Yes if age <= most => Said::Yes,
        Said::No if age == 0 => Said::No,
        _ => Said::Unknown,
    }
}

/// ICD-10-CM chapter XV but for what ends a pregnancy and what follows (O00 to O08, O80 to O82, O85 to O94), Z33 but for its
/// termination, Z34 and Z3A; SNOMED CT's normal and high-risk pregnancy, as imports have them.
fn is_pregnancy(code: &str) -> bool {
    const OVER: &[&str] = &[
        "O00", "O01", "O02", "O03", "O04", "O07", "O08", "O80", "O82", "O85", "O86", "O87", "O88", "O89", "O90", "O91", "O92", "O94",
        "Z33.2",
    ];
    const SNOMED: &[&str] = &["72892002", "77386006", "47200007"];
    let begins = |with: &[&str]| with.iter().any(|with| code.starts_with(with));
    SNOMED.contains(&code) || (begins(&["O", "Z33", "Z34", "Z3A"]) && !begins(OVER))
}

/// ICD-10-CM Z39.1 (lactating mother) and O91, O92 (the breast and lactation); SNOMED CT's breastfeeding and lactating.
fn is_breastfeeding(code: &str) -> bool {
    ["Z39.1", "O91", "O92"].iter().any(|with| code.starts_with(with)) || ["413712001", "290122005"].contains(&code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pregnancy_that_is_over_is_none() {
        for (code, pregnant) in [
            ("O24.4", true),
            ("O09.5", true),
            ("Z34.0", true),
            ("Z3A.20", true),
            ("72892002", true),
            ("O03.9", false),
            ("O80", false),
            ("O90.6", false),
            ("Z33.2", false),
            ("E11.9", false),
            ("", false),
        ] {
            assert_eq!(is_pregnancy(code), pregnant, "{code}");
        }
        assert!(is_breastfeeding("Z39.1") && !is_breastfeeding("Z39.2"));
    }

    #[test]
    fn a_word_counts_for_its_time_and_then_it_is_asked_again() {
        use Said::{No, Unknown, Yes};
        for (said, age, expected) in [
            (Yes, 0, Yes),
            (Yes, 300, Yes),
            (Yes, 301, Unknown),
            (No, 0, No),
            (No, 1, Unknown),
            (Unknown, 0, Unknown),
        ] {
            assert_eq!(counts(said, age, PREGNANCY), expected, "{said:?} {age}");
        }
    }

    #[test]
    fn women_of_twelve_to_fifty_five_are_asked() {
        for (sex, years, asked) in [
            (Sex::Female, 11, false),
            (Sex::Female, 12, true),
            (Sex::Female, 55, true),
            (Sex::Female, 56, false),
            (Sex::Unknown, 30, true),
            (Sex::Male, 30, false),
        ] {
            assert_eq!(may_be_pregnant(sex, years * 12), asked, "{sex:?} {years}");
        }
    }
}
