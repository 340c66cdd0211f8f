//! Plans the demo clinic and writes it.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use futures::FutureExt;
use serde_json::json;

use super::calendar::Calendar;
use super::doctors::DOCTORS;
use super::notes::Written;
use super::people::{DemoPerson, Makers, sample};
use super::records::Reports;
use super::sessions::{DemoException, exceptions, today_at};
use super::visit::{DemoVisit, number_queues};
use super::{accounts, history, today, write};
use crate::api::{App, Ctx};
use crate::audit::Entry;
use crate::clinical::bulk::{self as charts, Loaded};
use crate::db::Tx;
use crate::identity::{clinic_exists, password};
use crate::ids::UserId;
use crate::interop::fhir;
use crate::patients::bulk;
use crate::settings::{self, CLINIC_COUNTRY, CLINIC_CURRENCY, CLINIC_NAME, Writer};
use crate::{Error, ErrorCode, Result};

/// Made-up people who have appointments; more are only there to be found.
const WITH_APPOINTMENTS: usize = 1_500;
/// Further people of one transaction.
const TOGETHER: usize = 10_000;

/// How large the demo is to be.
#[derive(Debug, Clone, Copy)]
pub struct DemoOptions {
    /// Made-up patients besides the sample ones and those of the pictures; up to 1,000,000.
    pub patients: usize,
    /// The same seed on the same day gives the same clinic.
    pub seed: u64,
}

impl Default for DemoOptions {
    fn default() -> Self {
        Self { patients: 900, seed: 1 }
    }
}

/// What was built.
#[derive(Debug, Clone, serde::Serialize)]
pub struct DemoSummary {
    /// Charts.
    pub patients: usize,
    /// Appointments, past and to come.
    pub appointments: usize,
    /// What the sample bundles held.
    pub report: fhir::Report,
}

/// The plan, before anything is written.
struct Plan {
    people: Vec<DemoPerson>,
    visits: Vec<DemoVisit>,
    exceptions: Vec<DemoException>,
    queues: Vec<(usize, chrono::NaiveDate, i32)>,
    /// The doctors' accounts, who write the charts.
    doctor_users: Vec<UserId>,
    charts: Vec<Loaded>,
    reports: Reports,
}

/// Builds the demo clinic in the store in use, which must hold none. `tell` is told how much is done of how
/// much; an error that it gives ends the work, and nothing is left behind.
///
/// # Errors
/// `not_allowed` in a store that holds a clinic; as the store says.
pub async fn build(app: &Arc<App>, options: DemoOptions, tell: &(dyn Fn(usize, usize) -> Result<()> + Send + Sync)) -> Result<DemoSummary> {
    let ctx = &context(app);
    if clinic_exists(&mut ctx.db()?).await? {
        return Err(Error::new(ErrorCode::NotAllowed).with("reason", "clinic_exists"));
    }
    let hash = &password::hash(accounts::PASSWORD, app.password_cost()).await?;
    let mut makers = Makers::new(options.seed, today_at(0, ctx.now));
    let records = sample(ctx.now)?;
    let mut plan = plan(&mut makers, &records, options, ctx.now)?;
    super::records::put(ctx.documents()?.as_ref(), &mut plan.reports).await?;
    let plan = &plan;
    charts::put_bodies(ctx.documents()?.as_ref(), &plan.charts).await?;
    let rest = options.patients.saturating_sub(WITH_APPOINTMENTS);
    let total = plan.visits.len() + rest;
    let directory = ctx
        .transact(|tx, _| async move { write_plan(ctx, tx, plan, hash, &|done| tell(done, total)).await }.boxed())
        .await?;
    let written = Written {
        app,
        people: &plan.people,
        visits: &plan.visits,
        users: &plan.doctor_users,
        places: &directory.locations,
        now: ctx.now,
    };
    written.write().await?;
    more_people(ctx, &mut makers, rest, &directory, &|done| tell(plan.visits.len() + done, total)).await?;
    tell(total, total)?;
    Ok(DemoSummary {
        patients: plan.people.len() + rest,
        appointments: plan.visits.len(),
        report: records.report,
    })
}

fn context(app: &Arc<App>) -> Ctx {
    Ctx {
        app: app.clone(),
        session: None,
        command: "setup.load_demo",
        command_id: None,
        now: app.now(),
    }
}

