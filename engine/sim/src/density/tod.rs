//! Density towards the station: curve, target, gap; dense and sparse; what lies within a walk.

use linli_model::LandUse;

use super::model::DensityModel;
use super::sums::{SiteParcel, Totals};

/// The target curve `F(d) = F_edge + (F_core − F_edge) exp(−(d/L)²)` with `F_edge` = 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TargetCurve {
    /// `F_core / F_edge`.
    pub core_to_edge: f64,
    /// `L`, metres.
    pub decay_m: f64,
}

impl TargetCurve {
    /// Height of the curve at a walking distance; that of the edge where there is no way.
    pub fn at(&self, walk_m: f64) -> f64 {
        if !walk_m.is_finite() {
            return 1.0;
        }
        1.0 + (self.core_to_edge - 1.0) * (-(walk_m / self.decay_m).powi(2)).exp()
    }
}

/// Floor of each parcel that follows the curve, with the same sum: `Aᵢ min(s F(dᵢ), capᵢ/Aᵢ)` with `s`
/// such that all of them hold `total_m2`. Returns the floors and what found no place because every
/// parcel is full, square metres.
pub fn target_floors(parcels: &[(SiteParcel, f64)], curve: TargetCurve, total_m2: f64) -> (Vec<f64>, f64) {
    let want: Vec<f64> = parcels.iter().map(|(p, walk_m)| p.land_m2 * curve.at(*walk_m)).collect();
    let cap = |at: usize| parcels[at].0.cap_m2.max(0.0);
    let mut floors = vec![0.0; parcels.len()];
    let mut open: Vec<usize> = (0..parcels.len()).filter(|at| want[*at] > 0.0 && cap(*at) > 0.0).collect();
    let mut left_m2 = total_m2.max(0.0);
    // Parcels whose cap lies below their share are filled; the others share what is left. Each round
    // fills one parcel at least, or ends.
    loop {
        let sum: f64 = open.iter().map(|at| want[*at]).sum();
        if open.is_empty() || sum <= 0.0 || left_m2 <= 0.0 {
            return (floors, left_m2);
        }
        let scale = left_m2 / sum;
        let full: Vec<usize> = open.iter().copied().filter(|at| scale * want[*at] >= cap(*at)).collect();
        if full.is_empty() {
            open.iter().for_each(|at| floors[*at] = scale * want[*at]);
            return (floors, 0.0);
        }
        for at in &full {
            floors[*at] = cap(*at);
            left_m2 -= cap(*at);
        }
        left_m2 = left_m2.max(0.0);
        open.retain(|at| !full.contains(at));
    }
}

/// Gini coefficient of floor over land (Lorenz 1905): 0 when every square metre of land carries the
/// same floor, towards 1 the more of it gathers on little land. Nothing without land or floor.
pub fn gini(parcels: impl Iterator<Item = (f64, f64)>) -> Option<f64> {
    let mut parcels: Vec<(f64, f64)> =
        parcels.filter(|(land, floor)| *land > 0.0 && floor.is_finite()).collect();
    parcels.sort_by(|a, b| (a.1 / a.0).total_cmp(&(b.1 / b.0)).then(a.0.total_cmp(&b.0)));
    let land: f64 = parcels.iter().map(|(land, _)| land).sum();
    let floor: f64 = parcels.iter().map(|(_, floor)| floor).sum();
    if land <= 0.0 || floor <= 0.0 {
        return None;
    }
    let (mut under, mut carried) = (0.0, 0.0);
    for (own_land, own_floor) in parcels {
        under += own_land / land * (2.0 * carried + own_floor) / floor;
        carried += own_floor;
    }
    Some((1.0 - under).clamp(0.0, 1.0))
}

