//! Who signed in to this process. With the store away nobody can be asked whether a session stands; the journal takes the word
//! of the last time that the store was asked.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use chrono::{DateTime, Utc};

use crate::identity::{self, Session};
use crate::ids::SessionId;
use crate::{Error, ErrorCode, Result};

/// Sessions that the store confirmed to this process, by the hash of their token.
#[derive(Debug, Default)]
pub(crate) struct KnownSessions(RwLock<HashMap<[u8; 32], Known>>);

#[derive(Debug, Clone)]
struct Known {
    session: Session,
    ended: bool,
}

impl KnownSessions {
    /// The store confirmed it.
    pub fn confirm(&self, token: &str, session: &Session) {
        let known = Known {
            session: session.clone(),
            ended: false,
        };
        let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
        all.insert(identity::token_hash(token), known);
    }

    /// The store said that it is over. What is still being typed in it is kept all the same.
    pub fn end(&self, token: &str) {
        let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = all.get_mut(&identity::token_hash(token)) {
            known.ended = true;
        }
    }

    /// The person signed out: nothing is typed any more.
    pub fn forget(&self, id: SessionId) {
        let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, known| known.session.id != id);
    }

    /// The person behind a token, whether or not the session still stands.
    pub fn person(&self, token: &str) -> Option<Session> {
        let all = self.0.read().unwrap_or_else(PoisonError::into_inner);
        all.get(&identity::token_hash(token)).map(|known| known.session.clone())
    }

    /// Refuses a session that is over.
    ///
    /// # Errors
    /// `session_ended`.
    pub fn require_open(&self, session: &Session, now: DateTime<Utc>) -> Result<()> {
        let all = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let known = all.values().find(|known| known.session.id == session.id);
        if known.is_some_and(|known| known.ended) || session.expires_at <= now {
            return Err(Error::new(ErrorCode::SessionEnded));
        }
        Ok(())
    }
}
