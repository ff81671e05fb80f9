//! Rule packs of utility lines and utility tunnels: every figure of a standard as data.

use serde::{Deserialize, Serialize};

use crate::{CompartmentKind, Confidence, GasPressure, Medium, SurveyQuality};

/// Name and version of the schema of rule packs.
pub const UTILITY_RULES_SCHEMA: &str = "linli/utility-rules/1";

/// The figures of one standard about utility lines.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UtilityRules {
    /// Schema of the pack: [`UTILITY_RULES_SCHEMA`].
    pub schema: String,
    /// Number of the standard.
    pub standard: String,
    /// Edition.
    pub edition: String,
    /// Title, Chinese.
    pub title_zh: String,
    /// Title, English.
    pub title_en: String,
    /// What must be known about the figures.
    #[serde(default)]
    pub note: String,
    /// Classes that the clearance tables speak of; an element belongs to the first that fits.
    #[serde(default)]
    pub classes: Vec<UtilityClass>,
    /// Smallest horizontal clearances.
    #[serde(default)]
    pub horizontal: Vec<ClearanceRule>,
    /// Smallest vertical clearances at crossings.
    #[serde(default)]
    pub vertical: Vec<ClearanceRule>,
    /// Smallest covers.
    #[serde(default)]
    pub cover: Vec<CoverRule>,
    /// Other limits that are computed.
    #[serde(default)]
    pub limits: Vec<LimitRule>,
    /// What may share a compartment of a utility tunnel.
    #[serde(default)]
    pub sharing: Vec<SharingRule>,
    /// Which of two lines gives way, the first that tells them apart.
    #[serde(default)]
    pub avoidance: Vec<AvoidanceRule>,
    /// How far a surveyed position may be off.
    #[serde(default)]
    pub survey: Vec<SurveyTolerance>,
    /// Conventions of the computation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conventions: Option<ClearanceConventions>,
    /// Figures that are kept and shown, but not computed.
    #[serde(default)]
    pub facts: Vec<RuleFact>,
}

/// A row or column of a clearance table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UtilityClass {
    /// Name used by the rules.
    pub id: String,
    /// Name that several classes share; rules may name it instead.
    pub family: String,
    /// Lines that belong to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<LineFilter>,
    /// Other things that belong to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thing: Option<NeighbourKind>,
    /// Name for people, Chinese.
    pub zh: String,
    /// Name for people, English.
    pub en: String,
}

/// Which utility lines are meant.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LineFilter {
    /// What they carry.
    pub media: Vec<Medium>,
    /// Largest diameter, millimetres.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub diameter_to_mm: Option<f64>,
    /// Diameter above this, millimetres.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub diameter_over_mm: Option<f64>,
    /// Pressure class of gas.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gas_pressure: Option<GasPressure>,
    /// How they are laid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub laid: Option<Laid>,
}

/// How a line is laid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Laid {
    /// Directly in the soil 直埋.
    Buried,
    /// In ducts 管块、保护管.
    Duct,
    /// In a trench or culvert with walls 管沟.
    Trench,
}

/// Things beside utility lines that the tables name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NeighbourKind {
    /// A building's foundation.
    Building,
    /// A basement.
    Basement,
    /// A utility tunnel.
    Corridor,
    /// Shaft of a manhole, of a drain or of ducts.
    Manhole,
    /// A tree.
    Tree,
    /// A shrub.
    Shrub,
    /// A pole for lighting or telecom.
    Pole,
    /// Base of a pylon up to 35 kV.
    #[serde(rename = "pylon_to_35kv")]
    PylonTo35kv,
    /// Base of a pylon above 35 kV.
    #[serde(rename = "pylon_above_35kv")]
    PylonAbove35kv,
    /// Edge of the carriageway.
    Kerb,
    /// Rail of a tramway.
    Tram,
    /// Rail of a railway, or the toe of its slope.
    Rail,
}

/// Facts that a rule asks for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RuleCondition {
    /// Media of the line; empty means all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<Medium>,
    /// Diameter from this on (for a pair, the larger of the two), millimetres.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub diameter_from_mm: Option<f64>,
    /// Diameter above this, millimetres.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub diameter_over_mm: Option<f64>,
    /// Diameter up to this, millimetres.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub diameter_to_mm: Option<f64>,
    /// Diameter below this, millimetres.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub diameter_below_mm: Option<f64>,
    /// Voltage from this on, kilovolts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voltage_from_kv: Option<f64>,
    /// Material, as a word that the source's text holds; `plastic` and `steel` know their kinds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub material: Option<String>,
    /// Part that the line plays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<LineRole>,
    /// Compartment of a utility tunnel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compartment: Option<CompartmentKind>,
    /// Racks beside the passage of a utility tunnel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub racks: Option<Racks>,
}

/// Part that a line plays in its network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineRole {
    /// A main.
    Main,
    /// A connection of a house or a gully.
    Connection,
}

/// Racks beside the passage of a utility tunnel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Racks {
    /// On both sides.
    BothSides,
    /// On one side.
    OneSide,
    /// Wide enough for service vehicles.
    Vehicle,
}

/// A smallest clearance between two classes, outer face to outer face.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClearanceRule {
    /// Name of the rule.
    pub id: String,
    /// Class or family; `line` means every utility line.
    pub a: String,
    /// Class or family.
    pub b: String,
    /// Clearance, metres.
    pub value_m: f64,
    /// Clause or table.
    pub clause: String,
    /// How far it can be trusted.
    pub tag: Confidence,
    /// Facts that it asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<RuleCondition>,
    /// A fact that it asks for and that the model does not hold: the rule is shown, never applied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needs: Option<String>,
}

