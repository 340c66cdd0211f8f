//! Typed ids: UUIDv7 made by the application, the references between the two stores.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

/// A fresh UUIDv7. Its order follows the time it was made.
#[expect(clippy::disallowed_methods, reason = "the one place that makes ids")]
#[must_use]
pub fn fresh() -> Uuid {
    Uuid::now_v7()
}

/// The lowest id of this instant: ids made before it are below, those made from then on above.
#[must_use]
pub fn lowest_at(instant: chrono::DateTime<chrono::Utc>) -> Uuid {
    let milliseconds = u128::try_from(instant.timestamp_millis()).unwrap_or(0);
    Uuid::from_u128(milliseconds << 80)
}

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS, sqlx::Type)]
        #[serde(transparent)]
        #[sqlx(transparent)]
        #[ts(export)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A fresh id of this kind.
            #[must_use]
            pub fn fresh() -> Self { Self(fresh()) }
        }

        impl From<$name> for crate::db::Arg {
            fn from(id: $name) -> Self { crate::db::Arg::Uuid(id.0) }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) }
        }
    )*};
}

id! {
    /// An account.
    UserId;
    /// A signed-in session.
    SessionId;
    /// A workstation, kept in its own settings file.
    WorkstationId;
    /// A command call; repeated with the same id it answers instead of acting twice.
    CommandId;
    /// A place of the clinic.
    LocationId;
    /// A bookable room or device.
    RoomId;
    /// A department.
    DepartmentId;
    /// A specialty.
    SpecialtyId;
    /// A doctor.
    DoctorId;
    /// A doctor's degree.
    QualificationId;
    /// A service of the price list.
    ServiceId;
    /// A row of weekly availability.
    ScheduleId;
    /// Leave, a holiday or an extra session.
    ExceptionId;
    /// A patient.
    PatientId;
    /// An emergency contact.
    ContactId;
    /// A family member.
    RelativeId;
    /// A merge of two charts.
    MergeId;
    /// An appointment.
    AppointmentId;
    /// A move of an appointment.
    EventId;
    /// A recurring series.
    SeriesId;
    /// A place on the waitlist.
    WaitlistId;
    /// A version of a document.
    DocumentId;
    /// An allergy of a chart.
    AllergyId;
    /// Somebody's word that no allergy is known.
    StatementId;
    /// A problem of a chart.
    ProblemId;
    /// Something the patient takes.
    MedicationId;
    /// An entry of the family or past history.
    HistoryId;
    /// A measured figure.
    ObservationId;
    /// Something observed in words.
    FindingId;
    /// A visit that another system tells of.
    PastVisitId;
    /// A vaccine given.
    ImmunizationId;
    /// Something done to the patient.
    ProcedureId;
    /// A plan of care.
    CarePlanId;
    /// A resource of another system.
    ImportedId;
    /// Locked documents opened with a reason.
    BreakGlassId;
    /// A medical record with all its versions.
    RecordId;
    /// Something that somebody has to see to.
    TaskId;
    /// A note, and the draft that it grew from.
    NoteId;
    /// Something that a person is told.
    NotificationId;
    /// A template of notes or a phrase.
    TemplateId;
    /// A prescription with all its versions.
    PrescriptionId;
    /// A medicine of a prescription.
    PrescriptionItemId;
    /// An invoice, from its draft on.
    InvoiceId;
    /// A payment.
    PaymentId;
    /// Money given back.
    RefundId;
    /// An entry of the ledger.
    EntryId;
    /// A drawer from one count to the next.
    DrawerSessionId;
    /// A code that lets something off.
    PromotionId;
    /// An insurer.
    InsurerId;
    /// A patient's policy with an insurer.
    PolicyId;
    /// An insurer's payment over several claims.
    RemittanceId;
}
