//! `billing.day_sheet_pdf`: what was expected and counted, and what a manager looks at.

use chrono_tz::Tz;
use futures::FutureExt;

use super::close_model::{DrawerRow, DrawerSession, Exception, PrintDaySheet};
use super::close_queries as queries;
use super::print::{Letterhead, letterhead};
use super::sheet::{SMALL, STRONG, TEXT, moment, pair, title};
use crate::Result;
use crate::api::Ctx;
use crate::audit::Entry;
use crate::money::Money;
use crate::printing::pdf::About;
use crate::printing::{Cell, Flow, Page, Paper, PrintedPages, Texts, printed};

/// Prints a session; that it was printed is recorded.
///
/// # Errors
/// `not_found`.
pub(super) async fn print(ctx: &Ctx, request: PrintDaySheet) -> Result<PrintedPages> {
    let mut db = ctx.db()?;
    let session = queries::session(&mut db, request.id, ctx.now).await?;
    let (head, zone) = letterhead(ctx, &mut db, session.location_id).await?;
    let entry = &Entry::new(ctx.command, "drawer_session", request.id.0).at(session.location_id);
    ctx.transact(|tx, _| {
        tx.record(entry.clone());
        async { Ok(()) }.boxed()
    })
    .await?;
    let texts = Texts::of(request.language);
    let number = format!(
        "day-{}-{}-{}",
        session.opened_on,
        file_part(&session.drawer),
        session.session_number
    );
    let about = About {
        title: format!("{} {}", texts.get("day_sheet"), session.opened_on),
        language: request.language,
    };
    let sheet = DaySheet {
        head,
        zone,
        session,
        texts,
    };
    printed(sheet.pages(request.paper), request.paper, about, format!("{number}.pdf")).await
}

/// What may stand in the name of a file.
fn file_part(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).collect()
}

struct DaySheet {
    head: Letterhead,
    zone: Tz,
    session: DrawerSession,
    texts: &'static Texts,
}

const HEADS: [&str; 6] = ["payments", "float", "taken", "given", "expected", "counted"];
const SHARES: [f32; 7] = [2.2, 1.0, 1.4, 1.4, 1.4, 1.4, 1.4];

impl DaySheet {
    fn pages(&self, paper: Paper) -> Vec<Page> {
        let session = &self.session;
        let mut flow = Flow::new(paper, 20.0);
        self.head.lay(&mut flow, self.texts);
        let day = self.texts.date(session.opened_on);
        title(&mut flow, paper, &self.texts.get("day_sheet"), &day);
        let number = session.session_number.to_string();
        let drawer = [("drawer", session.drawer.as_str()), ("number", number.as_str())];
        flow.paragraph(&self.texts.fill("day_drawer", &drawer), TEXT);
        self.opened(&mut flow);
        flow.space(8.0);
        if paper.is_roll() {
            self.session.rows.iter().for_each(|row| self.method_in_lines(&mut flow, row));
        } else {
            self.methods(&mut flow);
        }
        self.pieces(&mut flow);
        if !session.explanation.is_empty() {
            flow.space(6.0);
            flow.paragraph(&self.texts.fill("day_explanation", &[("text", &session.explanation)]), STRONG);
        }
        self.exceptions(&mut flow, paper);
        flow.signature(&[(self.texts.get("signature"), SMALL)]);
        flow.finish(SMALL, |page, pages| {
            let (page, pages) = (page.to_string(), pages.to_string());
            (day.clone(), self.texts.fill("page", &[("page", &page), ("pages", &pages)]))
        })
    }

    fn opened(&self, flow: &mut Flow) {
        let session = &self.session;
        let opened = moment(self.texts, self.zone, session.opened_at);
        let values = [("time", opened.as_str()), ("name", session.opened_by.as_str())];
        flow.paragraph(&self.texts.fill("day_opened", &values), SMALL);
        match session.closed_at {
            Some(at) => {
                let closed = moment(self.texts, self.zone, at);
                let by = session.closed_by.as_deref().unwrap_or_default();
                flow.paragraph(&self.texts.fill("day_closed", &[("time", &closed), ("name", by)]), SMALL);
            }
            None => flow.paragraph(&self.texts.get("day_not_closed"), STRONG),
        }
    }

