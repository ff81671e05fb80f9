//! Colours of classes, safe for the colour-blind.

use crate::Colour;

/// Elements without a value.
pub const NO_VALUE_COLOUR: Colour = [206, 206, 202];

/// Eleven equal steps of viridis (S. van der Walt and N. Smith 2015, CC0): from dark to light at an even pace, which
/// every eye sees.
const VIRIDIS: [Colour; 11] = [
    [68, 1, 84],
    [72, 36, 117],
    [65, 68, 135],
    [53, 95, 141],
    [42, 120, 142],
    [33, 145, 140],
    [34, 168, 132],
    [68, 191, 112],
    [122, 209, 81],
    [189, 223, 38],
    [253, 231, 37],
];

/// Seven colours that every eye tells apart (M. Okabe and K. Ito 2008), and a dark one for all other values.
const QUALITATIVE: [Colour; 8] = [
    [0, 114, 178],
    [230, 159, 0],
    [0, 158, 115],
    [204, 121, 167],
    [86, 180, 233],
    [213, 94, 0],
    [240, 228, 66],
    [96, 96, 104],
];

/// The colour at a share of the way from low (0) to high (1).
pub fn sequential_colour(share: f64) -> Colour {
    // The darkest tenth would leave no light and shade on a facade.
    let at = (0.1 + 0.9 * share.clamp(0.0, 1.0)) * (VIRIDIS.len() - 1) as f64;
    let low = (at.floor() as usize).min(VIRIDIS.len() - 2);
    let part = at - low as f64;
    std::array::from_fn(|i| {
        let (a, b) = (f64::from(VIRIDIS[low][i]), f64::from(VIRIDIS[low + 1][i]));
        (a + (b - a) * part).round() as u8
    })
}

/// The colour of the category in this place, the most frequent first; the last one is for all others.
pub fn qualitative_colour(place: usize) -> Colour {
    QUALITATIVE[place.min(QUALITATIVE.len() - 1)]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance (WCAG 2.1) of a colour.
    fn luminance(colour: Colour) -> f64 {
        let linear = colour.map(|channel| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }

    #[test]
    fn the_more_the_lighter() {
        let steps: Vec<f64> = (0..=20).map(|i| luminance(sequential_colour(f64::from(i) / 20.0))).collect();
        assert!(steps.windows(2).all(|pair| pair[1] > pair[0]), "{steps:?}");
        assert_eq!(sequential_colour(7.0), [253, 231, 37]);
        assert_eq!(sequential_colour(-1.0), VIRIDIS[1]);
    }
}
