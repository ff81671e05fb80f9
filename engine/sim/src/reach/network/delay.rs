//! What crossings, signals, gates and lifts cost at their nodes.

use linli_model::{StreetClass, StreetNodeKind};

use crate::reach::rules::{ReachRules, TravelMode};

/// Delay of a node for a mode, and on which streets it is felt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct NodeDelay {
    pub ms: u32,
    felt: Felt,
}

/// On which classes of street a delay is felt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Felt {
    #[default]
    Everywhere,
    /// Walkers who cross come along a footway; those who pass along the carriageway do not cross.
    BesideCarriageways,
    OnCarriageways,
}

impl NodeDelay {
    /// Delay of what stands at a node; `arterial` tells whether a main street passes.
    pub(super) fn of(what: StreetNodeKind, arterial: bool, mode: TravelMode, rules: &ReachRules) -> Self {
        let delays = &rules.delays;
        let signal = if arterial { &delays.signal_arterial } else { &delays.signal_minor };
        let on_foot = matches!(mode, TravelMode::Walk | TravelMode::Robot);
        let (figure, felt) = match (what, on_foot) {
            (StreetNodeKind::Crossing, true) => (&delays.crossing, Felt::BesideCarriageways),
            (StreetNodeKind::SignalCrossing, true) => (signal, Felt::BesideCarriageways),
            (StreetNodeKind::SignalCrossing | StreetNodeKind::Signals, false) => {
                (signal, Felt::OnCarriageways)
            }
            (StreetNodeKind::Lift, _) => (&delays.street_lift, Felt::Everywhere),
            (StreetNodeKind::Gate, false) if mode == TravelMode::Car => (&delays.car_gate, Felt::Everywhere),
            _ => return Self::default(),
        };
        Self { ms: figure.ms(), felt }
    }

    /// Part of the delay for a link that ends (`entering`) or starts at the node. Both halves make
    /// the whole.
    pub(super) fn share_ms(self, class: StreetClass, entering: bool) -> u32 {
        let felt = match self.felt {
            Felt::Everywhere => true,
            Felt::BesideCarriageways => !class.is_carriageway(),
            Felt::OnCarriageways => class.is_carriageway() || class == StreetClass::Cycleway,
        };
        match (felt, entering) {
            (false, _) => 0,
            (true, true) => self.ms / 2,
            (true, false) => self.ms - self.ms / 2,
        }
    }
}