    fn methods(&self, flow: &mut Flow) {
        let head = HEADS.map(|key| self.texts.get(&format!("day_{key}")));
        let mut cells: Vec<Cell> = vec![vec![(String::new(), SMALL)]];
        cells.extend(head.into_iter().map(|text| vec![(text, SMALL.end())]));
        flow.row(&cells, &SHARES);
        flow.rule(0.5);
        for row in &self.session.rows {
            self.method(flow, row);
        }
        flow.rule(0.5);
    }

    /// In the order of [`HEADS`].
    fn figures(&self, row: &DrawerRow) -> [String; 6] {
        let money = |amount| self.texts.amount(Money::of(amount, row.currency));
        [
            row.payments.to_string(),
            money(row.float),
            money(row.taken),
            money(-row.refunded),
            money(row.expected),
            row.counted.map(money).unwrap_or_default(),
        ]
    }

    fn name(&self, row: &DrawerRow) -> String {
        let account = self.texts.get(&format!("day_account_{}", row.account.as_str()));
        format!("{account} {}", row.currency.code())
    }

    fn method(&self, flow: &mut Flow, row: &DrawerRow) {
        let mut cells: Vec<Cell> = vec![vec![(self.name(row), TEXT)]];
        cells.extend(self.figures(row).into_iter().map(|figure| vec![(figure, TEXT.end())]));
        flow.row(&cells, &SHARES);
        self.difference(flow, row);
    }

    /// The same on a roll, which has no room for columns.
    fn method_in_lines(&self, flow: &mut Flow, row: &DrawerRow) {
        flow.paragraph(&self.name(row), STRONG);
        for (key, figure) in HEADS.iter().zip(self.figures(row)).filter(|(_, figure)| !figure.is_empty()) {
            pair(flow, &self.texts.get(&format!("day_{key}")), &figure, TEXT);
        }
        self.difference(flow, row);
        flow.rule(0.3);
    }

    fn difference(&self, flow: &mut Flow, row: &DrawerRow) {
        let difference = row.counted.map_or(0, |counted| counted - row.expected);
        if difference != 0 {
            let amount = self.texts.amount(Money::of(difference, row.currency));
            pair(flow, &self.texts.get("day_difference"), &amount, STRONG);
        }
    }

    fn pieces(&self, flow: &mut Flow) {
        for row in self.session.rows.iter().filter(|r| !r.pieces.is_empty()) {
            let money = |amount| self.texts.amount(Money::of(amount, row.currency));
            let counted = row.pieces.iter().map(|p| format!("{} × {}", p.pieces, money(p.denomination)));
            let text = counted.collect::<Vec<_>>().join(",  ");
            flow.paragraph(&format!("{}: {text}", row.currency.code()), SMALL);
        }
    }

    fn exceptions(&self, flow: &mut Flow, paper: Paper) {
        flow.space(8.0);
        flow.paragraph(&self.texts.get("day_exceptions"), STRONG);
        if self.session.exceptions.is_empty() {
            flow.paragraph(&self.texts.get("day_none"), TEXT);
        }
        for one in &self.session.exceptions {
            self.exception(flow, paper, one);
        }
    }

    fn exception(&self, flow: &mut Flow, paper: Paper, one: &Exception) {
        let kind = self.texts.get(&format!("day_kind_{}", one.kind));
        let what = (format!("{kind} {}", one.number), TEXT);
        let at = (moment(self.texts, self.zone, one.at), SMALL);
        let amount = format!("{} {}", self.texts.amount(one.amount), one.amount.currency.code());
        let amount = vec![(amount, TEXT.end())];
        let reason = [one.reason.as_str(), one.actor.as_str()].into_iter().filter(|t| !t.is_empty());
        let reason = reason.collect::<Vec<_>>().join(", ");
        if paper.is_roll() {
            flow.row(&[vec![what, (reason, SMALL), at], amount], &[3.0, 1.6]);
        } else {
            flow.row(&[vec![what, at], vec![(reason, TEXT)], amount], &[2.4, 3.4, 1.4]);
        }
    }
}
