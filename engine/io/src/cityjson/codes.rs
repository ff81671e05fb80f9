//! Every problem that the CityJSON reader can name.

use crate::report::{Code, Outcome, Severity};

macro_rules! codes {
    ($($name:ident $id:literal $severity:ident $outcome:ident $english:literal $chinese:literal
       => $advice_english:literal $advice_chinese:literal;)+) => {
        $(
            #[doc = $english]
            pub static $name: Code = Code {
                id: concat!("CIM-CJ-", $id),
                severity: Severity::$severity,
                outcome: Outcome::$outcome,
                english: $english,
                chinese: $chinese,
                advice_english: $advice_english,
                advice_chinese: $advice_chinese,
            };
        )+
        #[cfg(test)]
        pub static ALL: &[&Code] = &[$(&$name),+];
    };
}

// The file as a whole.
codes! {
    SYNTAX "001" Error Rejected "this is not complete JSON: {}" "不是完整的 JSON：{}"
        => "export or copy the file again" "请重新导出或复制文件";
    NOT_CITYJSON "002" Error Rejected "this is not a CityJSON model: {}" "不是 CityJSON 模型：{}"
        => "choose a file with \"type\": \"CityJSON\"" "请选择 \"type\" 为 \"CityJSON\" 的文件";
    VERSION "003" Error Rejected "CityJSON version {} cannot be read, only 1.0, 1.1 and 2.0"
        "不支持 CityJSON 版本 {}，仅支持 1.0、1.1、2.0"
        => "upgrade the file, for example with cjio" "请升级文件，例如使用 cjio";
    VERSION_MENDED "004" Warning Fixed "the version is written as {}" "版本号写作 {}"
        => "write it as text, such as \"2.0\"" "请写为文本，例如 \"2.0\"";
    LONE_FEATURE "005" Error Rejected
        "this is one CityJSONFeature without the header line that says where it is{}"
        "这是单个 CityJSONFeature，缺少说明位置的首行{}"
        => "put the CityJSON header line before it (CityJSONSeq), or convert it to CityJSON"
        "请在其前加上 CityJSON 首行（CityJSONSeq），或转换为 CityJSON";
    TOO_DEEP "006" Error Rejected "values are nested deeper than {}" "嵌套层数超过 {}"
        => "check the file; raise the limit on JSON depth if it is right" "请检查文件；若无误可提高 JSON 深度上限";
    LIMIT "007" Error Rejected "the file holds more than the limit: {}" "文件内容超过上限：{}"
        => "cut it into smaller pieces, or raise the limit" "请拆分文件，或提高上限";
    GB18030 "008" Warning Fixed "the text is not UTF-8 and was read as GB18030{}" "文本不是 UTF-8，已按 GB18030 读取{}"
        => "check the names, and save the file as UTF-8" "请核对名称，并以 UTF-8 保存文件";
    ENCODING "009" Error Rejected "the text is neither UTF-8 nor GB18030: {}" "文本既不是 UTF-8 也不是 GB18030：{}"
        => "save the file as UTF-8" "请以 UTF-8 保存文件";
    BYTE_ORDER_MARK "010" Warning Fixed "the text begins with a byte order mark{}" "文本以字节顺序标记（BOM）开头{}"
        => "nothing needs to be done" "无需处理";
    NO_TRANSFORM "011" Error Rejected "there is no transform, which CityJSON {} needs" "缺少 CityJSON {} 必需的 transform"
        => "export the file again" "请重新导出文件";
    BAD_TRANSFORM "012" Error Rejected "the transform cannot be used: {}" "transform 不可用：{}"
        => "export the file again" "请重新导出文件";
    BAD_VERTEX "013" Error Rejected "a vertex cannot be read: {}" "顶点无法读取：{}"
        => "every vertex must be three numbers" "每个顶点必须是三个数";
    NO_VERTICES "014" Error Fixed "there is no list of vertices{}" "缺少顶点列表{}"
        => "export the file again" "请重新导出文件";
    EXTENT "015" Error Rejected "the objects are farther apart than a community can be: {}" "对象分布范围超出社区尺度：{}"
        => "check transform and units" "请检查 transform 与单位";
    DUPLICATE_ID "016" Error Rejected "two city objects have the id {}" "两个城市对象的 id 同为 {}"
        => "give every object its own id" "请为每个对象指定唯一 id";
    BAD_CRS "018" Error Rejected "the coordinate system of the file is not one: {}" "文件声明的坐标系不存在：{}"
        => "choose the right one with --crs" "请用 --crs 指定正确的坐标系";
    CRS_REPLACED "019" Warning Fixed "the coordinate system of the file is not one: {}; the one chosen by you is used"
        "文件声明的坐标系不存在：{}；已改用您指定的坐标系"
        => "correct metadata.referenceSystem" "请更正 metadata.referenceSystem";
    EXTENSION_NOT_CHECKED "020" Warning Kept "the schema of extension {} was not fetched, so its members are kept unchecked"
        "未下载扩展 {} 的模式，其成员未经检查即保留"
        => "nothing needs to be done" "无需处理";
    EXTENSION_INCOMPLETE "021" Error Kept "the extension {} is declared without url or version" "扩展 {} 的声明缺少 url 或 version"
        => "add both to \"extensions\"" "请在 \"extensions\" 中补充";
    EXTENSION_UNDECLARED "022" Error Kept "{} belongs to an extension, but the file declares none" "{} 属于扩展，但文件未声明任何扩展"
        => "declare the extension in \"extensions\"" "请在 \"extensions\" 中声明扩展";
    EXTRA_ROOT "023" Warning Skipped "the root member {} is not part of CityJSON and is left out" "根成员 {} 不属于 CityJSON，已略去"
        => "nothing needs to be done" "无需处理";
    BAD_ROOT "024" Error Skipped "the root member {} cannot be read and is left out" "根成员 {} 无法读取，已略去"
        => "export the file again" "请重新导出文件";
    STOPPED "025" Note Rejected "reading was stopped{}" "读取已中止{}"
        => "start it again when wanted" "需要时请重新开始";
}

