//! `curanda demo`.

use std::io::Write;
use std::sync::atomic::{AtomicUsize, Ordering};

use clap::Args;
use curanda_core::Result;
use curanda_core::demo::{self, DemoOptions};
use curanda_core::setup;
use serde_json::json;

use crate::report::Report;
use crate::store::Place;

/// How large the demo clinic is to be.
#[derive(Debug, Clone, Copy, Args)]
pub struct Options {
    /// Made-up patients besides the sample ones
    #[arg(long, default_value_t = DemoOptions::default().patients, value_parser = up_to_a_million)]
    patients: usize,
    /// The same seed on the same day gives the same clinic
    #[arg(long, default_value_t = DemoOptions::default().seed)]
    seed: u64,
}

fn up_to_a_million(text: &str) -> Result<usize, String> {
    text.parse()
        .ok()
        .filter(|n| *n <= 1_000_000)
        .ok_or_else(|| "a number up to 1000000".to_owned())
}

/// Makes the demo store of the place and fills it; the workstation uses it from then on.
pub async fn run(place: &Place, options: Options) -> Result<Report> {
    let app = place.app()?;
    setup::use_demo_store(&app).await?;
    let options = DemoOptions {
        patients: options.patients,
        seed: options.seed,
    };
    let tenths = AtomicUsize::new(0);
    let summary = demo::build(&app, options, &|done, total| {
        tell(&tenths, done, total);
        Ok(())
    })
    .await?;
    let mut lines = vec![format!(
        "The demo clinic has {} patients and {} appointments. Sign in as:",
        summary.patients, summary.appointments
    )];
    lines.extend(
        demo::accounts()
            .iter()
            .map(|a| format!("  {}  {}  ({})", a.email, a.password, a.role.as_str())),
    );
    let skipped = summary.report.skipped.iter();
    lines.extend(skipped.map(|s| format!("Left out of the sample bundles: {} {}, {}.", s.count, s.resource, s.reason)));
    Ok(Report {
        lines,
        json: json!({ "summary": summary, "accounts": demo::accounts() }),
        found: false,
    })
}

/// Each tenth of the way, beside the answer.
fn tell(tenths: &AtomicUsize, done: usize, total: usize) {
    let now = done * 10 / total.max(1);
    if tenths.fetch_max(now, Ordering::Relaxed) < now {
        // A closed terminal is the reader's choice.
        let _ = writeln!(std::io::stderr(), "{} %", now * 10);
    }
}
