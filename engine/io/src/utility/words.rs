//! Words of pipe surveys and network models: media, nodes, sections, pressures, survey qualities.

use linli_model::{GasPressure, Medium, Section, SurveyQuality, UtilityNodeKind};

/// The medium that a word in lower case names: English, ISYBAU (KR storm, KS foul, KM combined), the
/// Chinese names of pipe surveys.
pub fn medium_of(word: &str) -> Option<Medium> {
    Some(match word {
        "water" | "drinking_water" | "potable" | "watermain" | "给水" | "供水" | "js" => Medium::Water,
        "reclaimed" | "再生水" | "中水" => Medium::Reclaimed,
        "sewage" | "sewer" | "foul" | "sanitary" | "wastewater" | "ks" | "污水" | "ws" => Medium::Sewage,
        "storm" | "stormwater" | "rainwater" | "drainage" | "kr" | "雨水" | "ys" => Medium::Storm,
        "combined" | "km" | "合流" | "雨污合流" => Medium::Combined,
        "gas" | "燃气" | "煤气" | "天然气" => Medium::Gas,
        "heat" | "heating" | "district_heating" | "热力" | "供热" => Medium::Heat,
        "power" | "electricity" | "electric" | "电力" | "路灯" => Medium::Power,
        "telecom" | "communication" | "telecommunication" | "通信" | "电信" => Medium::Telecom,
        _ => return None,
    })
}

/// The medium of a Chinese survey: its name, or its code at the beginning of a word or point number
/// (CJJ 61-2017, classes of lines, from memory): JS water, ZS reclaimed, WS sewage, YS storm, HS and PS
/// combined, RQ/MQ/TR/YH gas, RL/RS/ZQ heat, DL/GD/LD/DC/XH power, DX/TX/TV/DS/JK/GB telecom.
pub fn survey_medium_of(text: &str) -> Option<Medium> {
    let text = text.trim().to_lowercase();
    if let Some(medium) = medium_of(&text) {
        return Some(medium);
    }
    const NAMES: [(&str, Medium); 32] = [
        ("雨污", Medium::Combined),
        ("合流", Medium::Combined),
        ("污水", Medium::Sewage),
        ("雨水", Medium::Storm),
        ("排水", Medium::Combined),
        ("再生", Medium::Reclaimed),
        ("中水", Medium::Reclaimed),
        ("给水", Medium::Water),
        ("供水", Medium::Water),
        ("上水", Medium::Water),
        ("自来水", Medium::Water),
        ("消防", Medium::Water),
        ("燃气", Medium::Gas),
        ("煤气", Medium::Gas),
        ("天然气", Medium::Gas),
        ("液化气", Medium::Gas),
        ("热力", Medium::Heat),
        ("供热", Medium::Heat),
        ("热水", Medium::Heat),
        ("蒸汽", Medium::Heat),
        ("电力", Medium::Power),
        ("供电", Medium::Power),
        ("路灯", Medium::Power),
        ("照明", Medium::Power),
        ("电车", Medium::Power),
        ("交通信号", Medium::Power),
        ("通信", Medium::Telecom),
        ("通讯", Medium::Telecom),
        ("电信", Medium::Telecom),
        ("移动", Medium::Telecom),
        ("联通", Medium::Telecom),
        ("电视", Medium::Telecom),
    ];
    if let Some((_, medium)) = NAMES.iter().find(|(name, _)| text.contains(name)) {
        return Some(*medium);
    }
    let code: String = text.chars().take_while(char::is_ascii_alphabetic).take(2).collect();
    Some(match code.as_str() {
        "js" | "xf" => Medium::Water,
        "zs" => Medium::Reclaimed,
        "ws" => Medium::Sewage,
        "ys" => Medium::Storm,
        "hs" | "ps" => Medium::Combined,
        "rq" | "mq" | "tr" | "yh" => Medium::Gas,
        "rl" | "rs" | "zq" => Medium::Heat,
        "dl" | "gd" | "ld" | "dc" | "xh" => Medium::Power,
        "dx" | "tx" | "tv" | "ds" | "jk" | "gb" => Medium::Telecom,
        _ => return None,
    })
}

/// The medium that a file name or a layer name tells by one of its words.
pub fn medium_in(name: &str) -> Option<Medium> {
    let lower = name.to_lowercase();
    let known = lower.split(|c: char| !c.is_alphanumeric()).find_map(medium_of);
    known.or_else(|| {
        let chinese = lower.chars().any(|c| !c.is_ascii());
        if chinese { survey_medium_of(&lower) } else { None }
    })
}

