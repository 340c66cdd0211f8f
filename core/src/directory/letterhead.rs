//! The clinic as it stands at the head of a printed page.

use crate::api::Ctx;
use crate::db::Read;
use crate::ids::LocationId;
use crate::printing::ClinicSnapshot;
use crate::settings::{self, CLINIC_NAME};
use crate::{Error, Result, args};

const PLACE: &str = "SELECT name, street, city, postal_code, phone FROM locations WHERE id = ?";

#[derive(Debug, Default, sqlx::FromRow)]
struct Place {
    name: String,
    street: String,
    city: String,
    postal_code: String,
    phone: String,
}

/// The clinic's name with a location's address; the name alone without a location.
///
/// # Errors
/// `not_found`; as the store says.
pub async fn letterhead(ctx: &Ctx, q: &mut impl Read, location: Option<LocationId>) -> Result<ClinicSnapshot> {
    let name = settings::text(q, &CLINIC_NAME, ctx.app.workstation().id).await?;
    let place = match location {
        Some(id) => q.optional(PLACE, args![id]).await?.ok_or_else(|| Error::not_found("location"))?,
        None => Place::default(),
    };
    let city = [place.postal_code.trim(), place.city.trim()].join(" ");
    let lines = [place.street.trim(), city.trim()];
    Ok(ClinicSnapshot {
        name,
        location_id: location,
        location: place.name,
        address: lines
            .iter()
            .filter(|line| !line.is_empty())
            .map(|line| (*line).to_owned())
            .collect(),
        phone: place.phone,
    })
}
