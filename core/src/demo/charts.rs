//! What stands in the demo's charts: made up by age, measured at the visits that took place.

use std::collections::HashMap;

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::conditions::{ALLERGIES, CONDITIONS, Condition, FAMILY};
use super::doctors::DOCTORS;
use super::growth;
use super::names::{FIRST_CHILD, TODAY};
use super::people::DemoPerson;
use super::visit::DemoVisit;
use crate::clinical::bulk::Loaded;
use crate::clinical::model::*;
use crate::clinical::observations::NewObservation;
use crate::clinical::vitals;
use crate::ids::{AllergyId, DocumentId, HistoryId, MedicationId, PatientId, ProblemId, UserId};

/// Figures of one kind in a chart; older ones are left out.
const MOST_FIGURES: usize = 8;
/// Younger people grow.
const GROWN_UP: u32 = 20;
/// Days before today on which someone without many visits was measured too.
const EARLIER: [i64; 4] = [540, 320, 170, 60];

/// The charts of everyone who comes to the clinic, each written by the doctor whom they saw last.
pub(super) fn plan(people: &[DemoPerson], visits: &[DemoVisit], doctors: &[UserId], seed: u64, now: DateTime<Utc>) -> Vec<Loaded> {
    let mut seen: HashMap<usize, Vec<&DemoVisit>> = HashMap::new();
    for visit in visits.iter().filter(|v| v.checked_in_at.is_some_and(|at| at <= now)) {
        seen.entry(visit.person).or_default().push(visit);
    }
    let chart = |(n, person): (usize, &DemoPerson)| {
        let random = StdRng::seed_from_u64(seed.wrapping_mul(1_000_003).wrapping_add(n as u64));
        let mut visits = seen.remove(&n).unwrap_or_default();
        visits.sort_by_key(|v| v.starts_at);
        // What is said today is not written yet.
        let before = visits.iter().rfind(|v| v.local_day < now.date_naive());
        let doctor = before.map_or(n % DOCTORS.len(), |v| v.doctor);
        let at = before.map_or(now - TimeDelta::days(30), |v| v.starts_at);
        let author = Author {
            id: doctors[doctor],
            name: format!("{} {}", DOCTORS[doctor].first_name, DOCTORS[doctor].last_name),
        };
        // The children of the pictures were seen here from birth on.
        let from_birth = (FIRST_CHILD..TODAY.len()).contains(&n);
        Maker {
            person,
            random,
            now,
            from_birth,
        }
        .chart(author, at, &visits)
    };
    people.iter().enumerate().map(chart).collect()
}

struct Author {
    id: UserId,
    name: String,
}

struct Maker<'a> {
    person: &'a DemoPerson,
    random: StdRng,
    now: DateTime<Utc>,
    from_birth: bool,
}

