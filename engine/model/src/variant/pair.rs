//! A community that goes on while others still read it as it was.

use std::sync::Arc;

use super::apply::{Patch, make, take_back};
use super::edit::Edit;
use crate::Community;

/// Steps that a second copy may lag behind; where they are more, a new copy costs less than catching up.
const MOST_BEHIND: usize = 32;

/// What was done to a community.
#[derive(Clone, Debug)]
enum Step {
    Made(Edit),
    TakenBack(Vec<Patch>),
}

impl Step {
    fn carry_out(&self, community: &mut Community) -> Vec<Patch> {
        match self {
            Self::Made(edit) => make(community, edit),
            Self::TakenBack(patches) => {
                take_back(community, patches.clone());
                Vec::new()
            }
        }
    }
}

/// A community with a second copy that lags behind. Whoever reads the community keeps the one that was given out; the
/// next step is made in the other, which first catches up: nothing is copied as long as readers let go of a community
/// before the step after the next.
#[derive(Clone, Debug)]
pub(super) struct CommunityPair {
    now: Arc<Community>,
    /// The other copy, and what was done since.
    other: Option<(Arc<Community>, Vec<Step>)>,
    /// Whether `now` is the community that the pair was begun with, which somebody else keeps.
    is_first: bool,
}

impl CommunityPair {
    pub fn new(first: Arc<Community>) -> Self {
        Self { now: first, other: None, is_first: true }
    }

    /// The community with all steps made.
    pub fn now(&self) -> &Arc<Community> {
        &self.now
    }

    /// Makes the changes of a resolved edit.
    pub fn make(&mut self, edit: &Edit) -> Vec<Patch> {
        self.step(Step::Made(edit.clone()))
    }

    /// Takes the changes of an edit back.
    pub fn take_back(&mut self, patches: Vec<Patch>) {
        self.step(Step::TakenBack(patches));
    }

    fn step(&mut self, step: Step) -> Vec<Patch> {
        if Arc::get_mut(&mut self.now).is_none() {
            self.turn();
        }
        let done = step.carry_out(Arc::make_mut(&mut self.now));
        if let Some((_, behind)) = &mut self.other {
            behind.push(step);
            if behind.len() > MOST_BEHIND {
                self.other = None;
            }
        }
        done
    }

    /// Puts a copy that nobody reads in the place of the one that is read.
    fn turn(&mut self) {
        let caught_up = self.other.take().and_then(|(mut other, behind)| {
            let community = Arc::get_mut(&mut other)?;
            for step in &behind {
                step.carry_out(community);
            }
            Some(other)
        });
        let next = caught_up.unwrap_or_else(|| Arc::new((*self.now).clone()));
        let read = std::mem::replace(&mut self.now, next);
        // The first one is kept by whoever began, so that it never comes free.
        self.other = (!std::mem::take(&mut self.is_first)).then(|| (read, Vec::new()));
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::super::script::Script;
    use super::super::{EditSession, Variant, make};
    use super::*;
    use crate::{Key, SceneFrame};

    fn town() -> Arc<Community> {
        let frame = SceneFrame {
            crs: "EPSG:4549".into(),
            anchor_m: [0.0; 3],
            longitude_deg: 120.0,
            latitude_deg: 30.0,
            convergence_deg: 0.0,
        };
        let mut session =
            EditSession::open(Arc::new(Community::new("town", frame)), Variant::of("v", Vec::new())).unwrap();
        let mut script = Script::new(3);
        while session.community().elements().len() < 20 {
            if let Some(edit) = script.edit(session.community()) {
                session.commit(edit).unwrap();
            }
        }
        session.community().clone()
    }

    /// Whoever reads lets go after some steps, or never: what is read never changes, and what goes on is the same as
    /// when nobody reads.
    #[test]
    fn readers_keep_what_they_read_and_steps_are_the_same() {
        let base = town();
        for held in 0..5 {
            let mut session = EditSession::open(base.clone(), Variant::of("v", Vec::new())).unwrap();
            let mut alone = EditSession::open(base.clone(), Variant::of("v", Vec::new())).unwrap();
            let mut script = Script::new(11);
            let mut readers: Vec<(Arc<Community>, Community)> = Vec::new();
            for number in 0..120 {
                let undo = number % 4 == 3;
                if undo {
                    session.undo();
                    alone.undo();
                } else if let Some(edit) = script.edit(session.community()) {
                    session.commit(edit.clone()).unwrap();
                    alone.commit(edit).unwrap();
                }
                assert_eq!(session.community(), alone.community());
                readers.push((session.community().clone(), (**session.community()).clone()));
                if held < 4 && readers.len() > held {
                    readers.remove(0);
                }
                assert!(readers.iter().all(|(read, was)| read.as_ref() == was));
            }
        }
    }

    #[test]
    fn nothing_is_copied_when_the_reader_follows() {
        let mut session = EditSession::open(town(), Variant::of("v", Vec::new())).unwrap();
        let key: Key = session.community().elements()[0].key.clone();
        let mut seen = std::collections::BTreeSet::new();
        let mut reader = session.community().clone();
        for number in 0..20 {
            let name = crate::variant::Value::Name(Some(format!("N{number}")));
            session.commit(make::set_value(&reader, &key, name).unwrap()).unwrap();
            reader = session.community().clone();
            seen.insert(Arc::as_ptr(&reader) as usize);
        }
        assert_eq!(seen.len(), 2, "the same two in turn");
    }
}
