//! Streams a bundle: one entry in memory at a time, whatever the size of the file.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::io::{self, BufRead, BufReader, Read};

use serde::Deserialize;
use serde::de::{self, DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::refusal::{Fault, Refusal, Wrong};

/// The largest entry: what stands in it is in memory, with the document that it may bring along.
pub(crate) const MOST_BYTES: usize = 32 * 1024 * 1024;

/// Bundles that hold resources for themselves; those that answer hold what was asked for, or nothing.
const KINDS: &[&str] = &[
    "transaction",
    "batch",
    "collection",
    "searchset",
    "history",
    "document",
    "transaction-response",
    "batch-response",
];

/// Bundles in bundles, as the answer to a batch of searches holds them.
const MOST_DEEP: usize = 4;

/// One entry as it stands in the file.
#[derive(Debug, Deserialize)]
pub(super) struct Entry {
    /// What references may call it.
    #[serde(rename = "fullUrl")]
    pub full_url: Option<String>,
    /// The resource; absent in an entry that deletes.
    pub resource: Option<Map<String, Value>>,
    /// What was asked for, in a history or a transaction.
    pub request: Option<Request>,
    /// What came of it.
    pub response: Option<Response>,
}

/// What an entry asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Request {
    pub method: String,
    pub url: String,
}

/// What came of it.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Response {
    pub last_modified: String,
}

impl Entry {
    fn alone(resource: Map<String, Value>) -> Self {
        Self {
            full_url: None,
            resource: Some(resource),
            request: None,
            response: None,
        }
    }
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
    let source = after_mark(BufReader::new(Capped { source, left: &left }));
    let mut json = serde_json::Deserializer::from_reader(source);
    let read = (&state).deserialize(&mut json).and_then(|()| json.end());
    read.map_err(|error| state.refusal(file, &error))
}

/// The byte order mark with which some systems begin a file.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// The file without its mark. What cannot be read is told by who reads on.
fn after_mark(mut source: impl BufRead) -> impl BufRead {
    if source.fill_buf().is_ok_and(|start| start.starts_with(MARK)) {
        source.consume(MARK.len());
    }
    source
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
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for &State<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a bundle")
    }

    /// A list of resources or bundles, as some programs write what they have.
    fn visit_seq<S: SeqAccess<'de>>(self, mut seq: S) -> Result<(), S::Error> {
        while seq.next_element_seed(self)?.is_some() {
            self.left.set(MOST_BYTES);
        }
        Ok(())
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<(), M::Error> {
        // Of a bundle that is what stands beside the entries; else it is the resource itself.
        let mut rest = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "entry" => map.next_value_seed(Entries(self))?,
                _ => drop(rest.insert(key, map.next_value()?)),
            }
        }
        let text = |key: &str| rest.get(key).and_then(Value::as_str).unwrap_or_default();
        match (text("resourceType"), KINDS.contains(&text("type"))) {
            ("Bundle", true) => Ok(()),
            ("Bundle", false) | ("", _) => Err(self.fail(Wrong::NotABundle.at("Bundle.type"))),
            _ => unfold(Entry::alone(rest), 0, &mut **self.take.borrow_mut()).map_err(|fault| self.fail(fault)),
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
            unfold(entry, 0, &mut **state.take.borrow_mut()).map_err(|fault| state.fail(fault))?;
        }
        state.in_entries.set(false);
        Ok(())
    }
}

/// Hands over an entry, or those of the bundle in it.
fn unfold(mut entry: Entry, depth: usize, take: &mut dyn FnMut(Entry) -> Result<(), Fault>) -> Result<(), Fault> {
    let is_bundle = |resource: &&mut Map<String, Value>| resource.get("resourceType").is_some_and(|kind| kind == "Bundle");
    let Some(bundle) = entry.resource.as_mut().filter(is_bundle) else {
        return take(entry);
    };
    let of_kind = bundle.get("type").and_then(Value::as_str).is_some_and(|kind| KINDS.contains(&kind));
    if !of_kind || depth == MOST_DEEP {
        return Err(Wrong::NotABundle.at("Bundle.type"));
    }
    let inner = bundle.remove("entry").unwrap_or(Value::Array(Vec::new()));
    let entries = Vec::<Entry>::deserialize(inner).map_err(|_| Wrong::Shape.at("Bundle.entry"))?;
    entries.into_iter().try_for_each(|entry| unfold(entry, depth + 1, take))
}

/// Hands each entry to `take`, of a file with one resource or bundle a line (NDJSON, as the bulk export writes it).
pub(super) fn stream_lines(file: &str, source: impl Read, take: &mut dyn FnMut(Entry) -> Result<(), Fault>) -> Result<(), Refusal> {
    let mut source = after_mark(BufReader::new(source));
    let mut number = 0;
    loop {
        number += 1;
        let mut line = Vec::new();
        let most = u64::try_from(MOST_BYTES).unwrap_or(u64::MAX) + 1;
        let read = (&mut source).take(most).read_until(b'\n', &mut line);
        let at = |wrong: Wrong, column: usize| place(file, wrong.at(""), number, column);
        match read {
            Err(_) => return Err(at(Wrong::Unreadable, 0)),
            Ok(0) => return Ok(()),
            Ok(_) if line.len() > MOST_BYTES => return Err(at(Wrong::TooLarge, MOST_BYTES)),
            Ok(_) if line.iter().all(u8::is_ascii_whitespace) => {}
            Ok(_) => one_line(file, &line, number, take)?,
        }
    }
}

fn one_line(file: &str, line: &[u8], number: usize, take: &mut dyn FnMut(Entry) -> Result<(), Fault>) -> Result<(), Refusal> {
    let resource: Map<String, Value> =
        serde_json::from_slice(line).map_err(|error| place(file, Wrong::of(&error).at(""), number, error.column()))?;
    if resource.get("resourceType").and_then(Value::as_str) == Some("Bundle") {
        return stream(file, line, take).map_err(|refusal| Refusal { line: number, ..refusal });
    }
    take(Entry::alone(resource)).map_err(|fault| place(file, fault, number, line.len()))
}

fn place(file: &str, fault: Fault, line: usize, column: usize) -> Refusal {
    Refusal {
        file: file.to_owned(),
        wrong: fault.wrong,
        line,
        column,
        entry: None,
        element: fault.element.to_owned(),
    }
}
