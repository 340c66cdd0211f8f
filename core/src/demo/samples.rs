//! The sample people's charts: what their bundles say, in the place of what was made up.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use crate::clinical::bulk::Loaded;
use crate::clinical::imported::Write;
use crate::interop::fhir::{Clinical, Content, Person, Records};
use crate::interop::import::parts;

/// Puts what the bundles say into the charts of the sample people, which are the first of `charts` and in the order of the records.
pub(super) fn put(charts: &mut [Loaded], records: &Records, now: DateTime<Utc>) {
    let mut of: HashMap<&str, Vec<&Clinical>> = HashMap::new();
    for clinical in &records.charts {
        of.entry(&clinical.subject).or_default().push(clinical);
    }
    for (chart, person) in charts.iter_mut().zip(&records.people) {
        let said = of.remove(person.id.as_str()).unwrap_or_default();
        *chart = real(chart, person, &said, now);
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
            chart.figures.extend(parts::figures(measures, chart.patient_id, None, person.date_of_birth));
            chart.findings.extend(parts::findings(measures, chart.patient_id, None));
        } else if let Some(part) = parts::first_version(clinical.content.clone(), chart.patient_id) {
            let at = clinical.written_at.unwrap_or(now);
            chart.parts.push(Write { part, before: None, at });
        }
    }
    chart
}
