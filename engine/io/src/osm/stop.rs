//! Stops that are mapped twice: as a stop and as the platform beside it.

use linli_model::{Element, Geometry, Kind, TransitMode};

/// A platform nearer than this to a stop of its mode is that stop's platform, metres.
const SAME_STOP_M: f64 = 50.0;
/// Metres of one degree of latitude on the mean sphere.
const METRES_PER_DEGREE: f64 = 111_195.08;

/// Turns platforms that stand beside a stop of the same mode into structures, so that one place is
/// one stop. `platforms` are the elements that are stops only by their platform.
pub(super) fn drop_double_stops(elements: &mut [Element], platforms: &[usize]) {
    let mut stops: Vec<(f64, f64, TransitMode)> = Vec::new();
    for (i, element) in elements.iter().enumerate() {
        if let (Kind::Stop(stop), Geometry::Point(at)) = (&element.kind, &element.geometry)
            && platforms.binary_search(&i).is_err()
        {
            stops.push((at[1], at[0], stop.mode));
        }
    }
    stops.sort_by(|a, b| a.0.total_cmp(&b.0));
    for &platform in platforms {
        let Some(element) = elements.get_mut(platform) else { continue };
        let (Kind::Stop(stop), Geometry::Point(at)) = (&element.kind, &element.geometry) else { continue };
        let reach = SAME_STOP_M / METRES_PER_DEGREE;
        let start = stops.partition_point(|(latitude, ..)| *latitude < at[1] - reach);
        let near = stops.iter().skip(start).take_while(|(latitude, ..)| *latitude <= at[1] + reach);
        let same = near.clone().any(|(latitude, longitude, mode)| {
            let east = (longitude - at[0]) * at[1].to_radians().cos();
            *mode == stop.mode && east.hypot(latitude - at[1]) <= reach
        });
        if same {
            element.kind = Kind::Structure { what: "platform".to_owned() };
        }
    }
}

#[cfg(test)]
mod tests {
    use linli_model::Stop;

    use super::*;

    #[test]
    fn a_platform_beside_its_stop_is_not_a_second_stop() {
        let stop = |key: &str, mode, latitude: f64| {
            Element::new(key, Kind::Stop(Stop { mode }), Geometry::Point([24.9, latitude, 0.0]))
        };
        let mut elements = vec![
            stop("pole", TransitMode::Bus, 60.0),
            stop("beside", TransitMode::Bus, 60.0003),
            stop("far", TransitMode::Bus, 60.01),
            stop("tram", TransitMode::Tram, 60.0),
        ];
        drop_double_stops(&mut elements, &[1, 2, 3]);
        let stops: Vec<bool> = elements.iter().map(|e| matches!(e.kind, Kind::Stop(_))).collect();
        assert_eq!(stops, vec![true, false, true, true]);
    }
}
