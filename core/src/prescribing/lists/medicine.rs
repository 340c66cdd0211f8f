//! A medicine of the formulary: its ingredients, and the products that it comes as.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::prescribing::amount::{Quantity, Unit};
use crate::prescribing::sig::{DoseUnit, Route};

crate::text_enum! {
    /// What a product is.
    pub enum Form {
        /// Tablet.
        Tablet = "tablet",
        /// Capsule.
        Capsule = "capsule",
        /// Suspension to swallow.
        Suspension = "suspension",
        /// Solution to swallow.
        Solution = "solution",
        /// Syrup.
        Syrup = "syrup",
        /// Drops to swallow.
        Drops = "drops",
        /// Injection.
        Injection = "injection",
        /// Pen that injects one dose.
        Pen = "pen",
        /// Inhaler, metered.
        Inhaler = "inhaler",
        /// For a nebuliser.
        Nebuliser = "nebuliser",
        /// Nasal spray.
        NasalSpray = "nasal_spray",
        /// Spray.
        Spray = "spray",
        /// Eye drops.
        EyeDrops = "eye_drops",
        /// Eye ointment.
        EyeOintment = "eye_ointment",
        /// Ear drops.
        EarDrops = "ear_drops",
        /// Cream.
        Cream = "cream",
        /// Ointment.
        Ointment = "ointment",
        /// Gel.
        Gel = "gel",
        /// Shampoo.
        Shampoo = "shampoo",
        /// Patch.
        Patch = "patch",
        /// Suppository.
        Suppository = "suppository",
        /// Pessary.
        Pessary = "pessary",
        /// Sachet.
        Sachet = "sachet",
    }
}

impl Form {
    /// The way it goes, unless the formulary says another.
    #[must_use]
    pub const fn route(self) -> Route {
        match self {
            Form::Tablet | Form::Capsule | Form::Suspension | Form::Solution | Form::Syrup | Form::Drops | Form::Sachet | Form::Spray => {
                Route::Oral
            }
            Form::Injection | Form::Pen => Route::Subcutaneous,
            Form::Inhaler | Form::Nebuliser => Route::Inhaled,
            Form::NasalSpray => Route::Nasal,
            Form::EyeDrops | Form::EyeOintment => Route::Eye,
            Form::EarDrops => Route::Ear,
            Form::Cream | Form::Ointment | Form::Gel | Form::Shampoo => Route::Topical,
            Form::Patch => Route::Transdermal,
            Form::Suppository => Route::Rectal,
            Form::Pessary => Route::Vaginal,
        }
    }

    /// Whether it can go this way: a tablet is never injected.
    #[must_use]
    pub const fn can_go(self, route: Route) -> bool {
        use Route::{
            BothEars, BothEyes, Buccal, EachNostril, Ear, Eye, Inhaled, Intramuscular, Intravenous, LeftEar, LeftEye, LeftNostril, Nasal,
            Oral, Rectal, RightEar, RightEye, RightNostril, Subcutaneous, Sublingual, Topical, Transdermal, Vaginal,
        };
        let eye = matches!(route, Eye | LeftEye | RightEye | BothEyes);
        let ear = matches!(route, Ear | LeftEar | RightEar | BothEars);
        let nose = matches!(route, Nasal | LeftNostril | RightNostril | EachNostril);
        match self {
            Form::Tablet | Form::Capsule => matches!(route, Oral | Sublingual | Buccal | Rectal | Vaginal),
            Form::Suspension | Form::Solution | Form::Syrup | Form::Drops | Form::Sachet => {
                matches!(route, Oral | Sublingual | Buccal | Rectal)
            }
            Form::Injection | Form::Pen => matches!(route, Intravenous | Intramuscular | Subcutaneous | Oral | Inhaled),
            Form::Inhaler | Form::Nebuliser => matches!(route, Inhaled),
            Form::NasalSpray => nose,
            Form::Spray => matches!(route, Oral | Sublingual | Buccal | Topical) || nose,
            Form::EyeDrops | Form::EyeOintment => eye || ear,
            Form::EarDrops => ear,
            Form::Cream | Form::Ointment | Form::Gel => matches!(route, Topical | Vaginal | Rectal | Buccal) || ear,
            Form::Shampoo => matches!(route, Topical),
            Form::Patch => matches!(route, Transdermal),
            Form::Suppository | Form::Pessary => matches!(route, Rectal | Vaginal),
        }
    }

