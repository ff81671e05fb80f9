//! Depths and heights: their signs and units, what is missing, what lies above the ground.

use linli_model::{DepthReference, SurveyQuality};

use super::codes;
use super::defaults::{cover_m, plausible};
use super::draft::{DraftLine, DraftNetwork, Levels};
use crate::FileReport;
use crate::report::{Code, Message};

/// Millimetres in a metre.
const MM_PER_M: f64 = 1000.0;
/// Millimetres are taken when the value as metres could not be true, and as millimetres is at least this.
const SHALLOWEST_M: f64 = 0.05;

/// Where a line lies, after everything is decided.
#[derive(Clone, Debug, PartialEq)]
pub enum Settled {
    /// Heights at both ends, metres.
    Height([f64; 2]),
    /// Below the ground at both ends, metres.
    Depth([f64; 2]),
    /// The z of its points are heights.
    Path,
}

/// What was counted over all lines, told once.
#[derive(Debug, Default)]
pub struct Counts {
    /// Lines without any depth.
    pub assumed: u64,
    /// Lines with depths, but no ground.
    pub no_ground: u64,
}

/// Whether the file writes depths with a minus sign: most of those that are not zero have one.
pub fn minus_depths(network: &DraftNetwork) -> bool {
    let depths = network.lines.iter().filter(|line| !line.overhead).flat_map(|line| match &line.levels {
        Levels::Depth(depths) => depths.iter().flatten().copied().collect::<Vec<f64>>(),
        _ => Vec::new(),
    });
    let (mut minus, mut all) = (0_u64, 0_u64);
    for depth in depths.filter(|depth| *depth != 0.0) {
        minus += u64::from(depth < 0.0);
        all += 1;
    }
    all > 0 && minus * 2 > all
}

/// Decides where a line lies; `grounds` are the heights of the ground at its ends.
pub fn settle(
    line: &mut DraftLine,
    grounds: [Option<f64>; 2],
    minus: bool,
    counts: &mut Counts,
    report: &mut FileReport,
) -> Settled {
    let mut tell = |line: &DraftLine, code: &'static Code, detail: String| {
        report.push(Message::new(code, line.place.as_str(), detail).object(line.id.as_str()));
    };
    match std::mem::take(&mut line.levels) {
        Levels::Path => {
            line.levels = Levels::Path;
            return Settled::Path;
        }
        Levels::Depth(mut depths) => {
            for depth in &mut depths {
                let said = *depth;
                *depth = said.and_then(|said| depth_of(line, said, minus, &mut tell));
            }
            if let Some(depths) = both(line, depths, &mut tell) {
                if depths.iter().any(|depth| *depth < -plausible().above_ground_m) && !line.overhead {
                    tell(line, &codes::ABOVE_GROUND, format!("{} / {} m", -depths[0], -depths[1]));
                }
                let [Some(start), Some(end)] = grounds else {
                    counts.no_ground += 1;
                    return Settled::Depth(depths);
                };
                return Settled::Height([start - depths[0], end - depths[1]]);
            }
        }
        Levels::Height(mut heights) => {
            for height in &mut heights {
                let said = *height;
                *height = said.and_then(|said| height_of(line, said, &mut tell));
            }
            if let Some(heights) = both(line, heights, &mut tell) {
                tell_above(line, heights, grounds, &mut tell);
                return Settled::Height(heights);
            }
        }
        Levels::Unknown => {}
    }
    counts.assumed += 1;
    line.facts.depth_assumed = true;
    line.facts.survey = Some(SurveyQuality::D);
    line.reference = Some(DepthReference::Crown);
    let cover = if line.overhead { 0.0 } else { cover_m(line.facts.medium) };
    match grounds {
        [Some(start), Some(end)] => Settled::Height([start - cover, end - cover]),
        _ => Settled::Depth([cover, cover]),
    }
}

fn depth_of(
    line: &DraftLine,
    said: f64,
    minus: bool,
    tell: &mut impl FnMut(&DraftLine, &'static Code, String),
) -> Option<f64> {
    let depth = if minus { -said } else { said };
    if depth.abs() <= plausible().deepest_m {
        return Some(depth);
    }
    let metres = depth / MM_PER_M;
    if (SHALLOWEST_M..=plausible().deepest_m).contains(&metres.abs()) {
        tell(line, &codes::DEPTH_MM, said.to_string());
        return Some(metres);
    }
    tell(line, &codes::TOO_DEEP, format!("{said} m"));
    None
}

fn height_of(
    line: &DraftLine,
    said: f64,
    tell: &mut impl FnMut(&DraftLine, &'static Code, String),
) -> Option<f64> {
    if said.abs() <= plausible().highest_m {
        return Some(said);
    }
    if (said / MM_PER_M).abs() <= plausible().highest_m {
        tell(line, &codes::DEPTH_MM, said.to_string());
        return Some(said / MM_PER_M);
    }
    tell(line, &codes::TOO_DEEP, format!("{said} m"));
    None
}

/// Both ends; one that has none takes the other's.
fn both(
    line: &mut DraftLine,
    ends: [Option<f64>; 2],
    tell: &mut impl FnMut(&DraftLine, &'static Code, String),
) -> Option<[f64; 2]> {
    match ends {
        [Some(start), Some(end)] => Some([start, end]),
        [Some(one), None] | [None, Some(one)] => {
            tell(line, &codes::ONE_DEPTH, format!("{one} m"));
            line.facts.depth_assumed = true;
            line.facts.survey = Some(SurveyQuality::D);
            Some([one, one])
        }
        [None, None] => None,
    }
}

fn tell_above(
    line: &DraftLine,
    heights: [f64; 2],
    grounds: [Option<f64>; 2],
    tell: &mut impl FnMut(&DraftLine, &'static Code, String),
) {
    let above = heights
        .iter()
        .zip(grounds)
        .any(|(height, ground)| ground.is_some_and(|ground| *height > ground + plausible().above_ground_m));
    if above && !line.overhead {
        let ground = |i: usize| grounds.get(i).copied().flatten().map_or("-".to_owned(), |g| g.to_string());
        let detail = format!("{} / {} m; {} / {} m", heights[0], heights[1], ground(0), ground(1));
        tell(line, &codes::ABOVE_GROUND, detail);
    }
}
