//! File by file, batch by batch.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use futures::FutureExt;

use super::batches::{self, Batch, Part};
use super::plan::{self, Plan};
use super::report::{Fate, ImportReport, Unsettled};
use super::sources::{self, Source};
use super::survey::{self, Carried, Survey};
use crate::api::{App, Ctx};
use crate::clinical::imported::{self as charts, Author};
use crate::ids::PatientId;
use crate::patients::{self, Place};
use crate::records::bulk as records;
use crate::settings::{self, CLINIC_COUNTRY, FILES_MOST_MEGABYTES};
use crate::{ErrorCode, Result, files, identity};

/// What is imported, and how.
#[derive(Debug, Clone, Default)]
pub struct ImportOptions {
    /// Bundles, single resources, bulk exports, packed or not; in folders those that are called `.json`, `.ndjson`, `.jsonl`, also with `.gz`,
    /// or `.zip`.
    pub paths: Vec<PathBuf>,
    /// The system that they come from, 120 characters at most: its ids are unique within it. None = the server in the addresses of the
    /// people, else `fhir`.
    pub source: Option<String>,
    /// The email of the account in whose name it is written. None = the first admin's.
    pub by: Option<String>,
    /// Registers people who are probably on file already, instead of reporting them. Their charts can be merged afterwards.
    pub registers_duplicates: bool,
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// The file that is read, from 1.
    pub file: usize,
    /// Files in all.
    pub files: usize,
    /// Resources settled so far, of all files.
    pub resources: u32,
}

/// What every part of an import needs.
#[derive(Debug)]
pub(super) struct Run {
    pub ctx: Ctx,
    pub place: Place,
    pub author: String,
    pub registers_duplicates: bool,
    /// Bytes of the largest file that a chart takes.
    pub most_bytes: usize,
}

/// A file while it is written.
#[derive(Debug)]
pub(super) struct Open {
    /// As the caller named it.
    pub name: String,
    pub survey: Survey,
    pub author: Author,
    /// People by the ids of their resources, as far as they were asked for.
    pub people: HashMap<String, PatientId>,
    /// People who were left out.
    pub skipped: HashMap<String, &'static str>,
}

/// How often a batch is planned anew when another workstation was faster.
const TRIES: u32 = 5;

/// Imports files into the store in use. `tell` is told how far it is; an error that it gives ends the work between two transactions, and
/// the next import goes on from there.
///
/// # Errors
/// `not_found` for a path or an account that is not there; as the store says. Files that are refused are in the report.
pub async fn run(app: &Arc<App>, options: &ImportOptions, tell: &(dyn Fn(Told) -> Result<()> + Send + Sync)) -> Result<ImportReport> {
    let run = start(app, options).await?;
    let (sources, refused) = sources::sources(&options.paths)?;
    let mut report = ImportReport {
        refused,
        ..ImportReport::default()
    };
    let mut carried = Carried::default();
    for (n, source) in sources.iter().enumerate() {
        let progress = |report: &ImportReport| {
            tell(Told {
                file: n + 1,
                files: sources.len(),
                resources: report.read(),
            })
        };
        progress(&report)?;
        if n == 0 || !sources[n - 1].is_beside(source) {
            carried = Carried::default();
        }
        match survey::survey(source, std::mem::take(&mut carried), run.ctx.now).await? {
            Ok(survey) => carried = file(&run, options, (source, survey), &mut report, &progress).await?,
            Err(refused) => {
                let (refusal, before) = *refused;
                report.refused.push(refusal);
                carried = before;
            }
        }
    }
    Ok(report)
}

