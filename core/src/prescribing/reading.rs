//! Reads a draft: which medicine and product it means, how it is taken, in words.

use super::amount::{Amount, Quantity};
use super::facts;
use super::lists::{Form, Lists, Medicine, Strength};
use super::model::ItemReading;
use super::requests::DraftItem;
use super::safety::{self, Item};
use super::sig::{self, Assumed, DoseUnit, Route, Sig, SigProblem, Timing};
use crate::error::FieldError;
use crate::printing::Texts;

/// A medicine of a draft, as far as it can be read.
#[derive(Debug, Clone)]
pub(super) struct Reading<'a> {
    /// The formulary's row; none for what is written in free words.
    pub medicine: Option<&'a Medicine>,
    /// What free words name, so that it is checked as far as that goes.
    named: Vec<&'a Medicine>,
    /// Whether something in free words is not known.
    pub unknown: bool,
    /// How strong, when it is a product of the formulary.
    pub strength: Option<Strength>,
    /// The product's way.
    own: Option<Route>,
    /// The product's way, or what the sig says.
    pub route: Option<Route>,
    /// How it is taken, or why that cannot be read.
    pub sig: Result<Sig, SigProblem>,
    /// Name with strength and form.
    pub name: String,
}

/// Reads one medicine.
pub(super) fn read<'a>(lists: &'a Lists, draft: &DraftItem, texts: &Texts) -> Reading<'a> {
    let written = draft.ingredient.trim();
    let medicine = lists.medicine(written);
    let named = if medicine.is_some() {
        Vec::new()
    } else {
        lists.medicines_in(written)
    };
    let product = medicine.and_then(|m| {
        let mut products = m
            .products
            .iter()
            .filter(|p| p.strength == draft.strength && Some(p.form) == draft.form);
        let first = products.next()?;
        Some(
            products
                .find(|p| Some(p.route) == draft.route)
                .filter(|_| Some(first.route) != draft.route)
                .unwrap_or(first),
        )
    });
    let assumed = Assumed {
        unit: draft.form.map(Form::unit),
        route: product.map(|p| p.route).or(draft.form.map(Form::route)),
    };
    let sig = sig::parse(&draft.sig, assumed);
    let own = product.map(|p| p.route).or(draft.route).or(draft.form.map(Form::route));
    let own = own.or_else(|| {
        if named.is_empty() {
            None
        } else {
            facts::route_in(written).or(Some(Route::Oral))
        }
    });
    Reading {
        medicine,
        unknown: medicine.is_none() && !written.is_empty() && (named.is_empty() || lists.leaves_out(written)),
        strength: product
            .map_or(draft.strength.trim(), |p| &p.strength)
            .parse()
            .ok()
            .filter(|_| product.is_some() || medicine.is_none()),
        named,
        own,
        route: sig.as_ref().ok().and_then(|s| s.route).or(own),
        sig,
        name: name(draft, texts),
    }
}

/// `Amoxicillin 500 mg capsule`.
fn name(draft: &DraftItem, texts: &Texts) -> String {
    let mut ingredient = draft.ingredient.trim().to_owned();
    if let Some(first) = ingredient.chars().next() {
        let capital: String = first.to_uppercase().collect();
        ingredient.replace_range(..first.len_utf8(), &capital);
    }
    let form = draft
        .form
        .map(|form| texts.get(&format!("form_{}", form.as_str())))
        .unwrap_or_default();
    let values = [
        ("ingredient", ingredient.as_str()),
        ("strength", draft.strength.trim()),
        ("form", form.as_str()),
    ];
    texts
        .fill("medicine_name", &values)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

impl<'a> Reading<'a> {
    /// What the safety check takes: nothing of what is not known or has no product yet.
    pub fn items(&self) -> Vec<Item<'_>> {
        let medicines = self
            .medicine
            .filter(|_| self.strength.is_some())
            .into_iter()
            .chain(self.named.iter().copied());
        let item = |medicine: &'a Medicine| {
            let fits = |strength: &&Strength| strength.parts.len() == medicine.components().count();
            Some(Item {
                medicine,
                strength: self.strength.as_ref().filter(fits).cloned(),
                route: self.route?,
                sig: self.sig.as_ref().ok(),
            })
        };
        medicines.filter_map(item).collect()
    }

    /// What a screen shows of it; `at` is its place in the draft.
    pub fn shown(&self, at: usize, draft: &DraftItem, texts: &Texts) -> ItemReading {
        let sig = self.sig.as_ref().ok();
        ItemReading {
            name: self.name.clone(),
            shorthand: sig.map(sig::format).unwrap_or_default(),
            sentence: sig.map(|s| sig::sentence(s, self.route, texts)).unwrap_or_default(),
            per_day: self.per_day(texts).unwrap_or_default(),
            quantity: sig.and_then(|s| quantity(s, texts)).unwrap_or_default(),
            problem: self.problem(at, draft),
            sig: sig.cloned(),
        }
    }

    fn per_day(&self, texts: &Texts) -> Option<String> {
        let weights = safety::per_day(self.sig.as_ref().ok()?, self.strength.as_ref()?)?;
        let figures: Vec<String> = weights
            .into_iter()
            .map(|w| texts.number(&Quantity::of_nanograms(w).to_string()))
            .collect();
        Some(figures.join(" + "))
    }

    fn problem(&self, at: usize, draft: &DraftItem) -> Option<FieldError> {
        let problem = |field: &str, code: &str, word: &str| FieldError {
            field: format!("items.{at}.{field}"),
            code: code.to_owned(),
            params: [("word".to_owned(), word.into())].into(),
        };
        if draft.ingredient.trim().is_empty() {
            return Some(problem("ingredient", "required", ""));
        }
        if self.medicine.is_some() && self.strength.is_none() {
            return Some(problem("strength", "product_unknown", &draft.strength));
        }
        let written = self
            .sig
            .as_ref()
            .ok()
            .and_then(|sig| sig.route)
            .filter(|route| Some(*route) != self.own);
        if let Some((_, route)) = draft.form.zip(written).filter(|(form, route)| !form.can_go(*route)) {
            return Some(problem("sig", "sig_route_other", sig::route_word(route)));
        }
        self.sig.as_ref().err().map(|p| problem("sig", p.code, &p.word))
    }
}

