//! The ledger: every square metre in one row, with the clause that weighs it.

use linli_model::{Confidence, GreeningPlace, Key};
use serde::Serialize;

use super::count::Share;
use super::cover::Cover;
use super::model::GreenModel;
use super::plane::LEAST_M2;
use super::profile::RuleValue;

/// What a row of the ledger counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Account {
    /// Green on natural ground.
    NaturalGround,
    /// Green over a basement.
    OverBasement,
    /// Planted, but too near to a wall or a kerb to count.
    EdgeStrip,
    /// Ground with another cover.
    OtherCover,
    /// Ground of which the scene says nothing.
    Rest,
    /// Roof garden.
    Roof,
    /// Planted balcony.
    Balcony,
    /// Green wall.
    Wall,
    /// Crowns beyond other green, over surface car parks.
    CrownOverParking,
    /// Crowns beyond other green, elsewhere: canopy only.
    Crown,
}

impl Account {
    /// Name used in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::NaturalGround => "natural_ground",
            Self::OverBasement => "over_basement",
            Self::EdgeStrip => "edge_strip",
            Self::OtherCover => "other_cover",
            Self::Rest => "rest",
            Self::Roof => "roof",
            Self::Balcony => "balcony",
            Self::Wall => "wall",
            Self::CrownOverParking => "crown_over_parking",
            Self::Crown => "crown",
        }
    }

    /// Whether it is a piece of the ground: these rows add up to the site.
    pub fn is_ground(self) -> bool {
        matches!(
            self,
            Self::NaturalGround | Self::OverBasement | Self::EdgeStrip | Self::OtherCover | Self::Rest
        )
    }
}

/// One row: an area of one element in one site, counted once.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LedgerRow {
    /// Number of the site in [`GreenModel::sites`].
    pub site: u32,
    /// The element; nothing for the rest of the site.
    pub element: Option<Key>,
    /// What is counted.
    pub account: Account,
    /// Cover, of pieces of ground.
    pub cover: Option<Cover>,
    /// Area, square metres: in plan, of balconies and walls the planted face.
    pub area_m2: f64,
    /// Depth of soil, metres, over basements and on buildings.
    pub soil_m: Option<f64>,
    /// Height above the ground, metres, on buildings.
    pub height_m: Option<f64>,
    /// Weight in the composite green ratio, 0 to 1.
    pub weight: f64,
    /// Area times weight, square metres.
    pub weighted_m2: f64,
    /// Clause of the weight, or why the area does not count.
    pub clause: String,
    /// How sure the weight is.
    pub confidence: Confidence,
}

/// Why and how much an area counts.
struct Weighed<'a> {
    weight: f64,
    rule: &'a RuleValue,
    why: Option<&'static str>,
}

impl<'a> Weighed<'a> {
    fn by(rule: &'a RuleValue) -> Self {
        Self { weight: rule.value, rule, why: None }
    }

    fn not(rule: &'a RuleValue, why: &'static str) -> Self {
        Self { weight: 0.0, rule, why: Some(why) }
    }
}

impl GreenModel {
    /// Every row: sites in their order; in a site the ground by cover and element, then what is above it.
    pub fn ledger(&self) -> Vec<LedgerRow> {
        let mut rows = self.ground_rows();
        rows.extend(self.upper_rows());
        rows.extend(self.crown_rows());
        rows.extend(self.rest_rows(&rows));
        rows.sort_by(|a, b| {
            (a.site, !a.account.is_ground(), a.cover, &a.element, a.account)
                .cmp(&(b.site, !b.account.is_ground(), b.cover, &b.element, b.account))
                .then(a.soil_m.unwrap_or(0.0).total_cmp(&b.soil_m.unwrap_or(0.0)))
        });
        rows
    }

