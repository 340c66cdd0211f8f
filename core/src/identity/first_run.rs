//! The first run makes the clinic, its first location and its first admin; once.

use futures::FutureExt;
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use super::users_queries::{self, FirstPassword};
use super::{NewUser, Role, password};
use crate::api::{Ctx, Fields};
use crate::audit::Entry;
use crate::db::{Read, Tx};
use crate::directory::{self, FirstLocation};
use crate::feed::Topic;
use crate::ids::{LocationId, UserId};
use crate::money::Currency;
use crate::settings::{self, CLINIC_COUNTRY, CLINIC_CURRENCY, CLINIC_NAME, Setting, Writer};
use crate::{Error, ErrorCode, Result, args};

/// What the first-run form asks for.
#[expect(missing_debug_implementations, reason = "holds a password")]
#[derive(Clone, Deserialize, TS)]
#[ts(export)]
pub struct CreateClinic {
    /// Name of the clinic.
    pub clinic_name: String,
    /// Name of its first location.
    pub location_name: String,
    /// IANA zone of the location, e.g. `Europe/Dublin`.
    pub time_zone: String,
    /// ISO 4217 code.
    pub currency: String,
    /// ISO 3166 code, two letters.
    pub country: String,
    /// The first admin's given name.
    pub first_name: String,
    /// The first admin's family name.
    pub last_name: String,
    /// The first admin signs in with it.
    pub email: String,
    /// The first admin's own password.
    pub password: String,
}

/// The new clinic.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct ClinicCreated {
    /// Its first location.
    pub location_id: LocationId,
    /// Its first admin.
    pub user_id: UserId,
}

const CLINIC: &str = "SELECT COUNT(*) FROM settings WHERE setting_key = ?";

/// Whether the store holds a clinic already.
///
/// # Errors
/// As the store says.
pub async fn clinic_exists(q: &mut impl Read) -> Result<bool> {
    let (count,): (i64,) = q.one(CLINIC, args![CLINIC_NAME.key]).await?;
    Ok(count > 0)
}

/// `setup.create_clinic`. What is wrong with the form is said before a store is asked for.
pub(super) async fn create_clinic(ctx: &Ctx, request: CreateClinic) -> Result<ClinicCreated> {
    let (location, admin) = &checked(&request)?;
    let mut db = ctx.db()?;
    if ctx.command_id.is_none() && clinic_exists(&mut db).await? {
        return Err(exists());
    }
    let first = &FirstPassword {
        hash: password::hash(&request.password, ctx.app.password_cost()).await?,
        must_change: false,
    };
    let request = &request;
    ctx.transact(|tx, _| {
        async move {
            store_settings(ctx, tx, request).await?;
            let location_id = directory::insert_first_location(tx, location, ctx.now).await?;
            let user = users_queries::insert_user(tx, admin, first, ctx.now).await?;
            tx.record(
                Entry::new(ctx.command, "clinic", None)
                    .at(location_id)
                    .created(&json!({ "name": request.clinic_name, "location": location, "admin": user })),
            );
            tx.changed(Topic::directory());
            Ok(ClinicCreated {
                location_id,
                user_id: user.id,
            })
        }
        .boxed()
    })
    .await
}

fn exists() -> Error {
    Error::new(ErrorCode::NotAllowed).with("reason", "clinic_exists")
}

/// The row of the clinic's name comes first: of two first runs at once, its key refuses the second.
async fn store_settings(ctx: &Ctx, tx: &mut Tx, request: &CreateClinic) -> Result<()> {
    let by = Writer {
        workstation: ctx.app.workstation().id,
        user: None,
        at: ctx.now,
    };
    let values: [(&Setting, &str); 3] = [
        (&CLINIC_NAME, request.clinic_name.trim()),
        (&CLINIC_CURRENCY, &request.currency),
        (&CLINIC_COUNTRY, &request.country),
    ];
    for (setting, value) in values {
        let stored = settings::put_first(tx, setting, &json!(value), by).await;
        stored.map_err(|e| if e.is_unique_violation() { exists() } else { e })?;
    }
    Ok(())
}

/// Location and admin, or every field that is wrong.
fn checked(request: &CreateClinic) -> Result<(FirstLocation, NewUser)> {
    let mut fields = Fields::default();
    fields.required("clinic_name", &request.clinic_name, 160);
    fields.required("location_name", &request.location_name, 160);
    let time_zone = fields.chosen("time_zone", &request.time_zone, directory::parse_zone);
    let currency = fields.chosen("currency", &request.currency, Currency::parse);
    let known = |code: &str| {
        if directory::is_country(code) {
            Ok(())
        } else {
            Err(Error::field("country", "unknown_country"))
        }
    };
    fields.chosen("country", &request.country, known);
    if let Some(code) = password::weakness(&request.password, &request.email) {
        fields.wrong("password", code);
    }
    let admin = NewUser {
        email: request.email.clone(),
        phone: String::new(),
        first_name: request.first_name.clone(),
        last_name: request.last_name.clone(),
        role: Role::Admin,
        home_location_id: None,
    };
    let admin = fields.take_all(admin.checked());
    fields.check()?;
    match (time_zone, currency, admin) {
        (Some(time_zone), Some(currency), Some(admin)) => {
            let location = FirstLocation {
                name: request.location_name.trim().to_owned(),
                time_zone: time_zone.name().to_owned(),
                currency,
                country: request.country.clone(),
            };
            Ok((location, admin))
        }
        _ => Err(Error::fault("a wrong field was not named")),
    }
}