/// What lies above a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CoverSurface {
    /// Lanes for motor vehicles.
    MotorLane,
    /// Footway, cycle way, green, yard.
    Footway,
}

/// A smallest cover, from the surface to the crown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CoverRule {
    /// Name of the rule.
    pub id: String,
    /// Class or family.
    pub of: String,
    /// What lies above.
    pub surface: CoverSurface,
    /// Cover, metres.
    pub value_m: f64,
    /// Clause or table.
    pub clause: String,
    /// How far it can be trusted.
    pub tag: Confidence,
    /// Facts that it asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<RuleCondition>,
}

/// What a limit bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitQuantity {
    /// Diameter of a line, millimetres.
    Diameter,
    /// Slope of a line.
    Slope,
    /// Way between manholes, metres.
    ManholeSpacing,
    /// Angle between the incoming and the outgoing line at a manhole, degrees.
    TurnAngle,
    /// Way between hoist openings, metres.
    HoistSpacing,
    /// Number of man accesses.
    AccessCount,
    /// Way between escapes, metres.
    EscapeSpacing,
    /// Smaller side of an escape opening, metres.
    EscapeOpening,
    /// Clear height of a compartment, metres.
    InnerHeight,
    /// Way from a gas compartment's air outlet to other openings and buildings, metres.
    GasExhaustDistance,
    /// Width of the passage, metres.
    PassageWidth,
    /// Number of openings of each kind.
    OpeningKinds,
}

/// Which side of a limit is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// At least the value.
    Min,
    /// At most the value.
    Max,
}

/// A limit of a quantity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LimitRule {
    /// Name of the rule.
    pub id: String,
    /// What it bounds.
    pub quantity: LimitQuantity,
    /// Which side is allowed.
    pub bound: Bound,
    /// The limit.
    pub value: f64,
    /// Unit of the limit.
    pub unit: String,
    /// Clause or table.
    pub clause: String,
    /// How far it can be trusted.
    pub tag: Confidence,
    /// Facts that it asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<RuleCondition>,
}

/// Whether two media may share a compartment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SharingRule {
    /// Name of the rule.
    pub id: String,
    /// One medium.
    pub a: Medium,
    /// The other medium, or `*` for every other.
    pub b: String,
    /// Whether they may.
    pub may: bool,
    /// A condition on how they share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needs: Option<String>,
    /// Clause.
    pub clause: String,
    /// How far it can be trusted.
    pub tag: Confidence,
}

/// A trait by which one line gives way to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Yielding {
    /// Temporary line.
    Temporary,
    /// Permanent line.
    Permanent,
    /// Line under pressure, or a cable.
    Pressure,
    /// Line that flows by gravity.
    Gravity,
    /// Line that bends easily.
    Flexible,
    /// Line that does not bend.
    Rigid,
    /// Branch.
    Branch,
    /// Main.
    Main,
    /// Smaller line.
    Small,
    /// Larger line.
    Large,
}

/// One step of the avoidance order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AvoidanceRule {
    /// Name of the rule.
    pub id: String,
    /// The line that gives way.
    pub yields: Yielding,
    /// The line that stays.
    pub to: Yielding,
    /// Clause.
    pub clause: String,
    /// How far it can be trusted.
    pub tag: Confidence,
}

/// How far the position of a surveyed line may be off.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SurveyTolerance {
    /// Quality of the survey.
    pub quality: SurveyQuality,
    /// In plan, metres.
    pub plan_m: f64,
    /// In height, metres.
    pub height_m: f64,
    /// Where the figures come from.
    pub source: String,
    /// How far they can be trusted.
    pub tag: Confidence,
}

/// Conventions of the clearance check, where the standards say nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClearanceConventions {
    /// How far they can be trusted.
    pub tag: Confidence,
    /// Lines that meet at this angle or more cross; below it they run side by side. Degrees.
    pub crossing_angle_deg: f64,
    /// Ends of lines closer than this are joined, metres.
    pub joint_reach_m: f64,
    /// A line that ends this near to a building is its connection, metres.
    pub connection_reach_m: f64,
    /// Largest distance between places where cover is measured, metres.
    pub cover_step_m: f64,
    /// A line that ends at an outfall comes out of the ground: no cover is asked this near to it, metres.
    pub outfall_reach_m: f64,
    /// Radius of a trunk, metres.
    pub trunk_radius_m: f64,
    /// Outer radius of a manhole, metres.
    pub manhole_radius_m: f64,
    /// Pressure class of gas where the source says none; findings say so and are indications.
    pub unknown_gas_pressure: GasPressure,
    /// Friction angle of soil for pipes deeper than a foundation, degrees.
    pub soil_friction_deg: f64,
    /// Width of the trench of such a pipe, metres.
    pub trench_width_m: f64,
    /// Moves are rounded up to a multiple of this, metres.
    pub move_step_m: f64,
    /// Pipes deeper than a foundation are looked for as far as this from it, metres.
    pub deep_reach_m: f64,
}

/// A figure or a statement that is kept and shown, but not computed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleFact {
    /// Name of the fact.
    pub id: String,
    /// What it is about, Chinese.
    pub item_zh: String,
    /// What it is about, English.
    pub item_en: String,
    /// The figure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// Unit of the figure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The statement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Clause.
    pub clause: String,
    /// How far it can be trusted.
    pub tag: Confidence,
}