    fn ground_rows(&self) -> Vec<LedgerRow> {
        let rules = &self.profile.ground;
        let mut rows = Vec::new();
        for (ground, parts) in self.inventory.pieces() {
            for share in &self.shares_of(&parts) {
                let mut push = |account, area_m2: f64, soil_m, weighed: Weighed<'_>| {
                    if area_m2 > LEAST_M2 {
                        let mut row = row(share.site, &ground.key, account, area_m2, &weighed);
                        (row.cover, row.soil_m) = (Some(ground.cover), soil_m);
                        rows.push(row);
                    }
                };
                if !ground.cover.is_green() {
                    let rule =
                        if ground.cover == Cover::Water { &self.profile.water } else { &rules.natural };
                    let weighed = if ground.cover == Cover::Water {
                        Weighed::by(rule)
                    } else {
                        Weighed::not(rule, "not planted")
                    };
                    push(Account::OtherCover, share.area_m2, None, weighed);
                    continue;
                }
                push(Account::NaturalGround, share.natural_m2, None, Weighed::by(&rules.natural));
                for [soil_m, area_m2] in &share.over {
                    let weighed = Weighed::by(self.profile.soil_weight(*soil_m));
                    push(Account::OverBasement, *area_m2, Some(*soil_m), weighed);
                }
                let strip_m2 = share.area_m2 - share.counted_m2();
                let weighed = Weighed::not(&rules.wall_distance_m, "within the strip along a wall or kerb");
                push(Account::EdgeStrip, strip_m2, None, weighed);
            }
        }
        rows
    }

    /// What the parts of a piece of ground count together.
    fn shares_of(&self, parts: &[u32]) -> Vec<Share> {
        let mut shares: Vec<Share> = Vec::new();
        let counts = parts.iter().filter_map(|part| self.grounds.get(*part as usize));
        for share in counts.flat_map(|count| &count.shares) {
            match shares.iter_mut().find(|known| known.site == share.site) {
                Some(known) => known.add(share),
                None => shares.push(share.clone()),
            }
        }
        shares
    }

    fn upper_rows(&self) -> Vec<LedgerRow> {
        let mut rows = Vec::new();
        for (number, upper) in self.inventory.uppers.iter() {
            let (green, profile) = (&upper.green, &self.profile);
            let (account, rule) = match green.place {
                GreeningPlace::Roof => (Account::Roof, profile.roof_weight(green.height_m)),
                GreeningPlace::Balcony => (Account::Balcony, &profile.balcony),
                GreeningPlace::Wall => (Account::Wall, &profile.wall),
            };
            let soil = match green.place {
                GreeningPlace::Balcony => &profile.balcony_soil_m,
                _ => profile.soil_least_m.of(green.planting),
            };
            let Some(count) = self.uppers.get(number as usize) else { continue };
            let all_m2: f64 = count.shares.iter().map(|(_, area)| area).sum();
            let small = green.place == GreeningPlace::Roof && all_m2 < profile.roof.least_patch_m2.value;
            for (site, area_m2) in &count.shares {
                // Climbers root in the ground; soil in troughs is asked of everything else.
                let rooted = green.place == GreeningPlace::Wall;
                let weighed = if !rooted && green.soil_depth_m + 1e-9 < soil.value {
                    Weighed::not(soil, "less soil than the planting needs")
                } else if small {
                    Weighed::not(&profile.roof.least_patch_m2, "smaller than the least patch")
                } else {
                    Weighed::by(rule)
                };
                let mut row = row(*site, &upper.key, account, *area_m2, &weighed);
                (row.soil_m, row.height_m) = (Some(green.soil_depth_m), Some(green.height_m));
                rows.push(row);
            }
        }
        rows
    }

    fn crown_rows(&self) -> Vec<LedgerRow> {
        let mut rows = Vec::new();
        for (number, crown) in self.inventory.crowns.iter() {
            let Some(count) = self.crowns.get(number as usize) else { continue };
            for (site, [_, beyond, parked]) in &count.shares {
                let mut push = |account, area_m2: f64, weighed: Weighed<'_>| {
                    if area_m2 > LEAST_M2 {
                        rows.push(row(*site, &crown.key, account, area_m2, &weighed));
                    }
                };
                let rule = &self.profile.tree_over_parking;
                push(Account::CrownOverParking, *parked, Weighed::by(rule));
                push(Account::Crown, beyond - parked, Weighed::not(rule, "canopy only"));
            }
        }
        rows
    }

    fn rest_rows(&self, rows: &[LedgerRow]) -> Vec<LedgerRow> {
        let mut known = vec![0.0; self.sites.len()];
        for row in rows.iter().filter(|row| row.account.is_ground()) {
            known[row.site as usize] += row.area_m2;
        }
        let sites = self.sites.iter().zip(known).zip(0_u32..);
        let rest = sites.filter_map(|((site, known), number)| {
            let area_m2 = site.area_m2() - known;
            let weighed = Weighed::not(&self.profile.ground.natural, "nothing is mapped here");
            let mut row = row(number, &"".into(), Account::Rest, area_m2, &weighed);
            (row.element, row.cover) = (None, Some(Cover::Rest));
            (area_m2 > LEAST_M2).then_some(row)
        });
        rest.collect()
    }
}

fn row(site: u32, element: &Key, account: Account, area_m2: f64, weighed: &Weighed<'_>) -> LedgerRow {
    let clause = match weighed.why {
        Some(why) => format!("{why} ({})", weighed.rule.clause),
        None => weighed.rule.clause.clone(),
    };
    LedgerRow {
        site,
        element: Some(element.clone()),
        account,
        cover: None,
        area_m2,
        soil_m: None,
        height_m: None,
        weight: weighed.weight,
        weighted_m2: area_m2 * weighed.weight,
        clause,
        confidence: weighed.rule.confidence,
    }
}
