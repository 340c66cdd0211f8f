//! What the chart holds, newest first: visits and documents by their rows; bodies are read one by one.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use super::past_visits::{self, PastVisit};
use super::{access, queries};
use crate::api::Ctx;
use crate::db::{Arg, Db, Read, Sql};
use crate::documents::Collection;
use crate::documents::registry::Privacy;
use crate::ids::{AppointmentId, DocumentId, NoteId, PatientId, UserId};
use crate::scheduling::AppointmentStatus;
use crate::{Result, args};

crate::text_enum! {
    /// What the timeline can be filtered by.
    pub enum ChartFilter {
        /// Appointments, and visits that other systems tell of.
        Visits = "visits",
        /// Notes.
        Notes = "notes",
        /// Prescriptions.
        Prescriptions = "prescriptions",
        /// Reports and other records.
        Records = "records",
        /// Changes of allergies, problems, medications and histories.
        History = "history",
    }
}

impl ChartFilter {
    fn kind(self) -> Option<Collection> {
        match self {
            ChartFilter::Visits => None,
            ChartFilter::Notes => Some(Collection::EncounterNotes),
            ChartFilter::Prescriptions => Some(Collection::Prescriptions),
            ChartFilter::Records => Some(Collection::MedicalRecords),
            ChartFilter::History => Some(Collection::PatientHistory),
        }
    }
}

/// A page of the chart's timeline.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ReadChartTimeline {
    /// Whose.
    pub patient_id: PatientId,
    /// Only these; everything when empty.
    pub only: Vec<ChartFilter>,
    /// Only what stands after this one: `next` of the page before.
    pub after: Option<ChartCursor>,
    /// Entries on the page; 50 when absent, 200 at most.
    pub limit: Option<u32>,
}

/// The last entry of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ChartCursor {
    /// Its instant.
    pub at: DateTime<Utc>,
    /// Its id; an import writes many documents at one instant.
    pub id: Uuid,
}

/// A page of the chart's timeline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ChartTimeline {
    /// Newest first; coming visits stand first.
    pub entries: Vec<ChartEntry>,
    /// Where the next page starts; none at the end.
    pub next: Option<ChartCursor>,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "entry", rename_all = "snake_case")]
#[ts(export)]
pub enum ChartEntry {
    /// An appointment.
    Visit(ChartVisit),
    /// A visit that another system tells of.
    PastVisit(PastVisit),
    /// The current version of a document.
    Document(ChartDocument),
}

impl ChartEntry {
    fn cursor(&self) -> ChartCursor {
        let (at, id) = match self {
            ChartEntry::Visit(visit) => (visit.starts_at, visit.id.0),
            ChartEntry::PastVisit(visit) => (visit.form.starts_at, visit.id.0),
            ChartEntry::Document(document) => (document.at, document.id.0),
        };
        ChartCursor { at, id }
    }
}

/// An appointment in the timeline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct ChartVisit {
    /// The appointment.
    pub id: AppointmentId,
    /// Start.
    pub starts_at: DateTime<Utc>,
    /// IANA zone of the location.
    pub time_zone: String,
    /// Where it stands.
    pub status: AppointmentStatus,
    /// Why the patient came.
    pub reason: String,
    /// Title and name of the doctor.
    pub doctor_name: String,
    /// Name of the location.
    pub location_name: String,
}

/// A document in the timeline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS, sqlx::FromRow)]
#[ts(export)]
pub struct ChartDocument {
    /// The current version.
    pub id: DocumentId,
    /// What kind.
    pub kind: Collection,
    /// How many versions there are.
    pub version: i32,
    /// The visit it was written for.
    pub appointment_id: Option<AppointmentId>,
    /// Who wrote it.
    pub author_id: UserId,
    /// Their name.
    pub author_name: String,
    /// How private it is.
    pub privacy: Privacy,
    /// The note that it adds to; none for what is no addendum.
    pub adds_to: Option<NoteId>,
    /// When the version was written.
    pub at: DateTime<Utc>,
    /// Whether the caller may not read it; its titles are then left out.
    #[sqlx(default)]
    pub locked: bool,
    /// What it is about, as far as rows tell: what stands in the chart, a record's title, the first line of a note or an addendum.
    #[sqlx(skip)]
    pub titles: Vec<String>,
}

/// A document with the title of its record, or the first line of its note or addendum.
#[derive(sqlx::FromRow)]
struct Titled {
    #[sqlx(flatten)]
    document: ChartDocument,
    title: String,
}

const VISITS: &str = "SELECT a.id, a.starts_at, l.time_zone, a.status, a.reason, CONCAT(d.title, ' ', d.first_name, ' ', d.last_name) AS doctor_name, l.name AS location_name \
 FROM appointments a JOIN doctors d ON d.id = a.doctor_id JOIN locations l ON l.id = a.location_id \
 WHERE a.patient_id = ? AND a.starts_at <= ? AND (a.starts_at < ? OR a.id < ?) AND a.status <> 'rescheduled' ORDER BY a.starts_at DESC, a.id DESC LIMIT ?";
