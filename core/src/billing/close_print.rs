//! `billing.day_sheet_pdf`: what was expected and counted, and what a manager looks at.

use chrono_tz::Tz;
use futures::FutureExt;

use super::close_model::{DrawerRow, DrawerSession, Exception, PrintDaySheet};
use super::close_queries as queries;
use super::print::letterhead;
use super::sheet::{Letterhead, SMALL, STRONG, TEXT, moment, pair};
use crate::Result;
use crate::api::Ctx;
use crate::audit::Entry;
use crate::money::Money;
use crate::printing::pdf::About;
use crate::printing::{Cell, Flow, Page, Paper, PrintedPages, Style, Texts, printed};

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

const SHARES: [f32; 7] = [2.2, 1.0, 1.4, 1.4, 1.4, 1.4, 1.4];

impl DaySheet {
    fn pages(&self, paper: Paper) -> Vec<Page> {
        let session = &self.session;
        let mut flow = Flow::new(paper, 20.0);
        self.head.lay(&mut flow, self.texts);
        let day = self.texts.date(session.opened_on);
        pair(&mut flow, &self.texts.get("day_sheet"), &day, Style::bold(14.0));
        let number = session.session_number.to_string();
        let drawer = [("drawer", session.drawer.as_str()), ("number", number.as_str())];
        flow.paragraph(&self.texts.fill("day_drawer", &drawer), TEXT);
        self.opened(&mut flow);
        flow.space(8.0);
        self.methods(&mut flow);
        self.pieces(&mut flow);
        if !session.explanation.is_empty() {
            flow.space(6.0);
            flow.paragraph(&self.texts.fill("day_explanation", &[("text", &session.explanation)]), STRONG);
        }
        self.exceptions(&mut flow);
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
        let head = ["payments", "float", "taken", "given", "expected", "counted"].map(|key| self.texts.get(&format!("day_{key}")));
        let mut cells: Vec<Cell> = vec![vec![(String::new(), SMALL)]];
        cells.extend(head.into_iter().map(|text| vec![(text, SMALL.end())]));
        flow.row(&cells, &SHARES);
        flow.rule(0.5);
        for row in &self.session.rows {
            self.method(flow, row);
        }
        flow.rule(0.5);
    }

    fn method(&self, flow: &mut Flow, row: &DrawerRow) {
        let money = |amount| self.texts.amount(Money::of(amount, row.currency));
        let figures = [
            row.payments.to_string(),
            money(row.float),
            money(row.taken),
            money(-row.refunded),
            money(row.expected),
            row.counted.map(money).unwrap_or_default(),
        ];
        let name = format!(
            "{} {}",
            self.texts.get(&format!("day_account_{}", row.account.as_str())),
            row.currency.code()
        );
        let mut cells: Vec<Cell> = vec![vec![(name, TEXT)]];
        cells.extend(figures.into_iter().map(|figure| vec![(figure, TEXT.end())]));
        flow.row(&cells, &SHARES);
        let difference = row.counted.map_or(0, |counted| counted - row.expected);
        if difference != 0 {
            pair(flow, &self.texts.get("day_difference"), &money(difference), STRONG);
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

    fn exceptions(&self, flow: &mut Flow) {
        flow.space(8.0);
        flow.paragraph(&self.texts.get("day_exceptions"), STRONG);
        if self.session.exceptions.is_empty() {
            flow.paragraph(&self.texts.get("day_none"), TEXT);
        }
        for one in &self.session.exceptions {
            self.exception(flow, one);
        }
    }

    fn exception(&self, flow: &mut Flow, one: &Exception) {
        let kind = self.texts.get(&format!("day_kind_{}", one.kind));
        let amount = format!("{} {}", self.texts.amount(one.amount), one.amount.currency.code());
        let reason = [one.reason.as_str(), one.actor.as_str()].into_iter().filter(|t| !t.is_empty());
        let cells: [Cell; 3] = [
            vec![
                (format!("{kind} {}", one.number), TEXT),
                (moment(self.texts, self.zone, one.at), SMALL),
            ],
            vec![(reason.collect::<Vec<_>>().join(", "), TEXT)],
            vec![(amount, TEXT.end())],
        ];
        flow.row(&cells, &[2.4, 3.4, 1.4]);
    }
}
