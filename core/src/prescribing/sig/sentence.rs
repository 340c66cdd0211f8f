//! The sig as a sentence that a patient reads.

use super::model::{AtMost, Dose, DoseUnit, Moment, Moments, Route, Sig, Timing};
use crate::prescribing::amount::Amount;
use crate::printing::Texts;

/// The sentence in full; `own` is the product's route, for a sig that names none. A sentence is built from whole phrases:
/// the catalogue says how each is worded and how they are joined.
#[must_use]
pub fn sentence(sig: &Sig, own: Option<Route>, texts: &Texts) -> String {
    let how = sig
        .route
        .or(own)
        .map_or("sig_how_none".to_owned(), |r| format!("sig_how_{}", r.as_str()));
    let mut sentence = texts.fill(&how, &[("dose", &dose(sig.dose, texts))]);
    let phrases = [
        sig.timing.map(|t| timing(t, texts)),
        sig.meal.map(|m| texts.get(&format!("sig_meal_{}", m.as_str()))),
        sig.days
            .map(|days| texts.counted("sig_for_days", days == 1, &[("count", &days.to_string())])),
        sig.as_needed.as_ref().map(|reason| as_needed(reason, texts)),
    ];
    for phrase in phrases.into_iter().flatten() {
        sentence.push_str(&texts.fill("sig_phrase", &[("phrase", &phrase)]));
    }
    let mut sentence = texts.fill("sig_end", &[("sentence", &sentence)]);
    if let Some(AtMost { amount, unit }) = sig.at_most {
        let most = Dose {
            least: amount,
            most: None,
            unit,
        };
        sentence = texts.fill("sig_at_most", &[("sentence", &sentence), ("dose", &dose(most, texts))]);
    }
    if sig.instructions.is_empty() {
        sentence
    } else {
        texts.fill("sig_instructions", &[("sentence", &sentence), ("instructions", &sig.instructions)])
    }
}

fn dose(dose: Dose, texts: &Texts) -> String {
    let key = format!("dose_{}", dose.unit.as_str());
    match dose.most {
        None => texts.counted(
            &key,
            dose.least <= Amount::whole(1),
            &[("count", &count(dose.least, dose.unit, texts))],
        ),
        Some(most) => {
            let ends = [
                ("least", count(dose.least, dose.unit, texts)),
                ("most", count(most, dose.unit, texts)),
            ];
            let range = texts.fill("dose_range", &[(ends[0].0, &ends[0].1), (ends[1].0, &ends[1].1)]);
            texts.counted(&key, false, &[("count", &range)])
        }
    }
}

/// Half a tablet is ½, half a milligram 0.5: a decimal of a measured unit, a fraction of a thing.
fn count(amount: Amount, unit: DoseUnit, texts: &Texts) -> String {
    let measured = matches!(unit, DoseUnit::Ml | DoseUnit::Mcg | DoseUnit::Mg | DoseUnit::G | DoseUnit::Unit);
    let (whole, rest) = (amount.as_thousandths() / 1000, amount.as_thousandths() % 1000);
    let fraction = match rest {
        250 => "¼",
        333 => "⅓",
        500 => "½",
        667 => "⅔",
        750 => "¾",
        _ => "",
    };
    match (measured || fraction.is_empty(), whole) {
        (true, _) => texts.number(&amount.to_string()),
        (false, 0) => fraction.to_owned(),
        (false, whole) => format!("{whole}{fraction}"),
    }
}

fn timing(timing: Timing, texts: &Texts) -> String {
    let counted = |key: &str, n: u16| texts.counted(key, n == 1, &[("count", &n.to_string())]);
    match timing {
        Timing::Once => texts.get("sig_once"),
        Timing::Times { times } => counted("sig_times", times.into()),
        Timing::Hours { least, most: None } => counted("sig_hours", least.into()),
        Timing::Hours { least, most: Some(most) } => {
            texts.fill("sig_hours_range", &[("least", &least.to_string()), ("most", &most.to_string())])
        }
        Timing::At { moment } => part(moment, texts),
        Timing::Each { moments } => parts(moments, texts),
        Timing::Week { times } => counted("sig_times_week", times.into()),
        Timing::Days { every: 2 } => texts.get("sig_other_day"),
        Timing::Days { every: 7 } => texts.get("sig_weekly"),
        Timing::Days { every: 30 } => texts.get("sig_monthly"),
        Timing::Days { every } => counted("sig_every_days", every),
    }
}

fn part(moment: Moment, texts: &Texts) -> String {
    texts.get(&format!("sig_at_{}", moment.as_str()))
}

/// `in the morning, at noon and in the evening`.
fn parts(moments: Moments, texts: &Texts) -> String {
    let last = moments.len().saturating_sub(1);
    moments.iter().enumerate().fold(String::new(), |said, (at, moment)| {
        let next = part(moment, texts);
        match at {
            0 => next,
            at if at == last => texts.fill("sig_list_last", &[("first", &said), ("last", &next)]),
            _ => texts.fill("sig_list", &[("first", &said), ("next", &next)]),
        }
    })
}

fn as_needed(reason: &str, texts: &Texts) -> String {
    if reason.is_empty() {
        texts.get("sig_as_needed")
    } else {
        texts.fill("sig_as_needed_for", &[("reason", reason)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::printing::Language;

    #[test]
    fn every_route_unit_and_phrase_has_its_words() {
        for language in Language::ALL {
            let texts = Texts::of(*language);
            let keys = Route::ALL.iter().map(|r| format!("sig_how_{}", r.as_str()));
            let keys = keys.chain(DoseUnit::ALL.iter().map(|u| format!("dose_{}", u.as_str())));
            let keys = keys.chain(Moment::ALL.iter().map(|m| format!("sig_at_{}", m.as_str())));
            for key in keys.chain(super::super::Meal::ALL.iter().map(|m| format!("sig_meal_{}", m.as_str()))) {
                assert_ne!(texts.get(&key), key);
            }
        }
    }
}
