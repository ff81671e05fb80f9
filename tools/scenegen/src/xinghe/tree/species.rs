//! Species of trees, with the sizes they reach in Hangzhou's streets and parks.

use linli_model::Tree;

use crate::random::Random;

/// A species: Chinese and Latin name, heights and crown diameters of grown trees, metres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Species {
    name: &'static str,
    heights_m: [f64; 2],
    crowns_m: [f64; 2],
    conifer: bool,
}

const fn species(name: &'static str, heights_m: [f64; 2], crowns_m: [f64; 2]) -> Species {
    Species { name, heights_m, crowns_m, conifer: false }
}

const fn conifer(name: &'static str, heights_m: [f64; 2], crowns_m: [f64; 2]) -> Species {
    Species { name, heights_m, crowns_m, conifer: true }
}

pub(super) const PLANE: Species = species("二球悬铃木 Platanus × acerifolia", [10.0, 14.0], [6.5, 8.5]);
pub(super) const CAMPHOR: Species = species("香樟 Cinnamomum camphora", [8.0, 12.0], [5.5, 7.5]);
pub(super) const GINKGO: Species = species("银杏 Ginkgo biloba", [8.0, 12.0], [3.8, 5.4]);
pub(super) const SWEETGUM: Species = species("枫香 Liquidambar formosana", [9.0, 13.0], [4.5, 6.2]);
pub(super) const SOAPBERRY: Species = species("无患子 Sapindus saponaria", [8.0, 11.0], [5.0, 6.8]);
pub(super) const METASEQUOIA: Species =
    conifer("水杉 Metasequoia glyptostroboides", [13.0, 18.0], [3.6, 5.0]);
pub(super) const WILLOW: Species = species("垂柳 Salix babylonica", [7.0, 10.0], [5.0, 7.0]);
pub(super) const CHERRY: Species = species("樱花 Prunus × yedoensis", [4.5, 6.5], [3.8, 5.4]);
pub(super) const OSMANTHUS: Species = species("桂花 Osmanthus fragrans", [4.0, 6.0], [3.0, 4.4]);
pub(super) const PODOCARP: Species = conifer("罗汉松 Podocarpus macrophyllus", [4.0, 6.5], [2.6, 3.6]);
pub(super) const MAGNOLIA: Species = species("白玉兰 Yulania denudata", [6.0, 9.0], [3.6, 5.0]);
pub(super) const MAPLE: Species = species("鸡爪槭 Acer palmatum", [4.0, 5.5], [3.0, 4.4]);
pub(super) const HACKBERRY: Species = species("朴树 Celtis sinensis", [9.0, 14.0], [6.0, 8.5]);

/// How grown a tree is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Age {
    /// Planted in the last years.
    Young,
    /// Planted one or two decades ago.
    Grown,
    /// Older than the streets' last renewal.
    Old,
}

impl Age {
    fn factors(self) -> [f64; 2] {
        match self {
            Self::Young => [0.84, 0.8],
            Self::Grown => [1.0, 1.0],
            Self::Old => [1.18, 1.16],
        }
    }
}

impl Species {
    /// A tree: tall ones have the wider crowns.
    pub(super) fn tree(&self, age: Age, random: &mut Random) -> Tree {
        let [higher, wider] = age.factors();
        let growth = random.between(0.0, 1.0);
        let spread = (0.7 * growth + 0.3 * random.between(0.0, 1.0)).clamp(0.0, 1.0);
        let between = |[low, high]: [f64; 2], share: f64| low + share * (high - low);
        let tenth = |v: f64| (v * 10.0).round() / 10.0;
        Tree {
            height_m: Some(tenth((between(self.heights_m, growth) * higher).clamp(4.0, 18.0))),
            crown_m: Some(tenth((between(self.crowns_m, spread) * wider).clamp(2.5, 9.0))),
            conifer: self.conifer,
            species: Some(self.name.to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_stay_in_their_sizes_and_old_ones_are_larger() {
        let mut random = Random::new(3);
        for species in [PLANE, CAMPHOR, METASEQUOIA, PODOCARP, MAPLE] {
            let mut mean = |age| -> f64 {
                let heights = (0..200).map(|_| {
                    let tree = species.tree(age, &mut random);
                    let (height, crown) = (tree.height_m.unwrap_or(0.0), tree.crown_m.unwrap_or(0.0));
                    assert!((4.0..=18.0).contains(&height) && (2.5..=9.0).contains(&crown));
                    height
                });
                heights.sum::<f64>() / 200.0
            };
            assert!(mean(Age::Young) < mean(Age::Old));
        }
    }
}
