//! Letters, scans and notes that other systems bring along.

use super::*;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n";
const NOTE: &str = "Chief complaint: cough.\n\nPlan:\n  - rest\n";

fn document(id: &str, more: Value, attachments: &[(&str, &[u8])]) -> Value {
    let content = |(kind, bytes): &(&str, &[u8])| json!({ "attachment": { "contentType": kind, "data": STANDARD.encode(bytes) } });
    let mut document = json!({ "resourceType": "DocumentReference", "id": id, "status": "current", "type": { "text": "Letter" }, "subject": { "reference": PATIENT },
        "date": "2020-01-02T10:00:00Z", "author": [{ "reference": "Practitioner/w1" }], "content": attachments.iter().map(content).collect::<Vec<_>>() });
    document.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    document
}

fn doctor() -> Value {
    json!({ "resourceType": "Practitioner", "id": "w1", "name": [{ "text": "Dr Arzt" }] })
}

impl Incoming {
    async fn records(&self, patient: &str) -> Vec<Value> {
        let heads = self
            .done("records.list", json!({ "patient_id": patient, "kind": null, "limit": null }))
            .await;
        let mut all = Vec::new();
        for head in heads.as_array().unwrap() {
            all.push(self.done("records.read", json!({ "id": head["id"], "document_id": null })).await);
        }
        all
    }
}