impl Maker<'_> {
    fn chart(mut self, author: Author, at: DateTime<Utc>, visits: &[&DemoVisit]) -> Loaded {
        let (patient_id, age) = (self.person.id, self.person.age(self.now.date_naive()));
        let has: Vec<&Condition> = CONDITIONS.iter().filter(|c| (c.ages.0..=c.ages.1).contains(&age)).collect();
        let has: Vec<&Condition> = has.into_iter().filter(|c| self.is_so(c.percent, 100)).collect();
        let allergies = self.allergies();
        Loaded {
            patient_id,
            by: author.id,
            by_name: author.name,
            at,
            // Of those without one, some were never asked.
            none_known: allergies.is_empty() && self.is_so(70, 100),
            allergies,
            problems: has.iter().map(|c| self.problem(c, age)).collect(),
            medications: has
                .iter()
                .flat_map(|c| c.medicines)
                .map(|(name, dose)| self.medication(name, dose))
                .collect(),
            histories: self.histories(),
            parts: Vec::new(),
            figures: self.figures(&has, age, visits),
            findings: Vec::new(),
            past_visits: Vec::new(),
        }
    }

    fn is_so(&mut self, part: u32, of: u32) -> bool {
        self.random.random_ratio(part, of)
    }

    /// A first of January so many years ago: nobody remembers the day.
    fn year_ago(&mut self, years: std::ops::RangeInclusive<i32>) -> Option<NaiveDate> {
        let year = self.now.year() - self.random.random_range(years);
        NaiveDate::from_ymd_opt(year.max(self.person.date_of_birth.year() + 1), 1, 1).filter(|day| *day <= self.now.date_naive())
    }

    fn allergies(&mut self) -> Vec<Allergy> {
        let mut found: Vec<Allergy> = Vec::new();
        for (substance, code, class, reaction, severity, thousandth) in ALLERGIES {
            if self.is_so(*thousandth, 1000) && !found.iter().any(|a| a.form.substance == *substance) {
                found.push(Allergy {
                    id: AllergyId::fresh(),
                    patient_id: self.person.id,
                    document_id: DocumentId::fresh(),
                    version: 1,
                    form: AllergyForm {
                        kind: if *class { AllergenKind::Class } else { AllergenKind::Substance },
                        substance: (*substance).to_owned(),
                        code: (*code).to_owned(),
                        reaction: (*reaction).to_owned(),
                        severity: [Severity::Mild, Severity::Moderate, Severity::Severe][usize::from(*severity) - 1],
                        status: ItemStatus::Active,
                        onset_on: self.year_ago(1..=25),
                        note: String::new(),
                    },
                });
            }
        }
        found
    }

    fn problem(&mut self, condition: &Condition, age: u32) -> ChartProblem {
        let years = i32::try_from(age.saturating_sub(condition.ages.0)).unwrap_or(0).clamp(1, 20);
        ChartProblem {
            id: ProblemId::fresh(),
            patient_id: self.person.id,
            document_id: DocumentId::fresh(),
            version: 1,
            form: ProblemForm {
                code: condition.code.to_owned(),
                snomed: String::new(),
                description: condition.description.to_owned(),
                status: ItemStatus::Active,
                onset_on: self.year_ago(1..=years),
                resolved_on: None,
                note: String::new(),
            },
        }
    }

    fn medication(&mut self, name: &str, dose: &str) -> Medication {
        Medication {
            id: MedicationId::fresh(),
            patient_id: self.person.id,
            document_id: DocumentId::fresh(),
            prescription_id: None,
            version: 1,
            form: MedicationForm {
                name: name.to_owned(),
                code: String::new(),
                dose: dose.to_owned(),
                status: MedicationStatus::Active,
                started_on: self.year_ago(1..=4),
                ended_on: None,
                note: String::new(),
            },
        }
    }

    fn histories(&mut self) -> Vec<HistoryEntry> {
        let mut found = Vec::new();
        for (relationship, code, description, percent) in FAMILY {
            if self.is_so(*percent, 100) {
                found.push(HistoryEntry {
                    id: HistoryId::fresh(),
                    patient_id: self.person.id,
                    document_id: DocumentId::fresh(),
                    version: 1,
                    form: HistoryForm {
                        kind: HistoryKind::Family,
                        relationship: (*relationship).to_owned(),
                        code: (*code).to_owned(),
                        description: (*description).to_owned(),
                        status: HistoryStatus::Active,
                        onset_on: None,
                        note: String::new(),
                    },
                });
            }
        }
        found
    }

    /// Measured at the visits, and on a few days before for those who were not here often.
    fn figures(&mut self, has: &[&Condition], age: u32, visits: &[&DemoVisit]) -> Vec<NewObservation> {
        let mut times: Vec<DateTime<Utc>> = visits
            .iter()
            .filter_map(|v| v.checked_in_at)
            .map(|at| at + TimeDelta::minutes(4))
            .collect();
        times.retain(|at| *at <= self.now);
        if times.len() < EARLIER.len() {
            let earlier = EARLIER.iter().map(|days| self.now - TimeDelta::days(*days));
            times.extend(earlier.filter(|at| at.date_naive() > self.person.date_of_birth));
        }
        times.sort_unstable();
        times.drain(..times.len().saturating_sub(MOST_FIGURES));
        if age < GROWN_UP {
            return self.childs(times);
        }
        let shift = |code: &str| -> f64 { has.iter().flat_map(|c| c.shifts).filter(|s| s.0 == code).map(|s| s.1).sum() };
        let usual: Vec<(&str, f64, f64)> = usual(age)
            .into_iter()
            .map(|(code, value, spread)| (code, value + shift(code), spread))
            .collect();
        // What is one's own stays nearly so from visit to visit.
        let own: Vec<f64> = usual
            .iter()
            .map(|(_, value, spread)| value + spread * self.random.random_range(-1.0..1.0))
            .collect();
        let mut figures = Vec::new();
        for at in &times {
            for ((code, _, spread), own) in usual.iter().zip(&own) {
                // Nobody's height changes from visit to visit, and their weight hardly.
                let varies = match *code {
                    "height" => 0.0,
                    "weight" => 0.08,
                    _ => 0.5,
                };
                let value = own + spread * varies * self.random.random_range(-1.0..1.0);
                figures.extend(self.figure(code, value, age, *at));
            }
        }
        figures
    }

    /// The times of a child's visits, and those of its well-child visits before them.
    fn childs(&mut self, mut times: Vec<DateTime<Utc>>) -> Vec<NewObservation> {
        if self.from_birth {
            let first = times.first().copied();
            let before = growth::well_child(self.person.date_of_birth, self.now);
            let before = before.into_iter().filter(|at| first.is_none_or(|first| *at < first));
            times.splice(..0, before);
        }
        let (born, sex) = (self.person.date_of_birth, self.person.sex);
        let figures = growth::figures(born, sex, &times, &mut self.random);
        let figure = |(code, value, at): &(&str, f64, DateTime<Utc>)| {
            let age = at.date_naive().years_since(born).unwrap_or(0);
            self.figure(code, *value, age, *at)
        };
        figures.iter().filter_map(figure).collect()
    }

    fn figure(&self, code: &str, value: f64, age: u32, taken_at: DateTime<Utc>) -> Option<NewObservation> {
        let kind = vitals::find(code)?;
        let value = match code {
            "height" if age >= GROWN_UP => value.round(),
            "temperature" | "weight" | "height" | "head_circumference" | "bmi" => (value * 10.0).round() / 10.0,
            "oxygen_saturation" => value.round().min(100.0),
            _ => value.round(),
        };
        Some(NewObservation {
            patient_id: PatientId(self.person.id.0),
            document_id: None,
            imported_id: None,
            code: code.to_owned(),
            name: String::new(),
            value,
            unit: kind.unit.to_owned(),
            taken_at,
            reference: vitals::reference(code, i32::try_from(age).unwrap_or(0)),
        })
    }
}

/// What is measured of an adult of this age, about what it is, and how far people differ; made up.
fn usual(age: u32) -> Vec<(&'static str, f64, f64)> {
    let years = f64::from(age);
    vec![
        ("bp_systolic", 118.0 + 0.25 * (years - 20.0), 9.0),
        ("bp_diastolic", 76.0, 6.0),
        ("heart_rate", 74.0, 9.0),
        ("temperature", 36.7, 0.4),
        ("oxygen_saturation", 97.5, 1.2),
        ("weight", 74.0, 11.0),
        ("height", 170.0, 0.9),
    ]
}
