//! What happened at the demo clinic in three months, and what is booked for this week and the next four.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};

use super::clinic::{FOLLOW_UP, PLACES, SERVICES, VIDEO};
use super::doctors::DOCTORS;
use super::people::DemoPerson;
use super::sessions::{DemoException, Session, instant, sessions, today_at};
use super::visit::DemoVisit;
use crate::ids::AppointmentId;
use crate::scheduling::AppointmentStatus as S;
use crate::scheduling::model::{AppointmentKind, CancelParty};

const DAYS_BACK: i64 = 91;
const WEEKS: i64 = 5;
/// How full a session is: in the past, and in this week and the next four.
const PAST: f64 = 0.55;
const AHEAD: [f64; 5] = [0.9, 0.85, 0.78, 0.7, 0.6];

/// Plans every appointment but today's states, which [`super::today`] settles.
pub(super) struct Calendar<'a> {
    people: &'a [DemoPerson],
    /// People by place: adults, children.
    pools: [[Vec<usize>; 2]; 3],
    exceptions: &'a [DemoException],
    now: DateTime<Utc>,
    random: StdRng,
    busy: HashSet<(usize, NaiveDate)>,
    /// Patients whose appointment was moved, by doctor: they come again.
    moved: HashMap<usize, Vec<(usize, AppointmentId)>>,
    visits: Vec<DemoVisit>,
}

impl<'a> Calendar<'a> {
    pub fn new(people: &'a [DemoPerson], exceptions: &'a [DemoException], seed: u64, now: DateTime<Utc>) -> Self {
        let mut pools: [[Vec<usize>; 2]; 3] = Default::default();
        let living = people.iter().enumerate().filter(|(_, p)| p.deceased.is_none());
        for (n, person) in living {
            let child = person.age(now.date_naive()) < 16;
            pools[person.place][usize::from(child)].push(n);
        }
        Self {
            people,
            pools,
            exceptions,
            now,
            random: StdRng::seed_from_u64(seed),
            busy: HashSet::new(),
            moved: HashMap::new(),
            visits: Vec::new(),
        }
    }

    /// Every appointment, by day.
    pub fn plan(mut self) -> Vec<DemoVisit> {
        let today = today_at(0, self.now);
        let monday = today - TimeDelta::days(i64::from(today.weekday().num_days_from_monday()));
        let last = monday + TimeDelta::days(WEEKS * 7 - 1);
        let mut day = today - TimeDelta::days(DAYS_BACK);
        while day <= last {
            for doctor in 0..DOCTORS.len() {
                let week = usize::try_from((day - monday).num_days().div_euclid(7)).unwrap_or(0);
                let fill = if day < today { PAST } else { AHEAD[week.min(AHEAD.len() - 1)] };
                for session in sessions(doctor, day, self.exceptions) {
                    self.fill(doctor, day, session, fill);
                }
            }
            day += TimeDelta::days(1);
        }
        self.visits
    }

    fn fill(&mut self, doctor: usize, day: NaiveDate, session: Session, fill: f64) {
        let mut minute = session.start;
        while minute < session.end {
            let service = self.service(doctor, session.online);
            let length = SERVICES[service].minutes;
            if minute + length > session.end || !self.random.random_bool(fill) {
                minute += session.slot.min(15);
                continue;
            }
            match self.book(doctor, day, minute, service, session.online) {
                Some(freed) if freed => {}
                _ => minute += length,
            }
        }
    }

    fn service(&mut self, doctor: usize, online: bool) -> usize {
        if online {
            return VIDEO;
        }
        DOCTORS[doctor].services.choose(&mut self.random).copied().unwrap_or(FOLLOW_UP)
    }

