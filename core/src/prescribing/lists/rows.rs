//! The rows of the lists, read from the columns of their files.

use super::medicine::{Form, Medicine, Product, Strength};
use super::names::{Subject, Synonym};
use super::read::Row;
use crate::prescribing::amount::Quantity;

crate::text_enum! {
    /// How bad it may be. The order is the order of showing.
    pub enum WarningSeverity {
        /// Must not be done.
        Contraindicated = "contraindicated",
        /// May harm badly; needs a reason.
        Major = "major",
        /// Needs a look.
        Moderate = "moderate",
    }
}

crate::text_enum! {
    /// What a caution is about.
    pub enum CautionKind {
        /// Too young or too old.
        Age = "age",
        /// Pregnancy.
        Pregnancy = "pregnancy",
        /// Breastfeeding.
        Lactation = "lactation",
        /// Taken once a week at most.
        Weekly = "weekly",
    }
}

/// Two medicines of one class are a duplicate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassDuplicate {
    /// The class.
    pub class: String,
    /// How bad.
    pub severity: WarningSeverity,
    /// Where it stands.
    pub source: String,
}

/// An allergy to one thing reaches another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllergyReach {
    /// What somebody is allergic to.
    pub allergic_to: Subject,
    /// What else is reached.
    pub reaches: Subject,
    /// How bad.
    pub severity: WarningSeverity,
    /// Where it stands.
    pub source: String,
}

/// A caution about one medicine or class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caution {
    /// About what.
    pub subject: Subject,
    /// Of which kind.
    pub kind: CautionKind,
    /// Below this age in months.
    pub below: Option<i32>,
    /// From this age in months on.
    pub from: Option<i32>,
    /// By mouth only, or by injection only.
    pub routes: String,
    /// How bad.
    pub severity: WarningSeverity,
    /// Code of what may happen.
    pub effect: String,
    /// Code of what to do.
    pub action: String,
    /// Where it stands.
    pub source: String,
}

/// A pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interaction {
    /// One side.
    pub a: Subject,
    /// The other.
    pub b: Subject,
    /// How bad.
    pub severity: WarningSeverity,
    /// Code of what may happen.
    pub effect: String,
    /// Code of how it comes about.
    pub mechanism: String,
    /// Code of what to do.
    pub action: String,
    /// Where it stands.
    pub source: String,
}

pub(super) fn medicine(row: &Row<'_>) -> Option<Medicine> {
    let products = row.text("products")?.split(';').map(product).collect::<Option<Vec<_>>>()?;
    let (daily, per_kg) = (most(row.cell("max_daily")?)?, most(row.cell("max_per_kg")?)?);
    Some(Medicine {
        ingredient: row.text("ingredient")?,
        atc: row.text("atc")?,
        classes: row.text("classes")?.split(';').map(str::to_owned).collect(),
        products: products.into_iter().flatten().collect(),
        max_daily: daily.0,
        max_at_once: daily.1,
        max_per_kg: per_kg.0,
        max_at_once_per_kg: per_kg.1,
        source: row.text("source")?,
    })
}

/// `4 g; 1 g`: the most in 24 hours, and at a time. Both may be left out.
fn most(cell: &str) -> Option<(Option<Quantity>, Option<Quantity>)> {
    let read = |text: &str| match text.trim() {
        "" => Some(None),
        text => text.parse().ok().map(Some),
    };
    let (daily, once) = cell.split_once(';').unwrap_or((cell, ""));
    Some((read(daily)?, read(once)?))
}

/// `injection@iv 1 g|2 g`: one product for each strength.
fn product(text: &str) -> Option<Vec<Product>> {
    let (kind, strengths) = text.trim().split_once(' ')?;
    let (form, route) = kind.split_once('@').map_or((kind, None), |(form, route)| (form, Some(route)));
    let form: Form = form.parse().ok()?;
    let route = match route {
        None => form.route(),
        Some("iv") => crate::prescribing::sig::Route::Intravenous,
        Some("im") => crate::prescribing::sig::Route::Intramuscular,
        Some("sc") => crate::prescribing::sig::Route::Subcutaneous,
        Some(other) => other.parse().ok()?,
    };
    let product = |strength: &str| {
        let strength: Strength = strength.parse().ok()?;
        Some(Product {
            form,
            route,
            strength: strength.to_string(),
        })
    };
    strengths.split('|').map(product).collect()
}

pub(super) fn class(row: &Row<'_>) -> Option<ClassDuplicate> {
    Some(ClassDuplicate {
        class: row.text("class")?,
        severity: row.text("severity")?.parse().ok()?,
        source: row.text("source")?,
    })
}

pub(super) fn synonym(row: &Row<'_>) -> Option<Synonym> {
    row.text("source")?;
    Some(Synonym {
        name: row.text("name")?,
        means: Subject::named(&row.text("means")?),
    })
}

pub(super) fn allergy(row: &Row<'_>) -> Option<AllergyReach> {
    Some(AllergyReach {
        allergic_to: Subject::named(&row.text("allergic_to")?),
        reaches: Subject::named(&row.text("reaches")?),
        severity: row.text("severity")?.parse().ok()?,
        source: row.text("source")?,
    })
}

pub(super) fn caution(row: &Row<'_>) -> Option<Caution> {
    Some(Caution {
        subject: Subject::named(&row.text("subject")?),
        kind: row.text("kind")?.parse().ok()?,
        below: row.parsed("below")?,
        from: row.parsed("from")?,
        routes: row.cell("routes")?.to_owned(),
        severity: row.text("severity")?.parse().ok()?,
        effect: row.text("effect")?,
        action: row.text("action")?,
        source: row.text("source")?,
    })
}

pub(super) fn interaction(row: &Row<'_>) -> Option<Interaction> {
    Some(Interaction {
        a: Subject::named(&row.text("a")?),
        b: Subject::named(&row.text("b")?),
        severity: row.text("severity")?.parse().ok()?,
        effect: row.text("effect")?,
        mechanism: row.text("mechanism")?,
        action: row.text("action")?,
        source: row.text("source")?,
    })
}
