//! `notes.pdf`: a signed version on paper, every field that says something, who signed and what was signed.

use super::fields;
use super::measures::{self, Units};
use super::model::NoteKind;
use super::queries::{self, ComingVisit, Signer};
use super::read;
use super::requests::{PrintNote, ReadNote};
use super::views::{NoteVersion, NoteView};
use crate::api::Ctx;
use crate::patients::model::Patient;
use crate::patients::{self, Place, months_between};
use crate::printing::pdf::About;
use crate::printing::{
    Cell, ClinicSnapshot, Flow, Language, Page, Paper, Person, PrintedPages, SMALL, STRONG, Style, TEXT, TITLE, Texts, printed,
};
use crate::settings::{self, CLINIC_UNITS};
use crate::{Result, directory};

const HEADING: Style = Style::bold(11.0);

/// Prints a version; that it was printed is recorded.
///
/// # Errors
/// As `notes.read`; `invalid` for a roll.
pub(super) async fn print(ctx: &Ctx, request: PrintNote) -> Result<PrintedPages> {
    let paper = request.paper.sheet()?;
    let read = ReadNote {
        id: request.id,
        document_id: request.document_id,
    };
    let sheet = Sheet::gather(ctx, &read, request.language).await?;
    let about = About {
        title: sheet.texts.get("note"),
        language: request.language,
    };
    let name = format!("note-{}.pdf", sheet.mark());
    let printed = printed(note(&sheet, paper), paper, about, name).await?;
    read::opened(ctx, sheet.view.id, sheet.view.patient_id).await?;
    Ok(printed)
}

/// What goes on paper.
pub(super) struct Sheet {
    pub view: NoteView,
    pub patient: Patient,
    pub clinic: ClinicSnapshot,
    pub place: Place,
    pub signer: Option<Signer>,
    pub units: Units,
    /// Visits that are booked.
    pub coming: Vec<ComingVisit>,
    pub texts: &'static Texts,
}

impl Sheet {
    /// Everything that both kinds of page say.
    ///
    /// # Errors
    /// As `notes.read`.
    pub async fn gather(ctx: &Ctx, request: &ReadNote, language: Language) -> Result<Self> {
        let view = read::fetch(ctx, request).await?;
        let mut db = ctx.db()?;
        let location = match view.appointment_id {
            Some(visit) => Some(queries::visit(&mut db, visit).await?.1),
            None => ctx.session()?.home_location_id,
        };
        let signer = match view.versions.last() {
            Some(first) => queries::signer(&mut db, first.signed_by).await?,
            None => None,
        };
        let units = settings::text(&mut db, &CLINIC_UNITS, ctx.app.workstation().id).await?;
        Ok(Self {
            patient: patients::read(&mut db, view.patient_id).await?,
            clinic: directory::letterhead(ctx, &mut db, location).await?,
            place: patients::place(&mut db, ctx, location).await?,
            coming: queries::coming(&mut db, view.patient_id, ctx.now).await?,
            units: units.parse().unwrap_or(Units::Metric),
            texts: Texts::of(language),
            signer,
            view,
        })
    }

    /// Tells one file from another without naming anybody.
    pub fn mark(&self) -> &str {
        self.view.sha256.get(..8).unwrap_or_default()
    }

    pub fn fill(&self, key: &str, name: &str, value: &str) -> String {
        self.texts.fill(key, &[(name, value)])
    }

    fn version(&self) -> Option<&NoteVersion> {
        self.view.versions.iter().find(|v| v.document_id == self.view.document_id)
    }

    /// When the first version was signed: the day of the visit.
    pub fn signed(&self) -> chrono::NaiveDateTime {
        let first = self.view.versions.last().map_or(chrono::DateTime::UNIX_EPOCH, |v| v.signed_at);
        self.place.local(first)
    }

    pub fn doctor(&self) -> String {
        let account = self.view.versions.last().map(|v| v.signed_by_name.clone());
        self.signer
            .as_ref()
            .map(|s| s.name.trim().to_owned())
            .or(account)
            .unwrap_or_default()
    }

    pub fn name(&self) -> String {
        format!("{} {}", self.patient.first_name, self.patient.last_name)
    }

    /// Letterhead, what the page is, whose it is.
    pub fn head(&self, flow: &mut Flow, title: &str, beside: Cell) {
        flow.run(vec![(
            format!("{} · {}", self.name(), self.fill("chart", "number", &self.patient.chart_number)),
            TEXT,
        )]);
        self.clinic.print(flow, self.texts);
        flow.row(&[vec![(self.texts.get(title), TITLE)], beside], &[3.0, 2.0]);
        flow.space(8.0);
        let name = self.name();
        let person = Person {
            name: &name,
            chart_number: &self.patient.chart_number,
            born: self.patient.date_of_birth,
            sex: self.patient.sex,
            on: self.signed().date(),
        };
        let mut doctor = vec![(self.texts.get("doctor"), SMALL), (self.doctor(), STRONG)];
        if let Some(signer) = self.signer.as_ref().filter(|s| !s.license_number.is_empty()) {
            doctor.push((self.fill("licence", "number", &signer.license_number), TEXT));
        }
        flow.row(&[person.cell(self.texts), doctor], &[3.0, 2.0]);
        flow.space(6.0);
    }

    pub fn measured(&self) -> Vec<String> {
        let months = months_between(self.patient.date_of_birth, self.signed().date());
        measures::lines(
            &self.view.body.objective.vital_signs,
            months,
            &self.view.growth,
            self.units,
            self.texts,
        )
    }

