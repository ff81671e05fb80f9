//! What a storey interior consists of.

use linli_model::Polygon;

use crate::shape::Shape;

/// Colour of the cut tops of walls, sRGB.
pub const CUT_COLOUR: [u8; 3] = [62, 64, 68];

/// What a room is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RoomUse {
    /// Way between rooms that belongs to all 公共走廊.
    Corridor,
    /// In front of lifts and stairs 电梯厅.
    Lobby,
    /// Stairwell 楼梯间.
    Stairs,
    /// Lift shaft 电梯井.
    Lift,
    /// Living room, also with a kitchenette 客厅.
    Living,
    /// Bedroom 卧室.
    Bedroom,
    /// Kitchen 厨房.
    Kitchen,
    /// Bathroom, toilets 卫生间.
    Bathroom,
    /// Way inside a dwelling 过道.
    Passage,
    /// Office 办公室.
    Office,
    /// Meeting room 会议室.
    Meeting,
    /// Classroom 教室.
    Classroom,
    /// Shop, restaurant 商铺.
    Shop,
    /// Ward, consulting room 诊室、病房.
    Ward,
    /// Reading room, exhibition 阅览、展厅.
    Gallery,
    /// One large room: sports, works, concourse 大厅.
    Hall,
    /// Plant, risers 设备间.
    Service,
    /// Store 储藏室.
    Storage,
    /// Not known what for.
    Unspecified,
}

impl RoomUse {
    /// Whether it is a way that belongs to all.
    pub fn is_circulation(self) -> bool {
        matches!(self, Self::Corridor | Self::Lobby | Self::Stairs)
    }
}

/// One room of a storey.
#[derive(Clone, Debug, PartialEq)]
pub struct Room {
    /// What it is for.
    pub use_: RoomUse,
    /// Floor between the walls, square metres.
    pub area_m2: f64,
    /// Faces of the walls around it at the finished floor, local metres.
    pub outline: Polygon,
    /// Which dwelling of the storey it belongs to, counted from 0.
    pub dwelling: Option<u32>,
}

/// The inside of one storey.
#[derive(Clone, Debug, PartialEq)]
pub struct StoreyInterior {
    /// Floor, walls with windows and doors, stairs and furniture: panes are `FaceKind::Window`,
    /// leaves `Door`, the façade `Wall`, all else `Interior` with its own colour (cut tops of walls
    /// have [`CUT_COLOUR`]).
    pub shape: Shape,
    /// Rooms; they do not overlap.
    pub rooms: Vec<Room>,
    /// Level of the storey in the building: 1 is the ground floor.
    pub level: i16,
    /// Height of the finished floor, local metres.
    pub floor_m: f64,
    /// Height of the finished floor above, local metres.
    pub above_m: f64,
    /// Area inside the outline of the storey, square metres: that of all rooms and walls.
    pub gross_area_m2: f64,
    /// Area of walls, square metres.
    pub wall_area_m2: f64,
    /// Dwellings of the storey as the building's facts say; `None` where they say nothing, so that
    /// flats were drawn by a usual size.
    pub stated_dwellings: Option<u32>,
    /// Windows as a share of the façade from floor to floor that was drawn (窗墙比).
    pub window_wall_ratio: f64,
    /// Always true: rooms are a schematic from outline, uses, dwellings and lifts, not a survey or a
    /// design.
    pub is_schematic: bool,
}