stories! {
    async fn a_scan_is_a_file_and_a_note_is_text(w) {
        let i = Incoming::open(w).await;
        i.put("a.json", bundle(&[
            person("p1", "Brannigan", "1981-04-05"), doctor(),
            document("d1", json!({ "type": { "text": "Scan" } }), &[("image/png", PDF)]),
            document("d2", json!({}), &[("text/plain", NOTE.as_bytes())]),
        ]));
        let report = i.import().await;
        assert_eq!(report.resources["DocumentReference"].added, 2, "{report:?}");
        let patient = i.found("Brannigan").await.remove(0);
        let records = i.records(&patient).await;
        let of = |title: &str| records.iter().find(|r| r["content"]["title"] == title).unwrap();
        let file = &of("Scan")["content"]["files"][0];
        assert_eq!((&file["media_type"], &file["name"]), (&json!("application/pdf"), &json!("Scan")), "what it is called does not count");
        i.done("files.open", json!({ "id": file["id"] })).await;
        let piece = i.done("files.read", json!({ "id": file["id"], "at": 0 })).await;
        assert_eq!(STANDARD.decode(piece["content"].as_str().unwrap()).unwrap(), PDF);
        let note = of("Letter");
        assert_eq!((&note["head"]["kind"], &note["content"]["description"]), (&json!("clinical_note"), &json!(format!("{}\n\n— Dr Arzt", NOTE.trim_end()))));
        assert_eq!(i.import().await.changes(), 0);
        assert_eq!(i.records(&patient).await, records, "not a thing differs");
    }

    async fn what_changed_there_is_a_further_version_with_its_own_file(w) {
        let i = Incoming::open(w).await;
        let all = |more: Value, bytes: &[u8]| bundle(&[person("p1", "Brannigan", "1981-04-05"), document("d1", more, &[("application/pdf", bytes)])]);
        i.put("a.json", all(json!({}), PDF));
        i.import().await;
        let patient = i.found("Brannigan").await.remove(0);
        i.put("a.json", all(json!({}), b"%PDF-1.7\nlonger than before\n"));
        assert_eq!(i.import().await.resources["DocumentReference"].updated, 1);
        let record = i.records(&patient).await.remove(0);
        assert_eq!((&record["head"]["version"], &record["content"]["files"][0]["size"]), (&json!(2), &json!(28)));
        let first = i.done("records.read", json!({ "id": record["head"]["id"], "document_id": record["versions"][1]["document_id"] })).await;
        i.done("files.open", json!({ "id": first["content"]["files"][0]["id"] })).await;
        i.put("a.json", all(json!({ "status": "entered-in-error" }), PDF));
        assert_eq!(i.import().await.resources["DocumentReference"].updated, 1);
        let record = i.records(&patient).await.remove(0);
        assert_eq!((&record["content"]["description"], &record["content"]["files"]), (&json!("entered-in-error"), &json!([])));
        assert_eq!(i.import().await.changes(), 0);
    }

    async fn one_note_that_comes_twice_stands_once(w) {
        let i = Incoming::open(w).await;
        let report = json!({ "resourceType": "DiagnosticReport", "id": "r1", "status": "final", "category": [concept("http://loinc.org", "34117-2", "History and physical note")], "code": { "text": "History and physical" },
            "subject": { "reference": PATIENT }, "effectiveDateTime": "2020-01-02T10:00:00Z", "presentedForm": [{ "contentType": "text/plain", "data": STANDARD.encode(NOTE) }] });
        let mut other = document("d2", json!({}), &[("text/plain", NOTE.as_bytes())]);
        other["subject"] = json!({ "reference": "urn:uuid:p2" });
        let people = || [person("p1", "Brannigan", "1981-04-05"), person("p2", "Quigley", "1970-02-03")];
        let document = document("d1", json!({}), &[("text/plain", NOTE.as_bytes())]);
        i.put("a.json", bundle(&[&people()[..], &[document.clone(), other.clone(), report.clone()]].concat()));
        let told = i.import().await;
        assert_eq!((told.resources["DocumentReference"].added, told.resources["DocumentReference"].skipped["same_as_report"]), (1, 1), "{told:?}");
        let records = i.records(&i.found("Brannigan").await.remove(0)).await;
        assert_eq!((records.len(), &records[0]["head"]["kind"]), (1, &json!("clinical_note")));
        assert_eq!(i.records(&i.found("Quigley").await.remove(0)).await.len(), 1, "another's note of the same words is theirs");
        // A bulk export has both in files of their own.
        let lines = |all: &[Value]| all.iter().map(|r| format!("{r}\n")).collect::<String>();
        i.put("a.json", lines(&people()));
        i.put("b.ndjson", lines(&[document, other.clone()]));
        i.put("c.ndjson", lines(&[report, json!({ "resourceType": "List", "id": "l1" })]));
        let again = i.import().await;
        assert_eq!((again.changes(), again.resources["DocumentReference"].skipped["same_as_report"]), (0, 1), "{again:?}");
    }

    async fn what_cannot_be_kept_says_why_and_the_rest_is(w) {
        let i = Incoming::open(w).await;
        let program = b"MZ\x90\x00\x03\x00\x00\x00".as_slice();
        let mut elsewhere = document("d3", json!({}), &[]);
        elsewhere["content"] = json!([{ "attachment": { "contentType": "application/pdf", "url": "https://other.example/Binary/1" } }]);
        let restricted = json!({ "securityLabel": [{ "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "code": "R" }] }] });
        i.put("a.json", bundle(&[
            person("p1", "Brannigan", "1981-04-05"),
            document("d1", json!({}), &[("application/pdf", program)]),
            document("d2", json!({}), &[("application/pdf", program), ("text/html", b"<p onclick='x()'>Seen &amp; well.</p>")]),
            elsewhere,
            document("d4", restricted, &[("text/plain", b"For the treating alone.")]),
        ]));
        let report = i.import().await;
        let counts = &report.resources["DocumentReference"];
        assert_eq!((counts.added, counts.skipped["file_executable"], counts.skipped["not_fetched"], report.attachments["file_executable"]), (2, 1, 1, 1), "{report:?}");
        let patient = i.found("Brannigan").await.remove(0);
        let heads = i.done("records.list", json!({ "patient_id": patient, "kind": null, "limit": null })).await;
        let locked = heads.as_array().unwrap().iter().find(|h| h["privacy"] == "sensitive").unwrap();
        assert_eq!(locked["locked"], true, "what is restricted there is not open to everybody here");
        let open = heads.as_array().unwrap().iter().find(|h| h["locked"] == false).unwrap();
        let read = i.done("records.read", json!({ "id": open["id"], "document_id": null })).await;
        assert_eq!(read["content"]["description"], "Seen & well.");
        assert_eq!(i.import().await.changes(), 0);
    }

    async fn studies_devices_and_relatives_stand_in_the_chart(w) {
        let i = Incoming::open(w).await;
        let patient = json!({ "reference": PATIENT });
        i.put("a.json", bundle(&[
            person("p1", "Brannigan", "1981-04-05"),
            json!({ "resourceType": "ImagingStudy", "id": "s1", "status": "available", "subject": patient, "started": "2019-08-27", "series": [{ "modality": { "code": "CT" }, "bodySite": { "display": "Head" } }] }),
            json!({ "resourceType": "Device", "id": "v1", "status": "active", "type": { "text": "Pacemaker" }, "patient": patient }),
            json!({ "resourceType": "FamilyMemberHistory", "id": "f1", "status": "completed", "patient": patient, "relationship": { "text": "mother" }, "condition": [{ "code": { "text": "Breast cancer" } }] }),
            json!({ "resourceType": "Goal", "id": "g1", "lifecycleStatus": "active", "description": { "text": "Weight below 70 kg" }, "subject": patient }),
            json!({ "resourceType": "CarePlan", "id": "k1", "status": "active", "title": "Diet", "subject": patient, "goal": [{ "reference": "Goal/g1" }] }),
            json!({ "resourceType": "Claim", "id": "x1", "patient": patient }),
            json!({ "resourceType": "Provenance", "id": "x2" }),
        ]));
        let report = i.import().await;
        assert_eq!((report.changes(), report.resources["Claim"].skipped["billing"], report.resources["Provenance"].skipped["about_records"]), (5, 1, 1), "{report:?}");
        let id = i.found("Brannigan").await.remove(0);
        let chart = i.chart(&id).await;
        let histories: Vec<_> = chart["histories"].as_array().unwrap().iter().map(|h| (h["kind"].as_str().unwrap(), h["description"].as_str().unwrap())).collect();
        assert!(histories.contains(&("past", "Pacemaker")) && histories.contains(&("family", "Breast cancer")), "{histories:?}");
        assert_eq!((&chart["care_plans"][0]["note"], i.records(&id).await[0]["content"]["title"].as_str()), (&json!("Weight below 70 kg"), Some("CT, Head")));
        assert_eq!(i.import().await.changes(), 0);
    }
}