/// Problems of one city object.
pub mod object {
    use super::{Code, Outcome, Severity};

    codes! {
        UNREADABLE "030" Error Skipped "the city object cannot be read: {}" "城市对象无法读取：{}"
            => "correct the object; the others were loaded" "请更正该对象；其余对象已载入";
        UNKNOWN_TYPE "031" Error Kept "{} is not a type of city object; kept as an unnamed kind" "{} 不是城市对象类型；按其他类保留"
            => "correct the type" "请更正类型";
        WRONG_MEMBER "032" Error Skipped "the member {} has the wrong type and is left out" "成员 {} 类型错误，已略去"
            => "correct the object" "请更正该对象";
        NO_PARENT "033" Warning Fixed "the parent {} is not in the file; kept without it" "文件中没有父对象 {}；已独立保留"
            => "add the parent or remove the reference" "请补充父对象或删除引用";
        NO_CHILD "034" Warning Fixed "the child {} is not in the file" "文件中没有子对象 {}"
            => "add the child or remove the reference" "请补充子对象或删除引用";
        CYCLE "035" Warning Fixed "the object is its own ancestor through {}; the link is cut" "对象经 {} 成为自身的祖先；已断开"
            => "correct parents and children" "请更正 parents 与 children";
        ONE_SIDED "036" Warning Fixed "the link to {} is given on one side only; it is used" "与 {} 的关联仅单方声明；已采用"
            => "name the link in both objects" "请在双方对象中声明关联";
        NOTHING_LEFT "037" Error Skipped "no geometry of the object can be used: object left out{}" "对象没有可用的几何：已略去{}"
            => "correct its geometry" "请更正其几何";
        FAR_AWAY "038" Error Skipped "the object lies {} away from the others: object left out" "对象距其余对象 {}：已略去"
            => "correct its vertices" "请更正其顶点";
        NO_PART_PARENT "039" Warning Kept "a {} should name its parent" "{} 应指明其父对象"
            => "add \"parents\"" "请补充 \"parents\"";
        RENAMED "040" Warning Fixed "the id was used by an earlier feature; the object is kept as {}" "id 已被前面的要素使用；对象保留为 {}"
            => "give every feature its own ids" "请为每个要素指定唯一 id";
    }
}

/// Problems of one geometry.
pub mod geometry {
    use super::{Code, Outcome, Severity};

