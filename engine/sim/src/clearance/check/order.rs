//! Things that lie near each other, near each other in memory.

use rayon::prelude::*;

/// Numbers of places in the order of a Z-curve (Morton, 1966) over them, 2¹⁶ cells each way.
pub fn spatial_order(places: &[[f64; 2]]) -> Vec<u32> {
    let mut low = [f64::INFINITY; 2];
    let mut high = [f64::NEG_INFINITY; 2];
    for place in places {
        for i in 0..2 {
            low[i] = low[i].min(place[i]);
            high[i] = high[i].max(place[i]);
        }
    }
    let cell = |v: f64, i: usize| {
        let size = high[i] - low[i];
        let share = if size > 0.0 { (v - low[i]) / size } else { 0.0 };
        (share * 65_535.0) as u32
    };
    let key = |place: &[f64; 2]| spread(cell(place[0], 0)) | spread(cell(place[1], 1)) << 1;
    let mut order: Vec<(u32, u32)> =
        places.par_iter().enumerate().map(|(number, place)| (key(place), number as u32)).collect();
    order.par_sort_unstable();
    order.into_iter().map(|(_, number)| number).collect()
}

/// The low 16 bits with a gap of one bit between each.
fn spread(v: u32) -> u32 {
    let mut v = v & 0xffff;
    for (shift, mask) in [(8, 0x00ff_00ff), (4, 0x0f0f_0f0f), (2, 0x3333_3333), (1, 0x5555_5555)] {
        v = (v | v << shift) & mask;
    }
    v
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_follow_each_other() {
        let places = [[0.0, 0.0], [9.0, 9.0], [0.1, 0.1], [9.1, 9.1], [5.0, 0.2]];
        assert_eq!(spatial_order(&places), [0, 2, 4, 1, 3]);
        assert_eq!(spatial_order(&[]), Vec::<u32>::new());
    }
}
