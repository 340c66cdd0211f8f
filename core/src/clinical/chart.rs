//! A chart on one page, from rows alone.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::given::{CarePlan, Finding, Immunization, Procedure};
use super::growth::{self, Child};
use super::maternity::{Maternity, maternity_of};
use super::model::{Allergy, ChartProblem, HistoryEntry, Medication, NoneKnown};
use super::observations::{self, Measured, Observation};
use super::rules::{self, Age};
use super::{access, queries, vitals};
use crate::api::Ctx;
use crate::audit;
use crate::db::Read;
use crate::documents::Collection;
use crate::documents::registry::Privacy;
use crate::ids::{LocationId, PatientId, UserId};
use crate::patients::model::Patient;
use crate::scheduling::model::AppointmentCard;
use crate::{Result, args, patients, scheduling};

/// Which chart.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct OpenChart {
    /// Whose.
    pub patient_id: PatientId,
    /// Where the caller works: says which day is today.
    pub location_id: Option<LocationId>,
}

/// The last figures of one vital sign.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct VitalSeries {
    /// A code of the vitals.
    pub code: String,
    /// UCUM.
    pub unit: String,
    /// Oldest first, twelve at most.
    pub points: Vec<Observation>,
}

/// How many documents of a kind the chart holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ChartCounts {
    /// By kind of document.
    pub documents: BTreeMap<Collection, i64>,
    /// Of these, how many are locked for the caller.
    pub locked: i64,
    /// Visits that took place.
    pub visits: i64,
}

/// Everything the chart's page shows at once; bodies are read one by one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Chart {
    /// Who.
    pub patient: Patient,
    /// Age today, or at death.
    pub age: Age,
    /// Whole years, for rules.
    pub age_years: i32,
    /// Allergies that stand, then those that are over.
    pub allergies: Vec<Allergy>,
    /// Who said that none is known. None, and no allergy either: nobody asked yet.
    pub none_known: Option<NoneKnown>,
    /// Pregnancy and breastfeeding.
    pub maternity: Maternity,
    /// Problems that stand, then those that are over.
    pub problems: Vec<ChartProblem>,
    /// What is taken, then what was.
    pub medications: Vec<Medication>,
    /// Family and past history.
    pub histories: Vec<HistoryEntry>,
    /// Vaccines, the last one first.
    pub immunizations: Vec<Immunization>,
    /// Procedures, the last one first.
    pub procedures: Vec<Procedure>,
    /// Plans of care, those that are followed first.
    pub care_plans: Vec<CarePlan>,
    /// The last finding of each kind.
    pub findings: Vec<Finding>,
    /// Each vital sign that was ever measured.
    pub vitals: Vec<VitalSeries>,
    /// How much else there is.
    pub counts: ChartCounts,
    /// Whether the caller treats this patient.
    pub treats: bool,
    /// The caller's own visit of today: under way, waiting, or still to come.
    pub visit: Option<AppointmentCard>,
    /// When the patient was seen last, here or where another system tells of it.
    pub last_visit_at: Option<DateTime<Utc>>,
}

/// `chart.open`: gives the chart and records that it was opened. A screen calls it once and refreshes with `chart.read`.
///
/// # Errors
/// `not_found`.
pub async fn open(ctx: &Ctx, request: OpenChart) -> Result<Chart> {
    let chart = whole(ctx, &mut ctx.db()?, &request).await?;
    audit::opened(ctx, "chart", request.patient_id).await?;
    Ok(chart)
}

/// `chart.read`: the chart of a page that is open already; recorded once an hour.
///
/// # Errors
/// `not_found`.
pub async fn read(ctx: &Ctx, request: OpenChart) -> Result<Chart> {
    let chart = whole(ctx, &mut ctx.db()?, &request).await?;
    audit::read_again(ctx, "chart", request.patient_id).await?;
    Ok(chart)
}

