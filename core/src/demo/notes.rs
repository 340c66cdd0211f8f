//! Signed notes, drafts and prescriptions of the people who come today, written as doctors write them: by the commands
//! themselves, at the time of the visit.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use futures::FutureExt;

use super::doctors::DOCTORS;
use super::people::DemoPerson;
use super::stories::{self, Story};
use super::visit::DemoVisit;
use crate::api::{App, Ctx};
use crate::documents::relay;
use crate::identity::{Role, Session};
use crate::ids::{LocationId, NoteId, SessionId, UserId};
use crate::notes::model::{Diagnosis, NoteBody};
use crate::notes::requests::{DraftSubject, SaveDraft, SignNote};
use crate::prescribing::requests::{CheckPrescription, DraftItem, IssuePrescription};
use crate::printing::Language;
use crate::scheduling::AppointmentStatus;
use crate::{Error, ErrorCode, Result, notes, prescribing};

/// Signed notes of one person.
const NOTES_EACH: usize = 3;
/// Signed notes in all: each is a transaction of its own.
const MOST: usize = 90;

/// What the writing needs of the plan.
pub(super) struct Written<'a> {
    pub app: &'a Arc<App>,
    pub people: &'a [DemoPerson],
    pub visits: &'a [DemoVisit],
    /// The doctors' accounts.
    pub users: &'a [UserId],
    /// The places, by index.
    pub places: &'a [LocationId],
    pub now: DateTime<Utc>,
}

impl Written<'_> {
    /// Writes all of it.
    ///
    /// # Errors
    /// As the stores say.
    pub async fn write(&self) -> Result<()> {
        for visit in self.past() {
            let at = visit.completed_at.unwrap_or(visit.ends_at);
            self.sign(visit, at).await?;
        }
        for visit in self.visits.iter().filter(|v| v.status == AppointmentStatus::InProgress) {
            self.begin(visit).await?;
        }
        self.carry().await
    }

    /// Carries the records of it: written under the visits' own times, they would look as if they had waited since.
    async fn carry(&self) -> Result<()> {
        let stores = self.app.stores()?;
        while relay::run(&stores.db, stores.documents.as_ref(), self.now).await? > 0 {}
        Ok(())
    }

    /// The last visits of those who come today, oldest first.
    fn past(&self) -> Vec<&DemoVisit> {
        let today = self.now.date_naive();
        let coming: HashSet<usize> = self.visits.iter().filter(|v| v.local_day == today).map(|v| v.person).collect();
        let mut done: Vec<&DemoVisit> = self
            .visits
            .iter()
            .filter(|v| v.status == AppointmentStatus::Completed && v.local_day < today && coming.contains(&v.person))
            .collect();
        done.sort_by_key(|v| (std::cmp::Reverse(v.starts_at), v.person));
        let mut each: HashMap<usize, usize> = HashMap::new();
        done.retain(|v| {
            let count = each.entry(v.person).or_default();
            *count += 1;
            *count <= NOTES_EACH
        });
        done.truncate(MOST);
        done.reverse();
        done
    }

    fn ctx(&self, visit: &DemoVisit, command: &'static str, now: DateTime<Utc>) -> Result<Ctx> {
        let doctor = &DOCTORS[visit.doctor];
        let user_id = *self
            .users
            .get(visit.doctor)
            .ok_or_else(|| Error::fault("a demo doctor without an account"))?;
        Ok(Ctx {
            app: self.app.clone(),
            session: Some(Session {
                id: SessionId::fresh(),
                user_id,
                name: format!("{} {}", doctor.first_name, doctor.last_name),
                role: Role::Doctor,
                home_location_id: self.places.get(visit.place).copied(),
                must_change_password: false,
                expires_at: now + TimeDelta::hours(1),
                last_seen_at: now,
            }),
            command,
            command_id: None,
            now,
        })
    }

    fn subject(&self, visit: &DemoVisit) -> DraftSubject {
        DraftSubject {
            patient_id: self.people[visit.person].id,
            appointment_id: Some(visit.id),
            amends: None,
        }
    }

    async fn sign(&self, visit: &DemoVisit, at: DateTime<Utc>) -> Result<()> {
        let story = stories::of(&visit.reason);
        let request = SignNote {
            id: NoteId::fresh(),
            subject: self.subject(visit),
            base_revision: 0,
            amended_version: None,
            reason: String::new(),
            body: body(&visit.reason, story),
        };
        notes::sign(&self.ctx(visit, "notes.sign", at)?, request).await?;
        if let Some(medicine) = story.medicine {
            self.prescribe(visit, medicine, story, at).await?;
        }
        Ok(())
    }

    /// What the checks refuse is not prescribed: the demo's doctors do not override.
    async fn prescribe(
        &self,
        visit: &DemoVisit,
        [ingredient, form, strength, sig]: [&str; 4],
        story: &Story,
        at: DateTime<Utc>,
    ) -> Result<()> {
        let item = DraftItem {
            ingredient: ingredient.to_owned(),
            form: form.parse().ok(),
            route: None,
            strength: strength.to_owned(),
            sig: sig.to_owned(),
            refills: 0,
            replaces: None,
            replace_reason: String::new(),
        };
        let request = IssuePrescription {
            draft: CheckPrescription {
                patient_id: self.people[visit.person].id,
                items: vec![item],
                language: Language::En,
            },
            appointment_id: Some(visit.id),
            note_id: None,
            answers: Vec::new(),
            seen: None,
            diagnosis: story.diagnosis.1.to_owned(),
            notes: String::new(),
            tags: Vec::new(),
            privacy: None,
        };
        match prescribing::issue(&self.ctx(visit, "prescribing.issue", at)?, request).await {
            Err(error) if error.code != ErrorCode::NotAllowed => Err(error),
            _ => Ok(()),
        }
    }

    /// A draft of a visit that is under way.
    async fn begin(&self, visit: &DemoVisit) -> Result<()> {
        let story = stories::of(&visit.reason);
        let mut body = NoteBody::default();
        body.subjective.chief_complaint.clone_from(&visit.reason);
        story.history.clone_into(&mut body.subjective.history_of_present_illness);
        let draft = &SaveDraft {
            id: NoteId::fresh(),
            subject: self.subject(visit),
            base_revision: 0,
            body,
        };
        let ctx = &self.ctx(visit, "notes.save_draft", self.now)?;
        ctx.transact(|tx, _| async move { notes::save_draft(ctx, tx, draft.clone()).await }.boxed())
            .await
            .map(|_| ())
    }
}

fn body(reason: &str, story: &Story) -> NoteBody {
    let mut body = NoteBody::default();
    reason.clone_into(&mut body.subjective.chief_complaint);
    story.history.clone_into(&mut body.subjective.history_of_present_illness);
    story.exam.clone_into(&mut body.objective.physical_exam);
    story.plan.clone_into(&mut body.plan.recommendations);
    body.plan.follow_up_required = story.follow_up.is_some();
    body.plan.follow_up_days = story.follow_up;
    body.assessment.diagnoses = vec![Diagnosis {
        code: story.diagnosis.0.to_owned(),
        text: story.diagnosis.1.to_owned(),
    }];
    body
}
