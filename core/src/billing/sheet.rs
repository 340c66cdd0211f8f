//! How a receipt and an invoice are laid out, on a page or on a roll.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::figures::{Figures, rate};
use super::model::{Invoice, InvoiceLine, InvoiceStatus, Payment, PaymentMethod};
use super::print::Letterhead;
use crate::money::Money;
use crate::printing::{Cell, Flow, Page, Paper, Style, Texts};
use crate::scheduling::zone;

pub(super) const SMALL: Style = Style::label(8.0);
pub(super) const TEXT: Style = Style::text(9.0);
pub(super) const STRONG: Style = Style::bold(10.0);

/// A label at the left and a figure at the right.
pub(super) fn pair(flow: &mut Flow, label: &str, figure: &str, style: Style) {
    let cells = [vec![(label.to_owned(), style)], vec![(figure.to_owned(), style.end())]];
    flow.row(&cells, &[3.0, 1.6]);
}

/// What it is at the left and what it goes by at the right, in the type that the paper has room for.
pub(super) fn title(flow: &mut Flow, paper: Paper, label: &str, name: &str) {
    let style = Style::bold(if paper.is_roll() { 10.0 } else { 14.0 });
    let cells = [vec![(label.to_owned(), style)], vec![(name.to_owned(), style.end())]];
    flow.row(&cells, &[1.3, 1.6]);
}

/// A short label and a text that wants more room than a figure.
fn fact(flow: &mut Flow, label: &str, text: &str, style: Style) {
    let cells = [vec![(label.to_owned(), style)], vec![(text.to_owned(), style.end())]];
    flow.row(&cells, &[1.0, 2.2]);
}

/// `24 Nov 2026, 10:52` at the location.
pub(super) fn moment(texts: &Texts, place: Tz, at: DateTime<Utc>) -> String {
    let wall = zone::wall(place, at);
    format!("{}, {}", texts.date(wall.date()), wall.format("%H:%M"))
}

/// A receipt.
#[derive(Debug)]
pub(super) struct ReceiptSheet {
    pub head: Letterhead,
    pub zone: Tz,
    pub number: String,
    /// How often it was printed before.
    pub copy: i32,
    pub payment: Payment,
    pub invoices: Vec<Invoice>,
    pub texts: &'static Texts,
}

impl ReceiptSheet {
    fn amount(&self, amount: i64) -> String {
        self.texts.amount(Money::of(amount, self.payment.amount.currency))
    }

    pub fn pages(&self, paper: Paper) -> Vec<Page> {
        let mut flow = Flow::new(paper, 20.0);
        self.head.lay(&mut flow, self.texts);
        fact(&mut flow, &self.texts.get("receipt"), &self.number, STRONG);
        if self.copy > 0 {
            flow.paragraph(&self.texts.fill("receipt_copy", &[("count", &self.copy.to_string())]), STRONG);
        }
        self.who(&mut flow);
        for invoice in &self.invoices {
            flow.rule(0.3);
            let number = invoice.brief.number.clone().unwrap_or_default();
            flow.paragraph(&self.texts.fill("for_invoice", &[("number", &number)]), STRONG);
            Figures::of(invoice, self.texts).lay(&mut flow);
        }
        self.money(&mut flow);
        flow.finish(SMALL, |page, pages| {
            let count = [("page", page.to_string()), ("pages", pages.to_string())];
            let count = [(count[0].0, count[0].1.as_str()), (count[1].0, count[1].1.as_str())];
            (self.number.clone(), self.texts.fill("page", &count))
        })
    }

    fn who(&self, flow: &mut Flow) {
        let at = self.payment.paid_at.unwrap_or(self.payment.created_at);
        fact(flow, &self.texts.get("date"), &moment(self.texts, self.zone, at), TEXT);
        let patient = [
            self.payment.patient_name.as_str(),
            self.invoices.first().map_or("", |i| i.brief.chart_number.as_str()),
        ];
        let patient: Vec<&str> = patient.into_iter().filter(|p| !p.is_empty()).collect();
        fact(flow, &self.texts.get("patient"), &patient.join(", "), TEXT);
    }

