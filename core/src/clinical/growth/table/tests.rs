use super::*;
use Sex::{Female, Male};

/// z of P3, P10, P50 and P97.
const P3: f64 = -1.880_793_608;
const P10: f64 = -1.281_551_566;
const P97: f64 = 1.880_793_608;

fn near(found: f64, published: f64, within: f64) {
    assert!((found - published).abs() < within, "{found} is not {published}");
}

fn at(code: &str, sex: Sex, months: f64, z: f64) -> f64 {
    lms(code, sex, months).unwrap().value(z)
}

#[test]
fn every_row_of_the_file_is_read() {
    let data = DATA.lines().filter(|line| !line.starts_with('#')).count() - 1;
    assert_eq!(TABLES.values().map(Vec::len).sum::<usize>(), data);
    let rows = |measure, sex| TABLES[&(measure, sex)].len();
    for sex in [Female, Male] {
        let counts = ["length", "height", "weight", "head_circumference", "bmi"].map(|measure| rows(measure, sex));
        assert_eq!(counts, [25, 218, 243, 38, 219]);
    }
    assert!(TABLES.values().all(|rows| rows.windows(2).all(|two| two[0].0 < two[1].0)));
}

/// The percentiles that the CDC prints beside L, M and S in its data files, and its worked example.
#[test]
fn published_percentiles_come_out() {
    for (code, sex, months, z, published) in [
        ("weight", Male, 0.0, P3, 2.355_450_986),
        ("weight", Male, 0.0, P10, 2.773_802_129),
        ("weight", Male, 0.0, 0.0, 3.530_203_168),
        ("weight", Male, 0.0, P97, 4.446_488_308),
        ("height", Male, 0.0, P3, 44.925_1),
        ("height", Male, 0.0, 0.0, 49.988_88),
        ("height", Male, 0.0, P97, 54.919),
        ("height", Male, 24.0, P3, 79.910_84),
        ("height", Male, 24.0, P97, 93.022_65),
        ("height", Female, 240.0, 0.0, 163.338_25),
        ("bmi", Male, 24.0, P3, 14.520_95),
        ("bmi", Male, 24.0, P97, 19.859_86),
        ("head_circumference", Male, 0.0, 0.0, 35.813_67),
        ("head_circumference", Male, 36.0, P97, 52.572_05),
    ] {
        near(at(code, sex, months, z), published, 5e-5);
    }
    // "A 9-month-old boy who weighs 9.7 kg": L = −0.1600954, M = 9.476500305, S = 0.11218624, z = 0.207, the 58th percentile.
    let boy = lms("weight", Male, 9.5).unwrap();
    near(boy.z(9.7), 0.207, 5e-4);
    assert_eq!(percentile(boy.z(9.7)).round(), 58.0);
}

#[test]
fn the_normal_distribution_is_right() {
    for (z, published) in [
        (0.0, 50.0),
        (1.0, 84.134_475),
        (P3, 3.0),
        (P97, 97.0),
        (-3.0, 0.134_990),
        (2.326_347_874, 99.0),
    ] {
        near(percentile(z), published, 1e-5);
    }
    assert_eq!((percentile(-40.0), percentile(40.0)), (0.0, 100.0));
    assert_eq!(percentile(f64::NEG_INFINITY), 0.0);
}

#[test]
fn between_two_ages_all_three_go_in_a_straight_line() {
    let (before, after) = (lms("weight", Female, 5.5).unwrap(), lms("weight", Female, 6.5).unwrap());
    let quarter = lms("weight", Female, 5.75).unwrap();
    for (found, from, to) in [
        (quarter.l, before.l, after.l),
        (quarter.m, before.m, after.m),
        (quarter.s, before.s, after.s),
    ] {
        near(found, from + (to - from) / 4.0, 1e-12);
    }
    // The first row stands for birth, the second for the middle of the first month.
    near(at("weight", Male, 0.25, 0.0), f64::midpoint(3.530_203_168, 4.003_106_424), 1e-9);
}

#[test]
fn the_infants_tables_meet_the_childrens() {
    for sex in [Female, Male] {
        let (before, after) = (lms("weight", sex, 23.999).unwrap(), lms("weight", sex, 24.0).unwrap());
        for z in [P3, 0.0, P97] {
            near(before.value(z), after.value(z), 0.005);
        }
        // Lying, a child is 0.8 cm longer than standing (Kuczmarski 2002).
        near(at("height", sex, 23.999, 0.0) - at("height", sex, 24.0, 0.0), 0.8, 0.06);
    }
    // The CDC's length table goes on to 24.5 months with 87.65 cm: the middle between that and the last row here.
    near(at("height", Male, 23.999, 0.0), f64::midpoint(86.838_175, 87.652_473), 0.02);
}

#[test]
fn outside_the_tables_nothing_is_said() {
    assert!(lms("head_circumference", Male, 36.0).is_some() && lms("head_circumference", Male, 36.1).is_none());
    assert!(lms("bmi", Female, 23.9).is_none() && lms("bmi", Female, 24.0).is_some());
    assert!(lms("weight", Male, 240.0).is_some() && lms("weight", Male, 240.1).is_none());
    assert!(lms("weight", Male, -0.1).is_none() && lms("weight", Male, f64::NAN).is_none());
    assert!(lms("heart_rate", Male, 12.0).is_none());
    assert!(
        [Sex::Other, Sex::PreferNotToSay, Sex::Unknown]
            .iter()
            .all(|sex| lms("weight", *sex, 12.0).is_none())
    );
}

#[test]
fn a_figure_goes_there_and_back() {
    for code in ["weight", "height", "bmi", "head_circumference"] {
        for months in (0..=480).map(|half| f64::from(half) / 2.0) {
            for (sex, z) in [(Female, -3.0), (Female, 2.0), (Male, -3.0), (Male, 0.5)] {
                let Some(lms) = lms(code, sex, months) else { continue };
                near(lms.z(lms.value(z)), z, 1e-9);
            }
        }
    }
    let normal = Lms { l: 0.0, m: 10.0, s: 0.1 };
    near(normal.z(normal.value(1.5)), 1.5, 1e-12);
}
