// What each element looks like now: shown or not, how far it has risen, its tint. One look for each of the
// two sides of a split picture; changing a stage or a date changes this table and no mesh.
#define_import_path linli::element

struct Split {
    // Share of the picture's width where the second side begins; 1 or more: one side.
    at: f32,
    // Number of cuts and open pits.
    pits: u32,
    // How many of them, the first ones, are cuts.
    cuts: u32,
    // Number of elements that an overlay may give values to; 0: no overlay.
    valued: u32,
    // How grey what differs in no way is, 0 … 1: only where differences are coloured.
    muted: f32,
    // Number of planes of the section.
    planes: u32,
    // Planes of the section, their inside kept: unit normal and offset.
    section: array<vec4<f32>, 6>,
}

@group(#{MATERIAL_BIND_GROUP}) @binding(101) var<storage, read> looks: array<vec4<u32>>;
@group(#{MATERIAL_BIND_GROUP}) @binding(102) var<uniform> split: Split;
// First one vec4 a pit (first edge, number of edges, sides it is open on, 1 for a cut, 2 for one that ends lines
// too), then its edges as x, z, x, z.
@group(#{MATERIAL_BIND_GROUP}) @binding(103) var<storage, read> pits: array<vec4<f32>>;

// The mesh names no element: always shown.
const NO_ELEMENT: u32 = 0xfffffffeu;
// The instance's tag names the element.
const BY_TAG: u32 = 0xffffffffu;

// What a surface is made of: the numbers of `Finish`.
const PLAIN: u32 = 0u;
const WALL_HOMES: u32 = 1u;
const WALL_OFFICE: u32 = 2u;
const WALL_SHOPS: u32 = 3u;
const WALL_BLANK: u32 = 4u;
const ROOF_FLAT: u32 = 5u;
const ROOF_PITCHED: u32 = 6u;
const GRASS: u32 = 7u;
const ASPHALT: u32 = 8u;
const PAVING: u32 = 9u;
const WATER: u32 = 10u;
const SOIL: u32 = 11u;
const MARKING: u32 = 12u;
const FOLIAGE: u32 = 13u;
const PIPE: u32 = 14u;
const UNLIT: u32 = 15u;
const FAR_GROUND: u32 = 16u;
const GLASS: u32 = 17u;
const FRAME: u32 = 18u;
const PIT: u32 = 19u;
const CONCRETE: u32 = 20u;
const CUT: u32 = 21u;
const CARRIED: u32 = 22u;
const FURNITURE: u32 = 23u;

const PATTERN_STRIPES: u32 = 1u;
const PATTERN_DOTS: u32 = 2u;
const PATTERN_CROSSES: u32 = 3u;

struct Look {
    opacity: f32,
    rising: bool,
    // Its edges stay whole where its faces are see-through.
    outlined: bool,
    pattern: u32,
    tint: vec4<f32>,
    // Heights in render axes: the facade is finished below the first, nothing stands above the second.
    facade_top: f32,
    frame_top: f32,
}

// The words of a look; an element that the table does not know is shown as it is.
fn words_of(element: u32, side: u32) -> vec4<u32> {
    let known = element < NO_ELEMENT && element < arrayLength(&looks) / 2u;
    let index = select(0u, element * 2u + side, known);
    return select(vec4(255u, 0u, 0x7f000000u, 0x7f000000u), looks[index], known);
}

fn look_of(element: u32, side: u32) -> Look {
    let word = words_of(element, side);
    let tint = vec4(
        f32(word.y & 255u), f32((word.y >> 8u) & 255u), f32((word.y >> 16u) & 255u), f32(word.y >> 24u)
    ) / 255.0;
    return Look(
        f32(word.x & 255u) / 255.0,
        (word.x & 256u) != 0u,
        (word.x & 512u) != 0u,
        (word.x >> 12u) & 15u,
        // Tints are given as they look on paper.
        vec4(pow(tint.rgb, vec3(2.2)), tint.a),
        bitcast<f32>(word.z),
        bitcast<f32>(word.w),
    );
}

// Whether an element is to be drawn at all, on any side.
fn is_drawn(element: u32) -> bool {
    let first = (words_of(element, 0u).x & 255u) != 0u;
    let second = split.at < 1.0 && (words_of(element, 1u).x & 255u) != 0u;
    return first || second;
}

// Whether it casts a shadow: in a split picture only what stands on both sides does.
fn casts_shadow(element: u32) -> bool {
    let first = (words_of(element, 0u).x & 255u) > 127u;
    let second = split.at >= 1.0 || (words_of(element, 1u).x & 255u) > 127u;
    return first && second;
}

// Height above which an element casts no shadow.
fn shadow_top(element: u32) -> f32 {
    return bitcast<f32>(words_of(element, 0u).w);
}

// The side of the picture that a pixel belongs to.
fn side_of(pixel: vec2<f32>, viewport: vec4<f32>) -> u32 {
    return select(0u, 1u, pixel.x - viewport.x >= split.at * viewport.z);
}

// Fixed pattern of thresholds between 0 and 1: fades without sorting (Jimenez 2014, interleaved gradient
// noise).
fn threshold(pixel: vec2<f32>) -> f32 {
    return fract(52.9829189 * fract(0.06711056 * floor(pixel.x) + 0.00583715 * floor(pixel.y)));
}

// Whether a place lies within the outline of a pit: even-odd rule over its edges.
fn is_within(pit: vec4<f32>, place: vec2<f32>) -> bool {
    var inside = false;
    let first = u32(pit.x);
    for (var e = first; e < first + u32(pit.y); e++) {
        let edge = pits[e];
        let crosses = (edge.y > place.y) != (edge.w > place.y);
        let x = edge.x + (place.y - edge.y) / (edge.w - edge.y) * (edge.z - edge.x);
        inside = inside != (crosses && place.x < x);
    }
    return inside;
}

// Whether a place on the ground lies in a pit that is open on a side.
fn in_pit(place: vec2<f32>, side: u32) -> bool {
    var found = false;
    for (var k = 0u; k < split.pits; k++) {
        found = found || ((u32(pits[k].z) & (1u << side)) != 0u && is_within(pits[k], place));
    }
    return found;
}

// How the ground is cut at a place: not (0), open (1), with lines that end there (2).
fn cut_at(place: vec2<f32>) -> u32 {
    var level = 0u;
    for (var k = 0u; k < split.cuts; k++) {
        if is_within(pits[k], place) { level = max(level, u32(pits[k].w)); }
    }
    return level;
}

// How far a place lies inside what the section keeps, metres; far inside without a section.
fn inside_section(p: vec3<f32>) -> f32 {
    var inside = 1e9;
    for (var k = 0u; k < split.planes; k++) {
        inside = min(inside, dot(split.section[k].xyz, p) + split.section[k].w);
    }
    return inside;
}

// The nearest place that the section keeps: what it takes away casts the shadow of its face.
fn onto_section(p: vec3<f32>) -> vec3<f32> {
    var q = p;
    for (var k = 0u; k < split.planes; k++) {
        let plane = split.section[k];
        q -= plane.xyz * min(dot(plane.xyz, q) + plane.w, 0.0);
    }
    return q;
}

// Whether what a surface belongs to is taken away where the ground is cut open.
fn is_cut_away(code: u32, place: vec2<f32>) -> bool {
    if split.cuts == 0u { return false; }
    let opens = code == CONCRETE || code == CARRIED || code == FURNITURE;
    if !(opens || code == PIPE) { return false; }
    return cut_at(place) > select(0u, 1u, code == PIPE);
}

// Whether a facade is still behind the net of the site.
fn is_behind_net(look: Look, code: u32, height: f32) -> bool {
    let is_wall = code <= WALL_BLANK;
    return look.rising && is_wall && height > look.facade_top;
}

// Whether nothing is drawn at a place: hidden, not yet built, taken up by the bare frame, or dug away.
fn is_left_out(look: Look, code: u32, p: vec3<f32>, pixel: vec2<f32>, side: u32) -> bool {
    let faded = look.opacity < 0.998 && look.opacity <= threshold(pixel);
    let unbuilt = code != PIT && (p.y > look.frame_top + 0.3 || (code == FRAME && !look.rising));
    // The net reaches the storey below the one in work; above it the frame stands bare.
    let bare = is_behind_net(look, code, p.y)
        && p.y > look.frame_top - 4.0 && look.frame_top > look.facade_top + 4.5;
#ifdef GROUND
    let dug = in_pit(p.xz, side);
#else
    let dug = false;
#endif
    // Faces of the section stand a little out of its planes.
    let beyond = inside_section(p) < select(0.0, -0.05, code == CUT);
    return faded || unbuilt || bare || dug || beyond || is_cut_away(code, p.xz);
}

// How much of a tint shows at a place: patterns tell states apart without colour.
fn pattern_share(pattern: u32, p: vec3<f32>) -> f32 {
    let stripe = select(0.35, 1.0, fract((p.x + p.z + p.y * 1.4) / 5.0) < 0.5);
    let cell = fract(vec2(p.x + p.z, p.y + (p.x - p.z) * 0.3) / 3.2) - 0.5;
    let dot_ = select(0.3, 1.0, length(cell) < 0.3);
    let a = fract((p.x + p.z + p.y) / 5.0);
    let b = fract((p.x + p.z - p.y) / 5.0);
    let cross_ = select(0.3, 1.0, a < 0.22 || b < 0.22);
    var share = select(1.0, stripe, pattern == PATTERN_STRIPES);
    share = select(share, dot_, pattern == PATTERN_DOTS);
    return select(share, cross_, pattern == PATTERN_CROSSES);
}
