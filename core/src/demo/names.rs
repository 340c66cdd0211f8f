//! Names for made-up people. Any likeness is chance: first and family names are drawn apart.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::patients::model::Sex;

const F: Sex = Sex::Female;
const M: Sex = Sex::Male;

/// The people who come to the front desk of the demo today, in the order of their times.
#[rustfmt::skip]
pub(super) const TODAY: [(&str, &str, Sex); 58] = [
    ("Hana", "Varga", F), ("Jan", "Kowalski", M), ("Róisín", "Daly", F), ("Gerry", "Lawlor", M),
    ("Anna", "Bergström", F), ("Piotr", "Zając", M), ("Chloé", "Dubois", F), ("Rohan", "Mehta", M),
    ("Sorcha", "Flynn", F), ("Mark", "Delaney", M), ("Daniel", "Fitzgerald", M), ("Patrick", "O’Rourke", M),
    ("Văn Tài", "Lý", M), ("Ali", "Rahimi", M), ("Quốc Huy", "Bùi", M), ("Lukas", "Novák", M),
    ("Eileen", "Byrne", F), ("Samuel", "Osei", M), ("Seán", "Ó Briain", M), ("Margaret", "Whelan", F),
    ("Maeve", "Gallagher", F), ("Grace", "Adeyemi", F), ("Karin", "Holm", F), ("Hana", "Kovács", F),
    ("Tomasz", "Wiśniewski", M), ("Ines", "Castellano", F), ("Abdul", "Karim", M), ("Nuala", "Breen", F),
    ("Aoife", "Brennan", F), ("Kwame", "Mensah", M), ("Moya", "Kearns", F), ("Leo", "Fischer", M),
    ("Priya", "Raman", F), ("Deirdre", "Nolan", F), ("Yusuf", "Demir", M), ("Conor", "Hayes", M),
    ("Lucía", "Romero", F), ("Ewa", "Lis", F), ("Peter", "Nagy", M), ("Brian", "Tighe", M),
    ("Orlaith", "Walsh", F), ("Thu Hà", "Lê", F), ("Thị Hồng", "Trần", F), ("Quang Hồng", "Trần", M),
    ("Jutta", "Müller", F), ("Åsa", "Lindqvist", F), ("Marek", "Wójcik", M), ("Aisling", "Doherty", F),
    ("Max", "Brennan", M), ("Ivy", "Nolan", F), ("Ella", "Lindqvist", F), ("Fionn", "Murphy", M),
    ("Niamh", "Doyle", F), ("Zofia", "Nowak", F), ("Oisín", "Kelly", M), ("Clara", "Silva", F),
    ("Cian", "Hughes", M), ("Sadhbh", "Hughes", F),
];

/// From here on [`TODAY`] names children.
pub(super) const FIRST_CHILD: usize = 48;

/// The names of a country: for women, for men, of families.
#[derive(Debug)]
pub(super) struct Pool {
    pub women: &'static [&'static str],
    pub men: &'static [&'static str],
    pub families: &'static [&'static str],
    pub streets: &'static [&'static str],
}

