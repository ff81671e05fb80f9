//! Trees: avenues along the streets, groves in park and lawns.

use linli_model::{AreaUse, Geometry, Kind, ParkingKind, Tree};

use crate::draft::Draft;
use crate::green::{LAWNS, pond};
use crate::plan::{
    CANAL, CROSS_STREETS, HALF_MAIN, HALF_RESIDENTIAL, NORTH_STREET, Place, Rectangle, SITE, SOUTH_STREET,
    distance_to_segment, lifted,
};
use crate::random::Random;
use crate::street::Network;
use crate::utility::Utilities;

/// A species: name, range of heights and of crown diameters in metres, whether it is a conifer.
type Species = (&'static str, [f64; 2], [f64; 2], bool);

const CAMPHOR: Species = ("香樟 Cinnamomum camphora", [8.5, 12.0], [5.5, 7.5], false);
const PLANE: Species = ("二球悬铃木 Platanus × acerifolia", [8.0, 11.0], [4.8, 6.4], false);
const GINKGO: Species = ("银杏 Ginkgo biloba", [7.5, 10.5], [3.6, 5.0], false);
const OSMANTHUS: Species = ("桂花 Osmanthus fragrans", [4.0, 6.0], [3.0, 4.4], false);
const WILLOW: Species = ("垂柳 Salix babylonica", [7.0, 10.0], [5.0, 7.0], false);
const CHERRY: Species = ("樱花 Prunus × yedoensis", [4.0, 6.5], [3.6, 5.4], false);
const METASEQUOIA: Species = ("水杉 Metasequoia glyptostroboides", [13.0, 20.0], [3.6, 5.2], true);
const PINE: Species = ("罗汉松 Podocarpus macrophyllus", [4.0, 7.0], [2.6, 3.8], true);

const PARK: [Species; 7] = [CAMPHOR, WILLOW, CHERRY, METASEQUOIA, METASEQUOIA, OSMANTHUS, GINKGO];
const LAWN: [Species; 5] = [OSMANTHUS, CHERRY, CAMPHOR, PINE, GINKGO];

/// Distance of the trunks from the kerb, metres.
const FROM_KERB_M: f64 = 1.1;
/// Room that a trunk keeps from the edge of ways, metres.
const FROM_WAY_M: f64 = 0.6;

/// What trees must stay clear of, and where they stand already.
struct Grove<'a> {
    draft: &'a Draft,
    network: &'a Network,
    utilities: &'a Utilities,
    water: [linli_model::Polygon; 2],
    keep_out: Vec<Rectangle>,
    trees: Vec<(Place, Tree)>,
}

/// Adds all trees.
pub(crate) fn draw(draft: &mut Draft, network: &Network, utilities: &Utilities, random: &mut Random) {
    let mut grove = Grove {
        draft,
        network,
        utilities,
        water: [linli_model::Polygon::new(lifted(&pond(), 0.0)), CANAL.polygon()],
        keep_out: keep_out(draft),
        trees: Vec::new(),
    };
    grove.avenues(random);
    grove.banks(random);
    grove.scatter(Rectangle::new(-60.0, -130.0, 60.0, -60.5), 210, &PARK, random);
    for [west, south, east, north] in LAWNS {
        let lawn = Rectangle::new(west, south, east, north);
        grove.scatter(lawn, (lawn.area_m2() / 32.0) as u32, &LAWN, random);
    }
    grove.squares(random);
    let trees = grove.trees;
    for (i, ([x, y], tree)) in trees.into_iter().enumerate() {
        draft.add(format!("tree/{}", i + 1), None, Kind::Tree(tree), Geometry::Point([x, y, 0.0]));
    }
}

/// Places of stops, entrances, facilities, car parks and sports grounds.
fn keep_out(draft: &Draft) -> Vec<Rectangle> {
    let around = |element: &linli_model::Element| {
        let aabb = element.geometry.aabb();
        Rectangle::new(aabb.min[0], aabb.min[1], aabb.max[0], aabb.max[1])
    };
    let chosen = draft.community.elements().iter().filter_map(|element| match &element.kind {
        Kind::Stop(_) | Kind::StationEntrance(_) => Some(around(element).grown(4.0)),
        Kind::Facility(_) => Some(around(element).grown(1.5)),
        Kind::Parking(parking) if parking.parking == ParkingKind::Surface => Some(around(element)),
        Kind::Area(area) if matches!(area.use_, AreaUse::Sport | AreaUse::Playground) => {
            Some(around(element))
        }
        _ => None,
    });
    chosen.collect()
}

fn metres(v: f64) -> f64 {
    (v * 100.0).round() / 100.0
}

