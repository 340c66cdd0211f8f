//! A day worked and closed: drawers counted against the ledger, explained, sealed, printed.

use curanda_core::error::ErrorCode;
use curanda_tests::stories;
use serde_json::{Value, json};

use super::remittances::paid;
use super::{Desk, eur, line, with, wrong};

fn count(account: &str, counted: Value) -> Value {
    json!({ "account": account, "counted": counted, "pieces": [] })
}

impl Desk {
    async fn float(&self, drawer: &str, amount: i64) -> Value {
        self.done(
            "billing.set_float",
            json!({ "location_id": self.clinic.location_id, "drawer": drawer, "amount": eur(amount) }),
        )
        .await
    }

    async fn drawer(&self, drawer: &str) -> Value {
        self.done(
            "billing.drawer",
            json!({ "location_id": self.clinic.location_id, "drawer": drawer }),
        )
        .await
    }

    fn closing(&self, session: &Value, counts: Value) -> Value {
        json!({ "id": session["id"], "counts": counts, "explanation": "" })
    }
}

/// The row of a method in a currency.
fn row<'a>(session: &'a Value, account: &str, currency: &str) -> &'a Value {
    let rows = session["rows"].as_array().unwrap();
    rows.iter().find(|r| r["account"] == account && r["currency"] == currency).unwrap()
}

