//! Writes the shorthand that [`super::parse`] reads back to the same sig.

use super::model::{Meal, Moment, Route, Sig, Timing};
use super::words;

/// The shorthand.
#[must_use]
pub fn format(sig: &Sig) -> String {
    let mut pieces = vec![
        sig.dose
            .most
            .map_or_else(|| sig.dose.least.to_string(), |most| format!("{}-{most}", sig.dose.least)),
    ];
    pieces.push(words::short(sig.dose.unit).to_owned());
    pieces.extend(sig.route.map(|r| route_word(r).to_owned()));
    pieces.extend(sig.timing.map(timing));
    pieces.extend(sig.meal.map(|m| meal(m).to_owned()));
    pieces.extend(sig.days.map(|days| format!("{days}d")));
    pieces.extend(
        sig.at_most
            .map(|most| format!("max {} {}/day", most.amount, words::short(most.unit))),
    );
    if let Some(reason) = &sig.as_needed {
        pieces.push("prn".to_owned());
        if !reason.is_empty() {
            pieces.push(reason.clone());
        }
    }
    let shorthand = pieces.join(" ");
    if sig.instructions.is_empty() {
        shorthand
    } else {
        format!("{shorthand}; {}", sig.instructions)
    }
}

fn timing(timing: Timing) -> String {
    match timing {
        Timing::Once => "once".to_owned(),
        Timing::Times { times: 1 } => "daily".to_owned(),
        Timing::Times { times: 2 } => "bid".to_owned(),
        Timing::Times { times: 3 } => "tid".to_owned(),
        Timing::Times { times: 4 } => "qid".to_owned(),
        Timing::Times { times } => format!("{times}x/day"),
        Timing::Hours { least, most: None } => format!("q{least}h"),
        Timing::Hours { least, most: Some(most) } => format!("q{least}-{most}h"),
        Timing::At { moment } => part(moment).to_owned(),
        Timing::Each { moments } => moments.iter().map(part).collect::<Vec<_>>().join(" "),
        Timing::Week { times } => format!("{times}x/week"),
        Timing::Days { every: 7 } => "weekly".to_owned(),
        Timing::Days { every } => format!("q{every}d"),
    }
}

fn part(moment: Moment) -> &'static str {
    match moment {
        Moment::Morning => "qam",
        Moment::Noon => "noon",
        Moment::Afternoon => "afternoon",
        Moment::Evening => "qpm",
        Moment::Bedtime => "qhs",
    }
}

fn meal(meal: Meal) -> &'static str {
    match meal {
        Meal::Before => "ac",
        Meal::With => "with food",
        Meal::After => "pc",
        Meal::Empty => "empty stomach",
    }
}

/// A way, in shorthand.
#[must_use]
pub fn route_word(route: Route) -> &'static str {
    match route {
        Route::Oral => "po",
        Route::Sublingual => "sl",
        Route::Buccal => "buccal",
        Route::Inhaled => "inh",
        Route::Nasal => "nasal",
        Route::LeftNostril => "left nostril",
        Route::RightNostril => "right nostril",
        Route::EachNostril => "each nostril",
        Route::Eye => "eye",
        Route::LeftEye => "left eye",
        Route::RightEye => "right eye",
        Route::BothEyes => "both eyes",
        Route::Ear => "ear",
        Route::LeftEar => "left ear",
        Route::RightEar => "right ear",
        Route::BothEars => "both ears",
        Route::Topical => "topical",
        Route::Transdermal => "td",
        Route::Rectal => "pr",
        Route::Vaginal => "pv",
        Route::Intravenous => "iv",
        Route::Intramuscular => "im",
        Route::Subcutaneous => "sc",
    }
}
