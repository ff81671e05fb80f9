//! Names of kinds of elements.

use linli_model::{Kind, Language};

/// The word of files and of the command line for a kind.
pub fn kind_token(kind: &Kind) -> &'static str {
    match kind {
        Kind::Terrain => "terrain",
        Kind::Building(_) => "building",
        Kind::BuildingPart(_) => "building_part",
        Kind::Parcel(_) => "parcel",
        Kind::Entrance(_) => "entrance",
        Kind::Basement(_) => "basement",
        Kind::Corridor(_) => "corridor",
        Kind::CorridorNode(_) => "corridor_node",
        Kind::Greening(_) => "greening",
        Kind::Equipment(_) => "equipment",
        Kind::SiteWork(_) => "site_work",
        Kind::Street(_) => "street",
        Kind::StreetNode(_) => "street_node",
        Kind::Station(_) => "station",
        Kind::StationEntrance(_) => "station_entrance",
        Kind::Stop(_) => "stop",
        Kind::Parking(_) => "parking",
        Kind::Area(_) => "area",
        Kind::Tree(_) => "tree",
        Kind::Facility(_) => "facility",
        Kind::Address => "address",
        Kind::Bridge => "bridge",
        Kind::Tunnel => "tunnel",
        Kind::Structure { .. } => "structure",
        Kind::UtilityLine(_) => "utility_line",
        Kind::UtilityNode(_) => "utility_node",
        Kind::Other { .. } => "other",
    }
}

/// What people call a kind, by its word.
pub fn kind_text(token: &str, language: Language) -> &str {
    let (chinese, english) = match token {
        "terrain" => ("地形", "Terrain"),
        "building" => ("建筑", "Buildings"),
        "building_part" => ("建筑部分", "Building parts"),
        "parcel" => ("地块", "Parcels"),
        "entrance" => ("出入口", "Entrances"),
        "basement" => ("地下室", "Basements"),
        "corridor" => ("综合管廊", "Utility tunnels"),
        "corridor_node" => ("管廊节点", "Tunnel nodes"),
        "greening" => ("立体绿化", "Green on buildings"),
        "equipment" => ("设备", "Equipment"),
        "site_work" => ("施工设施", "Site works"),
        "street" => ("道路", "Streets and paths"),
        "street_node" => ("道路节点", "Street nodes"),
        "station" => ("车站", "Stations"),
        "station_entrance" => ("车站出入口", "Station entrances"),
        "stop" => ("停靠站", "Stops"),
        "parking" => ("停车场", "Car parks"),
        "area" => ("场地与水体", "Land and water"),
        "tree" => ("树木", "Trees"),
        "facility" => ("设施", "Facilities"),
        "address" => ("门牌地址", "Addresses"),
        "bridge" => ("桥梁", "Bridges"),
        "tunnel" => ("隧道", "Tunnels"),
        "structure" => ("构筑物", "Structures"),
        "utility_line" => ("管线", "Utility lines"),
        "utility_node" => ("管线节点", "Utility nodes"),
        "other" => ("其他", "Other"),
        unknown => (unknown, unknown),
    };
    match language {
        Language::Chinese => chinese,
        Language::English => english,
    }
}

#[cfg(test)]
mod tests {
    use linli_model::{Building, Tree};

    use super::*;

    #[test]
    fn a_kind_has_words_in_both_languages() {
        for kind in [Kind::Building(Building::default()), Kind::Tree(Tree::default()), Kind::Address] {
            let token = kind_token(&kind);
            assert_ne!(kind_text(token, Language::Chinese), token);
            assert_ne!(kind_text(token, Language::English), token);
        }
    }
}
