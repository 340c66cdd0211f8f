//! The directory's rows of the command table: `Xs` lists, `X` opens, `save_X` makes or edits.

use super::departments::{self, Department, SaveDepartment};
use super::doctors::{self, ApproveDoctor, OpenDoctor};
use super::exceptions::{self, CancelException, SaveException, SavedException};
use super::locations::{self, OpenLocation};
use super::overview::{Overview, overview};
use super::rooms::{self, SaveRoom};
use super::schedules::{self, DoctorSchedules, RetireSchedule, SaveSchedule, SavedSchedule, SchedulesOfDoctor};
use super::services::{self, SaveService, Service};
use super::specialties::{self, SaveSpecialty, Specialty};
use super::{Doctor, Location, Room, SaveDoctor, SaveLocation};

crate::commands! {
    read "directory.overview": Needs(DirectoryRead) => overview, () => Overview;
    read "directory.locations": Needs(DirectoryRead) => locations::list, () => Vec<Location>;
    read "directory.location": Needs(DirectoryRead) => locations::open, OpenLocation => Location;
    write "directory.save_location": Needs(DirectoryWrite) => locations::save, SaveLocation => Location;
    write "directory.save_room": Needs(DirectoryWrite) => rooms::save, SaveRoom => Room;
    read "directory.departments": Needs(DirectoryRead) => departments::list, () => Vec<Department>;
    write "directory.save_department": Needs(DirectoryWrite) => departments::save, SaveDepartment => Department;
    read "directory.specialties": Needs(DirectoryRead) => specialties::list, () => Vec<Specialty>;
    write "directory.save_specialty": Needs(DirectoryWrite) => specialties::save, SaveSpecialty => Specialty;
    read "directory.doctors": Needs(DirectoryRead) => doctors::list, () => Vec<Doctor>;
    read "directory.doctor": Needs(DirectoryRead) => doctors::open, OpenDoctor => Doctor;
    write "directory.save_doctor": Needs(DirectoryWrite) => doctors::save, SaveDoctor => Doctor;
    write "directory.approve_doctor": Needs(DirectoryApprove) => doctors::approve, ApproveDoctor => Doctor;
    read "directory.services": Needs(DirectoryRead) => services::list, () => Vec<Service>;
    write "directory.save_service": Needs(DirectoryWrite) => services::save, SaveService => Service;
    read "schedules.of_doctor": Needs(ScheduleRead) => schedules::of_doctor, SchedulesOfDoctor => DoctorSchedules;
    write "schedules.save": Needs(AvailabilityWrite) => schedules::save, SaveSchedule => SavedSchedule;
    write "schedules.retire": Needs(AvailabilityWrite) => schedules::retire, RetireSchedule => SavedSchedule;
    write "schedules.save_exception": Needs(AvailabilityWrite) => exceptions::save, SaveException => SavedException;
    write "schedules.cancel_exception": Needs(AvailabilityWrite) => exceptions::cancel, CancelException => SavedException;
}
