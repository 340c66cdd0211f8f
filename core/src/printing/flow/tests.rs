//! Lines, rows and pages.

use super::*;

const STYLE: Style = Style::text(10.0);

#[test]
fn a_long_word_breaks_where_it_has_a_hyphen() {
    let lines = wrap("Παπαδόπουλος-Ξανθίδης", STYLE, 90.0);
    assert_eq!(lines, ["Παπαδόπουλος-", "Ξανθίδης"]);
}

#[test]
fn a_table_says_on_every_page_what_its_columns_are() {
    let mut flow = Flow::new(Paper::A5, 22.0);
    let cell = |text: &str| vec![(text.to_owned(), STYLE)];
    flow.begin_table(vec![cell("Head")], &[1.0]);
    (0..80).for_each(|_| flow.row(&[cell("Row")], &[1.0]));
    flow.end_table();
    flow.paragraph(&"End ".repeat(2_000), STYLE);
    let pages = flow.finish(STYLE, |_, _| (String::new(), String::new()));
    let says = |page: &Page, what: &str| page.iter().filter(|m| matches!(m, Mark::Text { text, .. } if text == what)).count();
    assert_eq!(pages.iter().map(|p| says(p, "Row")).sum::<usize>(), 80);
    for page in &pages {
        assert_eq!(
            says(page, "Head"),
            usize::from(says(page, "Row") > 0),
            "where rows stand, and nowhere else"
        );
    }
}

#[test]
fn lines_never_run_over() {
    let text = "Take 1 tablet by mouth 3 times a day with food for 7 days. Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch";
    for width in [20.0, 60.0, 200.0] {
        let lines = wrap(text, STYLE, width);
        assert!(lines.iter().all(|l| STYLE.face.width(l, 10.0) <= width), "{lines:?}");
        assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
    }
}

#[test]
fn rows_move_to_the_next_page_whole_and_pages_are_counted() {
    let mut flow = Flow::new(Paper::A5, 20.0);
    flow.run(vec![("again".to_owned(), STYLE)]);
    for n in 0..60 {
        flow.row(&[vec![(format!("row {n}"), STYLE), ("second line".to_owned(), STYLE)]], &[1.0]);
    }
    let pages = flow.finish(STYLE, |page, pages| ("foot".to_owned(), format!("{page} of {pages}")));
    assert!(pages.len() > 1);
    let said = |page: &Page| {
        page.iter()
            .filter_map(|m| match m {
                Mark::Text { text, .. } => Some(text.clone()),
                Mark::Line { .. } => None,
            })
            .collect::<Vec<_>>()
    };
    for (at, page) in pages.iter().enumerate() {
        let texts = said(page);
        assert!(texts.contains(&format!("{} of {}", at + 1, pages.len())));
        assert_eq!(texts.contains(&"again".to_owned()), at > 0);
        assert_eq!(
            texts.iter().filter(|t| t.starts_with("row")).count(),
            texts.iter().filter(|t| *t == "second line").count()
        );
        let lowest = page
            .iter()
            .map(|m| match m {
                Mark::Text { y, .. } => *y,
                Mark::Line { from, .. } => from.1,
            })
            .fold(0.0, f32::max);
        assert!(lowest <= Paper::A5.size().1 - Paper::A5.margin());
    }
}