async fn start(app: &Arc<App>, options: &ImportOptions) -> Result<Run> {
    let now = app.now();
    let mut db = app.stores()?.db;
    let session = identity::acting(&mut db, options.by.as_deref(), now).await?;
    let ctx = Ctx {
        app: app.clone(),
        session: Some(session.clone()),
        command: "import.fhir",
        command_id: None,
        now,
    };
    let mut place = patients::place(&mut db, &ctx, None).await?;
    if place.country.is_empty() {
        place.country = settings::text(&mut db, &CLINIC_COUNTRY, app.workstation().id).await?;
    }
    let most = settings::whole(&mut db, &FILES_MOST_MEGABYTES, app.workstation().id).await?;
    Ok(Run {
        most_bytes: usize::try_from(most.saturating_mul(1_000_000)).unwrap_or(usize::MAX),
        ctx,
        place,
        author: session.name,
        registers_duplicates: options.registers_duplicates,
    })
}

/// One person with little in a file goes in as a whole; else people first, one by one, then what stands in their charts. Gives what
/// it tells of the next file.
async fn file(
    run: &Run,
    options: &ImportOptions,
    (source, survey): (&Source, Survey),
    report: &mut ImportReport,
    progress: &(dyn Fn(&ImportReport) -> Result<()> + Send + Sync),
) -> Result<Carried> {
    let named = options.source.clone().or_else(|| survey.base());
    let system: String = named.unwrap_or_else(|| "fhir".to_owned()).chars().take(120).collect();
    let whole = survey.patients <= 1 && survey.resources <= batches::TOGETHER && survey.brought < batches::MOST_BROUGHT;
    let mut open = Open {
        name: source.name.clone(),
        author: Author {
            id: run.ctx.session()?.user_id,
            name: run.author.clone(),
            source: system,
        },
        survey,
        people: HashMap::new(),
        skipped: HashMap::new(),
    };
    let parts = if whole {
        &[Part::Whole][..]
    } else {
        &[Part::People, Part::Rest, Part::Reports]
    };
    for part in parts {
        let mut batches = batches::batches(source, *part, &open.survey, run.ctx.now);
        while let Some(batch) = batches.recv().await {
            match batch {
                Ok(batch) => write(run, &mut open, &batch, report).await?,
                // It changed since it was looked at.
                Err(refusal) => {
                    report.refused.push(refusal);
                    return Ok(Carried::default());
                }
            }
            progress(report)?;
        }
    }
    report.files += 1;
    Ok(open.survey.into_carried())
}

/// Plans a batch and writes it, again when somebody else wrote the same meanwhile.
async fn write(run: &Run, open: &mut Open, batch: &Batch, report: &mut ImportReport) -> Result<()> {
    let mut tries = 0;
    let plan = loop {
        tries += 1;
        let plan = plan::plan(run, open, batch).await?;
        match commit(run, open, &plan).await {
            Err(error) if (error.is_unique_violation() || error.code == ErrorCode::Stale) && tries < TRIES => {}
            Err(error) => return Err(error),
            Ok(()) => break plan,
        }
    };
    for (kind, reason) in &batch.skipped {
        report.count(kind, Fate::Skipped(reason));
    }
    for (kind, fate) in &plan.fates {
        report.count(kind, *fate);
    }
    for reason in &plan.left_out {
        *report.attachments.entry((*reason).to_owned()).or_default() += 1;
    }
    report
        .people
        .extend(plan.unsettled.iter().map(|(resource_id, reason, charts)| Unsettled {
            file: open.name.clone(),
            resource_id: resource_id.clone(),
            reason,
            charts: charts.clone(),
        }));
    Ok(())
}

async fn commit(run: &Run, open: &Open, plan: &Plan) -> Result<()> {
    if plan.is_empty() {
        return Ok(());
    }
    charts::put_bodies(run.ctx.documents()?.as_ref(), &plan.writes, &open.author).await?;
    files::bulk::keep(run.ctx.documents()?.as_ref(), &plan.files).await?;
    records::put_bodies(run.ctx.documents()?.as_ref(), &plan.reports).await?;
    run.ctx
        .transact(|tx, _| async move { plan.write(tx, run, &open.author).await }.boxed())
        .await
}