    /// Books someone; whether the time was given back, so that another may have it.
    fn book(&mut self, doctor: usize, day: NaiveDate, minute: i16, service: usize, online: bool) -> Option<bool> {
        let place = DOCTORS[doctor].place;
        let starts_at = instant(PLACES[place].zone, day, minute)?;
        let (person, rescheduled_from) = self.person(doctor, day)?;
        let booked = TimeDelta::minutes(self.random.random_range(60..21 * 24 * 60));
        let booked_at = (starts_at - booked).min(self.now - TimeDelta::minutes(self.random.random_range(10..3000)));
        let mut visit = DemoVisit {
            id: AppointmentId::fresh(),
            person,
            doctor,
            in_room: !online,
            place,
            service: Some(service),
            starts_at,
            ends_at: starts_at + TimeDelta::minutes(SERVICES[service].minutes.into()),
            local_day: day,
            lane: 0,
            kind: if service == FOLLOW_UP {
                AppointmentKind::FollowUp
            } else {
                AppointmentKind::Consultation
            },
            online,
            status: S::Scheduled,
            reason: SERVICES[service]
                .reasons
                .choose(&mut self.random)
                .copied()
                .unwrap_or_default()
                .to_owned(),
            notes: String::new(),
            queue_number: None,
            rescheduled_from,
            cancelled: None,
            overbook_reason: None,
            booked_at,
            checked_in_at: None,
            in_progress_at: None,
            completed_at: None,
        };
        self.settle(&mut visit, day);
        let freed = !visit.status.holds_time();
        self.visits.push(visit);
        Some(freed)
    }

    /// Someone of the right age who has nothing else that day; first whoever was moved.
    fn person(&mut self, doctor: usize, day: NaiveDate) -> Option<(usize, Option<AppointmentId>)> {
        let waiting = self.moved.entry(doctor).or_default();
        if let Some((person, from)) = waiting.pop_if(|(person, _)| !self.busy.contains(&(*person, day))) {
            self.busy.insert((person, day));
            return Some((person, Some(from)));
        }
        let place = DOCTORS[doctor].place;
        let pool = &self.pools[place][usize::from(DOCTORS[doctor].children)];
        let today = place == 0 && day == today_at(0, self.now);
        for round in 0..12 {
            let person = *pool.choose(&mut self.random)?;
            // Today those come whom the pictures of the program show, as long as there are some left.
            let person = if today && round == 0 {
                self.next_known(doctor, day).unwrap_or(person)
            } else {
                person
            };
            if self.people[person].date_of_birth < day && self.busy.insert((person, day)) {
                return Some((person, None));
            }
        }
        None
    }

    fn next_known(&self, doctor: usize, day: NaiveDate) -> Option<usize> {
        let pool = &self.pools[0][usize::from(DOCTORS[doctor].children)];
        let free = |n: &&usize| **n < super::names::TODAY.len() && !self.busy.contains(&(**n, day));
        pool.iter().find(free).copied()
    }

    /// What became of it, or how sure it is; today is left to [`super::today`].
    fn settle(&mut self, visit: &mut DemoVisit, day: NaiveDate) {
        let chance = self.random.random_range(0..100);
        let today = today_at(visit.place, self.now);
        if day == today {
            visit.status = if chance < 70 { S::Confirmed } else { S::Scheduled };
        } else if day < today {
            match chance {
                0..6 => visit.status = S::NoShow,
                6..11 => self.cancel(visit),
                11..14 => {
                    visit.status = S::Rescheduled;
                    self.moved.entry(visit.doctor).or_default().insert(0, (visit.person, visit.id));
                }
                _ => visit.took_place(chance % 17 + 1, chance % 13, chance % 11 - 4),
            }
        } else {
            match chance {
                0..3 => self.cancel(visit),
                3..55 => visit.status = S::Confirmed,
                _ => {}
            }
        }
    }

    fn cancel(&mut self, visit: &mut DemoVisit) {
        const REASONS: [(CancelParty, &str); 4] = [
            (CancelParty::Patient, "Feels better"),
            (CancelParty::Patient, "Cannot get away from work"),
            (CancelParty::Doctor, "Called to a birth"),
            (CancelParty::Location, "Water damage in the room"),
        ];
        visit.status = S::Cancelled;
        visit.cancelled = REASONS.choose(&mut self.random).copied();
    }
}
