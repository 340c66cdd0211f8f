//! Templates of whole notes, and phrases typed after a slash: one's own and shared ones, filled in for a patient.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::model::NoteBody;
use super::placeholders::{Values, fill_body};
use super::queries;
use super::requests::{ListTemplates, SaveTemplate};
use crate::api::{Ctx, Fields};
use crate::audit::Entry;
use crate::clinical::observations;
use crate::db::{Read, Tx};
use crate::identity::Permission;
use crate::ids::{PatientId, TemplateId, UserId};
use crate::patients;
use crate::{Error, ErrorCode, Result, args};

crate::text_enum! {
    /// What is kept.
    pub enum TemplateKind {
        /// A whole note to start from.
        Template = "template",
        /// A phrase, in the `text` of its body.
        Phrase = "phrase",
    }
}

/// A template or a phrase.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Template {
    /// Its id.
    pub id: TemplateId,
    /// Counts its changes.
    pub version: i32,
    /// A whole note, or a phrase.
    pub kind: TemplateKind,
    /// As the menu shows it.
    pub name: String,
    /// For a phrase, what is typed after the slash.
    pub shortcut: String,
    /// Whether everyone has it.
    pub shared: bool,
    /// Whether it is the caller's own.
    pub own: bool,
    /// Whose it is.
    pub owner_name: String,
    /// Whether it is offered.
    pub active: bool,
    /// As it is kept, with its placeholders.
    pub body: NoteBody,
    /// Filled in for the patient.
    pub filled: NoteBody,
}

#[derive(Debug, Clone, sqlx::FromRow)]
struct Row {
    id: TemplateId,
    owner_id: UserId,
    owner_name: String,
    shared: bool,
    kind: TemplateKind,
    name: String,
    shortcut: String,
    body: String,
    active: bool,
    version: i32,
}

const MINE: &str = "t.active = ? AND (t.owner_id = ? OR t.shared = ?) ORDER BY t.kind, t.name, t.id";
const BY_ID: &str = "t.id = ?";
const INSERT: &str = "INSERT INTO note_templates (id, owner_id, shared, kind, name, shortcut, body, active, created_at, updated_at, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
const UPDATE: &str = "UPDATE note_templates SET shared = ?, kind = ?, name = ?, shortcut = ?, body = ?, active = ?, updated_at = ?, version = version + 1 WHERE id = ? AND version = ?";

/// `notes.templates`: one's own and the shared ones.
///
/// # Errors
/// `not_found` for the patient.
pub(super) async fn list(ctx: &Ctx, request: ListTemplates) -> Result<Vec<Template>> {
    let (mut db, user) = (ctx.db()?, ctx.session()?.user_id);
    let values = match request.patient_id {
        Some(patient) => values(ctx, patient).await?,
        None => Values::new(),
    };
    let rows: Vec<Row> = db.all(queries::templates(MINE), args![true, user, true]).await?;
    rows.into_iter().map(|row| view(row, user, &values)).collect()
}

fn view(row: Row, user: UserId, values: &Values) -> Result<Template> {
    let body: NoteBody = serde_json::from_str(&row.body)?;
    Ok(Template {
        id: row.id,
        version: row.version,
        kind: row.kind,
        name: row.name,
        shortcut: row.shortcut,
        shared: row.shared,
        own: row.owner_id == user,
        owner_name: row.owner_name,
        active: row.active,
        filled: fill_body(&body, values),
        body,
    })
}