impl Grove<'_> {
    fn plant(&mut self, place: Place, species: &Species, random: &mut Random) {
        let (name, heights, crowns, conifer) = *species;
        let tree = Tree {
            height_m: Some((random.between(heights[0], heights[1]) * 10.0).round() / 10.0),
            crown_m: Some((random.between(crowns[0], crowns[1]) * 10.0).round() / 10.0),
            conifer,
            species: Some(name.to_owned()),
        };
        let place = place.map(metres);
        if self.has_room(place, tree.crown_m.unwrap_or_default()) {
            self.trees.push((place, tree));
        }
    }

    fn has_room(&self, p: Place, crown_m: f64) -> bool {
        let walls = self.draft.built.iter().all(|b| b.distance_m(p) > 0.45 * crown_m + 0.3);
        let on_land = !self.water.iter().any(|w| w.contains_xy(p[0], p[1]));
        let kept = !self.keep_out.iter().any(|r| r.distance_m(p) <= 0.0);
        walls
            && on_land
            && kept
            && self.is_off_ways(p)
            && self.utilities.is_clear_of_tree(p)
            && self.is_apart(p, crown_m)
    }

    fn is_off_ways(&self, p: Place) -> bool {
        self.network.ways.iter().filter(|w| w.layer >= 0).all(|way| {
            let room = way.width_m / 2.0 + FROM_WAY_M;
            way.pieces().all(|[a, b]| distance_to_segment(p, a, b) >= room)
        })
    }

    fn is_apart(&self, p: Place, crown_m: f64) -> bool {
        self.trees.iter().all(|(q, tree)| {
            let apart = (p[0] - q[0]).hypot(p[1] - q[1]);
            apart > 0.36 * (crown_m + tree.crown_m.unwrap_or_default())
        })
    }

    /// Both sides of all streets, every eight or nine metres.
    fn avenues(&mut self, random: &mut Random) {
        let main = HALF_MAIN + FROM_KERB_M;
        for side in [-1.0, 1.0] {
            self.row([[SITE.west, side * main], [SITE.east, side * main]], 8.0, &CAMPHOR, random);
        }
        let residential = HALF_RESIDENTIAL + FROM_KERB_M;
        let species = [&PLANE, &OSMANTHUS, &GINKGO, &PLANE];
        for (x, species) in CROSS_STREETS.into_iter().zip(species) {
            for side in [-1.0, 1.0] {
                let x = x + side * residential;
                let step = if species.0 == OSMANTHUS.0 { 8.0 } else { 9.0 };
                self.row([[x, SOUTH_STREET + 6.0], [x, NORTH_STREET - 6.0]], step, species, random);
            }
        }
        for (y, species) in [(NORTH_STREET, &GINKGO), (SOUTH_STREET, &PLANE)] {
            for side in [-1.0, 1.0] {
                let y = y + side * residential;
                self.row([[CROSS_STREETS[0] + 6.0, y], [CROSS_STREETS[3] - 6.0, y]], 9.0, species, random);
            }
        }
    }

    fn row(&mut self, [from, to]: [Place; 2], step: f64, species: &Species, random: &mut Random) {
        let length = (to[0] - from[0]).hypot(to[1] - from[1]);
        let count = (length / step).floor();
        for i in 0..=count as u32 {
            let t = (f64::from(i) * step + (length - count * step) / 2.0) / length;
            self.plant([from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1])], species, random);
        }
    }

    /// Willows and metasequoias along the canal, cherries along the promenade.
    fn banks(&mut self, random: &mut Random) {
        let line = |y: f64| [[SITE.west, y], [SITE.east, y]];
        self.row(line(-156.5), 9.0, &WILLOW, random);
        self.row(line(-149.6), 7.5, &CHERRY, random);
        self.row(line(-184.0), 8.0, &WILLOW, random);
        self.row(line(-191.0), 6.0, &METASEQUOIA, random);
    }

    /// Trees in two grids on the squares, and around the sports field.
    fn squares(&mut self, random: &mut Random) {
        for x in [-54.0, -47.0, 47.0, 54.0] {
            for y in [27.0, 34.0, 41.0] {
                self.plant([x, y], &GINKGO, random);
            }
        }
        for x in [-16.0, -9.0, 9.0, 16.0] {
            for y in [-30.0, -38.0, -46.0, -54.0] {
                self.plant([x, y], &CHERRY, random);
            }
        }
        for y in [53.0, 61.0, 85.0, 93.0, 100.0] {
            self.plant([4.0, y], &GINKGO, random);
            self.plant([12.0, y], &OSMANTHUS, random);
        }
        self.row([[-184.0, -84.0], [-82.0, -84.0]], 7.0, &METASEQUOIA, random);
        self.row([[-184.0, -129.0], [-82.0, -129.0]], 7.0, &CAMPHOR, random);
        for y in [112.0, 120.0, 128.0, 136.0, 143.0] {
            self.plant([-3.6, y], &OSMANTHUS, random);
            self.plant([23.0, y], &GINKGO, random);
        }
    }

    /// Trees where there is room, out of a number of tries.
    fn scatter(&mut self, within: Rectangle, tries: u32, species: &[Species], random: &mut Random) {
        for _ in 0..tries {
            let place =
                [random.between(within.west, within.east), random.between(within.south, within.north)];
            if let Some(species) = random.pick(species) {
                self.plant(place, species, random);
            }
        }
    }
}
