//! Money: prices, invoices, payments, refunds, and the one ledger that they are posted to.
//!
//! [`amounts`] says what a line comes to and [`status`] where an invoice stands; both are pure. Every movement is an entry of
//! [`ledger`], added in the transaction of its command and never changed; what is owed, held or earned is a sum over it.

pub mod amounts;
mod briefs;
pub mod claims;
mod close;
pub mod close_model;
mod close_print;
mod close_queries;
mod drafts;
mod drawer;
mod figures;
mod issue;
pub mod ledger;
pub mod model;
mod numbers;
mod overdue;
mod pay;
mod payments;
pub mod places;
mod print;
pub mod promotions;
mod queries;
mod read;
mod refund;
pub mod requests;
mod settle;
mod sheet;
pub mod status;
pub mod views;

use crate::db::Tx;
use crate::feed::Topic;
use crate::ids::{LocationId, PatientId};
use crate::money::Money;
use crate::printing::PrintedPages;
use close_model::{CloseDrawer, DrawerSession, DrawerState, PrintDaySheet, SetFloat, ShowDrawer, ShowSession};
use model::{Invoice, Payment};
use places::{BillingPlace, PriceItem, PriceList};
use promotions::model::{
    ApplyPromotion, PreviewPromotion, Promotion, PromotionUses, SavePromotion, SetPromotionState, ShowPromotion, ShowPromotions,
};
use requests::{
    InvoiceRef, InvoiceVisit, PrintInvoice, PrintReceipt, RefundPayment, SaveInvoice, SavePlace, SaveServiceTax, SettlePayment,
    ShowAccount, ShowBills, ShowInvoice, ShowPrices, ShowWorklists, TakePayment, VoidInvoice, WriteOff,
};
use views::{PatientAccount, PaymentTaken, VisitBill, Worklists};

crate::commands! {
    read "billing.prices": Needs(BillingRead) => places::list, ShowPrices => PriceList;
    write "billing.save_place": Needs(DirectoryWrite) => places::save, SavePlace => BillingPlace;
    write "billing.save_tax": Needs(DirectoryWrite) => places::save_tax, SaveServiceTax => PriceItem;
    read "billing.account": Needs(BillingRead) => read::account, ShowAccount => PatientAccount;
    read "billing.invoice": Needs(BillingRead) => read::open, ShowInvoice => Invoice;
    read "billing.worklists": Needs(BillingRead) => read::worklists, ShowWorklists => Worklists;
    read "billing.bills_of_days": Needs(BillingRead) => read::bills, ShowBills => Vec<VisitBill>;
    write "billing.invoice_visit": Needs(BillingWrite) => drafts::of_visit, InvoiceVisit => Invoice;
    write "billing.save_invoice": Needs(BillingWrite) => drafts::save, SaveInvoice => Invoice;
    write "billing.discard": Needs(BillingWrite) => drafts::discard, InvoiceRef => ();
    write "billing.issue": Needs(BillingWrite) => issue::issue, InvoiceRef => Invoice;
    write "billing.void": Needs(BillingRefund) => issue::void, VoidInvoice => Invoice;
    write "billing.write_off": Needs(BillingRefund) => issue::write_off, WriteOff => Invoice;
    write "billing.pay": Needs(BillingWrite) => pay::take, TakePayment => PaymentTaken;
    write "billing.settle": Needs(BillingWrite) => settle::settle, SettlePayment => Payment;
    write "billing.refund": Needs(BillingRefund) => refund::refund, RefundPayment => Payment;
    direct "billing.receipt_pdf": Needs(BillingRead) => print::receipt, PrintReceipt => PrintedPages;
    read "billing.drawer": Needs(BillingRead) => close::show, ShowDrawer => DrawerState;
    write "billing.set_float": Needs(BillingClose) => close::set_float, SetFloat => DrawerSession;
    write "billing.close_drawer": Needs(BillingClose) => close::close, CloseDrawer => DrawerSession;
    read "billing.day_sheet": Needs(BillingRead) => close::sheet, ShowSession => DrawerSession;
    direct "billing.day_sheet_pdf": Needs(BillingRead) => close_print::print, PrintDaySheet => PrintedPages;
    direct "billing.invoice_pdf": Needs(BillingRead) => print::invoice, PrintInvoice => PrintedPages;
    read "billing.promotions": Needs(BillingRead) => promotions::list, ShowPromotions => Vec<Promotion>;
    read "billing.promotion": Needs(BillingRead) => promotions::show, ShowPromotion => PromotionUses;
    write "billing.save_promotion": Needs(DirectoryWrite) => promotions::save, SavePromotion => Promotion;
    write "billing.set_promotion_state": Needs(DirectoryWrite) => promotions::set_state, SetPromotionState => Promotion;
    read "billing.preview_promotion": Needs(BillingWrite) => promotions::preview, PreviewPromotion => Money;
    write "billing.apply_promotion": Needs(BillingWrite) => promotions::apply, ApplyPromotion => Invoice;
    write "billing.remove_promotion": Needs(BillingWrite) => promotions::remove, InvoiceRef => Invoice;
}

pub(crate) use briefs::misposted;
pub use overdue::look as look_for_overdue;

/// What the front desk does, for the demo clinic, which is filled by the same handlers.
pub(crate) mod desk {
    pub(crate) use super::claims::desk::*;
    pub(crate) use super::close::{close_exactly, set_float};
    pub(crate) use super::drafts::of_visit as invoice_visit;
    pub(crate) use super::issue::issue;
    pub(crate) use super::pay::take as pay;
    pub(crate) use super::places::{save as save_place, save_tax};
    pub(crate) use super::promotions::{apply as apply_promotion, save as save_promotion};
    pub(crate) use super::settle::settle;
}

/// Tells the screens that show a patient's money or a location's.
fn tell(tx: &mut Tx, location: LocationId, patient: PatientId) {
    tx.changed(Topic::billing(location));
    tx.changed(Topic::patient(patient));
}
