//! What the demo clinic is: places, rooms, departments, and what it offers at which price.

use chrono_tz::Tz;

/// A place. The first is where the front desk of the demo sits.
#[derive(Debug)]
pub(super) struct Place {
    pub name: &'static str,
    pub kind: &'static str,
    pub street: &'static str,
    pub city: &'static str,
    pub state: &'static str,
    pub postal_code: &'static str,
    pub country: &'static str,
    pub latitude: f64,
    pub longitude: f64,
    pub phone: &'static str,
    pub email: &'static str,
    pub website: &'static str,
    pub registration_number: &'static str,
    pub facilities: &'static [&'static str],
    pub zone: Tz,
    pub currency: &'static str,
    /// Monday to Friday, minutes since midnight.
    pub weekdays: (i16, i16),
    /// Saturday; none when closed.
    pub saturday: Option<(i16, i16)>,
    pub rooms: &'static [&'static str],
    pub devices: &'static [&'static str],
}

pub(super) const PLACES: [Place; 3] = [
    Place {
        name: "Northgate",
        kind: "clinic",
        street: "14 Northgate Square",
        city: "Dublin",
        state: "Dublin",
        postal_code: "D01 T3X9",
        country: "IE",
        latitude: 53.3531,
        longitude: -6.2633,
        phone: "+353209130100",
        email: "desk@northgate.example",
        website: "https://northgate.example",
        registration_number: "IE-C-2214",
        facilities: &["Step-free access", "Blood tests", "ECG", "Minor surgery"],
        zone: Tz::Europe__Dublin,
        currency: "EUR",
        weekdays: (480, 1080),
        saturday: Some((540, 780)),
        rooms: &["Room 1", "Room 2", "Room 3", "Room 4", "Room 5"],
        devices: &["ECG", "Ultrasound"],
    },
    Place {
        name: "Harbor Point",
        kind: "hospital",
        street: "220 Harbor Street",
        city: "New York",
        state: "New York",
        postal_code: "10004",
        country: "US",
        latitude: 40.7033,
        longitude: -74.017,
        phone: "+12125550100",
        email: "desk@harborpoint.example",
        website: "https://harborpoint.example",
        registration_number: "US-H-7731",
        facilities: &["Step-free access", "X-ray", "Laboratory"],
        zone: Tz::America__New_York,
        currency: "USD",
        weekdays: (480, 1080),
        saturday: None,
        rooms: &["Suite A", "Suite B", "Suite C", "Suite D"],
        devices: &["X-ray"],
    },
    Place {
        name: "Bến Thành",
        kind: "specialised_centre",
        street: "45 Lê Lợi",
        city: "Hồ Chí Minh",
        state: "Hồ Chí Minh",
        postal_code: "700000",
        country: "VN",
        latitude: 10.7731,
        longitude: 106.6983,
        phone: "+842839000100",
        email: "letan@benthanh.example",
        website: "https://benthanh.example",
        registration_number: "VN-P-0456",
        facilities: &["Laboratory", "Children's corner"],
        zone: Tz::Asia__Ho_Chi_Minh,
        currency: "VND",
        weekdays: (450, 1050),
        saturday: Some((450, 720)),
        rooms: &["Phòng 1", "Phòng 2", "Phòng 3"],
        devices: &["Siêu âm"],
    },
];

/// Name, description.
pub(super) const DEPARTMENTS: [(&str, &str); 6] = [
    ("General practice", "First contact, check-ups, chronic conditions"),
    ("Paediatrics", "Children and young people up to 16"),
    ("Dermatology", "Skin, hair and nails"),
    ("Cardiology", "Heart and circulation"),
    ("Orthopaedics", "Bones, joints and muscles"),
    ("Women's health", "Gynaecology and antenatal care"),
];

