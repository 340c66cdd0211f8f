//! Asking for codes, and a person's favourites among them.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use super::list::List;
use super::{ask, find, search};
use crate::api::Ctx;
use crate::audit::Entry;
use crate::db::{Read, Tx};
use crate::feed::Topic;
use crate::{Error, Result, args};

/// Looks for codes.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct Icd10Search {
    /// Words in any order, beginnings of words, or the beginning of a code; the caller's favourites when blank.
    pub text: String,
    /// 20 when absent, 100 at most.
    pub limit: Option<u16>,
}

/// Makes a code a favourite of the caller, or no longer.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SetIcd10Favourite {
    /// The code.
    pub code: String,
    /// Whether it is to be one.
    pub favourite: bool,
}

/// A code of ICD-10-CM.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Icd10Code {
    /// With its dot.
    pub code: String,
    /// In full.
    pub description: String,
    /// Whether it can be billed; otherwise there are finer codes.
    pub billable: bool,
    /// Whether it is one of the caller's favourites.
    pub favourite: bool,
}

impl Icd10Code {
    pub(super) fn of(list: &List, row: u32, favourite: bool) -> Self {
        let row = &list.rows[row as usize];
        Self {
            code: row.code.to_string(),
            description: row.description.to_string(),
            billable: row.billable,
            favourite,
        }
    }
}

const FAVOURITES: &str = "SELECT code FROM icd10_favourites WHERE user_id = ?";
const ADD: &str = "INSERT INTO icd10_favourites (user_id, code, created_at, updated_at) VALUES (?, ?, ?, ?)";
const DROP: &str = "DELETE FROM icd10_favourites WHERE user_id = ? AND code = ?";

async fn favourites(q: &mut impl Read, ctx: &Ctx) -> Result<HashSet<String>> {
    let rows: Vec<(String,)> = q.all(FAVOURITES, args![ctx.session()?.user_id]).await?;
    Ok(rows.into_iter().map(|r| r.0).collect())
}

/// Longest question that is read; nobody types more.
const LONGEST: usize = 200;

/// `chart.icd10_search`
///
/// # Errors
/// As the store says.
pub async fn find_codes(ctx: &Ctx, request: Icd10Search) -> Result<Vec<Icd10Code>> {
    let favourites = favourites(&mut ctx.db()?, ctx).await?;
    let limit = usize::from(request.limit.unwrap_or(20).clamp(1, 100));
    let text: String = request.text.chars().take(LONGEST).collect();
    ask(move |list| {
        let rows = search::search(list, &text, &favourites, limit);
        let code = |row| {
            let mut code = Icd10Code::of(list, row, false);
            code.favourite = favourites.contains(&code.code);
            code
        };
        rows.into_iter().map(code).collect()
    })
    .await
}

/// `chart.set_icd10_favourite`. Asking for what is so already changes nothing.
///
/// # Errors
/// `not_found` for a code that the list does not have.
pub async fn set_favourite(ctx: &Ctx, tx: &mut Tx, request: SetIcd10Favourite) -> Result<Icd10Code> {
    let mut code = find(request.code).await?.ok_or_else(|| Error::not_found("icd10"))?;
    let user = ctx.session()?.user_id;
    let is = favourites(tx, ctx).await?.contains(&code.code);
    if is != request.favourite {
        if request.favourite {
            tx.exec(ADD, args![user, &code.code, ctx.now, ctx.now]).await?;
        } else {
            tx.exec(DROP, args![user, &code.code]).await?;
        }
        let entry = Entry::activity(ctx.command, "icd10_favourite", user.0);
        tx.record(entry.change(
            &json!({ "code": code.code, "favourite": is }),
            &json!({ "code": code.code, "favourite": request.favourite }),
        ));
        tx.changed(Topic::users());
    }
    code.favourite = request.favourite;
    Ok(code)
}
