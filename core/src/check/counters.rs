//! Counters against the highest number in use.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{Check, Finding, Tally};
use crate::Result;
use crate::args;
use crate::db::{Db, Read};
use crate::ids::LocationId;

const COUNTERS: &str = "SELECT counter_name, last_number FROM counters";
// `C-` and six digits or more: the longest is the highest, and among those of one length the last.
const HIGHEST_CHART: &str = "SELECT COALESCE(MAX(chart_number), '') FROM patients WHERE chart_number LIKE ?";
const QUEUES: &str = "SELECT location_id, local_day, MAX(queue_number) AS highest, COUNT(queue_number) AS given, COUNT(DISTINCT queue_number) AS numbers \
 FROM appointments WHERE queue_number IS NOT NULL GROUP BY location_id, local_day";

#[derive(Debug, sqlx::FromRow)]
struct Queue {
    location_id: LocationId,
    local_day: NaiveDate,
    highest: i64,
    given: i64,
    numbers: i64,
}

pub(super) async fn run(db: &Db) -> Result<Vec<Finding>> {
    let counters: Vec<(String, i64)> = db.clone().all(COUNTERS, args![]).await?;
    let counters: HashMap<String, i64> = counters.into_iter().collect();
    let last = |name: &str| counters.get(name).copied().unwrap_or(0);
    let mut wrong = Vec::new();
    if highest_chart(db).await? > last("patients.chart_number") {
        wrong.push("patients.chart_number".to_owned());
    }
    let queues: Vec<Queue> = db.clone().all(QUEUES, args![]).await?;
    for queue in queues {
        let name = format!("queue:{}:{}", queue.location_id, queue.local_day);
        if queue.highest > last(&name) || queue.given != queue.numbers {
            wrong.push(name);
        }
    }
    wrong.extend(billing(db, &counters).await?);
    let one = || Tally { count: 1, ids: Vec::new() };
    Ok(wrong.iter().filter_map(|name| one().finding(Check::Counters, name)).collect())
}

/// What is numbered by location and year: a query for each number, in the words of `core/src/billing/numbers.rs`.
const SERIES: [(&str, &str); 4] = [
    (
        "invoices",
        "SELECT location_id, invoice_number FROM invoices WHERE invoice_number IS NOT NULL",
    ),
    (
        "reversals",
        "SELECT location_id, reversal_number FROM invoices WHERE reversal_number IS NOT NULL",
    ),
    (
        "receipts",
        "SELECT location_id, receipt_number FROM payments WHERE receipt_number IS NOT NULL",
    ),
    ("refunds", "SELECT location_id, refund_number FROM refunds"),
];

/// Series of the tax law with a gap, a number twice, or a counter that says another.
async fn billing(db: &Db, counters: &HashMap<String, i64>) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    for (series, sql) in SERIES {
        let mut given: HashMap<String, Vec<i64>> = HashMap::new();
        let rows: Vec<(LocationId, String)> = db.clone().all(sql, args![]).await?;
        for (location, number) in rows {
            let mut parts = number.rsplitn(3, '-');
            let (count, year) = (parts.next().and_then(|n| n.parse().ok()), parts.next().unwrap_or_default());
            let name = format!("{series}:{location}:{year}");
            given.entry(name).or_default().push(count.unwrap_or(0));
        }
        let prefix = format!("{series}:");
        for (name, last) in counters.iter().filter(|(name, _)| name.starts_with(&prefix)) {
            let mut numbers = given.remove(name).unwrap_or_default();
            numbers.sort_unstable();
            let gapless = numbers.iter().zip(1..).all(|(number, expected)| *number == expected);
            if !gapless || i64::try_from(numbers.len()).unwrap_or(0) != *last {
                wrong.push(name.clone());
            }
        }
        wrong.extend(given.into_keys());
    }
    Ok(wrong)
}

async fn highest_chart(db: &Db) -> Result<i64> {
    for digits in (6..=12).rev() {
        let pattern = format!("C-{}", "_".repeat(digits));
        let (highest,): (String,) = db.clone().one(HIGHEST_CHART, args![pattern]).await?;
        if let Some(number) = highest.strip_prefix("C-").and_then(|n| n.parse().ok()) {
            return Ok(number);
        }
    }
    Ok(0)
}