const DOCUMENTS: &str = "SELECT d.id, d.kind, d.version, d.appointment_id, d.author_id, CONCAT(u.first_name, ' ', u.last_name) AS author_name, d.privacy, d.created_at AS at, \
 COALESCE(r.title, n.summary, ad.summary, '') AS title, ad.note_id AS adds_to FROM documents d JOIN users u ON u.id = d.author_id \
 LEFT JOIN records r ON r.document_id = d.id LEFT JOIN notes n ON n.document_id = d.id LEFT JOIN note_addenda ad ON ad.document_id = d.id \
 WHERE d.patient_id = ? AND d.state = 'current' AND d.created_at <= ? AND (d.created_at < ? OR d.id < ?) AND d.kind IN (??) ORDER BY d.created_at DESC, d.id DESC LIMIT ?";

/// Far enough ahead for every coming visit.
const AHEAD: TimeDelta = TimeDelta::days(3650);

/// `chart.timeline`
///
/// # Errors
/// As the store says.
pub async fn read(ctx: &Ctx, request: ReadChartTimeline) -> Result<ChartTimeline> {
    let mut db = ctx.db()?;
    let page = Page {
        patient: request.patient_id,
        after: request.after.unwrap_or(ChartCursor {
            at: ctx.now + AHEAD,
            id: Uuid::max(),
        }),
        limit: request.limit.unwrap_or(50).clamp(1, 200),
    };
    let all = if request.only.is_empty() { ChartFilter::ALL } else { &request.only };
    let mut entries = Vec::new();
    if all.contains(&ChartFilter::Visits) {
        let visits: Vec<ChartVisit> = db.all(VISITS, [page.start(), args![page.limit + 1]].concat()).await?;
        entries.extend(visits.into_iter().map(ChartEntry::Visit));
        let past = past_visits::page(&mut db, page.start(), page.limit + 1).await?;
        entries.extend(past.into_iter().map(ChartEntry::PastVisit));
    }
    let kinds: Vec<Collection> = all.iter().filter_map(|f| f.kind()).collect();
    entries.extend(documents(ctx, &mut db, &page, &kinds).await?.into_iter().map(ChartEntry::Document));
    entries.sort_by_key(|e| std::cmp::Reverse(e.cursor()));
    let more = entries.len() > page.limit as usize;
    entries.truncate(page.limit as usize);
    let next = entries.last().filter(|_| more).map(ChartEntry::cursor);
    Ok(ChartTimeline { entries, next })
}

struct Page {
    patient: PatientId,
    after: ChartCursor,
    limit: u32,
}

impl Page {
    /// The values of a statement's first four marks.
    fn start(&self) -> Vec<Arg> {
        args![self.patient, self.after.at, self.after.at, self.after.id]
    }
}

async fn documents(ctx: &Ctx, db: &mut Db, page: &Page, kinds: &[Collection]) -> Result<Vec<ChartDocument>> {
    if kinds.is_empty() {
        return Ok(Vec::new());
    }
    let mut values = page.start();
    values.extend(kinds.iter().map(|kind| Arg::from(*kind)));
    values.extend(args![page.limit + 1]);
    let found: Vec<Titled> = db.all(Sql::list(DOCUMENTS, kinds.len()), values).await?;
    let relation = access::relation(db, ctx.session()?, page.patient, ctx.now).await?;
    let mut titles = titles(db, page.patient).await?;
    let told = |Titled { mut document, title }: Titled| {
        document.locked = !relation.opens(document.author_id, document.privacy);
        if !document.locked {
            let own = Some(title).filter(|title| !title.is_empty());
            document.titles = titles.remove(&document.id).unwrap_or_else(|| own.into_iter().collect());
        }
        document
    };
    Ok(found.into_iter().map(told).collect())
}

/// What the rows of the chart call their documents; a prescription bears the names of its medicines.
async fn titles(q: &mut impl Read, patient: PatientId) -> Result<HashMap<DocumentId, Vec<String>>> {
    let mut titles: HashMap<DocumentId, Vec<String>> = HashMap::new();
    let mut add = |document: DocumentId, title: &str| titles.entry(document).or_default().push(title.to_owned());
    for row in queries::allergies_of(q, patient).await? {
        add(row.document_id, &row.form.substance);
    }
    for row in queries::problems_of(q, patient).await? {
        add(row.document_id, &row.form.description);
    }
    for row in queries::medications_of(q, patient).await? {
        add(row.document_id, &row.form.name);
        if let Some(prescription) = row.prescription_id.filter(|p| *p != row.document_id) {
            add(prescription, &row.form.name);
        }
    }
    for row in queries::histories_of(q, patient).await? {
        add(row.document_id, &row.form.description);
    }
    for row in super::immunizations_of(q, patient).await? {
        add(row.document_id, &row.form.name);
    }
    for row in super::procedures_of(q, patient).await? {
        add(row.document_id, &row.form.name);
    }
    for row in super::care_plans_of(q, patient).await? {
        add(row.document_id, &row.form.title);
    }
    Ok(titles)
}