/// How many of what is counted are needed for the whole course: `14 tablets`.
fn quantity(sig: &Sig, texts: &Texts) -> Option<String> {
    let days = i64::from(sig.days?);
    let counted = matches!(
        sig.dose.unit,
        DoseUnit::Tablet
            | DoseUnit::Capsule
            | DoseUnit::Patch
            | DoseUnit::Suppository
            | DoseUnit::Pessary
            | DoseUnit::Sachet
            | DoseUnit::Ampoule
    );
    let times = match sig.timing? {
        Timing::Once => 1,
        Timing::Times { times } => i64::from(times) * days,
        Timing::Hours { least, .. } => i64::from(24_u8.div_ceil(least.max(1))) * days,
        Timing::At { .. } => days,
        Timing::Each { moments } => i64::try_from(moments.len()).ok()? * days,
        Timing::Week { times } => (i64::from(times) * days + 6) / 7,
        Timing::Days { every } => (days + i64::from(every) - 1) / i64::from(every),
    };
    // Half a tablet is taken from a whole one.
    let whole = (sig.dose.highest().as_thousandths().checked_mul(times)? + 999) / 1000;
    let count = Amount::whole(whole);
    counted.then(|| {
        texts.counted(
            &format!("dose_{}", sig.dose.unit.as_str()),
            count.is_one(),
            &[("count", &count.to_string())],
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::printing::Language;

    fn draft(ingredient: &str, form: Form, strength: &str, sig: &str) -> DraftItem {
        DraftItem {
            ingredient: ingredient.to_owned(),
            form: Some(form),
            route: None,
            strength: strength.to_owned(),
            sig: sig.to_owned(),
            refills: 0,
            replaces: None,
            replace_reason: String::new(),
        }
    }

    fn shown(draft: &DraftItem) -> ItemReading {
        let texts = Texts::of(Language::En);
        read(Lists::built_in(), draft, texts).shown(0, draft, texts)
    }

    #[test]
    fn a_draft_is_read_into_words() {
        let reading = shown(&draft("amoxicillin", Form::Capsule, "500 mg", "1 tid 7d"));
        assert_eq!(reading.name, "Amoxicillin 500 mg capsule");
        assert_eq!(
            (reading.shorthand.as_str(), reading.sentence.as_str()),
            ("1 cap tid 7d", "Take 1 capsule by mouth 3 times a day for 7 days.")
        );
        assert_eq!((reading.per_day.as_str(), reading.quantity.as_str()), ("1.5 g", "21 capsules"));
        assert_eq!(reading.problem, None);
    }

    #[test]
    fn what_cannot_be_issued_says_where() {
        let problem = |d: &DraftItem| shown(d).problem.map(|p| (p.field, p.code));
        let told = |field: &str, code: &str| Some((field.to_owned(), code.to_owned()));
        assert_eq!(
            problem(&draft("amoxicillin", Form::Capsule, "501 mg", "1 tid")),
            told("items.0.strength", "product_unknown")
        );
        assert_eq!(
            problem(&draft("amoxicillin", Form::Capsule, "500 mg", "1 tid banana")),
            told("items.0.sig", "sig_unknown_word")
        );
        assert_eq!(
            problem(&draft(" ", Form::Capsule, "500 mg", "1 tid")),
            told("items.0.ingredient", "required")
        );
        assert_eq!(problem(&draft("herbal mix", Form::Syrup, "", "5 tid")), None);
    }

    #[test]
    fn a_product_is_found_by_its_way_when_two_share_a_strength() {
        let iv = DraftItem {
            route: Some(Route::Intramuscular),
            ..draft("ceftriaxone", Form::Injection, "1 g", "1 g daily")
        };
        assert_eq!(
            read(Lists::built_in(), &iv, Texts::of(Language::En)).route,
            Some(Route::Intramuscular)
        );
    }

    #[test]
    fn quantities_round_up() {
        let of = |sig: &str| shown(&draft("prednisolone", Form::Tablet, "5 mg", sig)).quantity;
        assert_eq!(of("½ bid 7d"), "7 tablets");
        assert_eq!(of("½ daily 1d"), "1 tablet");
        assert_eq!(of("1 weekly 30d"), "5 tablets");
        assert_eq!(of("1 daily"), "");
    }
}