#[rustfmt::skip]
pub(super) const POOLS: [Pool; 3] = [
    Pool {
        women: &[
            "Aoife", "Ciara", "Niamh", "Saoirse", "Gráinne", "Emma", "Sophie", "Katarzyna", "Agnieszka", "Maria", "Elena", "Fatima", "Ngozi", "Ana",
            "Zuzana", "Brigid", "Deirdre", "Margaret", "Catherine", "Lena", "Ilse", "Camille", "Yasmin", "Sinéad", "Orla", "Joanna", "Renée", "Małgorzata",
        ],
        men: &[
            "Seán", "Conor", "Oisín", "Darragh", "Pádraig", "James", "Michael", "Tomasz", "Krzysztof", "João", "Andrei", "Ahmed", "Chidi", "Luca",
            "Jakub", "Fintan", "Declan", "Eoin", "Cathal", "Matthias", "Jürgen", "Étienne", "Omar", "Ronan", "Killian", "Piotr", "André", "Łukasz",
        ],
        families: &[
            "Murphy", "Kelly", "O’Sullivan", "Walsh", "Smith", "O’Brien", "Byrne", "Ryan", "O’Connor", "O’Neill", "Reilly", "Doyle", "McCarthy",
            "Gallagher", "Doherty", "Kennedy", "Lynch", "Murray", "Quinn", "Moore", "Nowak", "Kowalczyk", "Wiśniewska", "Silva", "Santos", "Popescu",
            "Okonkwo", "Adeyemi", "Horváth", "Novák", "Weber", "Schröder", "Lefèvre", "Haddad", "Nguyễn", "Bergström", "Ó Conaill", "Nic Dhomhnaill", "de Búrca", "Fitzgerald",
        ],
        streets: &["Elm Park", "Canal Road", "Mill Lane", "Abbey Court", "Orchard Terrace", "Harbour View", "St Brigid’s Road", "Foxhill Avenue"],
    },
    Pool {
        women: &[
            "Olivia", "Emily", "Ava", "Isabella", "Sophia", "Mia", "Charlotte", "Amelia", "Camila", "Valentina", "Destiny", "Keisha", "Mei", "Priya",
            "Hannah", "Rachel", "Abigail", "Linda", "Barbara", "Susan", "Jessica", "Sarah", "Karen", "Nancy", "Lisa", "Sandra", "Ashley", "Dolores",
        ],
        men: &[
            "Liam", "Noah", "Oliver", "Elijah", "James", "William", "Benjamin", "Lucas", "Mateo", "Diego", "Jamal", "Andre", "Wei", "Raj",
            "Robert", "John", "David", "Richard", "Joseph", "Thomas", "Christopher", "Charles", "Anthony", "Mark", "Steven", "Kevin", "Brian", "José",
        ],
        families: &[
            "Johnson", "Williams", "Brown", "Jones", "Garcia", "Miller", "Davis", "Rodriguez", "Martinez", "Hernandez", "Lopez", "Gonzalez", "Wilson",
            "Anderson", "Thomas", "Taylor", "Jackson", "Martin", "Lee", "Perez", "Thompson", "White", "Harris", "Sanchez", "Clark", "Ramirez", "Lewis",
            "Robinson", "Walker", "Young", "Allen", "King", "Wright", "Scott", "Torres", "Chen", "Wang", "Patel", "Kim", "Goldberg",
        ],
        streets: &["Maple Avenue", "Pearl Street", "Bleecker Street", "Ocean Parkway", "Linden Boulevard", "Grove Street", "5th Avenue", "Atlantic Avenue"],
    },
    Pool {
        women: &[
            "Thị Hoa", "Thị Lan", "Thu Hà", "Mai", "Ngọc Anh", "Thanh Hương", "Bích Ngọc", "Kim Chi", "Phương Thảo", "Hồng Nhung", "Minh Châu", "Thùy Linh",
            "Quỳnh Như", "Diệu Linh", "Khánh Vy", "Bảo Trân",
        ],
        men: &[
            "Văn Hùng", "Minh Tuấn", "Quốc Huy", "Đức Anh", "Thanh Sơn", "Hoàng Nam", "Anh Dũng", "Văn Tài", "Gia Bảo", "Hữu Phước", "Quang Hải", "Trọng Nghĩa",
            "Đình Khoa", "Nhật Minh", "Xuân Trường", "Bá Lộc",
        ],
        families: &["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý"],
        streets: &["Nguyễn Huệ", "Lê Lợi", "Hai Bà Trưng", "Điện Biên Phủ", "Cách Mạng Tháng Tám", "Pasteur", "Võ Văn Tần", "Trần Hưng Đạo"],
    },
];

/// Lower-case ASCII letters with dots between, for addresses.
pub(super) fn ascii(name: &str) -> String {
    let plain = name.replace(['đ', 'Đ'], "d").replace(['ł', 'Ł'], "l").replace(['ø', 'Ø'], "o");
    let letters = plain.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    letters
        .filter_map(|c| match c {
            ' ' | '.' => Some('.'),
            c if c.is_ascii_alphanumeric() => Some(c),
            _ => None,
        })
        .collect()
}
