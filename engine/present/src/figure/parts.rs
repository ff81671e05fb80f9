//! Where a figure comes from in the scene: what is shown there when its row is open.

use std::collections::BTreeMap;

use linli_model::{Community, Key};
use linli_sim::figures::PlanSheet;
use linli_sim::indicator::{Better, Indicator, Subject};

use super::row::FigureRow;
use crate::{ElementValues, Overlay, OverlayKind};

/// What shows a figure in the scene.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FigureShown {
    /// Minutes of homes in colours.
    Minutes(OverlayKind),
    /// Marks of the underground check.
    Findings,
    /// Buildings in colours by the same figure of their parcel.
    Parcels,
    /// Nothing.
    Nothing,
}

/// What shows a figure in the scene.
pub fn figure_shown(row: &FigureRow, sheet: &PlanSheet) -> FigureShown {
    match row.spec.id {
        "reach.person" | "reach.person_within" | "reach.person_mean" => {
            FigureShown::Minutes(OverlayKind::PersonReach)
        }
        "reach.car" => FigureShown::Minutes(OverlayKind::CarReach),
        "reach.goods" => FigureShown::Minutes(OverlayKind::GoodsReach),
        id if id.starts_with("underground.") => FigureShown::Findings,
        id if by_parcel(sheet, id).next().is_some() => FigureShown::Parcels,
        _ => FigureShown::Nothing,
    }
}

fn by_parcel<'a>(sheet: &'a PlanSheet, id: &'a str) -> impl Iterator<Item = (&'a Key, f64)> {
    let parcels = |key: &&Key| sheet.rooms.iter().any(|room| room.parcel == **key);
    let all = [&sheet.density, &sheet.green, &sheet.capital].into_iter().flatten();
    all.filter(move |figure| figure.spec.id == id).filter_map(move |figure: &Indicator| {
        let Subject::Element(key) = &figure.subject else { return None };
        Some((Some(key).filter(parcels)?, figure.value.known().filter(|value| value.is_finite())?))
    })
}

/// Buildings coloured by a figure of their parcels; nothing when no parcel has it. `community` numbers the elements.
pub fn parcel_overlay(row: &FigureRow, sheet: &PlanSheet, community: &Community) -> Option<Overlay> {
    let values: BTreeMap<&Key, f64> = by_parcel(sheet, row.spec.id).collect();
    let most = values.values().copied().fold(f64::NEG_INFINITY, f64::max);
    let least = values.values().copied().fold(f64::INFINITY, f64::min);
    if values.is_empty() {
        return None;
    }
    let buildings =
        sheet.parcel_of.iter().filter_map(|(building, parcel)| Some((building, values.get(parcel)?)));
    let on_parcels = values.iter().map(|(parcel, value)| (*parcel, value));
    let elements = buildings
        .chain(on_parcels)
        .filter_map(|(key, value)| Some(ElementValues::whole(community.id_of(key)?, *value)));
    // The colours change sides at the figure of the whole, where it lies among those of the parcels.
    let middle = row.value.known().filter(|value| (least..=most).contains(value));
    let spec = row.spec;
    let said = |english: &str, chinese: &str| [english.to_owned(), chinese.to_owned()];
    Some(Overlay {
        kind: OverlayKind::Figure(spec.better == Better::Higher),
        title: said(spec.title.en, spec.title.zh),
        unit: [spec.unit, spec.unit],
        basis: said("of the parcel that a building stands on; design", "按建筑所在地块；设计阶段"),
        result: said(&format!("{} parcels", values.len()), &format!("{} 个地块", values.len())),
        limit: middle.unwrap_or((least + most) / 2.0),
        most: most.max(least + 1e-6),
        elements: elements.collect(),
    })
}
