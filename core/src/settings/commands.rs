//! `settings.get` and `settings.set`.

use serde::Deserialize;
use serde_json::{Value, json};
use ts_rs::TS;

use super::queries::{self, Writer};
use super::{REGISTRY, Setting, SettingItem, SettingScope, rules};
use crate::api::Ctx;
use crate::audit::Entry;
use crate::db::Tx;
use crate::feed::Topic;
use crate::identity::Permission;
use crate::ids::WorkstationId;
use crate::{Error, ErrorCode, Result};

crate::commands! {
    read "settings.get": SignedIn => get, GetSettings => Vec<SettingItem>;
    write "settings.set": SignedIn => set, SetSetting => SettingItem;
}

/// Which settings.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct GetSettings {
    /// Whose workstation settings; none = this workstation's.
    pub workstation_id: Option<WorkstationId>,
}

/// A new value. The clinic's settings need `settings.write`, and so do another workstation's;
/// anyone who is signed in may set this workstation's look, but not how long it stays open.
#[derive(Debug, Clone, Deserialize, TS)]
#[ts(export)]
pub struct SetSetting {
    /// Which setting.
    pub key: String,
    /// Its new value.
    #[ts(type = "unknown")]
    pub value: Value,
    /// The version that was read; 0 for a default.
    pub version: i64,
    /// Whose workstation setting; none = this workstation's.
    pub workstation_id: Option<WorkstationId>,
}

async fn get(ctx: &Ctx, request: GetSettings) -> Result<Vec<SettingItem>> {
    let workstation = request.workstation_id.unwrap_or(ctx.app.workstation().id);
    let mut db = ctx.db()?;
    let mut items = Vec::with_capacity(REGISTRY.len());
    for setting in REGISTRY {
        let (value, version) = queries::read(&mut db, setting, workstation).await?;
        items.push(item(setting, value, version)?);
    }
    Ok(items)
}

fn item(setting: &Setting, value: Value, version: i64) -> Result<SettingItem> {
    Ok(SettingItem {
        key: setting.key.to_owned(),
        scope: setting.scope,
        kind: setting.kind,
        value,
        default: serde_json::from_str(setting.default)?,
        version,
    })
}

async fn set(ctx: &Ctx, tx: &mut Tx, request: SetSetting) -> Result<SettingItem> {
    let setting = REGISTRY
        .iter()
        .find(|s| s.key == request.key)
        .ok_or_else(|| Error::not_found("setting"))?;
    let own = ctx.app.workstation().id;
    let workstation = request.workstation_id.unwrap_or(own);
    let free = setting.scope == SettingScope::Workstation && workstation == own && setting.key != super::IDLE_LOCK_MINUTES.key;
    if !free && !ctx.session()?.may(Permission::SettingsWrite) {
        return Err(Error::new(ErrorCode::Denied).with("permission", Permission::SettingsWrite.as_str()));
    }
    rules::check(setting, &request.value)?;
    let (before, stored) = queries::read(tx, setting, workstation).await?;
    let by = Writer {
        workstation,
        user: Some(ctx.session()?.user_id),
        at: ctx.now,
    };
    if stored != request.version || !queries::put(tx, setting, &request.value, stored, by).await? {
        return Err(Error::stale(&json!({ "value": before, "version": stored })));
    }
    let entry = Entry::new("settings.set", "setting", None).change(&json!({ setting.key: before }), &json!({ setting.key: request.value }));
    tx.record(entry);
    tx.changed(Topic::settings());
    item(setting, request.value, stored + 1)
}
