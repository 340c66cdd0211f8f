//! The sample people's charts: what their bundles say, in the place of what was made up.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};

use super::history;
use super::records::Reports;
use crate::clinical::bulk::Loaded;
use crate::clinical::imported::Write;
use crate::clinical::past_visits::NewPastVisit;
use crate::ids::PatientId;
use crate::interop::fhir::{Clinical, Content, Measures, Person, Records, results_of};
use crate::interop::import::parts;
use crate::records::bulk::Loaded as Report;

/// Puts what the bundles say into the charts of the sample people, which are the first of `charts` and in the order of the records.
pub(super) fn put(charts: &mut [Loaded], records: &Records, now: DateTime<Utc>) {
    let mut of: HashMap<&str, Vec<&Clinical>> = HashMap::new();
    for clinical in &records.charts {
        of.entry(&clinical.subject).or_default().push(clinical);
    }
    for (chart, person) in charts.iter_mut().zip(&records.people) {
        let said = of.remove(person.id.as_str()).unwrap_or_default();
        *chart = real(chart, person, &said, now);
        let own = history::told(records).filter(|(subject, _)| *subject == person.id);
        let elsewhere = own.filter(|(_, visit)| !history::is_appointment(visit));
        chart.past_visits.extend(elsewhere.map(|(_, form)| NewPastVisit {
            patient_id: chart.patient_id,
            imported_id: None,
            form: form.clone(),
        }));
    }
}

/// The sample people's reports with their results, in the place of what was made up for them but for what brings files.
pub(super) fn put_reports(reports: &mut Reports, charts: &[Loaded], records: &Records) {
    let charts = &charts[..records.people.len().min(charts.len())];
    let sample: HashSet<PatientId> = charts.iter().map(|chart| chart.patient_id).collect();
    let Reports { all, with_files } = reports;
    all.retain(|report| !sample.contains(&report.patient_id) || with_files.contains(&report.record));
    let of: HashMap<&str, &Loaded> = records.people.iter().map(|p| p.id.as_str()).zip(charts).collect();
    let measured = records.charts.iter().filter_map(|c| match &c.content {
        Content::Measured(measures) => Some((c.id.as_str(), measures)),
        _ => None,
    });
    let measured: HashMap<&str, &Measures> = measured.collect();
    for clinical in &records.charts {
        let (Content::Report(said), Some(chart)) = (&clinical.content, of.get(clinical.subject.as_str())) else {
            continue;
        };
        let mut content = said.content.clone();
        content.tests = clinical
            .about
            .what
            .iter()
            .filter_map(|id| measured.get(id.as_str()))
            .flat_map(|m| results_of(m))
            .collect();
        let at = clinical.written_at.unwrap_or(chart.at);
        let mut report = Report::first(chart.patient_id, (chart.by, &chart.by_name), at, &content);
        report.figures.clear();
        all.push(report);
    }
}

/// The chart with its writer and time, and nothing in it but what is said.
fn real(made_up: &Loaded, person: &Person, said: &[&Clinical], now: DateTime<Utc>) -> Loaded {
    let mut chart = Loaded {
        none_known: !said.iter().any(|c| matches!(c.content, Content::Allergy(_))) && made_up.none_known,
        allergies: Vec::new(),
        problems: Vec::new(),
        medications: Vec::new(),
        histories: Vec::new(),
        figures: Vec::new(),
        ..made_up.clone()
    };
    for clinical in said {
        if let Content::Measured(measures) = &clinical.content {
            chart
                .figures
                .extend(parts::figures(measures, chart.patient_id, None, person.date_of_birth));
            chart.findings.extend(parts::findings(measures, chart.patient_id, None));
        } else if let Some(part) = parts::first_version(clinical.content.clone(), chart.patient_id) {
            let at = clinical.written_at.unwrap_or(now);
            chart.parts.push(Write { part, before: None, at });
        }
    }
    chart
}
