//! On which days a policy covers, and which two stand in each other's way. Pure.

use chrono::NaiveDate;

use super::model::{Eligibility, Policy, PolicyForm};

/// Whether a policy covers on a day. First and last day are included.
#[must_use]
pub fn eligibility(policy: &Policy, on: NaiveDate) -> Eligibility {
    if !policy.form.active {
        Eligibility::Inactive
    } else if policy.form.valid_from.is_some_and(|first| on < first) {
        Eligibility::NotYet
    } else if policy.form.valid_to.is_some_and(|last| last < on) {
        Eligibility::Expired
    } else {
        Eligibility::Covered
    }
}

/// The other policy of the same rank that covers some of the same days: nobody could tell which of the two is asked first.
#[must_use]
pub fn in_the_way<'a>(policy: &Policy, others: &'a [Policy]) -> Option<&'a Policy> {
    others.iter().find(|other| other.id != policy.id && meet(&policy.form, &other.form))
}

/// Whether both are in use, of one rank, and cover some of the same days.
fn meet(one: &PolicyForm, other: &PolicyForm) -> bool {
    one.policy_rank == other.policy_rank && meet_on_days(one, other)
}

/// Whether both are in use and cover some of the same days.
pub(super) fn meet_on_days(one: &PolicyForm, other: &PolicyForm) -> bool {
    let starts = |a: &PolicyForm, b: &PolicyForm| a.valid_from.zip(b.valid_to).is_none_or(|(first, last)| first <= last);
    one.active && other.active && starts(one, other) && starts(other, one)
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::model::{PolicyHolder, PolicyRank};
    use super::*;
    use crate::ids::{InsurerId, PatientId, PolicyId};

    pub fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
    }

    pub fn policy(from: Option<u32>, to: Option<u32>) -> Policy {
        Policy {
            id: PolicyId::fresh(),
            version: 1,
            patient_id: PatientId::fresh(),
            insurer: "Meridian Health".into(),
            payer_id: String::new(),
            form: PolicyForm {
                insurer_id: InsurerId::fresh(),
                policy_number: "MH-1".into(),
                group_number: String::new(),
                policy_rank: PolicyRank::Primary,
                holder: PolicyHolder::Patient,
                holder_name: String::new(),
                holder_relation: String::new(),
                valid_from: from.map(day),
                valid_to: to.map(day),
                coverage_note: String::new(),
                active: true,
            },
            eligibility: Eligibility::default(),
        }
    }

    pub fn aside(mut policy: Policy) -> Policy {
        policy.form.active = false;
        policy
    }

    pub fn second(mut policy: Policy) -> Policy {
        policy.form.policy_rank = PolicyRank::Secondary;
        policy
    }

    #[test]
    fn first_and_last_day_are_covered_and_none_beside_them() {
        let on = |of: &Policy, n| eligibility(of, day(n));
        let bounded = policy(Some(10), Some(20));
        assert_eq!([9, 10, 20, 21].map(|n| on(&bounded, n)), {
            use Eligibility as E;
            [E::NotYet, E::Covered, E::Covered, E::Expired]
        });
        assert_eq!([1, 30].map(|n| on(&policy(None, None), n)), [Eligibility::Covered; 2]);
        assert_eq!(on(&policy(None, Some(9)), 10), Eligibility::Expired);
        assert_eq!(on(&policy(Some(11), None), 10), Eligibility::NotYet);
        assert_eq!(on(&aside(bounded), 15), Eligibility::Inactive);
    }

    #[test]
    fn two_of_one_rank_may_follow_each_other_but_not_meet() {
        let before = policy(None, Some(10));
        for (other, meets) in [
            (policy(Some(11), None), false),
            (policy(Some(10), None), true),
            (policy(None, None), true),
            (policy(Some(1), Some(3)), true),
            (aside(policy(Some(10), None)), false),
            (second(policy(Some(10), None)), false),
        ] {
            let others = [other];
            assert_eq!(in_the_way(&before, &others).is_some(), meets, "{others:?}");
            assert_eq!(in_the_way(&others[0], std::slice::from_ref(&before)).is_some(), meets, "either way");
        }
        assert!(in_the_way(&before, std::slice::from_ref(&before)).is_none(), "not of itself");
        assert!(in_the_way(&aside(policy(None, None)), &[before]).is_none(), "what is put aside");
    }
}
