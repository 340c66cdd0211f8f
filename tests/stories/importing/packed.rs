//! Files that are not called what they are, and packed ones.

use super::*;

use std::io::Write;

use flate2::Crc;
use flate2::write::{DeflateEncoder, GzEncoder};

fn lines(resources: &[Value]) -> String {
    resources.iter().map(|r| format!("{r}\n")).collect()
}

fn problem(id: &str, person: &str) -> Value {
    json!({ "resourceType": "Condition", "id": id, "code": { "text": format!("Problem {id}") }, "subject": { "reference": format!("Patient/{person}") } })
}

fn gzip(text: &str) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(text.as_bytes()).unwrap();
    packed.finish().unwrap()
}

/// An archive as PKWARE's note describes it.
fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut all, mut list) = (Vec::new(), Vec::new());
    for (name, content) in members {
        let mut packed = DeflateEncoder::new(Vec::new(), flate2::Compression::best());
        packed.write_all(content).unwrap();
        let packed = packed.finish().unwrap();
        let mut crc = Crc::new();
        crc.update(content);
        let number = |n: usize| u32::try_from(n).unwrap().to_le_bytes();
        let [at, size, length] = [all.len(), packed.len(), content.len()].map(number);
        let name_length = u16::try_from(name.len()).unwrap().to_le_bytes();
        let common = [
            &[20, 0, 0, 0, 8, 0, 0, 0, 0, 0][..],
            &crc.sum().to_le_bytes(),
            &size,
            &length,
            &name_length,
            &[0, 0],
        ]
        .concat();
        all.extend([b"PK\x03\x04", common.as_slice(), name.as_bytes(), &packed].concat());
        list.extend([b"PK\x01\x02\x14\x00", common.as_slice(), &[0; 10], &at, name.as_bytes()].concat());
    }
    let count = u16::try_from(members.len()).unwrap().to_le_bytes();
    let [size, at] = [list.len(), all.len()].map(|n| u32::try_from(n).unwrap().to_le_bytes());
    [all.as_slice(), &list, b"PK\x05\x06\0\0\0\0", &count, &count, &size, &at, &[0, 0]].concat()
}

impl Incoming {
    fn put_bytes(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.folder.path().join(name), bytes).unwrap();
    }
}

stories! {
    async fn the_content_decides_how_a_file_is_read(w) {
        let i = Incoming::open(w).await;
        // The people come last by name, and endings say the contrary of what is in.
        i.put("a.json", lines(&[problem("c1", "p1"), problem("c2", "p2")]));
        i.put("z.json", lines(&[person("p1", "Brannigan", "1981-04-05"), person("p2", "Quigley", "1970-02-03")]));
        i.put("b.ndjson", format!("{:#}", bundle(&[problem("c3", "p1")])));
        i.put("c.json", json!([problem("c4", "p1"), bundle(&[problem("c5", "p1")])]));
        i.put_bytes("d.json.gz", &gzip(&lines(&[problem("c6", "p1"), problem("c7", "p1")])));
        let report = i.import().await;
        assert_eq!((report.resources["Condition"].added, report.refused.len()), (7, 0), "{report:?}");
        assert_eq!(i.import().await.changes(), 0);
    }

    async fn an_archive_is_a_folder(w) {
        let i = Incoming::open(w).await;
        let text = |value: Value| value.to_string().into_bytes();
        let both = bundle(&[person("p1", "Brannigan", "1981-04-05"), problem("c1", "p1")]);
        i.put_bytes("export.zip", &zip(&[
            ("fhir/Condition.ndjson", lines(&[problem("c2", "p2"), problem("c3", "p2")]).as_bytes()),
            ("fhir/Patient.ndjson", lines(&[person("p2", "Quigley", "1970-02-03"), person("p3", "Zeller", "1960-02-03")]).as_bytes()),
            ("../../../etc/a.json", &text(both)),
            ("__MACOSX/._a.json", b"\0\x05\x16"), ("README.txt", b"hello"), ("fhir/", b""),
        ]));
        let report = i.import().await;
        assert_eq!((report.changes(), report.files, report.refused.len()), (6, 3, 0), "{report:?}");
        assert_eq!(i.import().await.changes(), 0);
        assert_eq!(std::fs::read_dir(i.folder.path()).unwrap().count(), 1, "nothing was unpacked");
    }

    async fn archives_that_deceive_are_refused_by_name(w) {
        let i = Incoming::open(w).await;
        let whole = person("p1", "Brannigan", "1981-04-05").to_string();
        let good = zip(&[("a.json", whole.as_bytes())]);
        let changed = |change: &dyn Fn(&mut Vec<u8>)| {
            let mut bytes = good.clone();
            change(&mut bytes);
            bytes
        };
        let listed = good.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
        let many = vec![b' '; 100_000_000];
        i.put_bytes("a_bomb.zip", &zip(&[("a.json", &many)]));
        i.put_bytes("b_bomb.json.gz", &gzip(&format!("{}{whole}", " ".repeat(100_000_000))));
        i.put_bytes("c_cut.zip", &good[..good.len() - 30]);
        i.put_bytes("d_encrypted.zip", &changed(&|b| b[listed + 8] |= 1));
        i.put_bytes("e_other_content.zip", &changed(&|b| b[listed + 16] ^= 1));
        i.put_bytes("f_longer.zip", &changed(&|b| b[listed + 24] += 1));
        i.put_bytes("g_nested.zip", &zip(&[("b.zip", &good)]));
        i.put_bytes("h_empty.zip", &zip(&[("README.txt", b"hello")]));
        i.put_bytes("i_cut.json.gz", &gzip(&whole)[..60]);
        i.put_bytes("j_elsewhere.zip", &changed(&|b| b[listed + 42] = 7));
        let report = i.import().await;
        let mut refused: Vec<_> = report.refused.iter().map(|r| (r.file.rsplit('/').next().unwrap().chars().next().unwrap(), r.wrong)).collect();
        refused.sort_unstable_by_key(|(name, _)| *name);
        let expected = [
            ('a', Wrong::TooLarge), ('b', Wrong::TooLarge), ('c', Wrong::Archive), ('d', Wrong::Archive), ('e', Wrong::Unreadable), ('f', Wrong::Unreadable),
            ('g', Wrong::Archive), ('h', Wrong::Archive), ('i', Wrong::Unreadable), ('j', Wrong::Archive),
        ];
        assert_eq!(refused, expected, "{report:?}");
        assert_eq!((report.changes(), i.count("SELECT COUNT(*) FROM patients", args![]).await), (0, 0));
    }

    async fn other_encodings_and_xml_are_refused_by_name(w) {
        let i = Incoming::open(w).await;
        let text = person("p1", "Zürich", "1981-04-05").to_string();
        let utf16 = |mark: &[u8]| [mark, &text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>()].concat();
        i.put_bytes("a.json", &utf16(b"\xFF\xFE"));
        i.put_bytes("b.json", &utf16(b""));
        i.put_bytes("c.json", &text.chars().map(|c| u8::try_from(c).unwrap()).collect::<Vec<_>>());
        i.put("d.xml", "<?xml version=\"1.0\"?><Bundle xmlns=\"http://hl7.org/fhir\"/>");
        let report = i.import().await;
        let refused: Vec<_> = report.refused.iter().map(|r| r.wrong).collect();
        assert_eq!(refused, [Wrong::Encoding, Wrong::Encoding, Wrong::Encoding, Wrong::Xml]);
    }
}
