//! What a batch changes: decided before its transaction, written in it.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;
use serde_json::json;

use super::batches::Batch;
use super::identity::{self, Imported, Note};
use super::people::{self, Decision};
use super::report::Fate;
use super::results;
use super::run::{Open, Run};
use crate::Result;
use crate::audit::Entry;
use crate::clinical::findings::{self, NewFinding};
use crate::clinical::icd10;
use crate::clinical::imported::{self as charts, Author, Write};
use crate::clinical::observations::{self, NewObservation};
use crate::clinical::past_visits::{self, NewPastVisit};
use crate::db::{Db, Tx};
use crate::feed::Topic;
use crate::files::bulk::Kept;
use crate::ids::{ImportedId, PatientId};
use crate::interop::fhir::{Clinical, Content, Person};
use crate::records::bulk::{self as records, Loaded};

/// What a batch changes.
#[derive(Debug, Default)]
pub(super) struct Plan {
    people: Vec<(Person, Decision)>,
    pub writes: Vec<Write>,
    pub reports: Vec<Loaded>,
    /// What the reports bring along.
    pub files: Vec<Kept>,
    /// Why attachments are left out, one reason each.
    pub left_out: Vec<&'static str>,
    pub figures: Vec<NewObservation>,
    pub findings: Vec<NewFinding>,
    /// Resources whose figures and findings are no longer so.
    pub retired: Vec<ImportedId>,
    pub visits: Vec<NewPastVisit>,
    /// Resources whose visits are no longer so.
    pub retired_visits: Vec<ImportedId>,
    /// Of whom it is said that no allergy is known.
    stated: Vec<PatientId>,
    notes: Vec<Note>,
    /// How much of each chart changes.
    touched: BTreeMap<PatientId, u32>,
    /// Type and fate of each resource.
    pub fates: Vec<(String, Fate)>,
    /// Resource, reason and chart numbers of people whom somebody has to look at.
    pub unsettled: Vec<(String, &'static str, Vec<String>)>,
}

/// A clinical resource whose person is known.
struct Item {
    patient: PatientId,
    resource: Clinical,
}

/// Decides about every resource of a batch.
///
/// # Errors
/// As the store says.
pub(super) async fn plan(run: &Run, open: &mut Open, batch: &Batch) -> Result<Plan> {
    let mut plan = Plan::default();
    open.skipped
        .extend(batch.skipped_people.iter().map(|id| (id.clone(), "patient_skipped")));
    for person in &batch.people {
        let decision = people::decide(run, &open.author.source, person).await?;
        plan.settle(open, person, decision);
    }
    let mut db = run.ctx.db()?;
    find_people(&mut db, open, batch).await?;
    let mut by_kind: BTreeMap<&'static str, Vec<Item>> = BTreeMap::new();
    for resource in &batch.items {
        if let Some(item) = plan.named(run, open, resource).await? {
            by_kind.entry(resource.kind).or_default().push(item);
        }
    }
    if let Some(reports) = by_kind.get_mut("DiagnosticReport") {
        results::put_in(&mut db, open, batch, reports.iter_mut().map(|item| &mut item.resource)).await?;
    }
    let mut born: HashMap<PatientId, NaiveDate> = HashMap::new();
    for (kind, items) in by_kind {
        let ids: Vec<&str> = items.iter().map(|item| item.resource.id.as_str()).collect();
        let known = identity::known(&mut db, &open.author.source, kind, &ids).await?;
        for item in items {
            plan.item(&mut db, run, (&mut born, known.get(&item.resource.id)), item).await?;
        }
    }
    Ok(plan)
}

/// People who were imported before and are not in this batch.
async fn find_people(db: &mut Db, open: &mut Open, batch: &Batch) -> Result<()> {
    let subjects: HashSet<String> = batch.items.iter().filter_map(|item| open.survey.person(&item.subject)).collect();
    let asked: Vec<&str> = subjects
        .iter()
        .filter(|id| !open.people.contains_key(*id) && !open.skipped.contains_key(*id))
        .map(String::as_str)
        .collect();
    let known = identity::known(db, &open.author.source, "Patient", &asked).await?;
    open.people
        .extend(known.into_iter().map(|(id, imported)| (id, imported.patient_id)));
    Ok(())
}

impl Plan {
    /// Whether nothing is to be written.
    pub fn is_empty(&self) -> bool {
        let writes_person = |d: &Decision| matches!(d, Decision::Register(_) | Decision::Link(_) | Decision::Change(..));
        self.notes.is_empty() && !self.people.iter().any(|(_, decision)| writes_person(decision))
    }

    fn settle(&mut self, open: &mut Open, person: &Person, decision: Decision) {
        let (patient, fate) = match &decision {
            Decision::Unchanged(id) => (Some(*id), Fate::Unchanged),
            Decision::Register(patient) => (Some(patient.id), Fate::Added),
            Decision::Link(id) => (Some(*id), Fate::Added),
            Decision::Change(charts, _) => (Some(charts.0.id), Fate::Updated),
            Decision::Keep(id) => (Some(*id), Fate::Skipped("changed_here")),
            Decision::Ask(reason, charts) => {
                self.unsettled.push((person.id.clone(), reason, charts.clone()));
                (None, Fate::Skipped(reason))
            }
        };
        match patient {
            Some(patient) => drop(open.people.insert(person.id.clone(), patient)),
            None => drop(open.skipped.insert(person.id.clone(), "patient_skipped")),
        }
        self.fates.push(("Patient".to_owned(), fate));
        self.people.push((person.clone(), decision));
    }

