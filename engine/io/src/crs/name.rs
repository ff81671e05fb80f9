//! The many spellings of a coordinate system's name.

/// One spelling for all: `AUTHORITY:CODE` where the text is a name, the trimmed text itself where
/// it is a definition (PROJ string, WKT, PROJJSON).
///
/// `4549`, `epsg:4549`, `EPSG::4549`, `urn:ogc:def:crs:EPSG::4549`,
/// `https://www.opengis.net/def/crs/EPSG/0/4549` and `+init=epsg:4549` all give `EPSG:4549`. The
/// vertical part of `EPSG:28992+5709` and of a compound URN is left out. `CRS84` is WGS 84 with
/// longitude first, which is how every geographic system is used here: `EPSG:4326`.
pub fn normalise(text: &str) -> String {
    let text = text.trim().trim_start_matches('\u{feff}').trim();
    let lower = text.to_ascii_lowercase();
    if let Some(code) = lower.strip_prefix("+init=") {
        return normalise_reference(code);
    }
    if text.contains(['[', '{', '=']) {
        return text.to_owned();
    }
    if let Some(parts) = lower.strip_prefix("urn:ogc:def:crs,") {
        let horizontal = parts.split(',').next().unwrap_or(parts);
        return normalise_reference(horizontal.strip_prefix("crs:").unwrap_or(horizontal));
    }
    for prefix in ["urn:ogc:def:crs:", "urn:x-ogc:def:crs:", "urn:opengis:def:crs:"] {
        if let Some(rest) = lower.strip_prefix(prefix) {
            return normalise_reference(rest);
        }
    }
    if let Some((_, rest)) = lower.split_once("opengis.net/def/crs/") {
        return normalise_reference(&rest.replace('/', ":"));
    }
    if let Some((_, code)) = lower.split_once("opengis.net/gml/srs/epsg.xml#") {
        return normalise_reference(code);
    }
    normalise_reference(text)
}

/// `AUTHORITY[:VERSION]:CODE[+VERTICAL]`, a bare EPSG number, or a name that is kept as it is.
fn normalise_reference(text: &str) -> String {
    let text = text.trim();
    let upper = text.to_ascii_uppercase();
    if matches!(upper.rsplit(':').next(), Some("CRS84" | "CRS84H")) {
        return "EPSG:4326".to_owned();
    }
    let parts: Vec<&str> = upper.split(':').collect();
    let (authority, code) = match parts.as_slice() {
        [code] if !code.is_empty() && code.bytes().all(|b| b.is_ascii_digit()) => ("EPSG", *code),
        [authority, code] | [authority, _, code] => (*authority, *code),
        _ => return text.to_owned(),
    };
    let code = code.split('+').next().unwrap_or(code);
    format!("{authority}:{code}")
}

/// The number of an `EPSG:` name.
pub fn epsg(name: &str) -> Option<u16> {
    name.strip_prefix("EPSG:")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_usual_spelling_names_the_same_system() {
        for text in [
            "EPSG:4549",
            " epsg:4549\n",
            "EPSG::4549",
            "4549",
            "urn:ogc:def:crs:EPSG::4549",
            "urn:ogc:def:crs:EPSG:9.9.1:4549",
            "urn:x-ogc:def:crs:EPSG:4549",
            "http://www.opengis.net/def/crs/EPSG/0/4549",
            "https://www.opengis.net/def/crs/epsg/0/4549",
            "http://www.opengis.net/gml/srs/epsg.xml#4549",
            "+init=epsg:4549",
        ] {
            assert_eq!(normalise(text), "EPSG:4549", "{text}");
        }
        for text in ["CRS84", "OGC:CRS84", "urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:OGC::CRS84h"] {
            assert_eq!(normalise(text), "EPSG:4326", "{text}");
        }
        let web = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";
        assert_eq!(normalise(web), "EPSG:4326");
    }

    #[test]
    fn the_vertical_part_is_left_out_and_definitions_are_kept() {
        assert_eq!(normalise("EPSG:28992+5709"), "EPSG:28992");
        assert_eq!(normalise("urn:ogc:def:crs,crs:EPSG::28992,crs:EPSG::5709"), "EPSG:28992");
        assert_eq!(normalise("+proj=utm +zone=33"), "+proj=utm +zone=33");
        assert_eq!(normalise("GEOGCS[\"WGS 84\"]"), "GEOGCS[\"WGS 84\"]");
        assert_eq!(normalise("esri:102100"), "ESRI:102100");
    }
}
