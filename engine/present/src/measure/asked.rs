//! What is to be measured, as it is typed.

use linli_model::{Key, Point3, SceneFrame};
use linli_space::Ground;

use super::{Measure, MeasureKind};

/// A point in the scene's coordinate system: east, north, and a height, or none for the ground there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AskedPoint {
    /// East and north, metres.
    pub at: [f64; 2],
    /// Height, metres.
    pub height_m: Option<f64>,
}

impl AskedPoint {
    /// `x,y` or `x,y,z`, as the status line tells them.
    ///
    /// # Errors
    /// What is wanted instead.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wanted = || format!("'{text}': two or three numbers are wanted, east,north or east,north,height");
        let numbers: Option<Vec<f64>> = text
            .split(',')
            .map(|part| part.trim().parse::<f64>().ok().filter(|number| number.is_finite()))
            .collect();
        match numbers.as_deref() {
            Some([x, y]) => Ok(Self { at: [*x, *y], height_m: None }),
            Some([x, y, z]) => Ok(Self { at: [*x, *y], height_m: Some(*z) }),
            _ => Err(wanted()),
        }
    }

    /// Points between semicolons.
    ///
    /// # Errors
    /// What is wanted instead.
    pub fn parse_all(text: &str) -> Result<Vec<Self>, String> {
        text.split(';').filter(|part| !part.trim().is_empty()).map(Self::parse).collect()
    }

    /// The point in local metres, on the ground where it has no height.
    pub fn local(self, frame: &SceneFrame, ground: &Ground) -> Point3 {
        let [x, y] = self.at;
        let [x, y, z] = frame.local_from_projected([x, y, self.height_m.unwrap_or_default()]);
        [x, y, if self.height_m.is_some() { z } else { ground.height_at(x, y) }]
    }
}

/// Something to measure before the scene is known.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasureAsked {
    /// What is measured.
    pub kind: MeasureKind,
    /// Points in the scene's coordinate system.
    pub points: Vec<AskedPoint>,
    /// Keys of two things.
    pub objects: Vec<Key>,
}

impl MeasureAsked {
    /// `KIND:x,y,z;x,y,z;…`, or `clearance:KEY;KEY`.
    ///
    /// # Errors
    /// What is wanted instead.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (kind, rest) = text.split_once(':').unwrap_or((text, ""));
        let names = || MeasureKind::ALL.map(MeasureKind::name).join(", ");
        let kind = MeasureKind::from_name(kind.trim())
            .ok_or_else(|| format!("'{kind}': one of these is wanted before a colon: {}", names()))?;
        let mut asked = Self { kind, points: Vec::new(), objects: Vec::new() };
        if kind == MeasureKind::Clearance {
            asked.objects = rest.split(';').map(|key| Key::from(key.trim())).collect();
            if asked.objects.len() != 2 || asked.objects.iter().any(|key| key.as_str().is_empty()) {
                return Err("the keys of two things are wanted, clearance:KEY;KEY".to_owned());
            }
            return Ok(asked);
        }
        asked.points = AskedPoint::parse_all(rest)?;
        let (least, most) = kind.points();
        if asked.points.len() < least || asked.points.len() > most {
            let count = if least == most { format!("{least}") } else { format!("{least} or more") };
            return Err(format!("{}: {count} points are wanted, not {}", kind.name(), asked.points.len()));
        }
        Ok(asked)
    }

    /// What it is in the scene.
    pub fn local(&self, frame: &SceneFrame, ground: &Ground) -> Measure {
        let points = self.points.iter().map(|point| point.local(frame, ground)).collect();
        Measure { kind: self.kind, points, objects: self.objects.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_without_height_lie_on_the_ground() {
        let frame = SceneFrame {
            crs: "EPSG:4549".into(),
            anchor_m: [500_000.0, 3_000_000.0, 5.0],
            longitude_deg: 120.0,
            latitude_deg: 27.0,
            convergence_deg: 0.0,
        };
        let asked = MeasureAsked::parse("length: 500010,3000020 ; 500010,3000020,30");
        let asked = asked.unwrap_or_else(|why| unreachable!("{why}"));
        let placed = asked.local(&frame, &Ground::level(2.5));
        assert_eq!(placed.points, [[10.0, 20.0, 2.5], [10.0, 20.0, 25.0]]);
    }

    #[test]
    fn what_is_typed_is_looked_at() {
        let of = |text| MeasureAsked::parse(text);
        let two = of("clearance:a/1;b/2").map(|asked| asked.objects);
        assert_eq!(two, Ok(vec![Key::from("a/1"), Key::from("b/2")]));
        for wrong in
            ["volume:1,2", "length:1,2", "point:1,2;3,4", "area:1,2;3,4", "point:1,x", "clearance:a", "angle"]
        {
            assert!(of(wrong).is_err(), "{wrong}");
        }
    }
}
