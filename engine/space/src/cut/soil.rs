//! What the walls of an opening show where nothing is cut through. A picture of usual layers, not a survey:
//! sources of ground investigations differ by a metre within one block.

/// A layer of the ground.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SoilLayer {
    /// Name in English and in Chinese.
    pub name: [&'static str; 2],
    /// Where it ends, metres below the ground.
    pub until_m: f64,
    /// Paint, sRGB.
    pub colour: [u8; 3],
}

const fn layer(english: &'static str, chinese: &'static str, until_m: f64, colour: [u8; 3]) -> SoilLayer {
    SoilLayer { name: [english, chinese], until_m, colour }
}

/// Under carriageways and pavements: the layers of an urban road (CJJ 169-2012, flexible pavement of medium
/// traffic), then the soils below.
const PAVED: [SoilLayer; 3] = [
    layer("Asphalt", "沥青面层", 0.18, [52, 53, 57]),
    layer("Base course", "基层", 0.55, [158, 154, 146]),
    layer("Sub-base", "底基层", 0.85, [184, 166, 132]),
];
const BARE: [SoilLayer; 1] = [layer("Topsoil", "表土", 0.35, [78, 58, 42])];
/// Usual sequence of the plain of the Qiantang river at Hangzhou, thicknesses rounded.
const BELOW: [SoilLayer; 4] = [
    layer("Fill", "素填土", 2.0, [118, 86, 60]),
    layer("Sandy silt", "砂质粉土", 7.0, [196, 168, 120]),
    layer("Silt with sand", "粉砂", 14.0, [216, 196, 150]),
    layer("Clay", "粉质黏土", f64::INFINITY, [120, 130, 126]),
];

/// Layers from the ground down, under a road or beside it.
pub fn soil_layers(paved: bool) -> impl Iterator<Item = SoilLayer> {
    let upper: &[SoilLayer] = if paved { &PAVED } else { &BARE };
    upper.iter().chain(&BELOW).copied()
}
