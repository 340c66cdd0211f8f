//! People the clinic cares for: registration, search, duplicates, edits, merges.

crate::commands! {}