/// What a node of a Chinese survey is, by its feature (特征) and its fitting (附属物).
pub fn survey_node_of(text: &str) -> Option<UtilityNodeKind> {
    const NAMES: [(&str, UtilityNodeKind); 27] = [
        ("阀门井", UtilityNodeKind::Valve),
        ("阀", UtilityNodeKind::Valve),
        ("消防栓", UtilityNodeKind::Hydrant),
        ("消火栓", UtilityNodeKind::Hydrant),
        ("雨水口", UtilityNodeKind::Connection),
        ("雨篦", UtilityNodeKind::Connection),
        ("水篦", UtilityNodeKind::Connection),
        ("入户", UtilityNodeKind::Connection),
        ("进户", UtilityNodeKind::Connection),
        ("出户", UtilityNodeKind::Connection),
        ("进房", UtilityNodeKind::Connection),
        ("水表", UtilityNodeKind::Connection),
        ("化粪池", UtilityNodeKind::Tank),
        ("水池", UtilityNodeKind::Tank),
        ("储气", UtilityNodeKind::Tank),
        ("泵", UtilityNodeKind::Pump),
        ("出水口", UtilityNodeKind::Outfall),
        ("排水口", UtilityNodeKind::Outfall),
        ("排放口", UtilityNodeKind::Outfall),
        ("水源", UtilityNodeKind::Reservoir),
        ("窨井", UtilityNodeKind::Manhole),
        ("检查井", UtilityNodeKind::Manhole),
        ("检修井", UtilityNodeKind::Manhole),
        ("人孔", UtilityNodeKind::Manhole),
        ("手孔", UtilityNodeKind::Manhole),
        ("井", UtilityNodeKind::Manhole),
        ("工井", UtilityNodeKind::Manhole),
    ];
    NAMES.iter().find(|(name, _)| text.contains(name)).map(|(_, kind)| *kind)
}

/// A size as surveys write it, millimetres: `300`, `DN300`, `Φ300`, `1200X800`, `1.2m`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Size {
    /// Round.
    Round(f64),
    /// Width and height.
    Sides(f64, f64),
}

/// Reads a size; text around the numbers is passed over.
pub fn size_of(text: &str) -> Option<Size> {
    let lower = text.trim().to_lowercase().replace(['×', '*', '＊', '＊'], "x");
    let metres = lower.ends_with('m') && !lower.ends_with("mm");
    let factor = if metres { 1000.0 } else { 1.0 };
    let mut numbers = Vec::new();
    let mut digits = String::new();
    for c in lower.chars().chain([' ']) {
        if c.is_ascii_digit() || (c == '.' && !digits.is_empty()) {
            digits.push(c);
        } else if !digits.is_empty() {
            numbers.extend(digits.trim_end_matches('.').parse::<f64>().ok().filter(|v| v.is_finite()));
            digits.clear();
            if numbers.len() > 2 {
                break;
            }
        }
    }
    match (numbers.as_slice(), lower.contains('x')) {
        ([width, height, ..], true) => Some(Size::Sides(width * factor, height * factor)),
        ([one, ..], _) => Some(Size::Round(one * factor)),
        _ => None,
    }
}

/// The section of a size; several ducts stand in a bank as square as can be.
pub fn section_of(size: Option<Size>, ducts: Option<u32>) -> Section {
    let sides = match size {
        Some(Size::Sides(width, height)) if width > 0.0 && height > 0.0 => (width, height),
        _ => return Section::Round,
    };
    match ducts.filter(|count| (2..=255).contains(count)) {
        Some(count) => {
            let across = (f64::from(count) * sides.0 / sides.1).sqrt().round().clamp(1.0, f64::from(count));
            let columns = across as u32;
            let rows = count.div_ceil(columns.max(1));
            Section::DuctBank {
                columns: columns.min(255) as u8,
                rows: rows.min(255) as u8,
                width_mm: sides.0,
                height_mm: sides.1,
            }
        }
        None => Section::Box { width_mm: sides.0, height_mm: sides.1 },
    }
}

/// The class of a gas pressure: a name (低压, 中压A, low, medium_b …) or MPa (GB 50028: below 0.01, 0.2,
/// 0.4, 0.8, 1.6 MPa).
pub fn gas_pressure_of(text: &str) -> Option<GasPressure> {
    let text = text.trim().to_lowercase().replace([' ', '_'], "");
    let named = [
        ("次高压a", GasPressure::SubHighA),
        ("次高a", GasPressure::SubHighA),
        ("次高压b", GasPressure::SubHighB),
        ("次高b", GasPressure::SubHighB),
        ("subhigha", GasPressure::SubHighA),
        ("subhighb", GasPressure::SubHighB),
        ("中压a", GasPressure::MediumA),
        ("中a", GasPressure::MediumA),
        ("mediuma", GasPressure::MediumA),
        ("中压b", GasPressure::MediumB),
        ("中b", GasPressure::MediumB),
        ("mediumb", GasPressure::MediumB),
        ("低压", GasPressure::Low),
        ("low", GasPressure::Low),
    ];
    if let Some((_, class)) = named.iter().find(|(name, _)| text.contains(name)) {
        return Some(*class);
    }
    let (number, factor) = match (text.strip_suffix("mpa"), text.strip_suffix("kpa")) {
        (Some(number), _) => (number, 1.0),
        (_, Some(number)) => (number, 0.001),
        _ => (text.as_str(), 1.0),
    };
    let mpa = number.parse::<f64>().ok().filter(|v| v.is_finite() && *v >= 0.0)? * factor;
    Some(match mpa {
        p if p < 0.01 => GasPressure::Low,
        p if p <= 0.2 => GasPressure::MediumB,
        p if p <= 0.4 => GasPressure::MediumA,
        p if p <= 0.8 => GasPressure::SubHighB,
        p if p <= 1.6 => GasPressure::SubHighA,
        _ => return None,
    })
}

