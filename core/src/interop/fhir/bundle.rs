//! Streams a bundle: one entry in memory at a time, whatever the size of the file.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::io::{self, BufReader, Read};

use serde::Deserialize;
use serde::de::{self, DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::refusal::{Fault, Refusal, Wrong};

/// The largest entry; a scanned document inside a resource is not read by this reader.
pub(super) const MOST_BYTES: usize = 16 * 1024 * 1024;

/// Bundles that hold resources for themselves, not as the answer about another.
const KINDS: &[&str] = &["transaction", "batch", "collection", "searchset", "history", "document"];

/// One entry as it stands in the file.
#[derive(Debug, Deserialize)]
pub(super) struct Entry {
    /// What references may call it.
    #[serde(default, rename = "fullUrl")]
    pub full_url: String,
    /// The resource; absent in an entry that deletes.
    pub resource: Option<Map<String, Value>>,
}

/// Hands each entry to `take`. The first fault ends it.
pub(super) fn stream(file: &str, source: impl Read, take: &mut dyn FnMut(Entry) -> Result<(), Fault>) -> Result<(), Refusal> {
    let left = Cell::new(MOST_BYTES);
    let state = State {
        take: RefCell::new(take),
        left: &left,
        entries: Cell::new(0),
        in_entries: Cell::new(false),
        fault: Cell::new(None),
    };
    let mut json = serde_json::Deserializer::from_reader(BufReader::new(Capped { source, left: &left }));
    let read = (&state).deserialize(&mut json).and_then(|()| json.end());
    read.map_err(|error| state.refusal(file, &error))
}

/// Ends the reading of an entry that is too large before it fills the memory.
struct Capped<'a, R> {
    source: R,
    left: &'a Cell<usize>,
}

impl<R: Read> Read for Capped<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer)?;
        let left = self.left.get().checked_sub(read).ok_or(io::ErrorKind::FileTooLarge)?;
        self.left.set(left);
        Ok(read)
    }
}

struct State<'a> {
    take: RefCell<&'a mut dyn FnMut(Entry) -> Result<(), Fault>>,
    left: &'a Cell<usize>,
    entries: Cell<usize>,
    in_entries: Cell<bool>,
    fault: Cell<Option<Fault>>,
}

impl State<'_> {
    fn refusal(&self, file: &str, error: &serde_json::Error) -> Refusal {
        let fault = self.fault.get().unwrap_or_else(|| Wrong::of(error).at(""));
        Refusal {
            file: file.to_owned(),
            wrong: fault.wrong,
            line: error.line(),
            column: error.column(),
            entry: self.in_entries.get().then(|| self.entries.get()),
            element: fault.element.to_owned(),
        }
    }

    /// Keeps the fault; the error itself only carries the position.
    fn fail<E: de::Error>(&self, fault: Fault) -> E {
        self.fault.set(Some(fault));
        E::custom("refused")
    }
}

impl<'de> DeserializeSeed<'de> for &State<'_> {
    type Value = ();
    fn deserialize<D: de::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for &State<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a bundle")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<(), M::Error> {
        let (mut is_bundle, mut kind) = (false, String::new());
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "resourceType" => is_bundle = map.next_value::<String>()? == "Bundle",
                "type" => kind = map.next_value()?,
                "entry" => map.next_value_seed(Entries(self))?,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        if is_bundle && KINDS.contains(&kind.as_str()) {
            Ok(())
        } else {
            Err(self.fail(Wrong::NotABundle.at("Bundle.type")))
        }
    }
}

struct Entries<'a, 'b>(&'a State<'b>);

impl<'de> DeserializeSeed<'de> for Entries<'_, '_> {
    type Value = ();
    fn deserialize<D: de::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Entries<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("entries")
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut seq: S) -> Result<(), S::Error> {
        let state = self.0;
        state.in_entries.set(true);
        loop {
            state.left.set(MOST_BYTES);
            state.entries.set(state.entries.get() + 1);
            let Some(entry) = seq.next_element::<Entry>()? else { break };
            (state.take.borrow_mut())(entry).map_err(|fault| state.fail(fault))?;
        }
        state.in_entries.set(false);
        Ok(())
    }
}
