//! What stands on a receipt and an invoice, on a page and on a roll.

use chrono::TimeZone;

use super::*;
use crate::billing::amounts::{Discount, DiscountKind, Sums};
use crate::billing::model::{InvoiceBrief, InvoiceLine, LineForm, PaymentShare, PaymentStatus};
use crate::billing::promotions::model::InvoicePromotion;
use crate::ids::{InvoiceId, LocationId, PatientId, PaymentId, PromotionId};
use crate::money::Currency;
use crate::printing::{Language, Mark};

fn at() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 24, 10, 52, 0).unwrap()
}

fn head() -> Letterhead {
    Letterhead {
        clinic: "Test clinic".to_owned(),
        location: "Main street".to_owned(),
        address: vec!["12 Main street".to_owned()],
        phone: String::new(),
        tax_number: "IE 1".to_owned(),
    }
}

fn invoice() -> Invoice {
    let currency = Currency::parse("EUR").unwrap();
    let discount = Discount {
        kind: DiscountKind::Amount,
        value: 400,
        reason: "Staff".to_owned(),
    };
    let form = LineForm {
        service_id: None,
        description: "Spacer device".to_owned(),
        quantity: 2,
        unit_price: 1200,
        tax_rate: 2300,
        discount: Some(discount),
    };
    let sums = Sums {
        gross: 2400,
        discount: 400,
        net: 2000,
        tax: 460,
        total: 2460,
    };
    Invoice {
        brief: InvoiceBrief {
            id: InvoiceId::fresh(),
            version: 2,
            number: Some("INV-2026-003188".to_owned()),
            reversal_number: None,
            location_id: LocationId::fresh(),
            location_name: "Main street".to_owned(),
            patient_id: PatientId::fresh(),
            patient_name: "Nguyễn Thị Đào".to_owned(),
            chart_number: "C-000312".to_owned(),
            appointment_id: None,
            currency,
            status: InvoiceStatus::PartiallyPaid,
            issued_on: at().date_naive().into(),
            due_on: at().date_naive().into(),
            total: 2460,
            owed: 460,
            claimed: 0,
            refunded: 0,
            written_off: 0,
            created_at: at(),
        },
        time_zone: "UTC".to_owned(),
        visit_at: None,
        code_system: String::new(),
        lines: vec![InvoiceLine {
            form,
            code: String::new(),
            promotion: 0,
            sums,
        }],
        sums,
        discount: None,
        promotion: None,
        tax_name: "VAT".to_owned(),
        prices_include_tax: false,
        note: String::new(),
        voided_at: None,
        void_reason: String::new(),
        payments: Vec::new(),
        credit: 0,
        visit_on: None,
    }
}

fn receipt(copy: i32) -> ReceiptSheet {
    let invoice = invoice();
    let payment = Payment {
        id: PaymentId::fresh(),
        version: 1,
        receipt_number: Some("R-2026-004412".to_owned()),
        location_id: invoice.brief.location_id,
        patient_id: invoice.brief.patient_id,
        patient_name: invoice.brief.patient_name.clone(),
        amount: Money::of(2000, invoice.brief.currency),
        method: PaymentMethod::Cash,
        brand: String::new(),
        transaction_id: None,
        status: PaymentStatus::Completed,
        tendered: Some(5000),
        insurer: String::new(),
        policy_number: String::new(),
        approved: None,
        fail_reason: String::new(),
        drawer: "1".to_owned(),
        paid_at: Some(at()),
        created_at: at(),
        taken_by: "Orla Quinn".to_owned(),
        receipt_prints: copy,
        refunded: 0,
        refundable: 2000,
        shares: vec![PaymentShare {
            invoice_id: invoice.brief.id,
            number: invoice.brief.number.clone(),
            amount: 2000,
        }],
        refunds: Vec::new(),
    };
    ReceiptSheet {
        head: head(),
        zone: Tz::UTC,
        number: "R-2026-004412".to_owned(),
        copy,
        payment,
        invoices: vec![invoice],
        texts: Texts::of(Language::En),
    }
}

