//! The sums of an invoice, as receipt and invoice print them.

use super::amounts::Sums;
use super::model::Invoice;
use super::sheet::{STRONG, TEXT, pair};
use crate::money::{Currency, Money};
use crate::printing::{Flow, Texts};

/// `23`, `5.5` from hundredths of a percent.
pub(super) fn rate(texts: &Texts, hundredths: i32) -> String {
    let (whole, part) = (hundredths / 100, hundredths % 100);
    let text = format!("{whole}.{part:02}");
    texts.number(text.trim_end_matches('0').trim_end_matches('.'))
}

/// The sums of an invoice, as both prints show them.
pub(super) struct Figures<'a> {
    invoice: &'a Invoice,
    texts: &'static Texts,
}

impl<'a> Figures<'a> {
    pub fn of(invoice: &'a Invoice, texts: &'static Texts) -> Self {
        Self { invoice, texts }
    }

    fn currency(&self) -> Currency {
        self.invoice.brief.currency
    }

    pub fn money(&self, amount: i64) -> String {
        self.texts.amount(Money::of(amount, self.currency()))
    }

    /// The lines in short, then the sums.
    pub fn lay(&self, flow: &mut Flow) {
        for line in &self.invoice.lines {
            let times = if line.form.quantity == 1 {
                String::new()
            } else {
                format!(" × {}", line.form.quantity)
            };
            let code = Some(line.code.as_str()).filter(|code| !code.is_empty());
            let label = format!(
                "{}{times}",
                code.into_iter()
                    .chain([line.form.description.as_str()])
                    .collect::<Vec<_>>()
                    .join(" ")
            );
            pair(flow, &label, &self.money(line.sums.gross), TEXT);
        }
        self.sums(flow);
    }

    pub fn sums(&self, flow: &mut Flow) {
        let sums = self.invoice.sums;
        let promotion = self.invoice.promotion.as_ref().filter(|p| p.amount > 0);
        let discount = sums.discount - promotion.map_or(0, |p| p.amount);
        if discount > 0 {
            let label = self.texts.fill("discount", &[("reason", &self.reasons())]);
            pair(flow, &label, &self.money(-discount), TEXT);
        }
        if let Some(promotion) = promotion {
            let label = self.texts.fill("promotion", &[("code", &promotion.code)]);
            pair(flow, &label, &self.money(-promotion.amount), TEXT);
        }
        for (rate, of_rate) in self.by_rate() {
            let within = self.invoice.prices_include_tax;
            let (net, total) = (self.money(of_rate.net), self.money(of_rate.total));
            let values = [
                ("name", self.invoice.tax_name.as_str()),
                ("rate", &rate),
                ("net", &net),
                ("total", &total),
            ];
            let key = if within { "tax_within" } else { "tax_of" };
            pair(flow, &self.texts.fill(key, &values), &self.money(of_rate.tax), TEXT);
        }
        let label = self.texts.fill("total", &[("currency", self.currency().code())]);
        pair(flow, &label, &self.money(sums.total), STRONG);
    }

    /// Every reason once.
    fn reasons(&self) -> String {
        let own = self.invoice.lines.iter().filter_map(|l| l.form.discount.as_ref());
        let mut reasons: Vec<&str> = own.chain(self.invoice.discount.as_ref()).map(|d| d.reason.as_str()).collect();
        reasons.dedup();
        reasons.join(", ")
    }

    /// What is taxed at which rate; what is not taxed is not named.
    fn by_rate(&self) -> Vec<(String, Sums)> {
        let mut rates: Vec<(i32, Sums)> = Vec::new();
        for line in self.invoice.lines.iter().filter(|l| l.form.tax_rate > 0) {
            match rates.iter_mut().find(|(rate, _)| *rate == line.form.tax_rate) {
                Some((_, sums)) => *sums = sums.plus(line.sums),
                None => rates.push((line.form.tax_rate, line.sums)),
            }
        }
        rates
            .into_iter()
            .map(|(hundredths, sums)| (rate(self.texts, hundredths), sums))
            .collect()
    }
}
