//! The twelve doctors of the demo clinic and when they see patients.

use super::clinic::*;

/// A span of weekly hours: weekdays (Monday = 1), start and end in minutes, slot.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hours {
    pub weekdays: &'static [u8],
    pub start: i16,
    pub end: i16,
    pub slot: i16,
    pub online: bool,
}

/// A doctor.
#[derive(Debug)]
pub(super) struct Doctor {
    pub first_name: &'static str,
    pub last_name: &'static str,
    /// Index of [`PLACES`].
    pub place: usize,
    /// Index of the place's rooms.
    pub room: usize,
    /// Index of [`SPECIALTIES`] and [`DEPARTMENTS`].
    pub specialty: usize,
    pub languages: &'static [&'static str],
    pub years: i16,
    pub degree: &'static str,
    pub institution: &'static str,
    pub hours: &'static [Hours],
    /// What the doctor does, the frequent first.
    pub services: &'static [usize],
    /// Sees children only.
    pub children: bool,
}

const WORKDAYS: &[u8] = &[1, 2, 3, 4, 5];

const fn at(weekdays: &'static [u8], start: i16, end: i16, slot: i16) -> Hours {
    Hours {
        weekdays,
        start,
        end,
        slot,
        online: false,
    }
}

const fn online(weekdays: &'static [u8], start: i16, end: i16, slot: i16) -> Hours {
    Hours {
        online: true,
        ..at(weekdays, start, end, slot)
    }
}

const GP: &[usize] = &[
    CONSULTATION,
    CONSULTATION,
    FOLLOW_UP,
    EXTENDED,
    BLOOD_TEST,
    VACCINATION,
    DIABETES,
    MINOR_SURGERY,
];
const CHILDREN: &[usize] = &[CHILD_CHECK, CHILD_CHECK, VACCINATION, FOLLOW_UP];
const SKIN: &[usize] = &[SKIN_CHECK, SKIN_CHECK, MOLE_CHECK, FOLLOW_UP, PATCH_TEST];
const HEART: &[usize] = &[ECG, EXTENDED, FOLLOW_UP, CONSULTATION];
const BONES: &[usize] = &[JOINTS, FOLLOW_UP, CONSULTATION];
const WOMEN: &[usize] = &[ANTENATAL, CONSULTATION, FOLLOW_UP];

const fn doctor(
    name: (&'static str, &'static str),
    place: usize,
    room: usize,
    specialty: usize,
    years: i16,
    hours: &'static [Hours],
) -> Doctor {
    Doctor {
        first_name: name.0,
        last_name: name.1,
        place,
        room,
        specialty,
        years,
        hours,
        languages: &["English"],
        degree: "MB BCh BAO",
        institution: "Trinity College Dublin",
        services: match specialty {
            1 => CHILDREN,
            2 => SKIN,
            3 => HEART,
            4 => BONES,
            5 => WOMEN,
            _ => GP,
        },
        children: specialty == 1,
    }
}

pub(super) const OKAFOR: usize = 0;
pub(super) const FERREIRA: usize = 1;
pub(super) const KEANE: usize = 2;
pub(super) const MINH_ANH: usize = 3;
pub(super) const DAHL: usize = 4;