fn said(pages: &[Page]) -> String {
    let marks = pages.iter().flatten().filter_map(|mark| match mark {
        Mark::Text { text, .. } => Some(text.as_str()),
        Mark::Line { .. } => None,
    });
    marks.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_receipt_says_what_was_paid_and_left_on_every_paper() {
    for paper in [Paper::Roll80, Paper::A4, Paper::Letter] {
        let text = said(&receipt(0).pages(paper));
        for word in [
            "R-2026-004412",
            "INV-2026-003188",
            "Nguyễn Thị Đào",
            "IE 1",
            "Spacer device × 2",
            "24 Nov 2026, 10:52",
            "−4.00",
            "4.60",
            "24.60",
            "Cash given 50.00, change 30.00",
            "Orla Quinn",
        ] {
            assert!(text.contains(word), "{word} on {paper:?}: {text}");
        }
        assert!(!text.contains("Copy"), "{text}");
    }
}

#[test]
fn a_further_print_is_marked() {
    assert!(said(&receipt(2).pages(Paper::Roll80)).contains("Copy 2"));
}

#[test]
fn nothing_runs_over_the_edge_of_a_roll() {
    let width = Paper::Roll80.size().0;
    for mark in receipt(1).pages(Paper::Roll80).iter().flatten() {
        if let Mark::Text { x, style, text, .. } = mark {
            assert!(x + style.face.width(text, style.size) <= width, "{text}");
        }
    }
}

fn sheet(invoice: Invoice) -> InvoiceSheet {
    InvoiceSheet {
        head: head(),
        zone: Tz::UTC,
        invoice,
        texts: Texts::of(Language::En),
    }
}

#[test]
fn an_invoice_on_a_roll_breaks_no_figure_and_no_number() {
    let mut dong = invoice();
    dong.lines[0].code = "S-010".to_owned();
    dong.brief.currency = Currency::parse("VND").unwrap();
    dong.lines[0].sums.gross = 1_950_000;
    for (paper, line) in [
        (Paper::Roll80, "S-010 Spacer device × 2\n1,950,000"),
        (Paper::A4, "Spacer device\nS-010"),
    ] {
        let text = said(&sheet(dong.clone()).pages(paper));
        for word in ["Invoice\nINV-2026-003188", line] {
            assert!(text.contains(word), "{word} on {paper:?}: {text}");
        }
    }
}

#[test]
fn a_long_invoice_says_on_every_page_what_its_columns_are() {
    let mut long = invoice();
    long.lines = std::iter::repeat_n(long.lines.remove(0), 90).collect();
    let pages = sheet(long).pages(Paper::A4);
    assert!(pages.len() > 1);
    for page in &pages {
        let text = said(std::slice::from_ref(page));
        assert_eq!(text.contains("Spacer device"), text.contains("Quantity\nPrice"), "{text}");
    }
}

#[test]
fn what_a_code_lets_off_has_a_line_of_its_own() {
    let mut coded = invoice();
    coded.sums.discount = 550;
    coded.promotion = Some(InvoicePromotion {
        promotion_id: PromotionId::fresh(),
        code: "SPRING".to_owned(),
        amount: 150,
        refusal: None,
    });
    let text = said(&sheet(coded).pages(Paper::A4));
    assert!(text.contains("Discount (Staff)\n−4.00\nPromotion SPRING\n−1.50"), "{text}");
}

#[test]
fn an_invoice_says_what_it_is_and_what_reversed_it() {
    let text = said(&sheet(invoice()).pages(Paper::A4));
    assert!(
        text.contains("Invoice") && text.contains("Discount (Staff)") && text.contains("VAT 23 % on 20.00"),
        "{text}"
    );
    assert!(text.contains("Pay by 24 Nov 2026"), "{text}");
    let mut reversed = invoice();
    reversed.brief.status = InvoiceStatus::Void;
    reversed.brief.reversal_number = Some("CN-2026-000002".to_owned());
    reversed.void_reason = "Wrong patient".to_owned();
    reversed.voided_at = Some(at() + chrono::TimeDelta::days(3));
    let text = said(&sheet(reversed).pages(Paper::A4));
    assert!(
        text.contains("CN-2026-000002") && text.contains("Reverses invoice INV-2026-003188: Wrong patient"),
        "{text}"
    );
    assert!(text.contains("Date\n27 Nov 2026"), "it has a day of its own: {text}");
    assert!(!text.contains("Left to pay"), "{text}");
}
