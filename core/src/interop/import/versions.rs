//! First and further versions of what a resource became, unless somebody wrote one here since.

use chrono::{DateTime, NaiveDate, Utc};

use super::identity::Note;
use super::parts;
use super::plan::Plan;
use super::report::Fate;
use super::run::Run;
use crate::Result;
use crate::clinical::imported::Write;
use crate::clinical::past_visits::NewPastVisit;
use crate::db::Db;
use crate::files::bulk::Kept;
use crate::ids::RecordId;
use crate::interop::fhir::{Content, Measures, Reported, Visit};
use crate::records::bulk::{self as records, Loaded};

impl Plan {
    /// A part of which versions are kept; one that somebody changed here since is left alone.
    pub(super) async fn part(
        &mut self,
        db: &mut Db,
        run: &Run,
        (content, written_at): (Content, Option<DateTime<Utc>>),
        mut note: Note,
    ) -> Result<Fate> {
        let Some(mut part) = parts::first_version(content, note.patient_id) else {
            return Ok(Fate::Skipped("not_supported"));
        };
        let mut before = None;
        if let Some(id) = note.item_id {
            match part.standing(db, id).await? {
                Some(now) if Some(now.document_id) == note.document_id => {
                    part = part.further(id, now.version + 1);
                    before = Some(now.document_id);
                }
                _ => return Ok(Fate::Skipped("changed_here")),
            }
        }
        note.item_id = Some(part.id());
        note.document_id = Some(part.document());
        let at = written_at.filter(|_| before.is_none()).unwrap_or(run.ctx.now);
        self.writes.push(Write { part, before, at });
        Ok(self.keep(note))
    }

    /// A report with its results and files; one that somebody amended here since is left alone.
    pub(super) async fn report(
        &mut self,
        db: &mut Db,
        run: &Run,
        (report, written_at): (Reported, Option<DateTime<Utc>>),
        mut note: Note,
    ) -> Result<Fate> {
        if report.is_empty() {
            return Ok(Fate::Skipped("no_value"));
        }
        let mut content = report.content;
        let files = report.files.iter().map(|file| Kept::of(&file.name, file.content.clone()));
        let files = files.collect::<Result<Vec<_>>>()?;
        content.files = files.iter().map(|kept| kept.file.clone()).collect();
        let author = (run.ctx.session()?.user_id, run.author.as_str());
        let mut loaded = Loaded::first(note.patient_id, author, written_at.unwrap_or(run.ctx.now), &content);
        // They are there already, as observations.
        loaded.figures.clear();
        if let Some(id) = note.item_id {
            let (version, document) = records::standing(db, RecordId(id)).await?;
            if Some(document) != note.document_id {
                return Ok(Fate::Skipped("changed_here"));
            }
            loaded.record = RecordId(id);
            (loaded.version, loaded.before, loaded.at) = (version + 1, Some(document), run.ctx.now);
        }
        note.item_id = Some(loaded.record.0);
        note.document_id = Some(loaded.document);
        self.reports.push(loaded);
        self.files.extend(files);
        Ok(self.keep(note))
    }

    /// Figures and findings, in the place of those that the resource had before.
    pub(super) fn measure(&mut self, measures: &Measures, note: Note, born: NaiveDate) -> Fate {
        if note.version > 0 {
            self.retired.push(note.id);
        }
        if !measures.refuted {
            self.figures.extend(parts::figures(measures, note.patient_id, Some(note.id), born));
            self.findings.extend(parts::findings(measures, note.patient_id, Some(note.id)));
        }
        self.keep(note)
    }

    /// A visit, in the place of the one that the resource had before.
    pub(super) fn visit(&mut self, visit: Visit, note: Note) -> Fate {
        if note.version > 0 {
            self.retired_visits.push(note.id);
        }
        if !visit.refuted {
            self.visits.push(NewPastVisit {
                patient_id: note.patient_id,
                imported_id: Some(note.id),
                form: visit.form,
            });
        }
        self.keep(note)
    }
}