/// A voltage in kilovolts: `10kV`, `380V`, `0.4`.
pub fn voltage_kv_of(text: &str) -> Option<f64> {
    let lower = text.trim().to_lowercase().replace(['千', '伏', ' '], "");
    let text = text.trim();
    let (number, factor) = match (lower.strip_suffix("kv"), lower.strip_suffix('v')) {
        (Some(number), _) => (number.to_owned(), 1.0),
        (None, Some(number)) => (number.to_owned(), 0.001),
        (None, None) if text.ends_with('伏') && !text.ends_with("千伏") => (lower, 0.001),
        _ => (lower, 1.0),
    };
    number.parse::<f64>().ok().filter(|v| v.is_finite() && *v > 0.0).map(|v| v * factor)
}

/// The quality of a survey: QL-A to QL-D, or how a point was found: 明显点 exposed, 隐蔽点 by geophysics,
/// 调绘 from records.
pub fn survey_of(text: &str) -> Option<SurveyQuality> {
    let upper = text.trim().to_uppercase();
    let letter = upper.strip_prefix("QL").map_or(upper.as_str(), |rest| rest.trim_start_matches(['-', ' ']));
    Some(match letter {
        "A" => SurveyQuality::A,
        "B" => SurveyQuality::B,
        "C" => SurveyQuality::C,
        "D" => SurveyQuality::D,
        _ if upper.contains("明显") || upper.contains("开挖") || upper.contains("开井") => {
            SurveyQuality::A
        }
        _ if upper.contains("隐蔽") || upper.contains("物探") || upper.contains("探测") => {
            SurveyQuality::B
        }
        _ if upper.contains("调绘") || upper.contains("资料") || upper.contains("推测") => {
            SurveyQuality::D
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_as_people_write_them() {
        for (text, size) in [
            ("300", Some(Size::Round(300.0))),
            ("DN300", Some(Size::Round(300.0))),
            ("Φ219.5", Some(Size::Round(219.5))),
            ("1200X800", Some(Size::Sides(1200.0, 800.0))),
            ("1200×800", Some(Size::Sides(1200.0, 800.0))),
            ("1.2m", Some(Size::Round(1200.0))),
            ("1.2x0.8m", Some(Size::Sides(1200.0, 800.0))),
            ("d=400mm", Some(Size::Round(400.0))),
            ("不明", None),
            ("", None),
        ] {
            assert_eq!(size_of(text), size, "{text}");
        }
        let bank = section_of(Some(Size::Sides(600.0, 300.0)), Some(8));
        assert_eq!(bank, Section::DuctBank { columns: 4, rows: 2, width_mm: 600.0, height_mm: 300.0 });
        assert_eq!(section_of(Some(Size::Round(300.0)), Some(8)), Section::Round);
    }

    #[test]
    fn classes_voltages_and_qualities() {
        for (text, class) in [
            ("中压A", Some(GasPressure::MediumA)),
            ("低压", Some(GasPressure::Low)),
            ("0.4MPa", Some(GasPressure::MediumA)),
            ("5kPa", Some(GasPressure::Low)),
            ("0.2", Some(GasPressure::MediumB)),
            ("2.5MPa", None),
            ("", None),
        ] {
            assert_eq!(gas_pressure_of(text), class, "{text}");
        }
        for (text, kv) in [
            ("10kV", Some(10.0)),
            ("380V", Some(0.38)),
            ("110", Some(110.0)),
            ("10千伏", Some(10.0)),
            ("高", None),
        ] {
            assert_eq!(voltage_kv_of(text), kv, "{text}");
        }
        assert_eq!(survey_of("QL-B"), Some(SurveyQuality::B));
        assert_eq!(survey_of("明显点"), Some(SurveyQuality::A));
        assert_eq!(survey_of("x"), None);
    }

    #[test]
    fn media_by_name_and_code() {
        for (text, medium) in [
            ("JS12", Some(Medium::Water)),
            ("雨水", Some(Medium::Storm)),
            ("市政污水管", Some(Medium::Sewage)),
            ("TR", Some(Medium::Gas)),
            ("路灯", Some(Medium::Power)),
            ("QT", None),
        ] {
            assert_eq!(survey_medium_of(text), medium, "{text}");
        }
        assert_eq!(medium_in("nanaimo_water_shp"), Some(Medium::Water));
        assert_eq!(medium_in("星河污水线表"), Some(Medium::Sewage));
        assert_eq!(medium_in("pipes"), None);
    }
}