    /// In how many days, and which day that is.
    pub fn follow_up(&self, key: &str) -> Option<String> {
        let days = self.view.body.plan.follow_up_days?;
        let due = self.signed().date().checked_add_days(chrono::Days::new(days.into()))?;
        let values = [("count", days.to_string()), ("date", self.texts.date(due))];
        let values = [(values[0].0, values[0].1.as_str()), (values[1].0, values[1].1.as_str())];
        Some(self.texts.counted(key, days == 1, &values))
    }

    pub fn finish(&self, flow: Flow, left: &str) -> Vec<Page> {
        flow.finish(SMALL, |page, pages| {
            let counted = [page.to_string(), pages.to_string()];
            let counted = [("page", counted[0].as_str()), ("pages", counted[1].as_str())];
            (left.to_owned(), self.texts.fill("page", &counted))
        })
    }
}

/// A heading that does not stand alone at the end of a page.
pub(super) fn heading(flow: &mut Flow, text: &str) {
    flow.space(7.0);
    flow.keep(HEADING.leading() + 4.0 * TEXT.leading());
    flow.paragraph(text, HEADING);
    flow.space(2.0);
}

fn note(sheet: &Sheet, paper: Paper) -> Vec<Page> {
    let mut flow = Flow::new(paper, 22.0);
    let mut beside = vec![(sheet.texts.moment(sheet.signed()), STRONG)];
    if sheet.view.versions.len() > 1
        && let Some(version) = sheet.version()
    {
        beside.push((sheet.fill("version", "version", &version.version.to_string()), TEXT));
        if !version.reason.is_empty() {
            beside.push((sheet.fill("amended_because", "reason", &version.reason), TEXT));
        }
    }
    sheet.head(&mut flow, "note", beside);
    if !sheet.view.current {
        flow.paragraph(&sheet.texts.get("superseded"), STRONG);
    }
    if !sheet.view.intact {
        flow.paragraph(&sheet.texts.get("not_intact"), STRONG);
    }
    flow.rule(0.5);
    content(sheet, &mut flow);
    addenda(sheet, &mut flow);
    signed(sheet, &mut flow);
    let left = sheet.fill("note_mark", "code", sheet.mark());
    sheet.finish(flow, &left)
}

/// The fields by the parts of SOAP; a part without a word is left out.
fn content(sheet: &Sheet, flow: &mut Flow) {
    let body = &sheet.view.body;
    if body.kind == NoteKind::Free {
        return flow.paragraph(&body.text, TEXT);
    }
    let text = |path: &str| fields::text(body, path).unwrap_or_default().trim().to_owned();
    let diagnoses = body.assessment.diagnoses.iter().map(fields::diagnosis_line).collect::<Vec<_>>();
    let parts: [(&str, Vec<(&str, String)>); 4] = [
        (
            "note_subjective",
            vec![
                ("note_reason", text("subjective.chief_complaint")),
                ("note_history", text("subjective.history_of_present_illness")),
                ("note_review", text("subjective.review_of_systems")),
            ],
        ),
        (
            "note_objective",
            vec![
                ("note_measured", sheet.measured().join(" · ")),
                ("note_exam", text("objective.physical_exam")),
            ],
        ),
        (
            "note_assessment",
            vec![
                ("note_diagnoses", diagnoses.join("\n")),
                ("note_differential", body.assessment.differential.join(", ")),
                ("note_reasoning", text("assessment.text")),
            ],
        ),
        (
            "note_plan",
            vec![
                ("note_recommendations", text("plan.recommendations")),
                ("note_referrals", body.plan.referrals.join(", ")),
                ("note_follow_up", sheet.follow_up("note_in_days").unwrap_or_default()),
            ],
        ),
    ];
    for (title, fields) in parts {
        if fields.iter().any(|(_, text)| !text.is_empty()) {
            heading(flow, &sheet.texts.get(title));
        }
        for (label, text) in fields.into_iter().filter(|(_, text)| !text.is_empty()) {
            flow.keep(SMALL.leading() + TEXT.leading());
            flow.paragraph(&sheet.texts.get(label), SMALL);
            flow.paragraph(&text, TEXT);
            flow.space(3.0);
        }
    }
}

fn addenda(sheet: &Sheet, flow: &mut Flow) {
    for addendum in &sheet.view.addenda {
        let when = sheet.texts.moment(sheet.place.local(addendum.signed_at));
        let by = [("name", addendum.signed_by_name.as_str()), ("time", when.as_str())];
        heading(flow, &sheet.texts.fill("note_addendum", &by));
        flow.paragraph(&addendum.text, TEXT);
    }
}

fn signed(sheet: &Sheet, flow: &mut Flow) {
    let Some(version) = sheet.version() else { return };
    flow.space(6.0);
    flow.keep(8.0 + 4.0 * SMALL.leading());
    flow.rule(0.5);
    let mut said = |key: &str, name: &str, at| {
        let when = sheet.texts.moment(sheet.place.local(at));
        flow.paragraph(&sheet.texts.fill(key, &[("name", name), ("time", &when)]), SMALL);
    };
    said("note_signed", &version.signed_by_name, version.signed_at);
    if let (Some(name), Some(at)) = (&version.cosigned_by_name, version.cosigned_at) {
        said("note_cosigned", name, at);
    }
    flow.paragraph(&format!("SHA-256 {}", sheet.view.sha256), SMALL);
}

#[cfg(test)]
mod tests;
