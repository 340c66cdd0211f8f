//! Why whole kinds of resources have no place in a chart.

/// Bills and insurance of another clinic.
const BILLING: &[&str] = &[
    "Account",
    "ChargeItem",
    "Claim",
    "ClaimResponse",
    "Contract",
    "Coverage",
    "CoverageEligibilityRequest",
    "CoverageEligibilityResponse",
    "ExplanationOfBenefit",
    "InsurancePlan",
    "Invoice",
    "PaymentNotice",
    "PaymentReconciliation",
];
/// What is said of other resources, or of the exchange itself.
const ABOUT_RECORDS: &[&str] = &[
    "AuditEvent",
    "CapabilityStatement",
    "CodeSystem",
    "Composition",
    "ConceptMap",
    "Consent",
    "DocumentManifest",
    "Group",
    "List",
    "MessageHeader",
    "OperationOutcome",
    "Parameters",
    "Provenance",
    "Questionnaire",
    "SearchParameter",
    "StructureDefinition",
    "Subscription",
    "Task",
    "ValueSet",
];

/// The reason for a kind that is not read.
pub(super) fn of_kind(kind: &str) -> &'static str {
    match kind {
        _ if BILLING.contains(&kind) => "billing",
        _ if ABOUT_RECORDS.contains(&kind) => "about_records",
        _ => "not_supported",
    }
}