    codes! {
        UNKNOWN_TYPE "050" Error Skipped "{} is not a geometry type" "{} 不是几何类型"
            => "correct the geometry; it is left out" "请更正该几何；已略去";
        SHAPE "051" Error Skipped "the boundaries do not have the shape of a {}" "boundaries 的层次不符合 {}"
            => "correct the nesting; the geometry is left out" "请更正嵌套；该几何已略去";
        MISSING_VERTEX "052" Error Skipped "there is no vertex {}" "没有顶点 {}"
            => "correct the index; the geometry is left out" "请更正序号；该几何已略去";
        NOT_AN_INDEX "053" Error Skipped "{} is not a vertex index" "{} 不是顶点序号"
            => "correct the index; the geometry is left out" "请更正序号；该几何已略去";
        EMPTY "054" Error Skipped "the boundaries are empty{}" "boundaries 为空{}"
            => "add the boundaries or remove the geometry" "请补充边界或删除该几何";
        EMPTY_PART "055" Warning Skipped "{} of its lists are empty" "其中 {} 个列表为空"
            => "remove the empty lists" "请删除空列表";
        SHORT_RING "056" Error Skipped "{} rings have fewer than three corners" "{} 个环少于三个角点"
            => "correct the rings; these faces are left out" "请更正环；相应面已略去";
        REPEATED_CORNER "057" Warning Fixed "{} corners repeat the one before" "{} 个角点与前一个重复"
            => "remove the repeated corners" "请删除重复角点";
        DEGENERATE "058" Warning Skipped "{} faces have fewer than three different corners" "{} 个面的不同角点少于三个"
            => "remove these faces" "请删除这些面";
        LOD_NUMBER "059" Error Fixed "the level of detail is a number and not text ({} times)" "LoD 为数字而非文本（{} 处）"
            => "write it as text, such as \"2.2\"" "请写为文本，例如 \"2.2\"";
        NO_LOD "060" Error Kept "the geometry does not say its level of detail{}" "几何未说明 LoD{}"
            => "add \"lod\"" "请补充 \"lod\"";
        BAD_LOD "061" Error Kept "{} is not a level of detail" "{} 不是 LoD"
            => "correct \"lod\"" "请更正 \"lod\"";
        TEMPLATE "062" Error Skipped "the geometry template cannot be used: {}" "几何模板不可用：{}"
            => "correct \"template\"; the geometry is left out" "请更正 \"template\"；该几何已略去";
        MATRIX "063" Error Skipped "the transformation matrix cannot be used: {}" "变换矩阵不可用：{}"
            => "give 16 numbers; the geometry is left out" "请给出 16 个数；该几何已略去";
        LOST_LINES "064" Warning Skipped "only the longest of {} lines is kept" "{} 条线仅保留最长的一条"
            => "make one object of each line" "请将每条线作为一个对象";
        LOST_POINTS "065" Warning Skipped "{} points are kept as their middle" "{} 个点仅保留其中心"
            => "make one object of each point" "请将每个点作为一个对象";
        NOT_FINITE "066" Error Skipped "a coordinate is not a finite number{}" "坐标不是有限数{}"
            => "check transform and vertices" "请检查 transform 与顶点";
        SEMANTICS "067" Error Skipped "the semantics do not fit the boundaries: {}" "语义与边界不符：{}"
            => "correct semantics.values; the faces are kept without" "请更正 semantics.values；面保留但无语义";
        SURFACE_TYPE "068" Error Kept "{} is not a type of semantic surface" "{} 不是语义面类型"
            => "correct the type, or mark it with +" "请更正类型，或以 + 标记";
        MATERIAL "069" Error Skipped "the materials do not fit: {}" "材质不符：{}"
            => "correct the material; the faces are kept without" "请更正材质；面保留但无材质";
        TEXTURE "070" Error Skipped "the textures do not fit: {}" "纹理不符：{}"
            => "correct the texture; the faces are kept without" "请更正纹理；面保留但无纹理";
    }
}

/// Problems of the vertex list and of the lines of a sequence.
pub mod list {
    use super::{Code, Outcome, Severity};

    codes! {
        DUPLICATE_VERTICES "080" Warning Kept "{} vertices repeat an earlier one" "{} 个顶点与前面的重复"
            => "clean the file, for example with cjio clean" "请清理文件，例如使用 cjio clean";
        UNUSED_VERTICES "081" Warning Kept "{} vertices are not used" "{} 个顶点未被使用"
            => "clean the file, for example with cjio clean" "请清理文件，例如使用 cjio clean";
        BAD_LINE "082" Error Skipped "the line cannot be read: {}" "该行无法读取：{}"
            => "correct the line; the others were loaded" "请更正该行；其余已载入";
        NOT_A_FEATURE "083" Error Skipped "the line is not a CityJSONFeature: {}" "该行不是 CityJSONFeature：{}"
            => "correct its type; the others were loaded" "请更正其类型；其余已载入";
        NO_HEADER "084" Error Rejected "the first line is not a CityJSON header: {}" "首行不是 CityJSON 首部：{}"
            => "put the CityJSON header line first" "请将 CityJSON 首行置于最前";
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn codes_are_unique_and_both_languages_take_the_detail() {
        let all = [ALL, object::ALL, geometry::ALL, list::ALL].concat();
        let ids: BTreeSet<&str> = all.iter().map(|code| code.id).collect();
        assert_eq!(ids.len(), all.len());
        for code in all {
            let places = [code.english, code.chinese].map(|text| text.matches("{}").count());
            assert_eq!(places, [1, 1], "{}", code.id);
        }
    }
}