    fn money(&self, flow: &mut Flow) {
        let payment = &self.payment;
        flow.rule(0.7);
        let method = method(self.texts, payment);
        let came = payment.approved.unwrap_or(payment.amount.amount);
        let amount = format!("{} {}", self.amount(came), payment.amount.currency.code());
        pair(flow, &method, &amount, STRONG);
        if let Some(id) = &payment.transaction_id {
            flow.paragraph(&self.texts.fill("transaction", &[("id", id)]), SMALL);
        }
        if let Some(given) = payment.tendered {
            let (given, change) = (self.amount(given), self.amount(given - payment.amount.amount));
            flow.paragraph(&self.texts.fill("cash_given", &[("given", &given), ("change", &change)]), TEXT);
        }
        let shared: i64 = payment.shares.iter().map(|s| s.amount).sum();
        if shared < payment.amount.amount {
            pair(
                flow,
                &self.texts.get("kept_credit"),
                &self.amount(payment.amount.amount - shared),
                TEXT,
            );
        }
        for refund in &payment.refunds {
            let on = self.texts.date(zone::local_day(self.zone, refund.created_at));
            pair(
                flow,
                &self.texts.fill("given_back", &[("date", &on)]),
                &self.amount(-refund.amount),
                TEXT,
            );
        }
        if !self.invoices.is_empty() {
            let left: i64 = self.invoices.iter().map(|i| i.brief.owed).sum();
            pair(flow, &self.texts.get("left"), &self.amount(left), STRONG);
        }
        flow.space(6.0);
        flow.paragraph(&self.texts.fill("served_by", &[("name", &payment.taken_by)]), SMALL);
    }
}

fn method(texts: &Texts, payment: &Payment) -> String {
    let method = texts.get(&format!("method_{}", payment.method.as_str()));
    let mut letters = method.chars();
    let capital: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    if payment.method == PaymentMethod::Insurance {
        return texts.fill(
            "insurer_policy",
            &[("insurer", &payment.insurer), ("policy", &payment.policy_number)],
        );
    }
    if payment.brand.is_empty() {
        capital
    } else {
        format!("{capital}, {}", payment.brand)
    }
}

/// An invoice, or the credit note that reversed it.
#[derive(Debug)]
pub(super) struct InvoiceSheet {
    pub head: Letterhead,
    pub zone: Tz,
    pub invoice: Invoice,
    pub texts: &'static Texts,
}

impl InvoiceSheet {
    pub fn pages(&self, paper: Paper) -> Vec<Page> {
        let (invoice, brief) = (&self.invoice, &self.invoice.brief);
        let mut flow = Flow::new(paper, 20.0);
        self.head.lay(&mut flow, self.texts);
        let number = self.title(&mut flow, paper);
        fact(
            &mut flow,
            &self.texts.get("patient"),
            &format!("{}, {}", brief.patient_name, brief.chart_number),
            TEXT,
        );
        // A credit note has the day on which it reversed, not that of its invoice.
        let voided = invoice.voided_at.map(|at| zone::local_day(self.zone, at));
        if let Some(day) = voided.or(brief.issued_on) {
            fact(&mut flow, &self.texts.get("date"), &self.texts.date(day), TEXT);
        }
        flow.space(8.0);
        let figures = Figures::of(invoice, self.texts);
        if paper.is_roll() {
            flow.rule(0.5);
            figures.lay(&mut flow);
        } else {
            self.table(&mut flow);
            figures.sums(&mut flow);
        }
        if brief.status != InvoiceStatus::Draft && brief.status != InvoiceStatus::Void {
            self.paid(&mut flow, &figures);
        }
        if !invoice.note.is_empty() {
            flow.space(6.0);
            flow.paragraph(&invoice.note, TEXT);
        }
        flow.finish(SMALL, |page, pages| {
            let count = [("page", page.to_string()), ("pages", pages.to_string())];
            let count = [(count[0].0, count[0].1.as_str()), (count[1].0, count[1].1.as_str())];
            (number.clone(), self.texts.fill("page", &count))
        })
    }