fn plan(makers: &mut Makers, records: &fhir::Records, options: DemoOptions, now: DateTime<Utc>) -> Result<Plan> {
    let mut people = makers.known();
    let first_sample = people.len();
    people.extend(records.people.iter().enumerate().map(|(n, p)| DemoPerson::of_sample(p, n)));
    people.extend((0..options.patients.min(WITH_APPOINTMENTS)).map(|_| makers.one()));
    let exceptions = exceptions(now);
    let mut visits = Calendar::new(&people, &exceptions, options.seed, now).plan();
    today::settle(&mut visits, now);
    let queues = number_queues(&mut visits);
    visits.extend(history::visits(records, &people, first_sample));
    let doctor_users: Vec<UserId> = DOCTORS.iter().map(|_| UserId::fresh()).collect();
    let mut charts = super::charts::plan(&people, &visits, &doctor_users, options.seed, now);
    super::samples::put(&mut charts[first_sample..], records, now);
    let mut reports = super::records::plan(&people, &visits, &doctor_users, options.seed, now);
    super::samples::put_reports(&mut reports, &charts[first_sample..], records);
    Ok(Plan {
        people,
        visits,
        exceptions,
        queues,
        doctor_users,
        charts,
        reports,
    })
}

async fn write_plan(
    ctx: &Ctx,
    tx: &mut Tx,
    plan: &Plan,
    hash: &str,
    tell: &(dyn Fn(usize) -> Result<()> + Send + Sync),
) -> Result<write::Directory> {
    tell(0)?;
    let now = ctx.now;
    store_settings(ctx, tx).await?;
    let directory = write::directory(tx, &plan.doctor_users, hash, now).await?;
    write::schedules(tx, &directory, &plan.exceptions, now).await?;
    let seen = last_seen(&plan.visits);
    let mut charts: Vec<_> = plan
        .people
        .iter()
        .enumerate()
        .map(|(n, p)| write::chart(p, &directory, seen.get(&n).copied(), now))
        .collect();
    bulk::bulk_insert(tx, &mut charts, now).await?;
    write::contacts(tx, &plan.people, now).await?;
    write::insurance(tx, &plan.people, now).await?;
    write::visits(tx, &directory, &plan.people, &plan.visits, now, tell).await?;
    charts::write(tx, &plan.charts).await?;
    super::records::write(tx, &plan.reports, now).await?;
    super::billing::write(ctx, tx, &directory, &plan.visits).await?;
    write::queues(tx, &directory, &plan.queues, now).await?;
    write::waitlist(tx, &directory, &plan.people, now).await?;
    if let Some(owner) = plan.doctor_users.first() {
        write::templates(tx, *owner, now).await?;
    }
    let figures = json!({ "patients": plan.people.len(), "appointments": plan.visits.len() });
    tx.record(Entry::new(ctx.command, "clinic", None).created(&figures));
    Ok(directory)
}

async fn store_settings(ctx: &Ctx, tx: &mut Tx) -> Result<()> {
    let by = Writer {
        workstation: ctx.app.workstation().id,
        user: None,
        at: ctx.now,
    };
    for (setting, value) in [
        (&CLINIC_NAME, "Northgate Clinic"),
        (&CLINIC_CURRENCY, "EUR"),
        (&CLINIC_COUNTRY, "IE"),
    ] {
        settings::put_first(tx, setting, &json!(value), by).await?;
    }
    Ok(())
}

/// When each person was last here.
fn last_seen(visits: &[DemoVisit]) -> HashMap<usize, DateTime<Utc>> {
    let mut seen = HashMap::new();
    for visit in visits {
        if let Some(at) = visit.checked_in_at {
            let last = seen.entry(visit.person).or_insert(at);
            *last = at.max(*last);
        }
    }
    seen
}

async fn more_people(
    ctx: &Ctx,
    makers: &mut Makers,
    rest: usize,
    directory: &write::Directory,
    tell: &(dyn Fn(usize) -> Result<()> + Send + Sync),
) -> Result<()> {
    let mut done = 0;
    while done < rest {
        tell(done)?;
        let some = TOGETHER.min(rest - done);
        let charts: Vec<_> = (0..some).map(|_| write::chart(&makers.one(), directory, None, ctx.now)).collect();
        bulk::load(ctx, &charts).await?;
        done += some;
    }
    Ok(())
}