/// One step of the gradient with its target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GradientStep {
    /// Nearest walk, metres.
    pub from_m: f64,
    /// Farthest walk, metres; infinite for what has no way.
    pub to_m: f64,
    /// Floor above ground, square metres.
    pub above_m2: f64,
    /// Floor below ground, square metres.
    pub below_m2: f64,
    /// Residents.
    pub residents: f64,
    /// Jobs.
    pub jobs: f64,
    /// Land of the parcels, square metres.
    pub land_m2: f64,
    /// Floor that counts on them, square metres.
    pub counted_m2: f64,
    /// What they should hold by the curve, square metres.
    pub target_m2: f64,
}

/// People and jobs within a walk of the station.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WithinWalk {
    /// Walking distance, metres.
    pub metres: f64,
    /// Residents.
    pub residents: f64,
    /// Jobs.
    pub jobs: f64,
    /// Floor above ground, square metres.
    pub above_m2: f64,
    /// Floor below ground, square metres.
    pub below_m2: f64,
}

/// Density towards the station.
#[derive(Clone, Debug, PartialEq)]
pub struct StationGradient {
    /// Steps from the station outward; the last holds what has no way, when there is such.
    pub steps: Vec<GradientStep>,
    /// Target floor of each parcel, square metres.
    pub targets_m2: Vec<f64>,
    /// Floor that found no place within the caps of the parcels, square metres.
    pub without_place_m2: f64,
    /// Half of the sum of |floor − target| over all floor: the share of floor that would have to move.
    pub mismatch: Option<f64>,
    /// Gini coefficient of floor over parcel land.
    pub gini: Option<f64>,
    /// Within the distances of the rules.
    pub within: Vec<WithinWalk>,
}

/// Whether the plan builds on a use of land: parks, squares and water are left out of the target.
pub(crate) fn is_built_on(land_use: LandUse) -> bool {
    !matches!(
        land_use,
        LandUse::Park | LandUse::ProtectiveGreen | LandUse::Square | LandUse::Water | LandUse::Utility
    )
}

impl DensityModel {
    /// The gradient of what is summed now.
    pub fn gradient(&self) -> StationGradient {
        let totals = self.totals();
        let curve = TargetCurve {
            core_to_edge: self.rules().tod.core_to_edge.value,
            decay_m: self.rules().tod.decay.value,
        };
        let mut parcels: Vec<(SiteParcel, f64)> =
            self.site.parcels.iter().copied().zip(totals.parcels.iter().map(|p| p.walk_m)).collect();
        let mut built_m2 = 0.0;
        for (at, parcel) in self.parcels.list.iter().enumerate() {
            if is_built_on(parcel.facts.land_use) {
                built_m2 += totals.parcels[at].sums.counted_m2;
            } else {
                // What is not built on keeps what it has.
                parcels[at].0.cap_m2 = 0.0;
            }
        }
        let (mut targets_m2, without_place_m2) = target_floors(&parcels, curve, built_m2);
        let mut moved_m2 = 0.0;
        for (at, parcel) in self.parcels.list.iter().enumerate() {
            let counted_m2 = totals.parcels[at].sums.counted_m2;
            if is_built_on(parcel.facts.land_use) {
                moved_m2 += (counted_m2 - targets_m2[at]).abs();
            } else {
                targets_m2[at] = counted_m2;
            }
        }
        StationGradient {
            steps: self.steps(totals, &targets_m2),
            mismatch: (built_m2 > 0.0).then(|| 0.5 * moved_m2 / built_m2),
            without_place_m2,
            gini: gini(
                self.site.parcels.iter().zip(&totals.parcels).map(|(p, s)| (p.land_m2, s.sums.counted_m2)),
            ),
            within: self.within(),
            targets_m2,
        }
    }

