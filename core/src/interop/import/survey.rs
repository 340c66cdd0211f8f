//! What a file holds, as far as its writing must know before: who is called what, and what stands in it more than once.

use std::collections::HashSet;
use std::collections::hash_map::{Entry, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

use chrono::{DateTime, Utc};

use super::batches;
use super::sources::{Source, each};
use crate::interop::fhir::{About, Clinical, Content, Piece, Refusal, What, end_of, key};
use crate::{Error, Result};

/// Names that others refer to; in a file with more, references stay without a name.
const MOST_NAMES: usize = 200_000;

/// What a file holds, as far as its writing must know before.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// What references call resources → their ids, where these do not end their addresses.
    ids: HashMap<String, String>,
    /// What is known from here on, and from the files beside it.
    carried: Carried,
    /// The servers that people's addresses begin with.
    bases: HashSet<String>,
    /// The first server that another resource's address begins with.
    other_base: Option<String>,
    /// Which of the resources that stand here more than once counts.
    several: HashMap<u64, Version>,
    /// People.
    pub patients: usize,
    /// Resources that are read.
    pub resources: usize,
    /// Bytes of the files that they bring along.
    pub brought: usize,
}

/// What one file of a bulk export tells of the next.
#[derive(Debug, Default)]
pub(super) struct Carried {
    /// What references call medicines, problems, practitioners and organizations → their names.
    names: HashMap<String, String>,
    /// Whose reports bring what along.
    reported: HashSet<u64>,
}

/// One of the versions of a resource.
#[derive(Debug, Clone, Copy)]
struct Version {
    content: u64,
    changed: Option<i64>,
}

impl Survey {
    /// The id of the resource that a reference means: of one in the file, else what stands at its end.
    pub fn id_of(&self, reference: &str) -> String {
        let plain = plain(reference);
        self.ids.get(&plain).cloned().unwrap_or_else(|| key(end_of(&plain)))
    }

    /// The id of the person that a reference means; none when it means something else, a person inside the resource, or somebody of
    /// a server that the file is not from.
    pub fn person(&self, reference: &str) -> Option<String> {
        let plain = plain(reference);
        if let Some(id) = self.ids.get(&plain) {
            return Some(id.clone());
        }
        if plain.starts_with('#') || plain.contains('?') {
            return None;
        }
        if let Some((before, id)) = plain.rsplit_once('/') {
            let (base, kind) = before.rsplit_once('/').unwrap_or(("", before));
            let foreign = base.starts_with("http") && !self.bases.is_empty() && !self.bases.contains(base);
            return (kind == "Patient" && !foreign).then(|| key(id));
        }
        Some(key(end_of(&plain)))
    }

    /// The names of what is referred to, in that order; empty where the file does not have them.
    pub fn names(&self, about: &About) -> About {
        let names = &self.carried.names;
        about.map(|reference| {
            let plain = plain(reference);
            let end = plain.rmatch_indices('/').nth(1).map_or(plain.as_str(), |(at, _)| &plain[at + 1..]);
            names.get(&plain).or_else(|| names.get(end)).cloned().unwrap_or_default()
        })
    }

    /// Whether a report brings the same along as this document: systems offer both for one note.
    pub fn is_reported(&self, document: &Clinical) -> bool {
        let Content::Report(content) = &document.content else {
            return false;
        };
        let mut each = content.brought.iter();
        document.kind == "DocumentReference"
            && !content.brought.is_empty()
            && each.all(|hash| self.carried.reported.contains(&brought(document, hash)))
    }

    /// The address of the server that the file is from.
    pub fn base(&self) -> Option<String> {
        self.bases.iter().min().or(self.other_base.as_ref()).cloned()
    }

    /// For the next file of a bulk export.
    pub fn into_carried(self) -> Carried {
        self.carried
    }

    /// What is needed to let one of several through.
    pub fn copies(&self) -> Copies {
        Copies {
            several: self.several.clone(),
            through: HashSet::new(),
        }
    }

