//! One code for each rule of validity, with val3dity's number: `CIM-GEO-203` is val3dity's 203.

use linli_io::{Code, Outcome, Severity};
use linli_space::validity::Rule;

/// Coordinates in degrees: the tolerances are metres.
pub static DEGREES: Code = Code {
    id: "CIM-GEO-001",
    severity: Severity::Note,
    outcome: Outcome::Kept,
    english: "the coordinates are degrees, so the geometry of {} objects was not checked",
    chinese: "坐标以度为单位，{} 个对象的几何未检查",
    advice_english: "export the file in a projected coordinate system to have it checked",
    advice_chinese: "如需检查，请以投影坐标系导出文件",
};

macro_rules! codes {
    ($($rule:ident $id:literal $english:literal $chinese:literal => $advice_english:literal $advice_chinese:literal;)+) => {
        /// The code of a rule. The object is loaded as it is.
        pub fn code(rule: Rule) -> &'static Code {
            match rule {
                $(Rule::$rule => {
                    static CODE: Code = Code {
                        id: concat!("CIM-GEO-", $id),
                        severity: Severity::Warning,
                        outcome: Outcome::Kept,
                        english: concat!($english, "{}"),
                        chinese: concat!($chinese, "{}"),
                        advice_english: $advice_english,
                        advice_chinese: $advice_chinese,
                    };
                    &CODE
                })+
            }
        }
    };
}

codes! {
    TooFewPoints "101" "a ring has fewer than three points" "环的点数少于三个"
        => "correct the ring in the source model"
        "请在源模型中修正该环";
    ConsecutivePointsSame "102" "a ring repeats a point" "环中有连续重复的点"
        => "correct the ring in the source model"
        "请在源模型中修正该环";
    RingSelfIntersection "104" "a ring crosses or touches itself" "环自相交或自接触"
        => "correct the ring in the source model"
        "请在源模型中修正该环";
    IntersectionRings "201" "two rings of a face cross or share a stretch" "面的两个环相交或共线"
        => "correct the face in the source model, or split it into triangles"
        "请在源模型中修正该面，或将其拆分为三角形";
    DuplicatedRings "202" "two rings of a face are the same" "面的两个环相同"
        => "correct the face in the source model, or split it into triangles"
        "请在源模型中修正该面，或将其拆分为三角形";
    NonPlanarDistance "203" "a point lies off the plane of its face" "点偏离所在面的平面"
        => "correct the face in the source model, or split it into triangles"
        "请在源模型中修正该面，或将其拆分为三角形";
    NonPlanarNormals "204" "a part of a face is turned away from the whole" "面的局部与整体方向不一致"
        => "correct the face in the source model, or split it into triangles"
        "请在源模型中修正该面，或将其拆分为三角形";
    InteriorDisconnected "205" "the inside of a face falls apart" "面的内部不连通"
        => "correct the face in the source model, or split it into triangles"
        "请在源模型中修正该面，或将其拆分为三角形";
    InnerRingOutside "206" "a hole lies outside its face" "孔洞位于面之外"
        => "correct the face in the source model, or split it into triangles"
        "请在源模型中修正该面，或将其拆分为三角形";
    InnerRingsNested "207" "a hole lies in another hole" "孔洞相互嵌套"
        => "correct the face in the source model, or split it into triangles"
        "请在源模型中修正该面，或将其拆分为三角形";
    OrientationRingsSame "208" "a hole turns the same way as the outer ring" "孔洞与外环方向相同"
        => "correct the face in the source model, or split it into triangles"
        "请在源模型中修正该面，或将其拆分为三角形";
    TooFewPolygons "301" "a shell has fewer than four faces" "壳的面少于四个"
        => "close and orient the shell in the source model; volumes of this object may be wrong"
        "请在源模型中修正壳的闭合与朝向；该对象的体积可能有误";
    ShellNotClosed "302" "the shell of a solid is not closed" "实体的壳未闭合"
        => "close and orient the shell in the source model; volumes of this object may be wrong"
        "请在源模型中修正壳的闭合与朝向；该对象的体积可能有误";
    NonManifoldVertex "303" "faces meet only in a point" "多个面仅在一点相接"
        => "close and orient the shell in the source model; volumes of this object may be wrong"
        "请在源模型中修正壳的闭合与朝向；该对象的体积可能有误";
    NonManifoldEdge "304" "an edge has more than two faces (val3dity: 303)" "一条边连接两个以上的面（val3dity：303）"
        => "close and orient the shell in the source model; volumes of this object may be wrong"
        "请在源模型中修正壳的闭合与朝向；该对象的体积可能有误";
    MultipleComponents "305" "a shell is in several pieces" "壳由互不相连的多块组成"
        => "close and orient the shell in the source model; volumes of this object may be wrong"
        "请在源模型中修正壳的闭合与朝向；该对象的体积可能有误";
    ShellSelfIntersection "306" "faces of a shell cut through each other" "壳的面相互穿插"
        => "close and orient the shell in the source model; volumes of this object may be wrong"
        "请在源模型中修正壳的闭合与朝向；该对象的体积可能有误";
    PolygonWrongOrientation "307" "neighbouring faces are turned opposite ways" "相邻面的朝向相反"
        => "close and orient the shell in the source model; volumes of this object may be wrong"
        "请在源模型中修正壳的闭合与朝向；该对象的体积可能有误";
    VertexNotUsed "309" "a vertex belongs to no ring" "顶点不属于任何环"
        => "close and orient the shell in the source model; volumes of this object may be wrong"
        "请在源模型中修正壳的闭合与朝向；该对象的体积可能有误";
    IntersectionShells "401" "two shells of a solid cross or share surface" "实体的两个壳相交或共面"
        => "correct the shells in the source model; volumes of this object may be wrong"
        "请在源模型中修正各壳；该对象的体积可能有误";
    DuplicatedShells "402" "two shells of a solid are the same" "实体的两个壳相同"
        => "correct the shells in the source model; volumes of this object may be wrong"
        "请在源模型中修正各壳；该对象的体积可能有误";
    InnerShellOutside "403" "a cavity lies outside its solid" "空腔位于实体之外"
        => "correct the shells in the source model; volumes of this object may be wrong"
        "请在源模型中修正各壳；该对象的体积可能有误";
    SolidInteriorDisconnected "404" "the inside of a solid falls apart" "实体的内部不连通"
        => "correct the shells in the source model; volumes of this object may be wrong"
        "请在源模型中修正各壳；该对象的体积可能有误";
    ShellWrongOrientation "405" "a shell is turned inside out" "壳的朝向内外颠倒"
        => "correct the shells in the source model; volumes of this object may be wrong"
        "请在源模型中修正各壳；该对象的体积可能有误";
    InvalidInput "901" "the geometry cannot be checked" "几何无法检查"
        => "close and orient the shell in the source model; volumes of this object may be wrong"
        "请在源模型中修正壳的闭合与朝向；该对象的体积可能有误";
}
