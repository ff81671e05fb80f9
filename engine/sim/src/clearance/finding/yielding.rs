//! Which of two bodies gives way, by the avoidance order.

use std::cmp::Ordering;

use linli_model::{LineRole, Medium, Yielding};

use super::super::check::{Body, by_gravity};
use super::super::rules::RuleBook;

/// Whether the first body gives way to the second, and by which rule. Lines give way to things that
/// are not lines; where no rule tells two lines apart, the one with the later key gives way.
pub fn first_yields<'a>(a: &Body, b: &Body, book: &'a RuleBook) -> (bool, Option<&'a str>) {
    if a.is_line != b.is_line {
        return (a.is_line, None);
    }
    for rule in book.avoidance() {
        let (a_is, b_is) = (has(a, b, rule.yields), has(b, a, rule.yields));
        let (a_to, b_to) = (has(a, b, rule.to), has(b, a, rule.to));
        if a_is && b_to && !(b_is && a_to) {
            return (true, Some(&rule.id));
        }
        if b_is && a_to && !(a_is && b_to) {
            return (false, Some(&rule.id));
        }
    }
    (a.key > b.key, None)
}

/// Whether a body has a trait, beside another.
fn has(body: &Body, beside: &Body, what: Yielding) -> bool {
    let medium = body.facts.medium;
    let cable = matches!(medium, Some(Medium::Power | Medium::Telecom));
    let gravity = medium.is_some_and(by_gravity);
    let size = |body: &Body| body.facts.diameter_mm;
    match what {
        Yielding::Temporary => body.temporary,
        Yielding::Permanent => !body.temporary,
        Yielding::Pressure => !gravity,
        Yielding::Gravity => gravity,
        Yielding::Flexible => cable,
        Yielding::Rigid => !cable,
        Yielding::Branch => body.facts.role == Some(LineRole::Connection),
        Yielding::Main => body.facts.role != Some(LineRole::Connection),
        Yielding::Small => size(body).total_cmp(&size(beside)) == Ordering::Less,
        Yielding::Large => size(body).total_cmp(&size(beside)) == Ordering::Greater,
    }
}
