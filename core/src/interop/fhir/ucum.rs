//! Units of other systems in the one that the chart keeps.

/// `value` of `from` in `to`, which is a unit of the vitals; none when the two do not measure the same, or it is not known.
///
/// Names are UCUM's, and those that systems write instead. Factors: BIPM, SI brochure (2019); NIST SP 811, appendix B.
pub(super) fn convert(value: f64, from: &str, to: &str) -> Option<f64> {
    let converted = match (to, from.trim()) {
        ("mm[Hg]", "mm[Hg]" | "mmHg" | "mm Hg" | "mm_Hg") => value,
        ("mm[Hg]", "kPa") => value / 0.133_322_387_415,
        ("/min", "/min" | "1/min" | "min-1" | "bpm" | "beats/min" | "beats/minute" | "breaths/min" | "breaths/minute") => value,
        ("/min", counted) if per_minute(counted) => value,
        ("Cel", "Cel" | "°C" | "C" | "degC") => value,
        ("Cel", "[degF]" | "°F" | "F" | "degF") => (value - 32.0) / 1.8,
        ("Cel", "K") => value - 273.15,
        ("%", "%" | "percent") => value,
        ("kg", "kg" | "Kg" | "KG") => value,
        ("kg", "g") => value / 1000.0,
        ("kg", "[lb_av]" | "lb" | "lbs" | "lb_av") => value * 0.453_592_37,
        ("kg", "[oz_av]" | "oz") => value * 0.028_349_523_125,
        ("cm", "cm") => value,
        ("cm", "m") => value * 100.0,
        ("cm", "mm") => value / 10.0,
        ("cm", "[in_i]" | "in" | "in_i" | "inch") => value * 2.54,
        ("cm", "[ft_i]" | "ft") => value * 30.48,
        ("kg/m2", "kg/m2" | "kg/m^2" | "kg/m²") => value,
        _ => return None,
    };
    // As fine as instruments tell; generated figures have sixteen digits.
    let steps = if matches!(to, "mm[Hg]" | "/min" | "%") { 1.0 } else { 10.0 };
    Some((converted * steps).round() / steps)
}

/// `{beats}/min` and the like: what is counted is UCUM's remark, no unit.
fn per_minute(unit: &str) -> bool {
    unit.strip_prefix('{')
        .and_then(|rest| rest.split_once('}'))
        .is_some_and(|(_, unit)| unit == "/min")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clinical::vitals;

    #[test]
    fn figures_come_in_the_units_of_the_chart() {
        assert_eq!(convert(98.6, "[degF]", "Cel"), Some(37.0));
        assert_eq!(convert(16.0, "kPa", "mm[Hg]"), Some(120.0));
        assert_eq!(convert(154.0, "[lb_av]", "kg"), Some(69.9));
        assert_eq!(convert(70.0, "[in_i]", "cm"), Some(177.8));
        assert_eq!(convert(1.78, "m", "cm"), Some(178.0));
        assert_eq!(convert(72.0, "{beats}/min", "/min"), Some(72.0));
        assert_eq!(convert(72.0, "kg", "cm"), None);
        assert_eq!(convert(72.0, "", "kg"), None, "a figure without a unit is not guessed at");
        assert!(vitals::KINDS.iter().all(|kind| convert(1.0, kind.unit, kind.unit) == Some(1.0)));
    }
}