async fn whole(ctx: &Ctx, q: &mut impl Read, request: &OpenChart) -> Result<Chart> {
    let id = request.patient_id;
    let patient = patients::read(q, id).await?;
    let place = patients::place(q, ctx, request.location_id).await?;
    let today = place.today;
    let on = patient.deceased_on.unwrap_or(today);
    let relation = access::relation(q, ctx.session()?, id, ctx.now).await?;
    let visit = match queries::doctor_of(q, relation.user_id).await? {
        Some(doctor) => own_visit(scheduling::cards_of_doctor(q, doctor, today).await?, id),
        None => None,
    };
    Ok(Chart {
        age: rules::age(patient.date_of_birth, on),
        age_years: patients::age_years(patient.date_of_birth, on),
        allergies: queries::allergies_of(q, id).await?,
        none_known: queries::none_known(q, id).await?,
        maternity: maternity_of(q, &patient, on).await?,
        problems: queries::problems_of(q, id).await?,
        medications: queries::medications_of(q, id).await?,
        histories: queries::histories_of(q, id).await?,
        immunizations: super::immunizations_of(q, id).await?,
        procedures: super::procedures_of(q, id).await?,
        care_plans: super::care_plans_of(q, id).await?,
        findings: super::findings_of(q, id).await?,
        vitals: series(q, &patient, on, &place).await?,
        counts: counts(q, id, relation).await?,
        treats: relation.treats,
        visit,
        last_visit_at: queries::last_visit(q, id).await?,
        patient,
    })
}

/// The visit under way, else the one that waits, else the next one today.
fn own_visit(cards: Vec<AppointmentCard>, patient: PatientId) -> Option<AppointmentCard> {
    use scheduling::AppointmentStatus as S;
    let rank = |c: &AppointmentCard| match c.status {
        S::InProgress => Some(0),
        S::CheckedIn => Some(1),
        S::Scheduled | S::Confirmed => Some(2),
        S::Completed => Some(3),
        _ => None,
    };
    let own = cards.into_iter().filter(|c| c.patient_id == patient);
    own.filter_map(|c| rank(&c).map(|r| (r, c)))
        .min_by_key(|(r, c)| (*r, c.starts_at))
        .map(|(_, c)| c)
}

/// Points of a plot.
const POINTS: u32 = 12;

async fn series(q: &mut impl Read, patient: &Patient, on: NaiveDate, place: &patients::Place) -> Result<Vec<VitalSeries>> {
    let months = patients::months_between(patient.date_of_birth, on);
    let child = Child::of(patient, on);
    let mut all = Vec::new();
    for kind in vitals::KINDS.iter().filter(|kind| vitals::is_of_age(kind.code, months)) {
        let mut points = observations::series(q, patient.id, kind.code, POINTS).await?;
        points.reverse();
        growth::mark(&mut points, child, place);
        if !points.is_empty() {
            all.push(VitalSeries {
                code: kind.code.to_owned(),
                unit: kind.unit.to_owned(),
                points,
            });
        }
    }
    Ok(all)
}

const DOCUMENTS: &str =
    "SELECT kind, privacy, author_id, COUNT(*) FROM documents WHERE patient_id = ? AND state = 'current' GROUP BY kind, privacy, author_id";

async fn counts(q: &mut impl Read, patient: PatientId, relation: access::Relation) -> Result<ChartCounts> {
    let rows: Vec<(Collection, Privacy, UserId, i64)> = q.all(DOCUMENTS, args![patient]).await?;
    let mut counts = ChartCounts {
        documents: BTreeMap::new(),
        locked: 0,
        visits: queries::visits(q, patient).await?,
    };
    for (kind, privacy, author, count) in rows {
        *counts.documents.entry(kind).or_default() += count;
        if !relation.opens(author, privacy) {
            counts.locked += count;
        }
    }
    Ok(counts)
}

/// More of one series, for a larger plot.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ReadSeries {
    /// Whose.
    pub patient_id: PatientId,
    /// What was measured.
    pub code: String,
    /// The last so many; 500 at most.
    pub limit: u32,
}

/// `chart.series`: figures of one kind, oldest first, a child's growth with its percentiles.
///
/// # Errors
/// `not_found`.
pub async fn read_series(ctx: &Ctx, request: ReadSeries) -> Result<Vec<Observation>> {
    let (limit, mut db) = (request.limit.clamp(1, 500), ctx.db()?);
    let patient = patients::read(&mut db, request.patient_id).await?;
    let place = patients::place(&mut db, ctx, None).await?;
    let mut points = observations::series(&mut db, request.patient_id, &request.code, limit).await?;
    points.reverse();
    growth::mark(&mut points, Child::of(&patient, place.today), &place);
    Ok(points)
}

/// What was measured of a patient.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[ts(export)]
pub struct ReadMeasured {
    /// Whose.
    pub patient_id: PatientId,
}

/// `chart.measured`: what can be plotted, by code.
///
/// # Errors
/// As the store says.
pub async fn read_measured(ctx: &Ctx, request: ReadMeasured) -> Result<Vec<Measured>> {
    observations::measured(&mut ctx.db()?, request.patient_id).await
}
