//! Columns of pipe survey tables, by the names that surveys give them.

/// A column of a point or line table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Column {
    /// Name of the point or the line.
    Id,
    /// The coordinate called X: north in Chinese surveys.
    X,
    /// The coordinate called Y: east in Chinese surveys.
    Y,
    /// East, said so.
    East,
    /// North, said so.
    North,
    /// Height of the ground, metres.
    Ground,
    /// What the point is in the line (特征).
    Feature,
    /// What stands at the point (附属物).
    Fitting,
    /// Depth of the shaft, metres.
    ShaftDepth,
    /// Height of the shaft's bottom, metres.
    ShaftBottom,
    /// Point where the line begins.
    From,
    /// Point where it ends.
    To,
    /// Depth at the start.
    DepthFrom,
    /// Depth at the end.
    DepthTo,
    /// Depth of both ends, or of the point.
    Depth,
    /// Height at the start.
    HeightFrom,
    /// Height at the end.
    HeightTo,
    /// Height of the line at the point.
    Height,
    /// Coordinates of the ends in the line table, X and Y of the start, then of the end.
    EndX(usize),
    /// The Y of an end.
    EndY(usize),
    /// Diameter or sides.
    Size,
    /// Material.
    Material,
    /// Pressure of gas.
    Pressure,
    /// Voltage.
    Voltage,
    /// Number of cables.
    Cables,
    /// Number of ducts.
    Ducts,
    /// How it is laid.
    Laid,
    /// Direction of flow against the direction of the row.
    Flow,
    /// Owner.
    Owner,
    /// Year or date.
    Year,
    /// What it carries.
    Medium,
    /// Quality of the survey.
    Quality,
}

