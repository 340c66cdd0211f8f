//! The clinic's own lists beside the program's: rows are added; of the same name (a medicine, a synonym) the clinic's counts.

use std::sync::{Arc, Mutex, PoisonError};

use uuid::Uuid;

use super::{ListName, Lists, built_in};
use crate::Result;
use crate::args;
use crate::db::Read;

const LAST: &str = "SELECT id, list_name, content FROM safety_lists ORDER BY created_at DESC, id DESC";
const IDS: &str = "SELECT id FROM safety_lists ORDER BY created_at DESC, id DESC";

/// The lists last read, by the ids of what the clinic brought along; ids are never used twice, so they tell stores apart.
static LAST_READ: Mutex<Option<(Vec<Uuid>, Arc<Lists>)>> = Mutex::new(None);

impl Lists {
    /// The lists in force in this store.
    ///
    /// # Errors
    /// As the store says.
    pub async fn load(q: &mut impl Read) -> Result<Arc<Self>> {
        let ids: Vec<(Uuid,)> = q.all(IDS, args![]).await?;
        let ids: Vec<Uuid> = ids.into_iter().map(|r| r.0).collect();
        let known = LAST_READ.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((_, lists)) = known.filter(|(of, _)| *of == ids) {
            return Ok(lists);
        }
        let rows: Vec<(Uuid, ListName, String)> = if ids.is_empty() { Vec::new() } else { q.all(LAST, args![]).await? };
        let own = |name: ListName| rows.iter().find(|(_, of, _)| *of == name).map(|(_, _, content)| content.as_str());
        let lists = Arc::new(Self::read(|name| Some(joined(built_in(name), own(name)))));
        *LAST_READ.lock().unwrap_or_else(PoisonError::into_inner) = Some((ids, lists.clone()));
        Ok(lists)
    }
}

/// The program's list followed by the clinic's rows. The head stays the program's: its date is the older promise.
fn joined(program: &str, own: Option<&str>) -> String {
    let Some(own) = own else { return program.to_owned() };
    let rows = own.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()).skip(1);
    let mut text = program.trim_end().to_owned();
    for row in rows {
        text.push('\n');
        text.push_str(row);
    }
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clinics_rows_are_added_and_its_medicine_counts() {
        let own = "# list: formulary\n# version: 7\n# date: 2026-01-01\ningredient,atc,classes,products,max_daily,max_per_kg,source\n\
                   clinicol,V03AX99,other,tablet 1 mg,2 mg,,Clinic\nparacetamol,N02BE01,analgesic,tablet 500 mg,3 g,,Clinic: at most 3 g\n";
        let lists = Lists::read(|name| Some(joined(built_in(name), (name == ListName::Formulary).then_some(own))));
        assert!(lists.medicine("clinicol").is_some());
        assert_eq!(
            lists
                .medicine("paracetamol")
                .and_then(|m| m.max_daily)
                .map(|q| q.to_string())
                .as_deref(),
            Some("3 g")
        );
        assert_eq!(lists.formulary.rows.len(), Lists::built_in().formulary.rows.len() + 2);
    }
}