/// Name, description, icon; in the order of [`DEPARTMENTS`].
pub(super) const SPECIALTIES: [(&str, &str, &str); 6] = [
    ("General practice", "Family medicine", "stethoscope"),
    ("Paediatrics", "Medicine of childhood", "baby"),
    ("Dermatology", "Diseases of the skin", "hand"),
    ("Cardiology", "Diseases of the heart", "heart-pulse"),
    ("Orthopaedics", "Diseases of the moving parts", "bone"),
    ("Women's health", "Gynaecology and obstetrics", "venus"),
];

/// What is offered: price in euro cents.
#[derive(Debug)]
pub(super) struct Service {
    pub name: &'static str,
    pub category: &'static str,
    pub minutes: i16,
    pub price: i64,
    /// Why people come for it.
    pub reasons: &'static [&'static str],
}

const fn service(name: &'static str, category: &'static str, minutes: i16, price: i64, reasons: &'static [&'static str]) -> Service {
    Service {
        name,
        category,
        minutes,
        price,
        reasons,
    }
}

pub(super) const CONSULTATION: usize = 0;
pub(super) const FOLLOW_UP: usize = 1;
pub(super) const EXTENDED: usize = 2;
pub(super) const CHILD_CHECK: usize = 3;
pub(super) const VACCINATION: usize = 4;
pub(super) const BLOOD_TEST: usize = 5;
pub(super) const ECG: usize = 6;
pub(super) const SKIN_CHECK: usize = 7;
pub(super) const MOLE_CHECK: usize = 8;
pub(super) const PATCH_TEST: usize = 9;
pub(super) const MINOR_SURGERY: usize = 10;
pub(super) const DIABETES: usize = 11;
pub(super) const VIDEO: usize = 12;
pub(super) const JOINTS: usize = 13;
pub(super) const ANTENATAL: usize = 14;

pub(super) const SERVICES: [Service; 15] = [
    service(
        "Consultation",
        "consultation",
        15,
        6_000,
        &[
            "Headaches for two weeks",
            "Sore throat",
            "Back pain",
            "Tired all the time",
            "Cough that stays",
        ],
    ),
    service(
        "Follow-up",
        "consultation",
        15,
        4_500,
        &["Results of last week", "Blood pressure", "New tablets, how they do", "Wound check"],
    ),
    service(
        "Extended consultation",
        "consultation",
        30,
        9_500,
        &["Several things", "Sleep and stress", "Before an operation"],
    ),
    service(
        "Child check",
        "consultation",
        20,
        5_500,
        &["Two-year check", "Fever since Monday", "Ear ache", "School medical"],
    ),
    service("Vaccination", "vaccination", 10, 3_000, &["Flu", "Travel", "Childhood schedule"]),
    service("Blood test", "test", 10, 2_500, &["Fasting bloods", "Thyroid", "Iron"]),
    service("ECG", "test", 30, 8_500, &["Palpitations", "Before an operation", "Yearly control"]),
    service("Skin check", "consultation", 30, 7_500, &["Rash on both arms", "Acne", "Itching"]),
    service("Mole check", "procedure", 30, 9_000, &["A mole that changed", "Yearly mole check"]),
    service(
        "Patch test",
        "test",
        60,
        12_000,
        &["Patch test, visit 1 of 3", "Patch test, visit 2 of 3"],
    ),
    service("Minor surgery", "procedure", 45, 18_000, &["Cyst", "Ingrown nail", "Stitches out"]),
    service(
        "Diabetes review",
        "consultation",
        30,
        7_000,
        &["Half-yearly review", "Feet and eyes"],
    ),
    service(
        "Video consultation",
        "consultation",
        15,
        4_000,
        &["Repeat tablets", "Results", "Advice"],
    ),
    service(
        "Joint assessment",
        "consultation",
        45,
        8_000,
        &["Knee after a fall", "Shoulder", "Hip pain"],
    ),
    service("Antenatal visit", "consultation", 30, 8_000, &["Week 12", "Week 20", "Week 32"]),
];

/// The price at a place, in its currency's minor units: dearer in dollars, local in đồng.
pub(super) fn price(place: &Place, service: &Service) -> i64 {
    match place.currency {
        "USD" => service.price * 8 / 5,
        "VND" => service.price * 75,
        _ => service.price,
    }
}
