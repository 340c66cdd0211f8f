//! Promotions: codes that let something off an invoice.
//!
//! [`rules`] says what a code gives, or why it gives nothing. A draft only names its code: what that gives is told anew at every look. When
//! the invoice is issued, all is judged once more under the promotion's lock and kept with the invoice; when it is voided, the use is given
//! back. So a promotion can be edited at any time, and never changes what was issued.

mod commands;
pub mod model;
mod queries;
mod redeeming;
pub mod rules;
mod uses;

pub(crate) use commands::save;
pub(super) use commands::{list, set_state, show};
pub(crate) use redeeming::apply;
pub(super) use redeeming::{draft_totals, give_back, preview, priced, redeem, remove};
