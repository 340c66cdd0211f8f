//! Roles and what each may do. One table; `docs/permissions.md` is made from it.

crate::text_enum! {
    /// A person's role. `hospital` is the location manager, as in the seed documents.
    pub enum Role {
        /// Everything.
        Admin = "admin",
        /// Sees patients.
        Doctor = "doctor",
        /// Front desk.
        Receptionist = "receptionist",
        /// Location manager.
        Hospital = "hospital",
        /// The patient at the kiosk.
        Patient = "patient",
    }
}

crate::text_enum! {
    /// What a command needs. A role without it is refused (deny by default).
    pub enum Permission {
        /// Find and open patients.
        PatientsRead = "patients.read",
        /// Register and edit patients.
        PatientsWrite = "patients.write",
        /// Merge two charts and undo it.
        PatientsMerge = "patients.merge",
        /// Open charts: problems, allergies, medications, vitals, timeline.
        ChartRead = "chart.read",
        /// Write in charts.
        ChartWrite = "chart.write",
        /// Issue and stop prescriptions.
        Prescribe = "prescriptions.write",
        /// Look at who opened locked documents, and why.
        ChartReview = "chart.review",
        /// See calendars, boards, openings and the waitlist.
        ScheduleRead = "schedule.read",
        /// Book, move, cancel, check in.
        ScheduleWrite = "schedule.write",
        /// Book beside another appointment or outside availability, with a reason.
        ScheduleOverbook = "schedule.overbook",
        /// Edit weekly schedules and exceptions.
        AvailabilityWrite = "availability.write",
        /// See locations, doctors, services.
        DirectoryRead = "directory.read",
        /// Edit locations, doctors, services, departments.
        DirectoryWrite = "directory.write",
        /// Approve doctors.
        DirectoryApprove = "directory.approve",
        /// See and edit accounts.
        UsersWrite = "users.write",
        /// Change the clinic's settings.
        SettingsWrite = "settings.write",
        /// See invoices, payments and what is owed.
        BillingRead = "billing.read",
        /// Invoice and take payments.
        BillingWrite = "billing.write",
        /// Give money back, void invoices, write off what nobody will pay.
        BillingRefund = "billing.refund",
        /// Count a drawer and close its day.
        BillingClose = "billing.close",
    }
}

impl Role {
    /// Whether the role holds the permission.
    #[must_use]
    pub fn may(self, permission: Permission) -> bool {
        use Permission as P;
        // Planted fault for `prove permissions --plant`: one row of the matrix is wrong.
        #[cfg(feature = "plant")]
        if (self, permission) == (Role::Receptionist, P::UsersWrite) {
            return true;
        }
        match self {
            // Who runs the clinic may look into a chart; what stands in it is a doctor's.
            Role::Admin => !matches!(permission, P::ChartWrite | P::Prescribe),
            Role::Hospital => !matches!(
                permission,
                P::UsersWrite | P::ChartRead | P::ChartWrite | P::ChartReview | P::Prescribe
            ),
            Role::Receptionist => matches!(
                permission,
                P::PatientsRead
                    | P::PatientsWrite
                    | P::PatientsMerge
                    | P::ScheduleRead
                    | P::ScheduleWrite
                    | P::ScheduleOverbook
                    | P::DirectoryRead
                    | P::BillingRead
                    | P::BillingWrite
                    | P::BillingClose
            ),
            Role::Doctor => matches!(
                permission,
                P::PatientsRead
                    | P::PatientsWrite
                    | P::ChartRead
                    | P::ChartWrite
                    | P::Prescribe
                    | P::ScheduleRead
                    | P::ScheduleWrite
                    | P::ScheduleOverbook
                    | P::DirectoryRead
            ),
            Role::Patient => false,
        }
    }
}
