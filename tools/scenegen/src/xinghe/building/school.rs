//! School, kindergarten, nursery.

use linli_model::BuildingUse::{Education, Sport};
use linli_model::Planting;
use linli_model::RoofShape::{Flat, Gabled, Round};
use linli_model::Scenario::{Education as Learning, Health, Services};

use super::civic::block;
use super::house::{
    BRICK, Colour, Garden, House, Part, Role, SAND, STONE, Stack, WHITE, area_m2, centimetres, named, spot,
    within,
};
use crate::plan::{Place, Rectangle, ellipse};
use crate::xinghe::plan::Plot;

/// E2: three teaching wings 25 m apart, joined by a gallery; arts, gym, canteen. The eastern half is for the
/// track.
pub(super) fn school(plot: &Plot) -> Vec<House> {
    let teaching = teaching(plot);
    let canteen = block(
        "canteen",
        named("星河学校食堂", "Xinghe School, canteen"),
        Education,
        within(plot, [8.0, 8.0, 44.0, 24.0]),
        (2, 4.5),
        (Flat, 0.0, STONE),
        SAND,
    );
    let gym = block(
        "gym",
        named("星河学校体育馆", "Xinghe School, gym"),
        Sport,
        within(plot, [52.0, 7.0, 92.0, 29.0]),
        (2, 5.0),
        (Round, 4.4, [104, 138, 162]),
        WHITE,
    )
    .houses(
        "sports_hall",
        ("学校体育馆（课后开放）", "School Gym, open after class"),
        Health,
        1600.0,
        Some(200),
    );
    let arts = block(
        "arts",
        named("星河学校艺术楼", "Xinghe School, arts"),
        Education,
        within(plot, [86.0, 66.0, 98.0, 106.0]),
        (3, 4.0),
        (Flat, 0.0, STONE),
        BRICK,
    );
    let mut houses = vec![teaching, canteen, gym, arts];
    for house in &mut houses {
        house.presence = super::house::existing();
        house.year = 2020;
    }
    houses
}

/// The wings and the gallery.
fn teaching(plot: &Plot) -> House {
    let wings = [[8.0, 36.0, 70.0, 48.0], [8.0, 73.0, 70.0, 85.0], [8.0, 110.0, 70.0, 122.0]];
    let storeys = [4_u32, 5, 5];
    let gallery = within(plot, [70.0, 36.0, 80.0, 122.0]);
    let mut parts = Vec::new();
    let mut area = gallery.area_m2();
    for (i, (sides, count)) in wings.into_iter().zip(storeys).enumerate() {
        let outline = within(plot, sides);
        let name = format!("wing-{}", i + 1);
        let top = f64::from(count) * 3.9;
        let colour = if i == 1 { SAND } else { WHITE };
        parts.push(
            Part::new((&name, Role::Base), outline.ring(), Education, count, [0.0, top], colour)
                .topped([176, 120, 98]),
        );
        area += outline.area_m2();
    }
    parts.push(
        Part::new(("gallery", Role::Base), gallery.ring(), Education, 4, [0.0, 15.6], BRICK).topped(STONE),
    );
    let top_wings: f64 = wings[1..].iter().map(|w| within(plot, *w).area_m2()).sum();
    let stack = Stack::default().floors(4, 3.9, Education, area).floors(1, 3.9, Education, top_wings);
    let mut teaching =
        House::new("teaching", named("星河学校教学楼", "Xinghe School, teaching wings"), stack, parts)
            .door([gallery.east, gallery.centre()[1]])
            .door([gallery.centre()[0], gallery.north])
            .door([gallery.centre()[0], gallery.south])
            .bank(gallery.centre(), 2, (1.5, 16), [1, 4])
            .solar(within(plot, [12.0, 38.0, 66.0, 46.0]), 15.6)
            .solar(within(plot, [12.0, 112.0, 66.0, 120.0]), 19.5)
            .garden(within(plot, [71.5, 37.5, 78.5, 120.5]).ring(), None, 15.6, (Planting::Shrub, 0.4), false)
            .houses("school", ("星河学校", "Xinghe School"), Learning, 11_000.0, Some(1620))
            .houses("after_school_care", ("课后托管中心", "After-School Centre"), Learning, 600.0, Some(300));
    teaching.outline = comb(plot, &wings, [70.0, 36.0, 80.0, 122.0]);
    teaching
}

/// The outline of wings on the west of a gallery.
fn comb(plot: &Plot, wings: &[[f64; 4]], [west, south, east, north]: [f64; 4]) -> Vec<Place> {
    let mut ring = vec![[east, south], [east, north]];
    for wing in wings.iter().rev() {
        ring.extend([[west, wing[3]], [wing[0], wing[3]], [wing[0], wing[1]], [west, wing[1]]]);
    }
    ring.dedup();
    // The gallery begins and ends with its outer wings.
    ring.retain(|p| *p != [west, north] && *p != [west, south]);
    ring.into_iter().map(|p| spot(plot, p)).collect()
}

