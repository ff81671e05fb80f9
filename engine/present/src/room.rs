//! Rooms of an open storey in words.

use linli_model::Language;
use linli_space::{Room, RoomUse};

/// Name of what a room is for.
pub fn room_use_text(use_: RoomUse, language: Language) -> &'static str {
    let (chinese, english) = match use_ {
        RoomUse::Corridor => ("公共走廊", "Corridor"),
        RoomUse::Lobby => ("电梯厅", "Lobby"),
        RoomUse::Stairs => ("楼梯间", "Stairs"),
        RoomUse::Lift => ("电梯", "Lift"),
        RoomUse::Living => ("客厅", "Living"),
        RoomUse::Bedroom => ("卧室", "Bedroom"),
        RoomUse::Kitchen => ("厨房", "Kitchen"),
        RoomUse::Bathroom => ("卫生间", "Bath"),
        RoomUse::Passage => ("过道", "Passage"),
        RoomUse::Office => ("办公室", "Office"),
        RoomUse::Meeting => ("会议室", "Meeting"),
        RoomUse::Classroom => ("教室", "Classroom"),
        RoomUse::Shop => ("商铺", "Shop"),
        RoomUse::Ward => ("诊室", "Ward"),
        RoomUse::Gallery => ("阅览展厅", "Gallery"),
        RoomUse::Hall => ("大厅", "Hall"),
        RoomUse::Service => ("设备间", "Service"),
        RoomUse::Storage => ("储藏室", "Store"),
        RoomUse::Unspecified => ("房间", "Room"),
    };
    match language {
        Language::Chinese => chinese,
        Language::English => english,
    }
}

/// What a room is for, and its area in square metres.
pub fn room_text(room: &Room, language: Language) -> String {
    format!("{} {:.0} m²", room_use_text(room.use_, language), room.area_m2)
}