    /// What a bare number of it counts.
    #[must_use]
    pub const fn unit(self) -> DoseUnit {
        match self {
            Form::Tablet => DoseUnit::Tablet,
            Form::Capsule => DoseUnit::Capsule,
            Form::Suspension | Form::Solution | Form::Syrup => DoseUnit::Ml,
            Form::Drops | Form::EyeDrops | Form::EarDrops => DoseUnit::Drop,
            Form::Injection | Form::Pen => DoseUnit::Injection,
            Form::Inhaler => DoseUnit::Puff,
            Form::Nebuliser => DoseUnit::Ampoule,
            Form::NasalSpray | Form::Spray => DoseUnit::Spray,
            Form::EyeOintment | Form::Cream | Form::Ointment | Form::Gel | Form::Shampoo => DoseUnit::Application,
            Form::Patch => DoseUnit::Patch,
            Form::Suppository => DoseUnit::Suppository,
            Form::Pessary => DoseUnit::Pessary,
            Form::Sachet => DoseUnit::Sachet,
        }
    }
}

/// Where in the body a medicine acts. What stays in one place meets nothing elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Site {
    /// In the whole body.
    Systemic,
    /// In the lungs; enough of it reaches the blood to interact.
    Lungs,
    /// In the nose; the same.
    Nose,
    /// On the skin, in eye, ear or vagina: not counted for interactions.
    Local,
}

impl Site {
    /// Of a route.
    #[must_use]
    pub const fn of(route: Route) -> Self {
        match route {
            Route::Inhaled => Site::Lungs,
            Route::Nasal | Route::LeftNostril | Route::RightNostril | Route::EachNostril => Site::Nose,
            Route::Eye
            | Route::LeftEye
            | Route::RightEye
            | Route::BothEyes
            | Route::Ear
            | Route::LeftEar
            | Route::RightEar
            | Route::BothEars
            | Route::Topical
            | Route::Vaginal => Site::Local,
            _ => Site::Systemic,
        }
    }
}

/// How much of each ingredient is in one unit, or in so much of it: `500 mg`, `125 mg/5 ml`, `500 mg + 30 mg`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strength {
    /// Of each ingredient, in the formulary's order.
    pub parts: Vec<Quantity>,
    /// In how much; none = in one unit of the form.
    pub per: Option<Quantity>,
}

impl FromStr for Strength {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (parts, per) = text.split_once('/').map_or((text, None), |(parts, per)| (parts, Some(per)));
        Ok(Self {
            parts: parts.split(" + ").map(str::parse).collect::<Result<_, _>>()?,
            per: per.map(str::parse).transpose()?,
        })
    }
}

impl fmt::Display for Strength {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<String> = self.parts.iter().map(ToString::to_string).collect();
        f.write_str(&parts.join(" + "))?;
        match self.per {
            None => Ok(()),
            Some(per) if per.amount.is_one() => write!(f, "/{}", per.unit.as_str()),
            Some(per) => write!(f, "/{per}"),
        }
    }
}

impl Strength {
    /// Whether doses of it are counted in millilitres.
    #[must_use]
    pub fn is_liquid(&self) -> bool {
        self.per.is_some_and(|per| per.unit == Unit::Ml)
    }
}

/// What can be prescribed: a form, a route and a strength.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Product {
    /// What it is.
    pub form: Form,
    /// The way it goes.
    pub route: Route,
    /// As written on the package.
    pub strength: String,
}

/// A row of the formulary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Medicine {
    /// International name (INN); several joined by ` + `. It is the formulary's code.
    pub ingredient: String,
    /// WHO ATC code.
    pub atc: String,
    /// Classes, for duplicates, allergies and interactions.
    pub classes: Vec<String>,
    /// What it comes as.
    pub products: Vec<Product>,
    /// The most of the first ingredient for an adult in 24 hours.
    pub max_daily: Option<Quantity>,
    /// The most for a child in 24 hours per kilogram.
    pub max_per_kg: Option<Quantity>,
    /// The most of the first ingredient for an adult at a time.
    pub max_at_once: Option<Quantity>,
    /// The most for a child at a time per kilogram.
    pub max_at_once_per_kg: Option<Quantity>,
    /// Where the row comes from.
    pub source: String,
}

/// The class of what is taken up wherever it is put, such as timolol in the eye.
const TAKEN_UP: &str = "taken_up";

impl Medicine {
    /// Its ingredients one by one.
    pub fn components(&self) -> impl Iterator<Item = &str> {
        self.ingredient.split(" + ")
    }

    /// Whether it is this ingredient, contains it, or belongs to this class.
    #[must_use]
    pub fn is(&self, subject: &super::Subject) -> bool {
        match subject {
            super::Subject::Ingredient(name) => self.ingredient == *name || self.components().any(|c| c == name),
            super::Subject::Class(class) => self.classes.contains(class),
            super::Subject::NoMedicine => false,
        }
    }

    /// Where it acts when it goes this way. What is taken up from eye or skin as from the mouth acts in the whole body.
    #[must_use]
    pub fn site(&self, route: Route) -> Site {
        if self.classes.iter().any(|class| class == TAKEN_UP) {
            Site::Systemic
        } else {
            Site::of(route)
        }
    }
}
