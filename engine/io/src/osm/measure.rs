//! Numbers, lengths, speeds, directions and colours as people write them into tags.

/// A number: full-width digits and signs, and a decimal comma, are understood. Of a list
/// (`12;14`) the first is taken.
pub(super) fn number(text: &str) -> Option<f64> {
    quantity(text).filter(|(_, unit)| unit.is_empty()).map(|(value, _)| value)
}

/// A length in metres: plain metres, `m`, `cm`, `mm`, `km`, `ft`, `mi`, or feet and inches as in
/// `12'6"`. The sign is kept.
pub(super) fn length_m(text: &str) -> Option<f64> {
    let (value, unit) = quantity(text)?;
    let metres = match unit.as_str() {
        "" | "m" | "米" | "meter" | "metre" | "meters" | "metres" => value,
        "cm" => value / 100.0,
        "mm" => value / 1000.0,
        "km" => value * 1000.0,
        "ft" | "feet" | "foot" | "'" => value * 0.3048,
        "in" | "\"" => value * 0.0254,
        "mi" | "miles" => value * 1609.344,
        _ => {
            let inches = unit.strip_prefix('\'')?.trim().strip_suffix('"')?.trim().parse::<f64>().ok()?;
            value * 0.3048 + inches.abs() * 0.0254
        }
    };
    metres.is_finite().then_some(metres)
}

/// A speed in km/h: plain km/h, `mph`, `knots`. Words (`walk`, `none`, `CN:urban`) give nothing.
pub(super) fn speed_kmh(text: &str) -> Option<f32> {
    let (value, unit) = quantity(text)?;
    let speed = match unit.as_str() {
        "" | "km/h" | "kmh" | "kph" => value,
        "mph" => value * 1.609_344,
        "knots" => value * 1.852,
        _ => return None,
    };
    (speed > 0.0 && speed < 500.0).then_some(speed as f32)
}

/// A direction, degrees clockwise from north: a number or a compass point.
pub(super) fn direction_deg(text: &str) -> Option<f32> {
    const POINTS: [&str; 16] =
        ["N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW"];
    let upper = text.trim().to_ascii_uppercase();
    if let Some(position) = POINTS.iter().position(|point| *point == upper) {
        return Some(position as f32 * 22.5);
    }
    number(text.trim().trim_end_matches('°')).map(|value| value.rem_euclid(360.0) as f32)
}

/// A colour: `#rrggbb`, `#rgb` (also without `#`), or one of the common CSS names.
pub(super) fn colour(text: &str) -> Option<[u8; 3]> {
    let text = text.trim().to_ascii_lowercase();
    let plain: String = text.chars().filter(|c| !matches!(c, ' ' | '_' | '-')).collect();
    if let Some((_, colour)) = NAMED_COLOURS.iter().find(|(name, _)| *name == plain) {
        return Some(*colour);
    }
    let digits: Vec<u8> = text
        .trim_start_matches('#')
        .chars()
        .map(|c| c.to_digit(16).map(|digit| digit as u8))
        .collect::<Option<_>>()?;
    match *digits.as_slice() {
        [r, g, b] => Some([r * 17, g * 17, b * 17]),
        [r, s, g, h, b, c] => Some([r * 16 + s, g * 16 + h, b * 16 + c]),
        _ => None,
    }
}

/// CSS colour names that occur on buildings.
const NAMED_COLOURS: [(&str, [u8; 3]); 36] = [
    ("white", [255, 255, 255]),
    ("black", [0, 0, 0]),
    ("gray", [128, 128, 128]),
    ("grey", [128, 128, 128]),
    ("lightgray", [211, 211, 211]),
    ("lightgrey", [211, 211, 211]),
    ("darkgray", [169, 169, 169]),
    ("darkgrey", [169, 169, 169]),
    ("silver", [192, 192, 192]),
    ("red", [255, 0, 0]),
    ("darkred", [139, 0, 0]),
    ("maroon", [128, 0, 0]),
    ("firebrick", [178, 34, 34]),
    ("brown", [165, 42, 42]),
    ("lightbrown", [181, 101, 29]),
    ("darkbrown", [101, 67, 33]),
    ("sienna", [160, 82, 45]),
    ("orange", [255, 165, 0]),
    ("darkorange", [255, 140, 0]),
    ("salmon", [250, 128, 114]),
    ("pink", [255, 192, 203]),
    ("yellow", [255, 255, 0]),
    ("lightyellow", [255, 255, 224]),
    ("gold", [255, 215, 0]),
    ("khaki", [240, 230, 140]),
    ("beige", [245, 245, 220]),
    ("cream", [255, 253, 208]),
    ("ivory", [255, 255, 240]),
    ("tan", [210, 180, 140]),
    ("green", [0, 128, 0]),
    ("darkgreen", [0, 100, 0]),
    ("lightgreen", [144, 238, 144]),
    ("olive", [128, 128, 0]),
    ("blue", [0, 0, 255]),
    ("lightblue", [173, 216, 230]),
    ("purple", [128, 0, 128]),
];

/// A leading number and what follows it, in plain characters and lower case.
fn quantity(text: &str) -> Option<(f64, String)> {
    let plain: String = text.split(';').next()?.chars().map(half_width).collect();
    let plain = plain.trim().to_lowercase();
    let end = plain.find(|c: char| !matches!(c, '0'..='9' | '.' | ',' | '-' | '+')).unwrap_or(plain.len());
    let (digits, unit) = plain.split_at(end);
    let value: f64 = digits.replace(',', ".").parse().ok()?;
    value.is_finite().then(|| (value, unit.trim().to_owned()))
}

/// ASCII of a full-width character, and straight marks of feet and inches.
fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        '\u{2212}' => '-',
        '\u{2019}' | '\u{2032}' => '\'',
        '\u{201d}' | '\u{2033}' => '"',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_understood_in_every_usual_spelling() {
        let feet = |text| length_m(text).map(|m| (m * 1e4).round() / 1e4);
        assert_eq!(length_m("12"), Some(12.0));
        assert_eq!(length_m("12 m"), Some(12.0));
        assert_eq!(length_m("12,5"), Some(12.5));
        assert_eq!(length_m("１２"), Some(12.0));
        assert_eq!(length_m("１２．５ｍ"), Some(12.5));
        assert_eq!(length_m("-3"), Some(-3.0));
        assert_eq!(feet("12 ft"), Some(3.6576));
        assert_eq!(feet("12'6\""), Some(3.81));
        assert_eq!(feet("12'"), Some(3.6576));
        assert_eq!(length_m("12;14"), Some(12.0));
        assert_eq!(length_m("high"), None);
        assert_eq!(length_m("1e999"), None);
        assert_eq!(length_m(""), None);
    }

    #[test]
    fn speeds_directions_and_colours() {
        assert_eq!(speed_kmh("50"), Some(50.0));
        assert_eq!(speed_kmh("30 mph").map(|v| (v * 10.0).round()), Some(483.0));
        assert_eq!(speed_kmh("walk"), None);
        assert_eq!(direction_deg("NNE"), Some(22.5));
        assert_eq!(direction_deg("-90"), Some(270.0));
        assert_eq!(colour("#FF8000"), Some([255, 128, 0]));
        assert_eq!(colour("#f80"), Some([255, 136, 0]));
        assert_eq!(colour("Light Gray"), Some([211, 211, 211]));
        assert_eq!(colour("#12"), None);
        assert_eq!(colour("颜色"), None);
    }
}