stories! {
    async fn a_day_with_fourteen_cases_is_counted_to_the_cent(w) {
        let d = Desk::open(w).await;
        d.float("1", 15_000).await;
        // 1 exact cash; 2 cash with change; 3 a card in part, 4 the rest in cash.
        d.done("billing.pay", d.cash(&d.owed(6000).await, 6000)).await;
        d.done("billing.pay", with(d.cash(&d.owed(4852).await, 4852), json!({ "tendered": 5000 }))).await;
        let split = d.owed(10_000).await;
        d.done("billing.pay", with(d.cash(&split, 4000), json!({ "method": "debit_card", "brand": "Visa" }))).await;
        d.done("billing.pay", d.cash(&split, 6000)).await;
        // 5 an insurer of which part is refused; 6 a deposit; 7 what is paid out of it.
        let claimed = d.owed(8000).await;
        let insurer = d.insurer("Meridian").await;
        let policy = d.insured(&insurer).await;
        let claim = d.claim(&claimed, 8000, &policy);
        let claim = d.done("billing.pay", claim).await["payment"].clone();
        let settle = json!({ "id": claim["id"], "version": 1, "completed": true, "approved": 5000, "transaction_id": "", "reason": "", "drawer": "1" });
        d.done("billing.settle", settle).await;
        d.done("billing.pay", d.payment("cash", 2500, json!([]))).await;
        let small = d.owed(1000).await;
        d.done("billing.pay", d.payment("credit", 1000, json!([{ "invoice_id": small["id"], "amount": 1000 }]))).await;
        // 8 a refund in cash; 9 one to credit; 10 a discount; 11 a void; 12 dollars; 13 a promotion of ten per cent.
        let back = d.done("billing.pay", d.cash(&d.owed(3000).await, 3000)).await["payment"].clone();
        d.by_admin("billing.refund", d.refund(&back, 1200, "method")).await.unwrap();
        d.by_admin("billing.refund", d.refund(&back, 800, "credit")).await.unwrap();
        let off = with(line("Dressing", 1, 2000), json!({ "discount": { "kind": "amount", "value": 500, "reason": "Staff" } }));
        let discounted = d.issue(&d.draft(json!([off])).await).await;
        d.done("billing.pay", d.cash(&discounted, 1500)).await;
        let wrong_one = d.owed(7000).await;
        d.by_admin("billing.void", json!({ "id": wrong_one["id"], "version": wrong_one["version"], "reason": "Twice" })).await.unwrap();
        let usd = with(d.form(json!([line("Consultation", 1, 9000)])), json!({ "currency": "USD" }));
        let usd = d.issue(&d.done("billing.save_invoice", usd).await).await;
        d.done("billing.pay", with(d.cash(&usd, 9000), json!({ "amount": { "amount": 9000, "currency": "USD" } }))).await;
        d.promotion(json!({})).await;
        let coded = d.issue(&d.coded(5000, "TEN").await).await;
        d.done("billing.pay", d.cash(&coded, 4500)).await;
        // 14 a remittance of 85.00 over two claims: 40.00 in full, of 60.00 only 45.00, and the last 15.00 are given up.
        let (full, part) = (d.claimed(&policy, 4000).await, d.claimed(&policy, 6000).await);
        let given_up = with(paid(&part, 4500), json!({ "rest": "write_off", "reason": "Above the tariff" }));
        d.by_admin("billing.enter_remittance", d.remittance(&insurer, 8500, &[paid(&full, 4000), given_up])).await.unwrap();

        let session = d.drawer("1").await["open"].clone();
        let cash = row(&session, "cash", "EUR");
        // 150.00 + 60.00 + 48.52 + 60.00 + 25.00 + 30.00 + 15.00 + 45.00 − 12.00
        assert_eq!((&cash["float"], &cash["taken"], &cash["refunded"], &cash["expected"]), (&json!(15_000), &json!(28_352), &json!(1200), &json!(42_152)));
        let expected = |account: &str, currency: &str| row(&session, account, currency)["expected"].clone();
        // The insurer's one decision of 50.00 (5), and 40.00 + 45.00 of the remittance; what it let the patient pay or the clinic gave up never came.
        assert_eq!((expected("card", "EUR"), expected("insurance", "EUR"), expected("cash", "USD")), (json!(4000), json!(13_500), json!(9000)));
        assert_eq!(row(&session, "insurance", "EUR")["payments"], 3);
        let kinds: Vec<&str> = session["exceptions"].as_array().unwrap().iter().map(|e| e["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["refund", "refund", "void", "write_off", "discount", "promotion"]);

        let counts = json!([
            { "account": "cash", "counted": eur(41_652), "pieces": [{ "denomination": 10_000, "pieces": 4 }, { "denomination": 1652, "pieces": 1 }] },
            count("card", eur(4000)), count("insurance", eur(13_500)), count("cash", json!({ "amount": 9000, "currency": "USD" })),
        ]);
        let unexplained = wrong(d.call("billing.close_drawer", d.closing(&session, counts.clone())).await);
        assert_eq!((unexplained.field.as_str(), &unexplained.params["difference"]), ("explanation", &eur(-500)));
        let closed = d.done("billing.close_drawer", with(d.closing(&session, counts), json!({ "explanation": "Five too much given out" }))).await;
        assert_eq!((&row(&closed, "cash", "EUR")["counted"], &row(&closed, "cash", "EUR")["expected"]), (&json!(41_652), &json!(42_152)));
        assert_eq!(row(&closed, "cash", "EUR")["pieces"][0], json!({ "denomination": 10_000, "pieces": 4 }));
        assert_eq!(d.findings().await, []);
        for paper in ["a4", "roll80"] {
            let print = json!({ "id": session["id"], "paper": paper, "language": "vi" });
            assert_eq!(d.done("billing.day_sheet_pdf", print).await["file_name"], "day-2026-11-24-1-1.pdf");
        }
    }

    async fn a_closed_day_stays_closed_and_later_money_opens_another(w) {
        let d = Desk::open(w).await;
        let invoice = d.owed(6000).await;
        let paid = d.done("billing.pay", d.cash(&invoice, 5000)).await["payment"].clone();
        let session = d.drawer("1").await["open"].clone();
        let close = d.closing(&session, json!([count("cash", eur(5000))]));
        d.done("billing.close_drawer", close.clone()).await;
        let again = d.call("billing.close_drawer", close).await.unwrap_err();
        assert_eq!((again.code, &again.params["reason"], &again.params["day"]), (ErrorCode::NotAllowed, &json!("day_closed"), &json!("2026-11-24")));
        assert!(d.drawer("1").await["open"].is_null());
        let empty = wrong(d.by_admin("billing.refund", d.refund(&paid, 100, "method")).await);
        assert_eq!((empty.code.as_str(), &empty.params["most"]), ("more_than_drawer", &eur(0)), "the cash went to the safe");
        d.done("billing.pay", d.cash(&invoice, 1000)).await;
        d.by_admin("billing.refund", d.refund(&paid, 100, "method")).await.unwrap();
        let state = d.drawer("1").await;
        assert_eq!((&state["open"]["session_number"], &row(&state["open"], "cash", "EUR")["expected"]), (&json!(2), &json!(900)));
        let sealed = d.done("billing.day_sheet", json!({ "id": session["id"] })).await;
        assert_eq!((&row(&sealed, "cash", "EUR")["expected"], &sealed["exceptions"]), (&json!(5000), &json!([])), "what came later is not on it");
        assert_eq!(state["closed"].as_array().unwrap().len(), 1);
        assert_eq!(d.findings().await, []);
    }

    async fn what_was_taken_must_be_counted(w) {
        let d = Desk::open(w).await;
        let invoice = d.owed(6000).await;
        d.done("billing.pay", d.cash(&invoice, 5000)).await;
        d.done("billing.pay", with(d.cash(&invoice, 1000), json!({ "method": "debit_card" }))).await;
        let session = d.drawer("1").await["open"].clone();
        let missing = wrong(d.call("billing.close_drawer", d.closing(&session, json!([count("cash", eur(5000))]))).await);
        assert_eq!((missing.field.as_str(), missing.code.as_str(), &missing.params["expected"]), ("counts", "not_counted", &eur(1000)));
        let pieces = json!([{ "account": "cash", "counted": eur(5000), "pieces": [{ "denomination": 1000, "pieces": 4 }] }, count("card", eur(1000))]);
        let pieces = wrong(d.call("billing.close_drawer", d.closing(&session, pieces)).await);
        assert_eq!((pieces.field.as_str(), &pieces.params["amount"]), ("counts.0.pieces", &eur(5000)));
        let other = json!([count("cash", eur(5000)), count("card", eur(1000)), count("wallet", eur(1))]);
        assert_eq!(wrong(d.call("billing.close_drawer", d.closing(&session, other)).await).code, "nothing_taken");
        let twice = json!([count("cash", eur(5000)), count("card", eur(1000)), count("card", eur(1000))]);
        assert_eq!(wrong(d.call("billing.close_drawer", d.closing(&session, twice)).await).code, "named_twice");
    }

    async fn a_float_is_set_anew_and_never_below_what_is_there(w) {
        let d = Desk::open(w).await;
        let session = d.float("2", 10_000).await;
        assert_eq!(row(&session, "cash", "EUR")["float"], 10_000);
        let less = d.float("2", 8_000).await;
        assert_eq!((&less["id"], &row(&less, "cash", "EUR")["expected"]), (&session["id"], &json!(8000)));
        let minus = json!({ "location_id": d.clinic.location_id, "drawer": "2", "amount": eur(-1) });
        assert_eq!(wrong(d.call("billing.set_float", minus).await).field, "amount");
        let invoice = d.owed(3000).await;
        let card = with(d.cash(&invoice, 3000), json!({ "drawer": "2", "method": "cash" }));
        let paid = d.done("billing.pay", card).await["payment"].clone();
        let back = with(d.refund(&paid, 3000, "method"), json!({ "drawer": "2" }));
        d.by_admin("billing.refund", back).await.unwrap();
        d.done("billing.close_drawer", d.closing(&session, json!([count("cash", eur(8000))]))).await;
        assert_eq!(d.findings().await, []);
    }

    async fn a_payment_and_a_close_at_the_same_moment_lose_nothing(w) {
        let d = Desk::open(w).await;
        let (one, two) = (d.owed(5000).await, d.owed(700).await);
        d.done("billing.pay", d.cash(&one, 5000)).await;
        let session = d.drawer("1").await["open"].clone();
        let close = d.call("billing.close_drawer", d.closing(&session, json!([count("cash", eur(5000))])));
        let (closed, paid) = futures::join!(close, d.call("billing.pay", d.cash(&two, 700)));
        paid.unwrap();
        // Whoever was second: the payment is in the closed session and the close was refused, or it opened another.
        let open = d.drawer("1").await["open"].clone();
        let expected = row(&open, "cash", "EUR")["expected"].clone();
        assert_eq!(expected, if closed.is_ok() { json!(700) } else { json!(5700) });
        assert_eq!(d.findings().await, []);
    }
}