    fn skip(&mut self, kind: &str, reason: &'static str) {
        self.fates.push((kind.to_owned(), Fate::Skipped(reason)));
    }

    /// The resource with its person and with the names of what it refers to; none when it is left out.
    async fn named(&mut self, run: &Run, open: &Open, resource: &Clinical) -> Result<Option<Item>> {
        let subject = open.survey.person(&resource.subject).unwrap_or_default();
        let Some(patient) = open.people.get(&subject).copied() else {
            let reason = open.skipped.get(&subject).copied().unwrap_or("patient_unknown");
            self.skip(resource.kind, reason);
            return Ok(None);
        };
        if open.survey.is_reported(resource) {
            self.skip(resource.kind, "same_as_report");
            return Ok(None);
        }
        let mut resource = resource.clone();
        resource.content.name(&open.survey.names(&resource.about));
        let larger = resource.take_larger(run.most_bytes);
        if larger || !resource.content.is_named() {
            self.skip(resource.kind, if larger { "file_too_large" } else { "no_name" });
            return Ok(None);
        }
        if let Content::Problem(problem) = &mut resource.content
            && !problem.code.is_empty()
        {
            let found = icd10::find(problem.code.clone()).await?;
            problem.code = found.map_or(String::new(), |found| found.code);
        }
        Ok(Some(Item { patient, resource }))
    }

    async fn item(
        &mut self,
        db: &mut Db,
        run: &Run,
        (born, known): (&mut HashMap<PatientId, NaiveDate>, Option<&Imported>),
        item: Item,
    ) -> Result<()> {
        let sha256 = identity::fingerprint(&item.resource.content)?;
        let kind = item.resource.kind;
        let fate = match known {
            Some(known) if known.says(sha256) => Fate::Unchanged,
            Some(known) if known.patient_id != item.patient => Fate::Skipped("other_patient"),
            None if item.resource.content.is_refuted() => Fate::Skipped("entered_in_error"),
            _ => {
                let note = Note {
                    id: known.map_or_else(ImportedId::fresh, |known| known.id),
                    kind,
                    resource_id: item.resource.id.clone(),
                    patient_id: item.patient,
                    item_id: known.and_then(|known| known.item_id),
                    document_id: known.and_then(|known| known.document_id),
                    sha256,
                    version: known.map_or(0, |known| known.version),
                };
                match item.resource.content.clone() {
                    Content::Measured(measures) => {
                        let born = self.born(db, born, item.patient).await?;
                        self.measure(&measures, note, born)
                    }
                    Content::Visit(visit) => self.visit(visit, note),
                    Content::NoAllergies if note.item_id.is_some() => Fate::Skipped("another_kind_before"),
                    Content::NoAllergies => {
                        self.stated.push(item.patient);
                        self.keep(note)
                    }
                    Content::Report(report) => self.report(db, run, (report, item.resource.written_at), note).await?,
                    content => self.part(db, run, (content, item.resource.written_at), note).await?,
                }
            }
        };
        if !matches!(fate, Fate::Skipped(_)) {
            self.left_out.extend(item.resource.left_out);
        }
        self.fates.push((kind.to_owned(), fate));
        Ok(())
    }

    /// Notes a resource that changes something.
    pub(super) fn keep(&mut self, note: Note) -> Fate {
        *self.touched.entry(note.patient_id).or_default() += 1;
        let fate = if note.version == 0 { Fate::Added } else { Fate::Updated };
        self.notes.push(note);
        fate
    }

    async fn born(&self, db: &mut Db, known: &mut HashMap<PatientId, NaiveDate>, patient: PatientId) -> Result<NaiveDate> {
        if let Some(born) = known.get(&patient) {
            return Ok(*born);
        }
        let new = self.people.iter().find_map(|(_, decision)| match decision {
            Decision::Register(new) if new.id == patient => Some(new.date_of_birth),
            _ => None,
        });
        let born = match new {
            Some(born) => born,
            None => people::born(db, patient).await?,
        };
        known.insert(patient, born);
        Ok(born)
    }

    /// Writes it, in one transaction.
    ///
    /// # Errors
    /// A unique violation or `stale` when somebody else wrote the same meanwhile.
    pub async fn write(&self, tx: &mut Tx, run: &Run, author: &Author) -> Result<()> {
        let now = run.ctx.now;
        for (person, decision) in &self.people {
            people::write(tx, run, &author.source, person, decision).await?;
        }
        for write in &self.writes {
            charts::write(tx, write, author, now).await?;
        }
        records::write(tx, &self.reports).await?;
        for patient in &self.stated {
            charts::state_no_allergies(tx, *patient, author, now).await?;
        }
        for imported in &self.retired {
            observations::retire_imported(tx, *imported, now).await?;
        }
        for imported in &self.retired_visits {
            past_visits::retire_imported(tx, *imported, now).await?;
        }
        past_visits::record_all(tx, &self.visits, author.id, now).await?;
        observations::record_all(tx, &self.figures, author.id, now).await?;
        findings::record_all(tx, &self.findings, author.id, now).await?;
        identity::note(tx, &author.source, &self.notes, now).await?;
        for (patient, resources) in &self.touched {
            let entry = Entry::new(run.ctx.command, "chart", patient.0).patient(*patient);
            tx.record(entry.created(&json!({ "source": author.source, "resources": resources })));
            tx.changed(Topic::patient(*patient));
        }
        Ok(())
    }
}
