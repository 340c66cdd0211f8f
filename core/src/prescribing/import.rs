//! The clinic's own lists: `prescribing.lists` and `prescribing.import_list`.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::lists::{ListName, ListState, Lists, rxnorm};
use crate::api::{Ctx, Fields};
use crate::audit::Entry;
use crate::db::Tx;
use crate::feed::Topic;
use crate::settings::{self, PRESCRIBING_LIST_MAX_AGE_DAYS};
use crate::{Error, Result, args, patients};

/// The largest file that is taken, in bytes. RxNorm's current prescribable content is about 30 MB.
const MOST_BYTES: usize = 64 * 1024 * 1024;

crate::text_enum! {
    /// What a file is.
    pub enum ListFormat {
        /// A list as in `core/data/drugs`, with its head of `#` lines.
        Csv = "csv",
        /// RxNorm's `RXNCONSO.RRF`: names.
        RxNorm = "rxnorm",
    }
}

/// A list to be added.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct ImportList {
    /// What the file is.
    pub format: ListFormat,
    /// Which list; `synonyms` for RxNorm.
    pub name: ListName,
    /// Its version, for RxNorm, e.g. `20261102`; a CSV says its own.
    pub version: String,
    /// Its date, for RxNorm.
    pub date: Option<NaiveDate>,
    /// Where it comes from.
    pub source: String,
    /// The file.
    pub content: String,
}

/// What was added.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ImportedList {
    /// Which list.
    pub name: ListName,
    /// Its version.
    pub version: String,
    /// Its date.
    pub date: NaiveDate,
    /// Where it comes from.
    pub source: String,
    /// How many rows.
    pub rows: u32,
}

/// Which lists are in force, and how old they may be.
///
/// # Errors
/// As the store says.
pub(super) async fn lists(ctx: &Ctx, (): ()) -> Result<Vec<ListState>> {
    let mut db = ctx.db()?;
    let today = patients::place(&mut db, ctx, None).await?.today;
    let max_age = settings::whole(&mut db, &PRESCRIBING_LIST_MAX_AGE_DAYS, ctx.app.workstation().id).await?;
    Ok(Lists::load(&mut db).await?.states(today, max_age))
}

const INSERT: &str = "INSERT INTO safety_lists (id, list_name, list_version, list_date, source, row_count, content, imported_by, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

/// Adds a list in place of the clinic's last one of this name. A file with one row that cannot be read is refused whole.
///
/// # Errors
/// `invalid` on `content`: what is wrong with the file ([`super::lists::ListProblem`]); `too_large`.
pub(super) async fn import(ctx: &Ctx, tx: &mut Tx, request: ImportList) -> Result<ImportedList> {
    let mut fields = Fields::default();
    fields.required("source", request.source.trim(), 400);
    if request.content.len() > MOST_BYTES {
        fields.wrong("content", "too_large");
    }
    fields.check()?;
    let content = match request.format {
        ListFormat::Csv => request.content.clone(),
        ListFormat::RxNorm => names(tx, &request).await?,
    };
    let list = match Lists::inspect(request.name, &content) {
        Ok(list) => list,
        Err(problem) => return problem.refuse(),
    };
    let imported = ImportedList {
        name: request.name,
        version: list.head.version,
        date: list.head.date,
        source: request.source.trim().to_owned(),
        rows: u32::try_from(list.rows).unwrap_or(u32::MAX),
    };
    let by = ctx.session()?.user_id;
    let id = crate::ids::fresh();
    let i = &imported;
    let values = args![id, i.name, &i.version, i.date, &i.source, i.rows, list.text, by, ctx.now, ctx.now];
    tx.exec(INSERT, values).await?;
    tx.record(Entry::new(ctx.command, "safety_list", id).created(i));
    tx.changed(Topic::settings());
    Ok(imported)
}

async fn names(tx: &mut Tx, request: &ImportList) -> Result<String> {
    let mut fields = Fields::default();
    fields.required("version", request.version.trim(), 40);
    if request.name != ListName::Synonyms {
        fields.wrong("name", "invalid");
    }
    let Some(date) = request.date else {
        fields.wrong("date", "required");
        fields.check()?;
        return Err(Error::field("date", "required"));
    };
    fields.check()?;
    let lists = Lists::load(tx).await?;
    let names = rxnorm::synonyms(&request.content, &lists, request.version.trim(), date);
    names.or_else(|problem| problem.refuse())
}
