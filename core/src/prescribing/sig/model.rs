//! How a medicine is taken.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use super::moments::Moments;
use crate::prescribing::amount::Amount;

crate::text_enum! {
    /// What a dose is counted in. Units of weight and volume are ISMP's safe ones (`mcg`, never `µg`; `unit`, never `U`).
    pub enum DoseUnit {
        /// Tablet.
        Tablet = "tablet",
        /// Capsule.
        Capsule = "capsule",
        /// Puff of an inhaler.
        Puff = "puff",
        /// Drop.
        Drop = "drop",
        /// Millilitre.
        Ml = "ml",
        /// Microgram.
        Mcg = "mcg",
        /// Milligram.
        Mg = "mg",
        /// Gram.
        G = "g",
        /// International unit.
        Unit = "unit",
        /// Spray.
        Spray = "spray",
        /// Patch.
        Patch = "patch",
        /// Suppository.
        Suppository = "suppository",
        /// Pessary.
        Pessary = "pessary",
        /// Sachet.
        Sachet = "sachet",
        /// A thin layer.
        Application = "application",
        /// Ampoule or nebule.
        Ampoule = "ampoule",
        /// Injection from a pen.
        Injection = "injection",
    }
}

crate::text_enum! {
    /// By which way.
    pub enum Route {
        /// By mouth.
        Oral = "oral",
        /// Under the tongue.
        Sublingual = "sublingual",
        /// Inside the cheek.
        Buccal = "buccal",
        /// Breathed in.
        Inhaled = "inhaled",
        /// Into the nose.
        Nasal = "nasal",
        /// Into the left nostril.
        LeftNostril = "left_nostril",
        /// Into the right nostril.
        RightNostril = "right_nostril",
        /// Into each nostril: the dose is taken twice.
        EachNostril = "each_nostril",
        /// Into the eye that is affected.
        Eye = "eye",
        /// Into the left eye.
        LeftEye = "left_eye",
        /// Into the right eye.
        RightEye = "right_eye",
        /// Into both eyes.
        BothEyes = "both_eyes",
        /// Into the ear that is affected.
        Ear = "ear",
        /// Into the left ear.
        LeftEar = "left_ear",
        /// Into the right ear.
        RightEar = "right_ear",
        /// Into both ears.
        BothEars = "both_ears",
        /// On the skin.
        Topical = "topical",
        /// Through the skin.
        Transdermal = "transdermal",
        /// Into the rectum.
        Rectal = "rectal",
        /// Into the vagina.
        Vaginal = "vaginal",
        /// Into a vein.
        Intravenous = "intravenous",
        /// Into a muscle.
        Intramuscular = "intramuscular",
        /// Under the skin.
        Subcutaneous = "subcutaneous",
    }
}

crate::text_enum! {
    /// A part of the day.
    pub enum Moment {
        /// In the morning.
        Morning = "morning",
        /// At noon.
        Noon = "noon",
        /// In the afternoon.
        Afternoon = "afternoon",
        /// In the evening.
        Evening = "evening",
        /// At bedtime.
        Bedtime = "bedtime",
    }
}

crate::text_enum! {
    /// How it goes with meals.
    pub enum Meal {
        /// Before meals.
        Before = "before",
        /// With meals.
        With = "with",
        /// After meals.
        After = "after",
        /// On an empty stomach.
        Empty = "empty",
    }
}

/// How much at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Dose {
    /// So much, or at least so much.
    pub least: Amount,
    /// At most so much, for `1-2 tab`.
    pub most: Option<Amount>,
    /// Of what.
    pub unit: DoseUnit,
}

impl DoseUnit {
    /// Whether pieces are counted, not a weight, volume or strength.
    #[must_use]
    pub const fn is_counted(self) -> bool {
        !matches!(
            self,
            DoseUnit::Ml | DoseUnit::Mcg | DoseUnit::Mg | DoseUnit::G | DoseUnit::Unit | DoseUnit::Drop
        )
    }
}

impl Dose {
    /// The most that may be taken at a time.
    #[must_use]
    pub fn highest(self) -> Amount {
        self.most.unwrap_or(self.least)
    }
}

/// When.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "snake_case")]
#[ts(export)]
pub enum Timing {
    /// One time only.
    Once,
    /// So many times a day.
    Times {
        /// 1 to 12.
        times: u8,
    },
    /// Every so many hours, or every 4 to 6.
    Hours {
        /// 1 to 72.
        least: u8,
        /// For `q4-6h`.
        most: Option<u8>,
    },
    /// Once a day, at this part of it.
    At {
        /// Which.
        moment: Moment,
    },
    /// At each of these parts of every day.
    Each {
        /// Two or more.
        moments: Moments,
    },
    /// So many times a week, on days that are not said.
    Week {
        /// 2 to 6.
        times: u8,
    },
    /// One day of so many: 2 is every other day, 7 once a week.
    Days {
        /// 2 to 366.
        every: u16,
    },
}

/// The most in 24 hours, whatever else is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct AtMost {
    /// So much.
    pub amount: Amount,
    /// Of what.
    pub unit: DoseUnit,
}

/// How a medicine is taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct Sig {
    /// How much at a time.
    pub dose: Dose,
    /// By which way; none = the product's own.
    pub route: Option<Route>,
    /// When; none only as needed.
    pub timing: Option<Timing>,
    /// How it goes with meals.
    pub meal: Option<Meal>,
    /// Only as needed; with the reason, which may be blank.
    pub as_needed: Option<String>,
    /// Not more than this in 24 hours.
    #[serde(default)]
    pub at_most: Option<AtMost>,
    /// For how many days.
    pub days: Option<u16>,
    /// Anything else, in the doctor's words.
    pub instructions: String,
}