/// Names of the columns, as CJJ 61-2017 and common programs write them, without blanks, units in
/// brackets, underscores and capitals. The first column that has one of the names is taken.
const NAMES: &[(Column, &[&str])] = &[
    (
        Column::From,
        &[
            "起点点号",
            "起点",
            "起始点号",
            "起点号",
            "起点编号",
            "起点物探点号",
            "起点管点号",
            "起始点",
            "本点号",
            "spoint",
            "startpoint",
            "startid",
            "startnode",
            "fromnode",
            "from",
            "sexpno",
            "起点管点编号",
        ],
    ),
    (
        Column::To,
        &[
            "终点点号",
            "终点",
            "终止点号",
            "终点号",
            "终点编号",
            "终点物探点号",
            "终点管点号",
            "终止点",
            "连接点号",
            "连接方向",
            "连接点",
            "epoint",
            "endpoint",
            "endid",
            "endnode",
            "tonode",
            "to",
            "eexpno",
            "终点管点编号",
        ],
    ),
    (
        Column::Id,
        &[
            "物探点号",
            "管点编号",
            "管点号",
            "管线点号",
            "点号",
            "管点点号",
            "管线点编号",
            "测点号",
            "点名",
            "图上点号",
            "expno",
            "pointno",
            "pointid",
            "nodeid",
            "mapno",
            "管线编号",
            "管段编号",
            "管段号",
            "管线号",
            "线号",
            "lineid",
            "pipeid",
            "编号",
            "id",
            "name",
        ],
    ),
    (Column::East, &["东坐标", "横坐标", "东", "easting", "east", "经度", "longitude", "lon", "lng"]),
    (Column::North, &["北坐标", "纵坐标", "北", "northing", "north", "纬度", "latitude", "lat"]),
    (Column::X, &["x", "x坐标", "坐标x", "平面坐标x", "xcoord", "coordx", "xx"]),
    (Column::Y, &["y", "y坐标", "坐标y", "平面坐标y", "ycoord", "coordy", "yy"]),
    (
        Column::Ground,
        &[
            "地面高程",
            "地面标高",
            "地面高",
            "井盖高程",
            "井面高程",
            "井口高程",
            "高程",
            "surfh",
            "groundelevation",
            "groundh",
            "surfaceheight",
            "rimelev",
            "z",
            "h",
        ],
    ),
    (Column::Feature, &["特征", "管点特征", "点特征", "管线点特征", "点性", "feature", "管点类型"]),
    (
        Column::Fitting,
        &["附属物", "附属物名称", "附属设施", "附属物类型", "subsid", "appurtenance", "fitting"],
    ),
    (Column::ShaftDepth, &["井深", "窨井深", "检查井深", "井底深", "welldeep", "welldepth", "shaftdepth"]),
    (Column::ShaftBottom, &["井底高程", "井底标高", "wellbottom", "sump"]),
    (
        Column::DepthFrom,
        &[
            "起点埋深",
            "起始埋深",
            "起埋深",
            "起点深",
            "起点管顶埋深",
            "起点管底埋深",
            "起点管中埋深",
            "sdeep",
            "startdepth",
            "startdeep",
            "depthfrom",
        ],
    ),
    (
        Column::DepthTo,
        &[
            "终点埋深",
            "终止埋深",
            "终埋深",
            "终点深",
            "终点管顶埋深",
            "终点管底埋深",
            "终点管中埋深",
            "edeep",
            "enddepth",
            "enddeep",
            "depthto",
        ],
    ),
    (
        Column::Depth,
        &["埋深", "管顶埋深", "管底埋深", "管中埋深", "覆土", "覆土深度", "deep", "depth", "cover"],
    ),
    (
        Column::HeightFrom,
        &[
            "起点高程",
            "起点管线高程",
            "起点管顶高程",
            "起点管底高程",
            "起点管内底高程",
            "起点管中高程",
            "起点标高",
            "起点管顶标高",
            "起点管底标高",
            "shigh",
            "sh",
            "startelevation",
            "invertfrom",
        ],
    ),
    (
        Column::HeightTo,
        &[
            "终点高程",
            "终点管线高程",
            "终点管顶高程",
            "终点管底高程",
            "终点管内底高程",
            "终点管中高程",
            "终点标高",
            "终点管顶标高",
            "终点管底标高",
            "ehigh",
            "eh",
            "endelevation",
            "invertto",
        ],
    ),
    (
        Column::Height,
        &["管线高程", "管顶高程", "管底高程", "管内底高程", "管中高程", "管线标高", "管顶标高", "管底标高"],
    ),
    (Column::EndX(0), &["起点x", "起点x坐标", "起点坐标x", "sx", "startx", "x1"]),
    (Column::EndY(0), &["起点y", "起点y坐标", "起点坐标y", "sy", "starty", "y1"]),
    (Column::EndX(1), &["终点x", "终点x坐标", "终点坐标x", "ex", "endx", "x2"]),
    (Column::EndY(1), &["终点y", "终点y坐标", "终点坐标y", "ey", "endy", "y2"]),
    (
        Column::Size,
        &[
            "管径",
            "断面尺寸",
            "管径或断面尺寸",
            "管径/断面尺寸",
            "管径断面尺寸",
            "断面",
            "规格",
            "管径规格",
            "ds",
            "psize",
            "dsize",
            "diameter",
            "dn",
            "size",
        ],
    ),
    (Column::Material, &["材质", "管材", "材料", "管线材质", "管线材料", "material"]),
    (Column::Pressure, &["压力", "压力级别", "压力等级", "压力值", "pressure"]),
    (Column::Voltage, &["电压", "电压值", "电压等级", "voltage"]),
    (Column::Cables, &["电缆条数", "电缆根数", "条数", "根数", "光缆条数", "线缆条数", "cabcount", "cables"]),
    (Column::Ducts, &["总孔数", "孔数", "管孔数", "holecount", "ducts"]),
    (Column::Laid, &["埋设方式", "埋设类型", "敷设方式", "敷设类型", "embtype", "laid"]),
    (Column::Flow, &["流向", "水流方向", "flowdirect", "flow"]),
    (Column::Owner, &["权属单位", "产权单位", "权属", "管理单位", "belong", "owner"]),
    (
        Column::Year,
        &[
            "建设年代",
            "埋设年代",
            "建设年份",
            "埋设日期",
            "建成年代",
            "竣工日期",
            "建设日期",
            "mdate",
            "bcode年代",
            "year",
        ],
    ),
    (
        Column::Medium,
        &[
            "管线类型",
            "管线种类",
            "管线类别",
            "管线大类",
            "管线小类",
            "管线代码",
            "管类",
            "介质",
            "类别",
            "pipetype",
            "medium",
            "管线性质",
        ],
    ),
    (
        Column::Quality,
        &["精度等级", "质量等级", "探测质量", "探测方法", "探测方式", "探查方法", "quality", "survey"],
    ),
];

