//! What was observed in words: one row each, like figures; a corrected one is retired, never changed.

use chrono::{DateTime, Utc};

use super::given::Finding;
use crate::db::{Read, Sql, Tx};
use crate::ids::{FindingId, ImportedId, PatientId, UserId};
use crate::{Result, args};

/// A finding to be recorded.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct NewFinding {
    /// Whose.
    pub patient_id: PatientId,
    /// The resource of another system that says so.
    pub imported_id: Option<ImportedId>,
    /// What was asked or looked at.
    pub code: String,
    /// The same, as people read it.
    pub name: String,
    /// What was found.
    pub finding: String,
    /// When.
    pub taken_at: DateTime<Utc>,
}

/// Findings of one kind follow each other for years; only the last is shown.
const MOST: u32 = 1_000;
const INSERT: &str = "INSERT INTO findings (id, patient_id, imported_id, code, name, finding, taken_at, retired, recorded_by, created_at, updated_at) VALUES ";
const ROW: &str = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
const OF_PATIENT: &str =
    "SELECT id, code, name, finding, taken_at FROM findings WHERE patient_id = ? AND retired = ? ORDER BY taken_at DESC, id DESC LIMIT ?";

/// The last finding of each kind, the newest first.
///
/// # Errors
/// As the store says.
pub async fn findings_of(q: &mut impl Read, patient: PatientId) -> Result<Vec<Finding>> {
    let mut found: Vec<Finding> = q.all(OF_PATIENT, args![patient, false, MOST]).await?;
    let mut seen = std::collections::HashSet::new();
    found.retain(|f| seen.insert((f.code.clone(), if f.code.is_empty() { f.name.clone() } else { String::new() })));
    Ok(found)
}

/// Records many in few statements. The caller records the act and tells the screens.
///
/// # Errors
/// As the store says.
pub(crate) async fn record_all(tx: &mut Tx, findings: &[NewFinding], by: UserId, now: DateTime<Utc>) -> Result<()> {
    for some in findings.chunks(500) {
        let mut text = vec![INSERT, ROW];
        for _ in 1..some.len() {
            text.extend([", ", ROW]);
        }
        let rows = some.iter().flat_map(|f| {
            args![
                FindingId::fresh(),
                f.patient_id,
                f.imported_id,
                &f.code,
                &f.name,
                &f.finding,
                f.taken_at,
                false,
                by,
                now,
                now
            ]
        });
        tx.exec(Sql::parts(&text), rows.collect()).await?;
    }
    Ok(())
}
