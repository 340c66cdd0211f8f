//! Insurers, and who is insured with them: most for years, some no longer, some with a second policy, children through a parent.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};

use super::rows::insert;
use crate::db::{Arg, Tx};
use crate::demo::people::{DemoPerson, INSURERS};
use crate::ids::{InsurerId, PolicyId};
use crate::{Result, args};

const INSURER: &str = "INSERT INTO insurers (id, name, payer_id, active, created_at, updated_at, version) VALUES ";
const INSURER_ROW: &str = "(?, ?, ?, ?, ?, ?, 1)";
const POLICY: &str = "INSERT INTO insurance_policies (id, patient_id, insurer_id, policy_number, group_number, policy_rank, holder, holder_name, holder_relation, \
 valid_from, valid_to, coverage_note, active, created_at, updated_at, version) VALUES ";
const POLICY_ROW: &str = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)";

/// Writes insurers and policies.
///
/// # Errors
/// As the store says.
pub(in crate::demo) async fn insurance(tx: &mut Tx, people: &[DemoPerson], now: DateTime<Utc>) -> Result<()> {
    let names = INSURERS.iter().flat_map(|names| names.iter()).filter(|name| !name.is_empty());
    let insurers: BTreeMap<&str, InsurerId> = names.map(|name| (*name, InsurerId::fresh())).collect();
    let payer = |at: usize| format!("{:05}", 40_100 + at * 7);
    let rows = insurers
        .iter()
        .enumerate()
        .map(|(at, (name, id))| args![*id, *name, payer(at), true, now, now]);
    insert(tx, INSURER, INSURER_ROW, rows.collect()).await?;
    let insured = people.iter().enumerate().filter(|(_, p)| !p.insurer.is_empty());
    let rows = insured.flat_map(|(at, person)| policies(person, at, &insurers, now)).collect();
    insert(tx, POLICY, POLICY_ROW, rows).await
}

fn policies(person: &DemoPerson, at: usize, insurers: &BTreeMap<&str, InsurerId>, now: DateTime<Utc>) -> Vec<Vec<Arg>> {
    let today = now.date_naive();
    let since = NaiveDate::from_ymd_opt(today.year() - 2, 1, 1);
    let until = match at % 17 {
        5 => today.checked_sub_signed(TimeDelta::days(40)),
        1 | 9 => NaiveDate::from_ymd_opt(today.year() + 1, 12, 31),
        _ => None,
    };
    let child = person.age(today) < 18;
    let holder = person.contact.as_ref().filter(|_| child);
    let policy = |name: &str, number: String, rank: &str, until: Option<NaiveDate>, note: &str| {
        insurers.get(name).map(|insurer| {
            args![
                PolicyId::fresh(),
                person.id,
                *insurer,
                number,
                if at.is_multiple_of(4) { "GRP-2210" } else { "" },
                rank,
                if holder.is_some() { "other" } else { "self" },
                holder.map_or("", |(name, ..)| name.as_str()),
                holder.map_or("", |(_, relation, _)| *relation),
                since,
                until,
                note,
                true,
                now,
                now
            ]
        })
    };
    let mut rows: Vec<_> = policy(&person.insurer, person.policy.clone(), "primary", until, "")
        .into_iter()
        .collect();
    let second = INSURERS[person.place]
        .iter()
        .find(|name| !name.is_empty() && **name != person.insurer);
    if let Some(name) = second.filter(|_| at % 9 == 4) {
        rows.extend(policy(
            name,
            format!("S{}", person.policy),
            "secondary",
            None,
            "Outpatient care, 80 %",
        ));
    }
    rows
}
