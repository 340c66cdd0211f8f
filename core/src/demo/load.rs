//! `setup.load_demo`, how far it is, and stopping it.

use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::build::{DemoOptions, build};
use crate::api::Ctx;
use crate::setup::{self, SetupStatus};
use crate::{Error, ErrorCode, Result};

crate::commands! {
    direct "setup.load_demo": Public => load_demo, LoadDemo => SetupStatus;
    read "setup.demo_progress": Public => progress, LoadDemo => DemoProgress;
    direct "setup.stop_demo": Public => stop, LoadDemo => ();
}

/// The demo clinic of this workstation.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct LoadDemo {}

/// How far the demo clinic is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct DemoProgress {
    /// Steps done.
    pub done: usize,
    /// Steps in all; 0 while nothing is being built.
    pub total: usize,
}

/// The work under way, if there is one; the core has one of it.
#[derive(Debug, Default)]
pub struct DemoWork(Mutex<(DemoProgress, bool)>);

impl DemoWork {
    fn set(&self, progress: DemoProgress, stopped: bool) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = (progress, stopped);
    }

    fn get(&self) -> (DemoProgress, bool) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes a step.
    ///
    /// # Errors
    /// `not_allowed` with the reason `stopped` once someone wants it stopped.
    fn step(&self, done: usize, total: usize) -> Result<()> {
        let stopped = self.get().1;
        if stopped {
            return Err(Error::new(ErrorCode::NotAllowed).with("reason", "stopped"));
        }
        self.set(DemoProgress { done, total }, false);
        Ok(())
    }
}

/// Opens the demo store and fills it, unless that was done before. When it fails, no store is chosen.
async fn load_demo(ctx: &Ctx, _: LoadDemo) -> Result<SetupStatus> {
    let app = &ctx.app;
    let work = app.demo_work();
    if work.get().0.total > 0 {
        return Err(Error::new(ErrorCode::Busy));
    }
    setup::use_demo_store(app).await?;
    let before = setup::status_of(app).await?;
    if before.has_clinic {
        return Ok(before);
    }
    work.set(DemoProgress { done: 0, total: 1 }, false);
    let built = build(app, DemoOptions::default(), &|done, total| work.step(done, total)).await;
    work.set(DemoProgress::default(), false);
    if let Err(error) = built {
        setup::forget_store(app)?;
        return Err(error);
    }
    setup::status_of(app).await
}

async fn progress(ctx: &Ctx, _: LoadDemo) -> Result<DemoProgress> {
    Ok(ctx.app.demo_work().get().0)
}

async fn stop(ctx: &Ctx, _: LoadDemo) -> Result<()> {
    let (progress, _) = ctx.app.demo_work().get();
    if progress.total > 0 {
        ctx.app.demo_work().set(progress, true);
    }
    Ok(())
}
