//! What becomes of the policies of two charts that are one person's. Pure.
//!
//! The policies of the chart that stays keep their ranks. The same contract on both charts (one insurer, one number, some of the same days)
//! becomes one: the staying row takes over the days and texts that only the other had, and the other is put aside. Any other policy that
//! stands in the way of one gets the next rank that is free on its days; when none is, it is put aside.

use super::model::{JoinedPolicy, Joining, Policy, PolicyForm, PolicyRank};
use super::rules::{in_the_way, meet_on_days};

/// A policy that a merge changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    pub before: Policy,
    pub after: Policy,
    pub joining: Joining,
}

impl Change {
    /// As the person who merges is told of it; a row that only takes over is told with the one that it takes over from.
    pub fn told(&self) -> Option<JoinedPolicy> {
        (self.joining != Joining::TakesOver).then(|| JoinedPolicy {
            insurer: self.before.insurer.clone(),
            joining: self.joining,
            rank_before: self.before.form.policy_rank,
            policy_rank: self.after.form.policy_rank,
        })
    }
}

/// What changes when the policies `going` are given to the chart that has `kept`.
pub(super) fn join(kept: &[Policy], going: &[Policy]) -> Vec<Change> {
    let mut standing = kept.to_vec();
    let mut changes = Vec::new();
    for before in going {
        let (after, joining) = place(before, &mut standing[..], kept.len());
        if after != *before {
            let before = before.clone();
            changes.push(Change {
                before,
                after: after.clone(),
                joining,
            });
        }
        standing.push(after);
    }
    let wider = kept.iter().zip(&standing).filter(|(before, after)| before != after);
    changes.extend(wider.map(|(before, after)| Change {
        before: before.clone(),
        after: after.clone(),
        joining: Joining::TakesOver,
    }));
    changes
}

/// Where a policy finds its place among those that stand, of which the first `kept` are the staying chart's.
fn place(policy: &Policy, standing: &mut [Policy], kept: usize) -> (Policy, Joining) {
    let mut placed = policy.clone();
    let twin = standing[..kept].iter().position(|other| same_contract(&policy.form, &other.form));
    if let Some(at) = twin {
        let wider = widened(&standing[at], &policy.form);
        standing[at] = if in_the_way(&wider, standing).is_none() {
            wider
        } else {
            standing[at].clone()
        };
        placed.form.active = false;
        return (placed, Joining::One);
    }
    for rank in PolicyRank::ALL.iter().filter(|rank| **rank >= policy.form.policy_rank) {
        placed.form.policy_rank = *rank;
        if in_the_way(&placed, standing).is_none() {
            return (placed, Joining::NextRank);
        }
    }
    placed.form = PolicyForm {
        active: false,
        ..policy.form.clone()
    };
    (placed, Joining::Aside)
}

/// Numbers are the same whatever stands between their letters and digits.
fn same_contract(one: &PolicyForm, other: &PolicyForm) -> bool {
    let plain = |number: &str| {
        number
            .chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect::<String>()
    };
    one.insurer_id == other.insurer_id && plain(&one.policy_number) == plain(&other.policy_number) && meet_on_days(one, other)
}

/// The policy with the days and texts that only the other row of its contract has.
fn widened(policy: &Policy, other: &PolicyForm) -> Policy {
    let mut wider = policy.clone();
    let form = &mut wider.form;
    form.valid_from = form.valid_from.zip(other.valid_from).map(|(a, b)| a.min(b));
    form.valid_to = form.valid_to.zip(other.valid_to).map(|(a, b)| a.max(b));
    for (own, theirs) in [
        (&mut form.group_number, &other.group_number),
        (&mut form.coverage_note, &other.coverage_note),
    ] {
        if own.is_empty() {
            own.clone_from(theirs);
        }
    }
    wider
}

#[cfg(test)]
mod tests {
    use super::super::rules::tests::{aside, day, policy, second};
    use super::*;

    /// A policy with another insurer, under another number.
    fn other(from: Option<u32>, to: Option<u32>) -> Policy {
        let mut other = policy(from, to);
        other.form.policy_number = "HA-2".into();
        other
    }

    fn twin(of: &Policy, number: &str, from: Option<u32>, to: Option<u32>) -> Policy {
        let mut twin = policy(from, to);
        twin.form.insurer_id = of.form.insurer_id;
        twin.form.policy_number = number.into();
        twin
    }

    fn told(changes: &[Change]) -> Vec<(Joining, PolicyRank, bool)> {
        changes
            .iter()
            .map(|c| (c.joining, c.after.form.policy_rank, c.after.form.active))
            .collect()
    }

    #[test]
    fn the_next_free_rank_is_taken_and_what_finds_none_is_put_aside() {
        let kept = policy(None, None);
        let going = [other(None, None), second(other(None, None)), aside(other(None, None))];
        assert_eq!(
            told(&join(std::slice::from_ref(&kept), &going)),
            [
                (Joining::NextRank, PolicyRank::Secondary, true),
                (Joining::NextRank, PolicyRank::Tertiary, true)
            ]
        );
        let full = [kept.clone(), second(other(None, None)), {
            let mut third = other(None, None);
            third.form.policy_rank = PolicyRank::Tertiary;
            third
        }];
        assert_eq!(told(&join(&full, &going[..1])), [(Joining::Aside, PolicyRank::Primary, false)]);
        let behind = join(&[second(policy(None, None))], &going[1..2]);
        assert_eq!(
            told(&behind),
            [(Joining::NextRank, PolicyRank::Tertiary, true)],
            "nobody is asked earlier than so far"
        );
        assert_eq!(
            join(&[policy(None, Some(10))], &[other(Some(11), None)]),
            [],
            "they follow each other"
        );
        assert_eq!(
            join(&[aside(kept)], &[other(None, None)]),
            [],
            "what is put aside stands in nobody's way"
        );
    }

    #[test]
    fn one_contract_on_both_charts_becomes_one_with_all_its_days() {
        let kept = policy(Some(10), Some(20));
        let mut going = twin(&kept, "mh 1", Some(1), Some(15));
        going.form.group_number = "G-7".into();
        let changes = join(std::slice::from_ref(&kept), std::slice::from_ref(&going));
        assert_eq!(
            told(&changes),
            [
                (Joining::One, PolicyRank::Primary, false),
                (Joining::TakesOver, PolicyRank::Primary, true)
            ]
        );
        let wider = &changes[1].after.form;
        assert_eq!(
            (wider.valid_from, wider.valid_to, wider.group_number.as_str()),
            (Some(day(1)), Some(day(20)), "G-7")
        );
        assert_eq!(changes.iter().filter_map(Change::told).count(), 1);
        assert_eq!(
            join(std::slice::from_ref(&kept), &[twin(&kept, "MH-1", Some(21), None)]),
            [],
            "the next year's stays a row"
        );
        let other_number = twin(&kept, "MH-2", Some(1), Some(15));
        assert_eq!(
            told(&join(&[kept], &[other_number])),
            [(Joining::NextRank, PolicyRank::Secondary, true)]
        );
    }

    #[test]
    fn days_that_another_policy_of_the_rank_has_are_not_taken_over() {
        let kept = [policy(Some(10), None), other(None, Some(9))];
        let going = twin(&kept[0], "MH-1", None, None);
        assert_eq!(told(&join(&kept, &[going])), [(Joining::One, PolicyRank::Primary, false)]);
    }
}
