//! `notes.visit_summary`: what the patient takes home, in plain words. What the doctor thinks of but has not found (the
//! differential, the reasoning) is not for this page.

use chrono::NaiveDate;

use super::model::NoteKind;
use super::paper::{Sheet, heading};
use super::read;
use super::requests::{PrintVisitSummary, ReadNote};
use crate::Result;
use crate::api::Ctx;
use crate::clinical;
use crate::clinical::model::{Allergy, ItemStatus, Medication, MedicationStatus};
use crate::printing::pdf::About;
use crate::printing::{Cell, Flow, Page, Paper, PrintedPages, STRONG, Style, TEXT, printed};

/// Larger than a doctor's page: it is read at home.
const PLAIN: Style = Style::text(10.5);

/// Prints the summary; that it was printed is recorded.
///
/// # Errors
/// As `notes.read`; `invalid` for a roll.
pub(super) async fn print(ctx: &Ctx, request: PrintVisitSummary) -> Result<PrintedPages> {
    let paper = request.paper.sheet()?;
    let read = ReadNote {
        id: request.id,
        document_id: None,
    };
    let sheet = Sheet::gather(ctx, &read, request.language).await?;
    let mut db = ctx.db()?;
    let patient = sheet.view.patient_id;
    let summary = Summary {
        medicines: clinical::medications_of(&mut db, patient).await?,
        allergies: clinical::allergies_of(&mut db, patient).await?,
        none_known: clinical::none_known(&mut db, patient).await?.is_some(),
        today: sheet.place.local(ctx.now).date(),
        sheet: &sheet,
    };
    let about = About {
        title: sheet.texts.get("summary"),
        language: request.language,
    };
    let name = format!("visit-{}.pdf", sheet.mark());
    let printed = printed(summary.pages(paper), paper, about, name).await?;
    read::opened(ctx, sheet.view.id, patient).await?;
    Ok(printed)
}

pub(super) struct Summary<'a> {
    pub sheet: &'a Sheet,
    pub medicines: Vec<Medication>,
    pub allergies: Vec<Allergy>,
    /// Somebody stated that no allergy is known.
    pub none_known: bool,
    pub today: NaiveDate,
}

impl Summary<'_> {
    pub fn pages(&self, paper: Paper) -> Vec<Page> {
        let sheet = self.sheet;
        let mut flow = Flow::new(paper, 22.0);
        let beside = vec![(sheet.texts.moment(sheet.signed()), STRONG)];
        sheet.head(&mut flow, "summary", beside);
        flow.rule(0.5);
        let body = &sheet.view.body;
        if body.kind == NoteKind::Free {
            self.part(&mut flow, "summary_from_doctor", std::slice::from_ref(&body.text));
        }
        self.part(&mut flow, "summary_reason", std::slice::from_ref(&body.subjective.chief_complaint));
        let mut found = sheet.measured();
        found.insert(0, body.objective.physical_exam.clone());
        self.part(&mut flow, "summary_found", &found);
        self.part(&mut flow, "summary_diagnoses", &self.diagnoses());
        self.part(&mut flow, "summary_to_do", std::slice::from_ref(&body.plan.recommendations));
        self.part(&mut flow, "summary_referrals", &body.plan.referrals);
        self.medicines(&mut flow);
        self.part(&mut flow, "summary_allergies", &[self.known_allergies()]);
        self.part(&mut flow, "summary_next", &self.next());
        flow.space(10.0);
        flow.keep(3.0 * TEXT.leading());
        flow.paragraph(&self.questions(), TEXT);
        sheet.finish(flow, &sheet.clinic.name)
    }

    /// A heading with its lines; nothing when none says anything.
    fn part(&self, flow: &mut Flow, title: &str, lines: &[String]) {
        let said: Vec<_> = lines.iter().map(|l| l.trim()).filter(|l| !l.is_empty()).collect();
        if said.is_empty() {
            return;
        }
        heading(flow, &self.sheet.texts.get(title));
        for line in said {
            flow.paragraph(line, PLAIN);
        }
    }

    /// In words; a code alone tells a patient nothing, but more than silence.
    fn diagnoses(&self) -> Vec<String> {
        let diagnoses = self.sheet.view.body.assessment.diagnoses.iter();
        diagnoses
            .map(|d| if d.text.trim().is_empty() { d.code.clone() } else { d.text.clone() })
            .collect()
    }

    /// What is taken now with its sentence, what is new, and what was stopped at the visit and is not given in another way.
    fn medicines(&self, flow: &mut Flow) {
        let texts = self.sheet.texts;
        heading(flow, &texts.get("summary_medicines"));
        let visit = self.sheet.signed().date();
        let taken = |m: &&Medication| m.form.status == MedicationStatus::Active && m.form.ended_on.is_none_or(|day| day >= self.today);
        let current: Vec<_> = self.medicines.iter().filter(taken).collect();
        for medicine in &current {
            let mut cell: Cell = vec![(medicine.form.name.clone(), STRONG), (medicine.form.dose.clone(), PLAIN)];
            if let Some(until) = medicine.form.ended_on {
                cell.push((texts.fill("summary_until", &[("date", &texts.date(until))]), TEXT));
            }
            let new = medicine.form.started_on == Some(visit);
            let mark = if new { texts.get("summary_new") } else { String::new() };
            flow.row(&[cell, vec![(mark, STRONG)]], &[5.0, 1.0]);
            flow.space(3.0);
        }
        let stopped = self.medicines.iter().filter(|m| {
            let gone = m.form.status == MedicationStatus::Stopped && m.form.ended_on == Some(visit);
            gone && !current.iter().any(|c| c.form.name == m.form.name)
        });
        for medicine in stopped {
            flow.paragraph(&texts.fill("summary_stop", &[("medicine", &medicine.form.name)]), STRONG);
        }
        if current.is_empty() {
            flow.paragraph(&texts.get("summary_no_medicines"), PLAIN);
        }
    }

    fn known_allergies(&self) -> String {
        let standing = self.allergies.iter().filter(|a| a.form.status == ItemStatus::Active);
        let names: Vec<_> = standing.map(|a| a.form.substance.as_str()).collect();
        match (names.is_empty(), self.none_known) {
            (false, _) => self.sheet.fill("summary_tell_allergies", "names", &names.join(", ")),
            (true, true) => self.sheet.texts.get("allergies_none"),
            (true, false) => self.sheet.texts.get("allergies_unknown"),
        }
    }

    /// What the plan asks for, and what is booked.
    fn next(&self) -> Vec<String> {
        let booked = self.sheet.coming.iter().map(|visit| {
            let zone: chrono_tz::Tz = visit.time_zone.parse().unwrap_or(chrono_tz::UTC);
            let when = self.sheet.texts.moment(visit.starts_at.with_timezone(&zone).naive_local());
            let values = [
                ("time", when.as_str()),
                ("doctor", visit.doctor_name.trim()),
                ("place", visit.location_name.as_str()),
            ];
            self.sheet.texts.fill("summary_booked", &values)
        });
        self.sheet.follow_up("follow_up_in").into_iter().chain(booked).collect()
    }

    fn questions(&self) -> String {
        if self.sheet.clinic.phone.is_empty() {
            self.sheet.texts.get("summary_questions")
        } else {
            self.sheet.fill("summary_questions_call", "number", &self.sheet.clinic.phone)
        }
    }
}