pub(super) const DOCTORS: [Doctor; 12] = [
    Doctor {
        languages: &["English", "Igbo", "French"],
        ..doctor(
            ("Amara", "Okafor"),
            0,
            0,
            0,
            14,
            &[at(WORKDAYS, 510, 750, 15), at(WORKDAYS, 810, 1020, 15)],
        )
    },
    Doctor {
        languages: &["English", "Portuguese", "Spanish"],
        degree: "MD",
        institution: "University of Porto",
        ..doctor(
            ("Luís", "Ferreira"),
            0,
            1,
            0,
            9,
            &[
                at(WORKDAYS, 540, 780, 15),
                at(&[1, 2, 3, 4], 840, 1050, 15),
                online(&[5], 840, 1020, 15),
            ],
        )
    },
    Doctor {
        languages: &["English", "Irish"],
        ..doctor(
            ("Siobhán", "Keane"),
            0,
            2,
            1,
            17,
            &[at(WORKDAYS, 480, 720, 20), at(WORKDAYS, 780, 930, 20)],
        )
    },
    Doctor {
        languages: &["English", "Vietnamese"],
        degree: "MD",
        institution: "University of Medicine and Pharmacy, Hồ Chí Minh City",
        ..doctor(
            ("Minh Anh", "Nguyễn"),
            0,
            3,
            2,
            11,
            &[at(WORKDAYS, 600, 840, 30), at(WORKDAYS, 870, 1050, 30)],
        )
    },
    Doctor {
        languages: &["English", "Norwegian", "German"],
        degree: "MD, PhD",
        institution: "University of Oslo",
        ..doctor(
            ("Henrik", "Dahl"),
            0,
            4,
            3,
            21,
            &[at(WORKDAYS, 540, 720, 30), at(&[1, 2, 4], 780, 960, 30)],
        )
    },
    Doctor {
        degree: "MD",
        institution: "Columbia University",
        ..doctor(
            ("Grace", "Whitfield"),
            1,
            0,
            0,
            12,
            &[at(WORKDAYS, 480, 720, 15), at(WORKDAYS, 780, 1020, 15)],
        )
    },
    Doctor {
        languages: &["English", "Hebrew"],
        degree: "MD",
        institution: "New York University",
        ..doctor(
            ("Daniel", "Rosen"),
            1,
            1,
            3,
            24,
            &[at(WORKDAYS, 540, 720, 30), at(&[1, 3, 5], 780, 960, 30)],
        )
    },
    Doctor {
        languages: &["English", "Tamil", "Hindi"],
        degree: "MD",
        institution: "Cornell University",
        ..doctor(
            ("Priya", "Natarajan"),
            1,
            2,
            5,
            8,
            &[at(WORKDAYS, 510, 750, 30), at(&[1, 2, 4, 5], 810, 990, 30)],
        )
    },
    Doctor {
        languages: &["English", "Spanish"],
        degree: "MD",
        institution: "Mount Sinai",
        ..doctor(
            ("Marcus", "Bell"),
            1,
            3,
            4,
            15,
            &[at(&[1, 2, 4, 5], 480, 735, 45), at(&[1, 2, 4], 780, 960, 45)],
        )
    },
    Doctor {
        languages: &["Vietnamese", "English"],
        degree: "MD",
        institution: "Hà Nội Medical University",
        ..doctor(
            ("Quốc Bảo", "Trần"),
            2,
            0,
            0,
            19,
            &[at(&[1, 2, 3, 4, 5, 6], 450, 690, 15), at(WORKDAYS, 780, 1020, 15)],
        )
    },
    Doctor {
        languages: &["Vietnamese"],
        degree: "MD",
        institution: "University of Medicine and Pharmacy, Hồ Chí Minh City",
        ..doctor(
            ("Mai Hương", "Lê"),
            2,
            1,
            1,
            6,
            &[at(&[1, 2, 3, 4, 5, 6], 450, 690, 20), at(WORKDAYS, 780, 1020, 20)],
        )
    },
    Doctor {
        languages: &["Vietnamese", "English"],
        degree: "MD",
        institution: "Huế University",
        ..doctor(
            ("Hoàng Long", "Phạm"),
            2,
            2,
            2,
            10,
            &[at(WORKDAYS, 480, 690, 30), at(&[1, 3, 5], 780, 990, 30)],
        )
    },
];

impl Doctor {
    /// Name of the doctor's account, e.g. `amara.okafor@northgate.example`.
    pub fn email(&self) -> String {
        super::accounts::email(self.first_name, self.last_name)
    }

    /// The doctor's place.
    pub fn place(&self) -> &'static Place {
        &PLACES[self.place]
    }
}