/// A header's columns.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    /// What every column means.
    pub columns: Vec<Option<Column>>,
    /// Names as written.
    pub headers: Vec<String>,
}

/// What a table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableKind {
    /// Points only.
    Points,
    /// Lines between points of another table, or with the coordinates of their ends.
    Lines,
    /// Points with the point that each is connected to (管线成果表).
    PointsWithConnections,
}

impl Columns {
    /// What the fields of a header row mean: every meaning is given once, to the name that stands first.
    pub fn of(fields: &[String]) -> Self {
        let folded: Vec<String> = fields.iter().map(|field| fold(field)).collect();
        let mut columns = vec![None; fields.len()];
        for (column, names) in NAMES {
            let at = names.iter().find_map(|name| {
                folded.iter().zip(&columns).position(|(field, taken)| taken.is_none() && field == name)
            });
            if let Some(place) = at.and_then(|at| columns.get_mut(at)) {
                *place = Some(*column);
            }
        }
        Self { columns, headers: fields.to_vec() }
    }

    /// Whether a column is there.
    pub fn has(&self, column: Column) -> bool {
        self.columns.contains(&Some(column))
    }

    /// What the table holds, when it is one of a pipe survey.
    pub fn kind(&self) -> Option<TableKind> {
        let has = |column| self.has(column);
        let placed = (has(Column::X) && has(Column::Y)) || (has(Column::East) && has(Column::North));
        if has(Column::Id) && placed {
            return Some(if has(Column::To) { TableKind::PointsWithConnections } else { TableKind::Points });
        }
        let known = self.columns.iter().flatten().count();
        (has(Column::From) && has(Column::To) && known >= 3).then_some(TableKind::Lines)
    }

    /// A row's field.
    pub fn field<'a>(&self, row: &'a [String], column: Column) -> &'a str {
        let at = self.columns.iter().position(|found| *found == Some(column));
        at.and_then(|at| row.get(at)).map_or("", |field| field.trim())
    }

    /// The name of a column as written.
    pub fn header(&self, column: Column) -> &str {
        let at = self.columns.iter().position(|found| *found == Some(column));
        at.and_then(|at| self.headers.get(at)).map_or("", String::as_str)
    }
}

/// A name without blanks, underscores, units in brackets and capitals.
fn fold(name: &str) -> String {
    let mut folded = String::new();
    let mut depth = 0_u32;
    for c in name.trim().trim_start_matches('\u{feff}').chars() {
        match c {
            '(' | '（' | '[' | '【' => depth += 1,
            ')' | '）' | ']' | '】' => depth = depth.saturating_sub(1),
            _ if depth > 0 || c.is_whitespace() || matches!(c, '_' | '-' | '"' | '\'' | ':' | '：' | '.') => {
            }
            _ => folded.extend(c.to_lowercase()),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(header: &str) -> Columns {
        Columns::of(&header.split(',').map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn headers_of_common_programs_are_known() {
        for (header, kind) in [
            ("物探点号,特征,附属物,X坐标(m),Y坐标(m),地面高程(m)", Some(TableKind::Points)),
            ("EXP_NO,X,Y,SURF_H,FEATURE,SUBSID", Some(TableKind::Points)),
            ("点号,东坐标,北坐标,高程", Some(TableKind::Points)),
            ("起点点号,终点点号,起点埋深,终点埋深,管径(mm),材质", Some(TableKind::Lines)),
            ("S_POINT,E_POINT,S_DEEP,E_DEEP,DS,MATERIAL", Some(TableKind::Lines)),
            ("点号,连接点号,特征,X,Y,地面高程,埋深,管径", Some(TableKind::PointsWithConnections)),
            ("任务名称,开始,完成", None),
            ("编号,名称,数量", None),
        ] {
            assert_eq!(columns(header).kind(), kind, "{header}");
        }
        let both = columns("图上点号,物探点号,X,Y");
        assert_eq!(both.header(Column::Id), "物探点号", "the number of the survey, not that of the drawing");
    }
}
