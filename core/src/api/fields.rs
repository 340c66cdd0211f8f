//! Collects what is wrong with a request, so that a form shows every wrong field at once.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::error::{Error, ErrorCode, FieldError, Result};

/// The wrong fields of one request.
#[derive(Debug, Default)]
pub struct Fields(Vec<FieldError>);

impl Fields {
    /// Notes a wrong field; `code` is the key of the message, e.g. `required`.
    pub fn wrong(&mut self, field: &str, code: &str) {
        self.0.push(FieldError {
            field: field.to_owned(),
            code: code.to_owned(),
            params: BTreeMap::new(),
        });
    }

    /// Notes a wrong field with the figure its message names.
    pub fn wrong_with(&mut self, field: &str, code: &str, key: &str, value: impl Into<Value>) {
        self.0.push(FieldError {
            field: field.to_owned(),
            code: code.to_owned(),
            params: BTreeMap::from([(key.to_owned(), value.into())]),
        });
    }

    /// The text must not be blank, and at most `max` characters (the column's width).
    pub fn required(&mut self, field: &str, text: &str, max: usize) {
        if text.trim().is_empty() {
            self.wrong(field, "required");
        }
        self.at_most(field, text, max);
    }

    /// At most `max` characters.
    pub fn at_most(&mut self, field: &str, text: &str, max: usize) {
        if text.chars().count() > max {
            self.wrong_with(field, "too_long", "max", max);
        }
    }

    /// The figure must lie within `least..=most`.
    pub fn within(&mut self, field: &str, value: i64, least: i64, most: i64) {
        if !(least..=most).contains(&value) {
            self.wrong_with(field, "out_of_range", "range", vec![least, most]);
        }
    }

    /// Takes the field errors of a failed parse under a prefix, or gives its value.
    pub fn take<T>(&mut self, field: &str, result: Result<T>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                let code = error.fields.first().map_or("invalid", |f| f.code.as_str()).to_owned();
                self.wrong(field, &code);
                None
            }
        }
    }

    /// Reads a choice that must have been made: blank is `required`, what cannot be read is wrong as [`Fields::take`] says.
    pub fn chosen<T>(&mut self, field: &str, text: &str, read: impl FnOnce(&str) -> Result<T>) -> Option<T> {
        if text.trim().is_empty() {
            self.wrong(field, "required");
            return None;
        }
        self.take(field, read(text))
    }

    /// Takes every field error of a failed check as it is, or gives its value.
    pub fn take_all<T>(&mut self, result: Result<T>) -> Option<T> {
        result.map_err(|error| self.0.extend(error.fields)).ok()
    }

    /// Notes wrong fields that were found elsewhere; a field that is noted already keeps its first message.
    pub fn all(&mut self, wrong: impl IntoIterator<Item = FieldError>) {
        for error in wrong {
            if !self.0.iter().any(|known| known.field == error.field) {
                self.0.push(error);
            }
        }
    }

    /// Ok when nothing is wrong.
    ///
    /// # Errors
    /// `invalid` with every wrong field.
    pub fn check(self) -> Result<()> {
        if self.0.is_empty() {
            return Ok(());
        }
        let mut error = Error::new(ErrorCode::Invalid);
        error.fields = self.0;
        Err(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_field_is_named() {
        let mut fields = Fields::default();
        fields.required("first_name", "  ", 100);
        fields.at_most("reason", "abcd", 3);
        fields.within("minutes", 3, 5, 480);
        let error = fields.check().unwrap_err();
        let named: Vec<_> = error.fields.iter().map(|f| (f.field.as_str(), f.code.as_str())).collect();
        assert_eq!(
            named,
            [("first_name", "required"), ("reason", "too_long"), ("minutes", "out_of_range")]
        );
    }
}
