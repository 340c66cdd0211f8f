//! Policies of one patient and rank that cover the same days: nobody can tell which insurer is asked first.

use uuid::Uuid;

use super::{Check, Finding, Tally};
use crate::db::{Db, Read};
use crate::{Result, args};

const MEET: &str = "SELECT b.id FROM insurance_policies a JOIN insurance_policies b ON b.patient_id = a.patient_id AND b.policy_rank = a.policy_rank AND b.id > a.id \
 WHERE a.active AND b.active AND (a.valid_from IS NULL OR b.valid_to IS NULL OR a.valid_from <= b.valid_to) \
 AND (b.valid_from IS NULL OR a.valid_to IS NULL OR b.valid_from <= a.valid_to) ORDER BY b.id";

pub(super) async fn run(db: &Db) -> Result<Vec<Finding>> {
    let rows: Vec<(Uuid,)> = db.clone().all(MEET, args![]).await?;
    let found = Tally::of(rows.into_iter().map(|r| r.0)).finding(Check::Policies, "insurance_policies");
    Ok(found.into_iter().collect())
}