/// Part of a ring between two radii: first and last angle, degrees counter-clockwise from the east.
fn sector(centre: Place, radii: [f64; 2], angles: [f64; 2]) -> Vec<Place> {
    let at = |radius: f64, share: f64| {
        let angle = (angles[0] + share * (angles[1] - angles[0])).to_radians();
        [centimetres(centre[0] + radius * angle.cos()), centimetres(centre[1] + radius * angle.sin())]
    };
    vec![at(radii[0], 1.0), at(radii[0], 0.0), at(radii[1], 0.0), at(radii[1], 0.5), at(radii[1], 1.0)]
}

/// Colours of the kindergarten's units.
const RAINBOW: [Colour; 9] = [
    [238, 200, 112],
    [228, 150, 110],
    [150, 190, 140],
    [132, 178, 204],
    [238, 214, 150],
    [216, 134, 124],
    [166, 200, 160],
    [240, 190, 120],
    [146, 170, 206],
];

/// E4: two fans of class units around a garden, and a round hall.
pub(super) fn kindergarten(plot: &Plot) -> Vec<House> {
    let centre = spot(plot, [33.0, 28.0]);
    let fans: [([f64; 2], f64, u32, u32); 2] = [([42.0, 55.0], 52.0, 5, 3), ([68.0, 81.0], 36.0, 4, 3)];
    let mut houses = Vec::new();
    for (radii, wide, count, storeys) in fans {
        let step = wide / f64::from(count);
        for i in 0..count {
            let first = 90.0 - wide / 2.0 + step * f64::from(i);
            let ring = sector(centre, radii, [first, first + step - 1.2]);
            let number = houses.len() + 1;
            let colour = RAINBOW[(number - 1) % RAINBOW.len()];
            let top = f64::from(storeys) * 3.6;
            let part = Part::new(("body", Role::Base), ring.clone(), Education, storeys, [0.0, top], colour)
                .topped([150, 176, 120]);
            let stack = Stack::default().floors(storeys, 3.6, Education, area_m2(&ring));
            let door = [(ring[0][0] + ring[1][0]) / 2.0, (ring[0][1] + ring[1][1]) / 2.0];
            let name = [format!("星河幼儿园{number}班组"), format!("Xinghe Kindergarten, group {number}")];
            let mut house = House::new(format!("group-{number}"), name, stack, vec![part]).door(door);
            house.garden_inside(&ring, top);
            houses.push(house);
        }
    }
    let middle = spot(plot, [33.0, 124.0]);
    let ring = ellipse(middle, [11.0, 11.0], 24, 0.0);
    let part = Part::new(("hall", Role::Base), ring.clone(), Education, 2, [0.0, 7.6], WHITE)
        .topped([238, 200, 112]);
    let stack = Stack::default().floors(2, 3.8, Education, area_m2(&ring));
    houses.push(
        House::new("hall", named("星河幼儿园音体厅", "Xinghe Kindergarten, hall"), stack, vec![part])
            .door([middle[0], middle[1] + 11.0])
            .houses("kindergarten", ("星河幼儿园", "Xinghe Kindergarten"), Learning, 4200.0, Some(360))
            .houses("playground", ("儿童室内乐园", "Indoor Playground"), Services, 200.0, Some(40)),
    );
    houses
}

impl House {
    /// A green roof over a unit: the ring drawn in by a tenth.
    fn garden_inside(&mut self, ring: &[Place], height_m: f64) {
        let n = ring.len().max(1) as f64;
        let middle = [0, 1].map(|k| ring.iter().map(|p| p[k]).sum::<f64>() / n);
        let drawn_in = |p: &Place| [0, 1].map(|k| centimetres(middle[k] + 0.88 * (p[k] - middle[k])));
        self.gardens.push(Garden {
            ring: ring.iter().map(drawn_in).collect(),
            hole: None,
            height_m,
            planting: Planting::Lawn,
            soil_m: 0.3,
            open_to_all: false,
        });
    }
}

/// E6: gabled houses around a court.
pub(super) fn nursery(plot: &Plot) -> Vec<House> {
    let sides: [[f64; 4]; 4] = [
        [6.0, 70.0, 20.0, 90.0],
        [25.0, 74.0, 39.0, 94.0],
        [6.0, 36.0, 20.0, 56.0],
        [26.0, 30.0, 40.0, 48.0],
    ];
    let names = [
        ("托育中心一号屋", "Nursery, first house"),
        ("托育中心二号屋", "Nursery, second house"),
        ("亲子中心", "Family Centre"),
        ("儿童成长驿站", "Children's Health Room"),
    ];
    let mut houses: Vec<House> = Vec::new();
    for (i, (sides, (chinese, english))) in sides.into_iter().zip(names).enumerate() {
        let outline: Rectangle = within(plot, sides);
        let wall = if i % 2 == 0 { WHITE } else { [240, 206, 150] };
        let roof = (Gabled, 3.2, [176, 112, 84]);
        let key = format!("house-{}", i + 1);
        let mut house = block(&key, named(chinese, english), Education, outline, (2, 3.6), roof, wall);
        house = match i {
            0 => house.houses("childcare", ("星河托育中心", "Xinghe Nursery"), Learning, 560.0, Some(90)),
            2 => house.houses("family_centre", ("亲子中心", "Family Centre"), Learning, 480.0, Some(60)),
            3 => {
                house.houses("child_health", ("儿童成长驿站", "Children's Health Room"), Health, 240.0, None)
            }
            _ => house,
        };
        houses.push(house.existing(2021));
    }
    houses
}
