//! Builders and stores for the story tests.