    fn note(&mut self, piece: &Piece) {
        if piece.id.is_empty() {
            return;
        }
        self.resources += 1;
        let by_type = format!("{}/{}", piece.kind, piece.id);
        let is_person = piece.kind == "Patient";
        let base = piece.full_url.strip_suffix(&by_type).filter(|base| base.starts_with("http"));
        let base = base.map(|base| base.trim_end_matches('/').to_owned());
        if is_person {
            self.patients += 1;
            self.bases.extend(base);
        } else if self.other_base.is_none() {
            self.other_base = base;
        }
        let known = piece.full_url.is_empty() || end_of(&piece.full_url) == piece.id;
        let others = piece.also.iter().chain(Some(&piece.full_url).filter(|_| !known));
        if is_person || self.ids.len() < MOST_NAMES {
            for called in others {
                let id = self.ids.entry(called.clone()).or_insert_with(|| piece.id.clone());
                // What two are called by is nobody's.
                if *id != piece.id {
                    id.clear();
                }
            }
        }
        let names = &mut self.carried.names;
        if !piece.shown().is_empty() && names.len() < MOST_NAMES {
            for called in piece.also.iter().chain([&by_type, &piece.full_url]) {
                names.insert(called.clone(), piece.shown().to_owned());
            }
        }
        if let What::Clinical(clinical) = &piece.what
            && let Content::Report(report) = &clinical.content
        {
            self.brought += batches::brought(&clinical.content);
            if clinical.kind == "DiagnosticReport" && !report.refuted {
                self.carried
                    .reported
                    .extend(report.brought.iter().map(|hash| brought(clinical, hash)));
            }
        }
    }
}

/// Whose what is; in few bytes.
fn brought(clinical: &Clinical, content: &[u8; 32]) -> u64 {
    let mut hasher = DefaultHasher::new();
    (end_of(&plain(&clinical.subject)), content).hash(&mut hasher);
    hasher.finish()
}

/// A reference without the version that it asks for, and a search without its escapes.
fn plain(reference: &str) -> String {
    let plain = reference.split("/_history/").next().unwrap_or(reference);
    if plain.contains('?') {
        [("%7C", "|"), ("%7c", "|"), ("%3A", ":"), ("%3a", ":"), ("%2F", "/"), ("%2f", "/")]
            .iter()
            .fold(plain.to_owned(), |text, (escape, means)| text.replace(escape, means))
    } else {
        plain.to_owned()
    }
}

/// Lets one of the versions of a resource through: the one that was changed last.
#[derive(Debug)]
pub(super) struct Copies {
    several: HashMap<u64, Version>,
    through: HashSet<u64>,
}

impl Copies {
    /// Why this one is left out.
    pub fn left_out(&mut self, piece: &Piece) -> Option<&'static str> {
        let key = hash(piece);
        let counts = self.several.get(&key).filter(|_| !piece.id.is_empty())?;
        if counts.content != piece.content {
            return Some("older_version");
        }
        (!self.through.insert(key)).then_some("twice_in_file")
    }
}

/// Reads a file once for what is wrong with it and for what belongs together; keeps nothing else of it. `carried` is from the files
/// beside it, and goes back with a refusal.
///
/// # Errors
/// In the outer one when the reading itself failed.
pub(super) async fn survey(
    source: &Source,
    carried: Carried,
    now: DateTime<Utc>,
) -> Result<std::result::Result<Survey, Box<(Refusal, Carried)>>> {
    let source = source.clone();
    let work = move || {
        let mut survey = Survey {
            carried,
            ..Survey::default()
        };
        let mut seen: HashMap<u64, Version> = HashMap::new();
        let read = each(&source, now, &mut |piece| {
            survey.note(&piece);
            piece.id.is_empty() || survey.is_settled(&piece, &mut seen)
        });
        match read {
            Ok(()) => Ok(survey),
            Err(refusal) => Err(Box::new((refusal, survey.into_carried()))),
        }
    };
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| Error::fault("a reader that broke off"))
}

impl Survey {
    /// Whether it is clear which version counts: it is the only one, they say the same, or each says when it was changed.
    fn is_settled(&mut self, piece: &Piece, seen: &mut HashMap<u64, Version>) -> bool {
        let this = Version {
            content: piece.content,
            changed: piece.changed,
        };
        match seen.entry(hash(piece)) {
            Entry::Vacant(free) => drop(free.insert(this)),
            Entry::Occupied(mut there) => {
                let before = *there.get();
                match (before.changed, this.changed) {
                    _ if before.content == this.content => {}
                    (Some(then), Some(now)) if then == now => return false,
                    (Some(then), Some(now)) if then < now => drop(there.insert(this)),
                    (Some(_), Some(_)) => {}
                    _ => return false,
                }
                self.several.insert(*there.key(), *there.get());
            }
        }
        true
    }
}

/// Type and id in few bytes: a file may hold millions.
fn hash(piece: &Piece) -> u64 {
    let mut hasher = DefaultHasher::new();
    (&piece.kind, &piece.id).hash(&mut hasher);
    hasher.finish()
}