    fn steps(&self, totals: &Totals, targets_m2: &[f64]) -> Vec<GradientStep> {
        let width = self.site.bin_m;
        let plain = |at: usize, from_m: f64, to_m: f64| {
            let step = totals.steps.get(at).unwrap_or(&totals.unreached);
            GradientStep {
                from_m,
                to_m,
                above_m2: step.above_m2,
                below_m2: step.below_m2,
                residents: step.residents,
                jobs: step.jobs,
                land_m2: step.land_m2,
                counted_m2: step.counted_m2,
                target_m2: 0.0,
            }
        };
        let count = totals.steps.len();
        let mut steps: Vec<GradientStep> =
            (0..count).map(|at| plain(at, at as f64 * width, (at + 1) as f64 * width)).collect();
        steps.push(plain(count, count as f64 * width, f64::INFINITY));
        for (parcel, target_m2) in totals.parcels.iter().zip(targets_m2) {
            let at = if parcel.walk_m.is_finite() { (parcel.walk_m / width) as usize } else { count };
            let at = if parcel.walk_m.is_finite() { at.min(count.saturating_sub(1)) } else { count };
            steps[at].target_m2 += target_m2;
        }
        if totals.unreached == super::sums::Step::default() {
            steps.pop();
        }
        steps
    }

    fn within(&self) -> Vec<WithinWalk> {
        let bands = self.rules().tod.bands_m.iter();
        bands
            .map(|band| {
                let mut within = WithinWalk {
                    metres: band.metres,
                    residents: 0.0,
                    jobs: 0.0,
                    above_m2: 0.0,
                    below_m2: 0.0,
                };
                for portion in self.portions().iter().filter(|portion| portion.walk_m <= band.metres) {
                    within.residents += portion.sums.residents;
                    within.jobs += portion.sums.jobs;
                    within.above_m2 += portion.sums.above_total_m2();
                    within.below_m2 += portion.sums.below_total_m2();
                }
                within
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn gini_by_hand() {
        // Even: 0. All floor on one of four equal parcels: 1 − 1/4.
        assert!(gini([(100.0, 50.0); 4].into_iter()).unwrap().abs() < 1e-12);
        let one = [(100.0, 0.0), (100.0, 0.0), (100.0, 0.0), (100.0, 80.0)];
        assert!((gini(one.into_iter()).unwrap() - 0.75).abs() < 1e-12);
        // Land weighs: the same place as two parcels or as one.
        let (halves, whole) = ([(50.0, 10.0), (50.0, 10.0), (100.0, 60.0)], [(100.0, 20.0), (100.0, 60.0)]);
        assert!((gini(halves.into_iter()).unwrap() - gini(whole.into_iter()).unwrap()).abs() < 1e-12);
        assert_eq!(gini([(100.0, 0.0)].into_iter()), None);
    }

    #[test]
    fn the_target_falls_from_core_to_edge() {
        let curve = TargetCurve { core_to_edge: 4.0, decay_m: 350.0 };
        assert_eq!(curve.at(0.0), 4.0);
        // 1 + 3/e at one decay length.
        assert!((curve.at(350.0) - (1.0 + 3.0 / std::f64::consts::E)).abs() < 1e-12);
        assert!(curve.at(3000.0) < 1.000_001);
        assert_eq!(curve.at(f64::INFINITY), 1.0);
    }

    proptest! {
        #[test]
        fn the_target_holds_all_floor_within_the_caps(
            parcels in prop::collection::vec((100.0..9000.0_f64, 0.0..2000.0_f64, 0.1..6.0_f64), 1..20),
            total in 0.0..200_000.0_f64,
        ) {
            let parcels: Vec<(SiteParcel, f64)> = parcels
                .into_iter()
                .map(|(land_m2, walk_m, far)| {
                    (SiteParcel { land_m2, walk_m, walk_s: walk_m, cap_m2: far * land_m2 }, walk_m)
                })
                .collect();
            let curve = TargetCurve { core_to_edge: 4.0, decay_m: 350.0 };
            let (floors, left) = target_floors(&parcels, curve, total);
            let placed: f64 = floors.iter().sum();
            prop_assert!((placed + left - total).abs() <= 1e-6 * (1.0 + total));
            let caps: f64 = parcels.iter().map(|(p, _)| p.cap_m2).sum();
            prop_assert!(left <= 1e-6 || (placed - caps).abs() <= 1e-6 * caps);
            for (floor, (parcel, _)) in floors.iter().zip(&parcels) {
                prop_assert!(*floor <= parcel.cap_m2 * (1.0 + 1e-12));
            }
        }
    }
}
