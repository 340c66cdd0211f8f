//! What of a chart goes along when it is merged into another, and comes back when that is undone.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::db::{Arg, Read, Sql, Tx};
use crate::ids::PatientId;
use crate::{Result, args};

/// Rows of a chart by table.
pub type ChartRows = BTreeMap<String, Vec<Uuid>>;

macro_rules! tables {
    ($($table:literal),* $(,)?) => {
        &[$((
            $table,
            concat!("SELECT id FROM ", $table, " WHERE patient_id = ? ORDER BY id"),
            concat!("UPDATE ", $table, " SET patient_id = ? WHERE patient_id = ? AND id IN (??)"),
        )),*]
    };
}

/// Each table with what lists and what moves its rows.
const TABLES: &[(&str, &str, &str)] = tables!(
    "allergies",
    "allergy_statements",
    "maternity_statements",
    "problems",
    "medications",
    "histories",
    "observations",
    "findings",
    "past_visits",
    "immunizations",
    "procedures",
    "care_plans",
    "patient_identifiers",
    "imported_resources",
    "break_glass",
    "prescriptions",
    "prescription_items",
    "files",
    "tasks",
    "invoices",
    "payments",
    "insurance_policies",
);

/// Everything that stands in a chart.
///
/// # Errors
/// As the store says.
pub async fn rows_of(q: &mut impl Read, patient: PatientId) -> Result<ChartRows> {
    let mut rows = ChartRows::new();
    for (table, select, _) in TABLES {
        let ids: Vec<(Uuid,)> = q.all(*select, args![patient]).await?;
        rows.insert((*table).to_owned(), ids.into_iter().map(|r| r.0).collect());
    }
    Ok(rows)
}

/// Gives these rows from one chart to the other.
///
/// # Errors
/// As the store says.
pub async fn give(tx: &mut Tx, rows: &ChartRows, from: PatientId, to: PatientId) -> Result<()> {
    for (table, _, update) in TABLES {
        for some in rows.get(*table).into_iter().flat_map(|ids| ids.chunks(500)) {
            let listed = some.iter().map(|id| Arg::from(*id));
            let values = args![to, from].into_iter().chain(listed).collect();
            tx.exec(Sql::list(update, some.len()), values).await?;
        }
    }
    Ok(())
}
