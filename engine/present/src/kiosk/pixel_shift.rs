//! Fixed words and buttons move a little from time to time, so that they do not burn into the screen.

/// Time between two places, milliseconds.
const EVERY_MS: u64 = 600_000;
/// The places, in steps: around the middle, so that every place is left for one beside it.
const PLACES: [[f64; 2]; 9] = [
    [0.0, 0.0],
    [1.0, 0.0],
    [1.0, 1.0],
    [0.0, 1.0],
    [-1.0, 1.0],
    [-1.0, 0.0],
    [-1.0, -1.0],
    [0.0, -1.0],
    [1.0, -1.0],
];
/// One step, pixels.
pub(super) const STEP_PX: f64 = 8.0;

/// How far fixed words and buttons are moved now, pixels.
pub fn pixel_shift(now_ms: u64) -> [f64; 2] {
    let at = (now_ms / EVERY_MS) % PLACES.len() as u64;
    PLACES[at as usize].map(|step| step * STEP_PX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_has_its_ten_minutes_and_the_middle_is_the_middle() {
        let mut sum = [0.0; 2];
        for at in 0..9 {
            let place = pixel_shift(at * EVERY_MS);
            assert_eq!(place, pixel_shift(at * EVERY_MS + EVERY_MS - 1));
            assert_ne!(place, pixel_shift((at + 1) * EVERY_MS));
            sum = [sum[0] + place[0], sum[1] + place[1]];
        }
        assert_eq!(sum, [0.0, 0.0]);
        assert!(pixel_shift(u64::MAX)[0].abs() <= STEP_PX);
    }
}
