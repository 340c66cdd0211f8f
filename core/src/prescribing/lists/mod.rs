//! The formulary and the safety lists: CSV files with version and date in `core/data/drugs`, a source in every row.
//!
//! A list that is missing or cannot be read has no head; a check then says so instead of saying that nothing was found.

mod extend;
mod medicine;
mod names;
mod problem;
mod read;
mod rows;
pub mod rxnorm;
mod state;

pub use medicine::{Form, Medicine, Product, Site, Strength};
pub use names::Subject;
pub use problem::ListProblem;
pub use read::Inspected;
pub use rows::{AllergyReach, Caution, CautionKind, ClassDuplicate, Interaction, WarningSeverity as Severity};
pub use state::{ListHead, ListName, ListState, ListStatus};

use std::collections::HashMap;
use std::sync::LazyLock;

use names::Synonym;

/// One list.
#[derive(Debug)]
pub struct List<T> {
    /// Which version; none when the list is missing.
    pub head: Option<ListHead>,
    /// Its rows, in the file's order.
    pub rows: Vec<T>,
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self {
            head: None,
            rows: Vec::new(),
        }
    }
}

/// All lists.
#[derive(Debug, Default)]
pub struct Lists {
    /// Medicines.
    pub formulary: List<Medicine>,
    /// Classes that are not doubled.
    pub classes: List<ClassDuplicate>,
    /// Other names.
    pub(super) synonyms: List<Synonym>,
    /// How far an allergy reaches.
    pub allergies: List<AllergyReach>,
    /// Age, pregnancy, weekly medicines.
    pub cautions: List<Caution>,
    /// Pairs.
    pub interactions: List<Interaction>,
    by_ingredient: HashMap<String, usize>,
    by_component: HashMap<String, Vec<usize>>,
    by_name: HashMap<String, Subject>,
}

static BUILT_IN: LazyLock<Lists> = LazyLock::new(|| Lists::read(|name| Some(built_in(name).to_owned())));

/// The file that the program carries.
#[must_use]
pub fn built_in(name: ListName) -> &'static str {
    match name {
        ListName::Formulary => include_str!("../../../data/drugs/formulary.csv"),
        ListName::Classes => include_str!("../../../data/drugs/classes.csv"),
        ListName::Synonyms => include_str!("../../../data/drugs/synonyms.csv"),
        ListName::Allergies => include_str!("../../../data/drugs/allergies.csv"),
        ListName::Cautions => include_str!("../../../data/drugs/cautions.csv"),
        ListName::Interactions => include_str!("../../../data/drugs/interactions.csv"),
    }
}

impl Lists {
    /// The lists that came with the program.
    #[must_use]
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// Reads lists from wherever they are; what is absent or broken is missing afterwards.
    #[must_use]
    pub fn read(text: impl Fn(ListName) -> Option<String>) -> Self {
        let mut lists = Self {
            formulary: read::list(ListName::Formulary, &text, rows::medicine),
            classes: read::list(ListName::Classes, &text, rows::class),
            synonyms: read::list(ListName::Synonyms, &text, rows::synonym),
            allergies: read::list(ListName::Allergies, &text, rows::allergy),
            cautions: read::list(ListName::Cautions, &text, rows::caution),
            interactions: read::list(ListName::Interactions, &text, rows::interaction),
            ..Self::default()
        };
        lists.index();
        lists
    }

    /// A text as a list of this name.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn inspect(name: ListName, text: &str) -> Result<Inspected, ListProblem> {
        match name {
            ListName::Formulary => read::inspect(name, text, rows::medicine),
            ListName::Classes => read::inspect(name, text, rows::class),
            ListName::Synonyms => read::inspect(name, text, rows::synonym),
            ListName::Allergies => read::inspect(name, text, rows::allergy),
            ListName::Cautions => read::inspect(name, text, rows::caution),
            ListName::Interactions => read::inspect(name, text, rows::interaction),
        }
    }

    fn index(&mut self) {
        for (at, medicine) in self.formulary.rows.iter().enumerate() {
            self.by_ingredient.insert(medicine.ingredient.clone(), at);
            for component in medicine.components() {
                self.by_component.entry(component.to_owned()).or_default().push(at);
            }
            self.by_name
                .insert(names::fold(&medicine.ingredient), Subject::Ingredient(medicine.ingredient.clone()));
            for class in &medicine.classes {
                self.by_name.insert(format!("class:{class}"), Subject::Class(class.clone()));
            }
        }
        let spoken_of = self.allergies.rows.iter().flat_map(|row| [&row.allergic_to, &row.reaches]);
        for class in spoken_of.filter_map(|subject| subject.code().strip_prefix("class:").map(str::to_owned)) {
            self.by_name.entry(names::fold(&class)).or_insert(Subject::Class(class));
        }
        for synonym in &self.synonyms.rows {
            self.by_name.insert(names::fold(&synonym.name), synonym.means.clone());
        }
    }

    /// The medicine of exactly this ingredient (or these, joined by ` + `).
    #[must_use]
    pub fn medicine(&self, ingredient: &str) -> Option<&Medicine> {
        self.by_ingredient.get(ingredient).and_then(|at| self.formulary.rows.get(*at))
    }

    /// Medicines that contain this ingredient.
    pub fn containing(&self, component: &str) -> impl Iterator<Item = &Medicine> {
        let at = self.by_component.get(component).map(Vec::as_slice).unwrap_or_default();
        at.iter().filter_map(|at| self.formulary.rows.get(*at))
    }

    /// What else a medicine is called.
    pub fn other_names(&self, medicine: &Medicine) -> impl Iterator<Item = &str> {
        let of = Subject::Ingredient(medicine.ingredient.clone());
        self.synonyms.rows.iter().filter(move |s| s.means == of).map(|s| s.name.as_str())
    }

    /// The heads, with what is missing or older than `max_age_days`.
    #[must_use]
    pub fn states(&self, today: chrono::NaiveDate, max_age_days: i64) -> Vec<ListState> {
        let heads = [
            (ListName::Formulary, &self.formulary.head),
            (ListName::Classes, &self.classes.head),
            (ListName::Synonyms, &self.synonyms.head),
            (ListName::Allergies, &self.allergies.head),
            (ListName::Cautions, &self.cautions.head),
            (ListName::Interactions, &self.interactions.head),
        ];
        heads
            .into_iter()
            .map(|(name, head)| ListState::of(name, head.as_ref(), today, max_age_days))
            .collect()
    }
}

#[cfg(test)]
mod tests;
