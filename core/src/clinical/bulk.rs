//! Whole charts at once, for loads: bodies first, then rows in the transaction of the load.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use uuid::Uuid;

use super::findings::{self, NewFinding};
use super::imported::{self, Author, Write};
use super::keep::Part;
use super::model::{Allergy, ChartProblem, HistoryEntry, Medication};
use super::observations::{self, NewObservation};
use super::past_visits::{self, NewPastVisit};
use super::statements;
use crate::db::Tx;
use crate::documents::registry::{self, NewDocument, Privacy};
use crate::documents::{Collection, Documents, sha256};
use crate::ids::{PatientId, UserId};
use crate::{Error, Result};

/// What one person writes into one chart at one time. Every row is a first version with a document id of its own.
#[derive(Debug, Clone)]
pub(crate) struct Loaded {
    /// Whose chart.
    pub patient_id: PatientId,
    /// Who writes.
    pub by: UserId,
    /// Their name.
    pub by_name: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Whether they state that no allergy is known.
    pub none_known: bool,
    /// Allergies.
    pub allergies: Vec<Allergy>,
    /// Problems.
    pub problems: Vec<ChartProblem>,
    /// What is taken.
    pub medications: Vec<Medication>,
    /// Family and past history.
    pub histories: Vec<HistoryEntry>,
    /// Parts that were written down at times of their own.
    pub parts: Vec<Write>,
    /// Vitals and labs.
    pub figures: Vec<NewObservation>,
    /// What was found in words.
    pub findings: Vec<NewFinding>,
    /// Visits elsewhere.
    pub past_visits: Vec<NewPastVisit>,
}

/// Documents put together in one call.
const TOGETHER: usize = 500;

/// Puts the bodies of every version into the document store, before rows refer to them.
///
/// # Errors
/// `documents_unavailable`.
pub(crate) async fn put_bodies(documents: &dyn Documents, charts: &[Loaded]) -> Result<()> {
    let bodies: Vec<(Uuid, Value)> = charts.iter().map(Loaded::own_bodies).collect::<Result<Vec<_>>>()?.concat();
    for some in bodies.chunks(TOGETHER) {
        documents.insert_all(Collection::PatientHistory, some).await?;
    }
    for chart in charts {
        imported::put_bodies(documents, &chart.parts, &chart.author()).await?;
    }
    Ok(())
}

/// Writes the rows. The caller records the load.
///
/// # Errors
/// As the store says.
pub(crate) async fn write(tx: &mut Tx, charts: &[Loaded]) -> Result<()> {
    for chart in charts {
        for (id, body) in chart.own_bodies()? {
            let document = NewDocument {
                id: crate::ids::DocumentId(id),
                kind: Collection::PatientHistory,
                patient_id: Some(chart.patient_id),
                author_id: chart.by,
                appointment_id: None,
                sha256: sha256(&serde_json::to_vec(&body)?),
                privacy: Privacy::Standard,
            };
            registry::insert(tx, &document, chart.at).await?;
        }
        insert_all(tx, &chart.allergies, chart.at).await?;
        insert_all(tx, &chart.problems, chart.at).await?;
        insert_all(tx, &chart.medications, chart.at).await?;
        insert_all(tx, &chart.histories, chart.at).await?;
        for part in &chart.parts {
            imported::write(tx, part, &chart.author(), chart.at).await?;
        }
        if chart.none_known {
            statements::insert(tx, chart.patient_id, true, chart.by, chart.at).await?;
        }
        observations::record_all(tx, &chart.figures, chart.by, chart.at).await?;
        findings::record_all(tx, &chart.findings, chart.by, chart.at).await?;
        past_visits::record_all(tx, &chart.past_visits, chart.by, chart.at).await?;
    }
    Ok(())
}

async fn insert_all<T: Part>(tx: &mut Tx, parts: &[T], at: DateTime<Utc>) -> Result<()> {
    for part in parts {
        if part.version() != 1 {
            return Err(Error::fault("a load that does not begin with first versions"));
        }
        part.insert(tx, at).await?;
    }
    Ok(())
}

impl Loaded {
    fn author(&self) -> Author {
        Author {
            id: self.by,
            name: self.by_name.clone(),
            source: String::new(),
        }
    }

    /// Of the parts that share the time of the chart.
    fn own_bodies(&self) -> Result<Vec<(Uuid, Value)>> {
        let mut bodies = Vec::new();
        self.allergies.iter().try_for_each(|part| self.add(&mut bodies, part))?;
        self.problems.iter().try_for_each(|part| self.add(&mut bodies, part))?;
        self.medications.iter().try_for_each(|part| self.add(&mut bodies, part))?;
        self.histories.iter().try_for_each(|part| self.add(&mut bodies, part))?;
        Ok(bodies)
    }

    fn add<T: Part>(&self, bodies: &mut Vec<(Uuid, Value)>, part: &T) -> Result<()> {
        let author = json!({ "id": self.by, "name": self.by_name });
        bodies.push((part.document().0, super::keep::body(author, self.at, part)?));
        Ok(())
    }
}