    /// What it is, and the number it goes by.
    fn title(&self, flow: &mut Flow, paper: Paper) -> String {
        let brief = &self.invoice.brief;
        let number = brief.number.clone().unwrap_or_default();
        match &brief.reversal_number {
            Some(reversal) => {
                title(flow, paper, &self.texts.get("credit_note"), reversal);
                let values = [("number", number.as_str()), ("reason", self.invoice.void_reason.as_str())];
                flow.paragraph(&self.texts.fill("reverses", &values), TEXT);
                reversal.clone()
            }
            None if brief.status == InvoiceStatus::Draft => {
                flow.paragraph(&self.texts.get("draft"), Style::bold(14.0));
                String::new()
            }
            None => {
                title(flow, paper, &self.texts.get("invoice"), &number);
                number
            }
        }
    }

    fn table(&self, flow: &mut Flow) {
        const SHARES: [f32; 5] = [5.2, 0.9, 1.7, 1.1, 1.8];
        let money = |amount| self.texts.amount(Money::of(amount, self.invoice.brief.currency));
        let end = |text: String, style: Style| vec![(text, style.end())];
        let head: [Cell; 5] = [
            Vec::new(),
            end(self.texts.get("quantity"), SMALL),
            end(self.texts.get("price"), SMALL),
            end(self.texts.get("tax"), SMALL),
            end(self.texts.get("amount"), SMALL),
        ];
        flow.begin_table(head.into(), &SHARES);
        for line in &self.invoice.lines {
            let rate = rate(self.texts, line.form.tax_rate);
            let cells = [
                described(line),
                end(line.form.quantity.to_string(), TEXT),
                end(money(line.form.unit_price), TEXT),
                end(format!("{rate} %"), TEXT),
                end(money(line.sums.gross), TEXT),
            ];
            flow.row(&cells, &SHARES);
        }
        flow.end_table();
        flow.rule(0.5);
    }

    fn paid(&self, flow: &mut Flow, figures: &Figures<'_>) {
        let brief = &self.invoice.brief;
        for payment in &self.invoice.payments {
            let (Some(at), Some(share)) = (payment.paid_at, payment.shares.iter().find(|s| s.invoice_id == brief.id)) else {
                continue;
            };
            let on = self.texts.date(zone::local_day(self.zone, at));
            let values = [("date", on.as_str()), ("method", &method(self.texts, payment))];
            // Of a claim, what the insurer left to the patient was asked for and did not come.
            let whole = payment.amount.amount;
            let came = payment
                .approved
                .map_or(share.amount, |approved| if share.amount == whole { approved } else { share.amount });
            pair(flow, &self.texts.fill("paid", &values), &figures.money(-came), TEXT);
        }
        for (key, amount) in [
            ("given_back", brief.refunded),
            ("written_off", -brief.written_off),
            ("claimed", -brief.claimed),
        ] {
            if amount != 0 {
                pair(flow, self.texts.fill(key, &[("date", "")]).trim(), &figures.money(amount), TEXT);
            }
        }
        pair(flow, &self.texts.get("left"), &figures.money(brief.owed), STRONG);
        if let Some(day) = brief.due_on.filter(|_| brief.owed > 0) {
            flow.paragraph(&self.texts.fill("due", &[("date", &self.texts.date(day))]), TEXT);
        }
    }
}

/// What was done, and below it what the tariff calls it.
fn described(line: &InvoiceLine) -> Cell {
    let mut cell = vec![(line.form.description.clone(), TEXT)];
    if !line.code.is_empty() {
        cell.push((line.code.clone(), SMALL));
    }
    cell
}

#[cfg(test)]
mod tests;
