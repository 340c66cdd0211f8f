//! Topics for a browser that asks again and again: each answer names where the next one goes on.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use curanda_core::api::App;
use curanda_core::feed::Topic;
use serde::Serialize;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;

/// A question waits this long for something to tell.
const WAIT: Duration = Duration::from_secs(25);

/// Announcements that are kept for a browser that is slow to ask again.
const KEPT: usize = 1000;

/// The answer to a question.
#[derive(Debug, Serialize)]
pub struct StaleAnswer {
    next: u64,
    topics: Vec<Topic>,
}

/// The last announcements, numbered.
#[derive(Debug)]
pub struct Stale {
    kept: Mutex<VecDeque<(u64, Vec<Topic>)>>,
    last: watch::Sender<u64>,
}

impl Stale {
    /// Keeps what the core announces from now on.
    pub fn follow(app: &App) -> Arc<Self> {
        // Begins at one: zero is what a browser says that has not asked yet.
        let stale = Arc::new(Self {
            kept: Mutex::default(),
            last: watch::Sender::new(1),
        });
        let (keeper, mut announced) = (stale.clone(), app.subscribe());
        tokio::spawn(async move {
            loop {
                match announced.recv().await {
                    Ok(topics) => keeper.keep(topics),
                    Err(RecvError::Lagged(_)) => keeper.keep(Topic::everything()),
                    Err(RecvError::Closed) => return,
                }
            }
        });
        stale
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, VecDeque<(u64, Vec<Topic>)>> {
        self.kept.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn keep(&self, topics: Vec<Topic>) {
        let mut kept = self.lock();
        let number = *self.last.borrow() + 1;
        kept.push_back((number, topics));
        if kept.len() > KEPT {
            kept.pop_front();
        }
        drop(kept);
        self.last.send_replace(number);
    }

    /// What was announced after `since`; waits for it, but not for ever.
    pub async fn since(&self, since: u64) -> StaleAnswer {
        let mut last = self.last.subscribe();
        if since > 0 {
            let _ = tokio::time::timeout(WAIT, last.wait_for(|last| *last != since)).await;
        }
        let next = *self.last.borrow();
        // A number from before a restart is above ours: then nobody knows what was missed.
        let topics = match since {
            0 => Vec::new(),
            since if since > next => Topic::everything(),
            since => self.after(since, next),
        };
        StaleAnswer { next, topics }
    }

    fn after(&self, since: u64, next: u64) -> Vec<Topic> {
        let mut topics = Vec::new();
        for (_, announced) in self.lock().iter().filter(|(number, _)| (since + 1..=next).contains(number)) {
            for topic in announced {
                if !topics.contains(topic) {
                    topics.push(topic.clone());
                }
            }
        }
        topics
    }
}