/// What is known of a patient today. A figure is the last one measured.
async fn values(ctx: &Ctx, id: PatientId) -> Result<Values> {
    let mut db = ctx.db()?;
    let patient = patients::read(&mut db, id).await?;
    let today: NaiveDate = patients::place(&mut db, ctx, None).await?.today;
    let mut values = Values::from([
        ("name", format!("{} {}", patient.first_name, patient.last_name)),
        ("first_name", patient.first_name),
        ("last_name", patient.last_name),
        ("age", patients::age_years(patient.date_of_birth, today).to_string()),
        ("sex", patient.sex.as_str().to_owned()),
        ("date", today.to_string()),
        ("doctor", ctx.session()?.name.clone()),
    ]);
    let latest = observations::latest(&mut db, id).await?;
    let figure = |code: &str| latest.iter().find(|o| o.code == code).map(|o| o.value.to_string());
    let pressure = figure("bp_systolic")
        .zip(figure("bp_diastolic"))
        .map(|(high, low)| format!("{high}/{low}"));
    let measured = [
        ("bp", pressure, "mmHg"),
        ("pulse", figure("heart_rate"), "/min"),
        ("temp", figure("temperature"), "°C"),
        ("weight", figure("weight"), "kg"),
        ("height", figure("height"), "cm"),
        ("bmi", figure("bmi"), "kg/m²"),
    ];
    let line: Vec<String> = measured
        .iter()
        .filter_map(|(_, value, unit)| Some(format!("{} {unit}", value.as_ref()?)))
        .collect();
    values.extend(measured.into_iter().filter_map(|(name, value, _)| Some((name, value?))));
    if !line.is_empty() {
        values.insert("vitals", line.join(", "));
    }
    Ok(values)
}

/// `notes.save_template`: one's own, by who writes notes; a shared one also by who may change the clinic's settings.
///
/// # Errors
/// `denied`; `invalid`; `stale`; `not_found`; `not_allowed` with `reason` = `template_of_other`.
pub(super) async fn save(ctx: &Ctx, tx: &mut Tx, request: SaveTemplate) -> Result<Template> {
    let user = ctx.session()?.user_id;
    let (name, shortcut) = (request.name.trim(), request.shortcut.trim().trim_start_matches('/').to_lowercase());
    check(&request, name, &shortcut)?;
    let body = serde_json::to_string(&request.body)?;
    let (id, before) = match request.id {
        None if !ctx.session()?.may(Permission::ChartWrite) => {
            return Err(Error::new(ErrorCode::Denied).with("permission", Permission::ChartWrite.as_str()));
        }
        None => (TemplateId::fresh(), None),
        Some(id) => (id, Some(changeable(ctx, tx, id).await?)),
    };
    if before.is_none() {
        let row = args![
            id,
            user,
            request.shared,
            request.kind,
            name,
            &shortcut,
            body,
            request.active,
            ctx.now,
            ctx.now,
            1
        ];
        tx.exec(INSERT, row).await?;
    } else {
        let row = args![
            request.shared,
            request.kind,
            name,
            &shortcut,
            body,
            request.active,
            ctx.now,
            id,
            request.version
        ];
        if tx.exec(UPDATE, row).await? == 0 {
            return Err(Error::stale(&before.map(|row| view(row, user, &Values::new())).transpose()?));
        }
    }
    let after = view(tx.one(queries::templates(BY_ID), args![id]).await?, user, &Values::new())?;
    let entry = Entry::new(ctx.command, "note_template", id.0);
    tx.record(match before {
        None => entry.created(&after),
        Some(before) => entry.change(&view(before, user, &Values::new())?, &after),
    });
    Ok(after)
}

fn check(request: &SaveTemplate, name: &str, shortcut: &str) -> Result<()> {
    let mut fields = Fields::default();
    fields.required("name", name, 80);
    fields.at_most("shortcut", shortcut, 30);
    if request.kind == TemplateKind::Phrase {
        fields.required("shortcut", shortcut, 30);
        fields.required("text", &request.body.text, 50_000);
        if shortcut.contains(char::is_whitespace) {
            fields.wrong("shortcut", "invalid");
        }
    }
    fields.check()
}

async fn changeable(ctx: &Ctx, tx: &mut Tx, id: TemplateId) -> Result<Row> {
    let row: Option<Row> = tx.optional(queries::templates(BY_ID), args![id]).await?;
    let (row, session) = (row.ok_or_else(|| Error::not_found("template"))?, ctx.session()?);
    if row.owner_id == session.user_id || (row.shared && session.may(Permission::SettingsWrite)) {
        return Ok(row);
    }
    Err(Error::new(ErrorCode::NotAllowed).with("reason", "template_of_other"))
}
