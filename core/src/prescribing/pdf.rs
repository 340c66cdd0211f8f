//! `prescribing.pdf`: a version of a prescription on paper.

use futures::FutureExt;

use super::model::{AllergyKnowledge, DocumentItem, PrescriptionDocument};
use super::read;
use super::requests::{OpenPrescription, PrintPrescription};
use crate::Result;
use crate::api::Ctx;
use crate::audit::Entry;
use crate::printing::pdf::About;
use crate::printing::{Cell, Flow, Page, Paper, Person, PrintedPages, SMALL, STRONG, Style, TEXT, TITLE, Texts, printed};

/// Prints a version; that it was printed is recorded.
///
/// # Errors
/// As `prescribing.open`; `invalid` for a roll.
pub(super) async fn print(ctx: &Ctx, request: PrintPrescription) -> Result<PrintedPages> {
    let paper = request.paper.sheet()?;
    let opened = read::fetch(
        ctx,
        &OpenPrescription {
            id: request.id,
            version: request.version,
        },
    )
    .await?;
    let sheet = Sheet {
        number: opened.number,
        code: opened.verification_code,
        last: opened.versions.last().is_none_or(|v| v.version == opened.document.version),
        document: opened.document,
        texts: Texts::of(request.language),
    };
    let sheet = &sheet;
    let about = About {
        title: format!("{} {}", sheet.texts.get("prescription"), sheet.number),
        language: request.language,
    };
    let printed = printed(sheet.pages(paper), paper, about, format!("{}.pdf", sheet.number)).await?;
    let printed = &printed;
    ctx.transact(|tx, _| {
        async move {
            tx.record(Entry::new(ctx.command, "prescription", sheet.document.prescription_id.0).patient(sheet.document.patient_id));
            Ok(printed.clone())
        }
        .boxed()
    })
    .await
}

/// What goes on paper.
struct Sheet {
    number: String,
    code: String,
    last: bool,
    document: PrescriptionDocument,
    texts: &'static Texts,
}

/// What the last medicine and the signature need: nobody signs a page without a medicine.
const SIGNED: f32 = 150.0;

impl Sheet {
    fn fill(&self, key: &str, name: &str, value: &str) -> String {
        self.texts.fill(key, &[(name, value)])
    }

    fn pages(&self, paper: Paper) -> Vec<Page> {
        let mut flow = Flow::new(paper, 22.0);
        flow.run(vec![(
            format!("{} · {}", self.document.patient.name, self.fill("number", "number", &self.number)),
            TEXT,
        )]);
        self.letterhead(&mut flow);
        self.people(&mut flow);
        self.medicines(&mut flow);
        self.closing(&mut flow);
        flow.finish(SMALL, |page, pages| {
            let number = self.fill("number", "number", &self.number);
            let code = self.fill("verification", "code", &self.code);
            let counted = [("page", page.to_string()), ("pages", pages.to_string())];
            let counted = [(counted[0].0, counted[0].1.as_str()), (counted[1].0, counted[1].1.as_str())];
            (format!("{number}   {code}"), self.texts.fill("page", &counted))
        })
    }

    fn letterhead(&self, flow: &mut Flow) {
        self.document.clinic.print(flow, self.texts);
        let mut issue: Cell = vec![
            (self.fill("number", "number", &self.number), STRONG),
            (self.fill("issued", "date", &self.texts.date(self.document.issued_on)), TEXT),
        ];
        if self.document.version > 1 {
            issue.push((self.fill("version", "version", &self.document.version.to_string()), TEXT));
        }
        flow.row(&[vec![(self.texts.get("prescription"), TITLE)], issue], &[3.0, 2.0]);
        if !self.last {
            flow.paragraph(&self.texts.get("superseded"), STRONG);
        }
        flow.space(8.0);
    }

    fn people(&self, flow: &mut Flow) {
        let (patient, doctor) = (&self.document.patient, &self.document.doctor);
        let person = Person {
            name: &patient.name,
            chart_number: &patient.chart_number,
            born: patient.date_of_birth,
            sex: patient.sex,
            on: self.document.issued_on,
        };
        let mut left = person.cell(self.texts);
        left.extend(patient.address.iter().map(|line| (line.clone(), TEXT)));
        let right: Cell = vec![
            (self.texts.get("doctor"), SMALL),
            (doctor.name.clone(), STRONG),
            (doctor.specialty.clone(), TEXT),
            (self.fill("licence", "number", &doctor.license_number), TEXT),
        ];
        flow.row(
            &[left, right.into_iter().filter(|(text, _)| !text.is_empty()).collect()],
            &[3.0, 2.0],
        );
        flow.space(4.0);
        flow.paragraph(&self.allergies(), Style::bold(9.5));
        if !self.document.diagnosis.is_empty() {
            flow.paragraph(&self.fill("diagnosis", "text", &self.document.diagnosis), TEXT);
        }
        flow.space(8.0);
    }

    fn allergies(&self) -> String {
        let patient = &self.document.patient;
        match patient.allergy_knowledge {
            AllergyKnowledge::Recorded => self.fill("allergies", "names", &patient.allergies.join(", ")),
            AllergyKnowledge::NoneKnown => self.texts.get("allergies_none"),
            AllergyKnowledge::NotRecorded => self.texts.get("allergies_unknown"),
        }
    }

    fn medicines(&self, flow: &mut Flow) {
        const SHARES: [f32; 4] = [0.9, 7.0, 2.0, 2.6];
        let head = ["", "medicine", "quantity", "repeats"]
            .map(|key| vec![(if key.is_empty() { String::new() } else { self.texts.get(key) }, SMALL)]);
        flow.begin_table(head.into(), &SHARES);
        for (at, item) in self.document.items.iter().enumerate() {
            if at + 1 == self.document.items.len() {
                flow.keep(SIGNED);
            }
            let cells = [
                vec![(format!("{}.", at + 1), STRONG)],
                self.medicine(item),
                vec![(item.quantity.clone(), TEXT)],
                vec![(item.refills.to_string(), TEXT)],
            ];
            flow.row(&cells, &SHARES);
            flow.rule(0.3);
        }
        flow.end_table();
    }

    fn medicine(&self, item: &DocumentItem) -> Cell {
        let mut cell = vec![(item.name.clone(), STRONG), (item.sentence.clone(), TEXT)];
        if let Some(day) = item.stopped_on {
            cell.push((self.fill("stopped", "date", &self.texts.date(day)), STRONG));
        }
        cell
    }

    fn closing(&self, flow: &mut Flow) {
        flow.paragraph(&self.texts.get("end"), SMALL);
        if !self.document.notes.is_empty() {
            flow.space(6.0);
            flow.paragraph(&self.fill("notes", "text", &self.document.notes), TEXT);
        }
        let doctor = &self.document.doctor;
        let licence = self.fill("licence", "number", &doctor.license_number);
        flow.signature(&[(self.texts.get("signature"), SMALL), (doctor.name.clone(), TEXT), (licence, TEXT)]);
    }
}

#[cfg(test)]
mod tests;
