//! Walls of an opening in the ground as one mesh.

use linli_model::{Community, ElementId, Kind, Layer};
use linli_present::{Colour, medium_colour};
use linli_space::{GroundCut, Shape};

use super::builder::{Drawn, MeshBuilder, TileMesh, dressed};
use crate::material::Finish;

/// Paint of concrete that is cut through.
pub(super) const CONCRETE: Colour = [122, 120, 116];

/// One mesh of an opening's soil and of what it cuts through.
pub fn cut_mesh<'a>(
    community: &Community,
    cut: &GroundCut,
    soil: &Shape,
    caps: impl Iterator<Item = &'a (ElementId, Shape)>,
) -> TileMesh {
    let origin = cut.outline.first().map_or([0.0; 3], |[x, y]| [*x, *y, 0.0]);
    let mut builder = MeshBuilder::default();
    builder.parts(origin, soil, |part| dressed(part.colour.unwrap_or(CONCRETE), Finish::Cut, 0.0));
    for (id, cap) in caps {
        let colour = match community.element(*id).map(|element| &element.kind) {
            Some(Kind::UtilityLine(line)) => medium_colour(line.medium),
            _ => CONCRETE,
        };
        builder.flat(origin, cap, &cap.triangles, dressed(colour, Finish::Cut, 0.0), 0.0);
    }
    builder.tile(origin, Layer::Underground, Drawn::Below)
}
