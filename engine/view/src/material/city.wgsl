// One shader for everything that stands in the scene. What a surface is comes with its vertices:
// color.a = code + seed, where code is a `Finish` and seed (0…1) tells neighbours apart.
#import bevy_pbr::{
    mesh_functions,
    mesh_bindings::mesh,
    pbr_types::pbr_input_new,
    forward_io::FragmentOutput,
    pbr_functions::{apply_pbr_lighting, calculate_view},
    mesh_view_bindings::view,
    view_transformations::position_world_to_clip,
}
#import linli::element::{
    BY_TAG, look_of as element_look, is_drawn, side_of, is_left_out, is_behind_net, pattern_share,
    PLAIN, WALL_HOMES, WALL_OFFICE, WALL_SHOPS, WALL_BLANK, ROOF_FLAT, ROOF_PITCHED, GRASS, ASPHALT, PAVING,
    WATER, SOIL, MARKING, FOLIAGE, PIPE, UNLIT, FAR_GROUND, GLASS, FRAME, PIT, CONCRETE, CUT, CARRIED, cut_at, split,
}
#import linli::sky::{Sky, sky_colour, ambient_light, with_haze, hash2, noise2, fbm2}

@group(#{MATERIAL_BIND_GROUP}) @binding(100) var<uniform> sky: Sky;

// One head an element (first colour, number of colours, lowest height, step), then the colours, four to a vector.
@group(#{MATERIAL_BIND_GROUP}) @binding(104) var<storage, read> values: array<vec4<u32>>;

const BANDS: u32 = 20u;

struct Bands {
    colours: array<vec4<f32>, BANDS>,
    // Corner of the grid with the least coordinates east and north, side of a cell, seconds of the front.
    grid: vec4<f32>,
    front: u32,
}

@group(#{MATERIAL_BIND_GROUP}) @binding(105) var<uniform> bands: Bands;
@group(#{MATERIAL_BIND_GROUP}) @binding(106) var seconds: texture_2d<f32>;

const NEVER: f32 = 1e9;

fn seconds_of(cell: vec2<i32>) -> f32 {
    let size = vec2<i32>(textureDimensions(seconds));
    if any(cell < vec2<i32>(0)) || any(cell >= size) { return NEVER; }
    return textureLoad(seconds, cell, 0).r;
}

// Seconds from a place on the ground to the station. Between cells whose times are near to each other it is smooth.
fn seconds_at(place: vec2<f32>) -> f32 {
    let at = vec2(place.x - bands.grid.x, -place.y - bands.grid.y) / bands.grid.z - 0.5;
    let cell = vec2<i32>(floor(at));
    let f = fract(at);
    let a = seconds_of(cell);
    let b = seconds_of(cell + vec2<i32>(1, 0));
    let c = seconds_of(cell + vec2<i32>(0, 1));
    let d = seconds_of(cell + vec2<i32>(1, 1));
    if max(max(a, b), max(c, d)) - min(min(a, b), min(c, d)) > 20.0 {
        return seconds_of(vec2<i32>(floor(at + 0.5)));
    }
    return mix(mix(a, b, f.x), mix(c, d, f.x), f.y);
}

// Paints bands of a minute over the ground, as far as the front has spread.
fn banded(base: vec3<f32>, place: vec2<f32>, pixel: f32) -> vec4<f32> {
    let time = seconds_at(place);
    let spread = bands.grid.w;
    if time > spread || time >= 60.0 * f32(BANDS) { return vec4(base, 0.0); }
    let minute = time / 60.0;
    let colour = bands.colours[u32(minute)].rgb;
    // A thin line where a band begins, about a metre of walking and never thinner than a pixel.
    let metres = fract(minute) * 60.0 * 1.2;
    let edge = 1.0 - smoothstep(0.8, 1.6, metres / max(pixel, 1.0));
    let tone = 0.75 + 0.5 * dot(base, vec3(0.3, 0.6, 0.1));
    var painted = mix(base, colour * tone, 0.8) * (1.0 - 0.35 * edge);
    // The front itself glows.
    let glow = select(0.0, 1.0 - smoothstep(0.0, max(14.0, 3.0 * pixel), (spread - time) * 1.2), bands.front > 0u);
    painted = mix(painted, vec3(1.0, 0.97, 0.80), 0.85 * glow);
    return vec4(painted, glow);
}

// Colour that an overlay gives an element at a height; without opacity where it has no value.
fn value_colour(element: u32, height: f32) -> vec4<f32> {
    if element >= split.valued { return vec4(0.0); }
    let head = values[element];
    if head.y == 0u { return vec4(0.0); }
    let step = bitcast<f32>(head.w);
    let row = clamp((height - bitcast<f32>(head.z)) / step, 0.0, f32(head.y) - 1.0);
    let index = head.x + u32(row);
    let four = values[index / 4u];
    let word = four[index % 4u];
    let srgb = vec3(f32(word & 255u), f32((word >> 8u) & 255u), f32((word >> 16u) & 255u)) / 255.0;
    return vec4(pow(srgb, vec3(2.2)), f32(word >> 24u) / 255.0);
}

// Share of a unit cell that lies between lo and hi, blurred over the width w of a pixel.
fn band(x: f32, lo: f32, hi: f32, w: f32) -> f32 {
    let edge = max(w, 1e-4);
    return clamp((x - lo) / edge + 0.5, 0.0, 1.0) * clamp((hi - x) / edge + 0.5, 0.0, 1.0);
}

struct CityVertex {
    @builtin(instance_index) instance_index: u32,
    @location(0) position: vec3<f32>,
    @location(1) normal: vec3<f32>,
    @location(2) uv: vec2<f32>,
    @location(3) uv_b: vec2<f32>,
    @location(5) color: vec4<f32>,
    @location(10) element: u32,
}

struct CityOutput {
    @builtin(position) position: vec4<f32>,
    @location(0) world_position: vec4<f32>,
    @location(1) world_normal: vec3<f32>,
    @location(2) uv: vec2<f32>,
    @location(3) uv_b: vec2<f32>,
    @location(5) color: vec4<f32>,
    @location(6) @interpolate(flat) instance_index: u32,
    @location(10) @interpolate(flat) element: u32,
}

@vertex
fn vertex(vertex: CityVertex) -> CityOutput {
    var out: CityOutput;
    var element = vertex.element;
    if element == BY_TAG {
        element = mesh_functions::get_tag(vertex.instance_index);
    }
    let world_from_local = mesh_functions::get_world_from_local(vertex.instance_index);
    out.world_position = mesh_functions::mesh_position_local_to_world(world_from_local, vec4(vertex.position, 1.0));
    out.world_normal = mesh_functions::mesh_normal_local_to_world(vertex.normal, vertex.instance_index);
    out.uv = vertex.uv;
    out.uv_b = vertex.uv_b;
    out.color = vertex.color;
    out.instance_index = vertex.instance_index;
    out.element = element;
    if u32(floor(vertex.color.a)) == PIT {
        // The floor of a pit goes down as it is dug.
        out.world_position.y = max(out.world_position.y, element_look(element, 0u).frame_top);
    }
    out.position = position_world_to_clip(out.world_position.xyz);
    // A tree goes with the ground that it stands on.
    let uprooted = vertex.element == BY_TAG && cut_at(world_from_local[3].xz) > 0u;
    if uprooted || !is_drawn(element) {
        out.position = vec4(0.0, 0.0, 2.0, 1.0);
    }
    return out;
}

struct Look {
    base: vec3<f32>,
    roughness: f32,
    // 0 matt … 1 mirrors the sky like glass or water.
    mirror: f32,
    light: vec3<f32>,
    normal: vec3<f32>,
}

fn wall(code: u32, seed: f32, base: vec3<f32>, uv: vec2<f32>, size: vec2<f32>, normal: vec3<f32>) -> Look {
    var look = Look(base, 0.85, 0.0, vec3(0.0), normal);
    let w = fwidth(uv);
    let cell = floor(uv);
    let f = fract(uv);
    let shop = code == WALL_SHOPS && uv.y < 1.0 || (code == WALL_OFFICE && uv.y < 1.0);
    var lo = vec2(0.24, 0.30);
    var hi = vec2(0.76, 0.80);
    if code == WALL_OFFICE { lo = vec2(0.05, 0.16); hi = vec2(0.95, 0.90); }
    if code == WALL_SHOPS { lo = vec2(0.16, 0.26); hi = vec2(0.84, 0.82); }
    if shop { lo = vec2(0.06, 0.10); hi = vec2(0.94, 0.78); }
    // Windows need a whole storey and a whole bay.
    let whole = select(0.0, 1.0, cell.y + 0.98 <= size.y && uv.y > 0.0 && size.x >= 0.75);
    let coverage = (hi.x - lo.x) * (hi.y - lo.y);
    let near = 1.0 - smoothstep(0.35, 0.9, max(w.x, w.y));
    let sharp = band(f.x, lo.x, hi.x, w.x) * band(f.y, lo.y, hi.y, w.y);
    let glass = mix(coverage, sharp, near) * whole;
    // A sill and a reveal: a lighter rim below and beside the pane.
    let rim = (band(f.x, lo.x - 0.03, hi.x + 0.03, w.x) * band(f.y, lo.y - 0.06, hi.y + 0.03, w.y) - sharp) * near * whole;
    // Floor slabs.
    let slab = band(f.y, -0.02, 0.035, w.y) * near * select(0.0, 1.0, uv.y > 0.5);
    let which = hash2(cell + vec2(seed * 917.0, seed * 313.0));
    let tint = 0.94 + 0.12 * hash2(vec2(seed * 77.0, 3.0));
    // Weather: walls are a little darker near the ground.
    let grime = mix(0.86, 1.0, smoothstep(0.0, 1.2, uv.y));
    let plaster = base * tint * grime * (1.0 - 0.16 * slab) * (1.0 + 0.12 * clamp(rim, 0.0, 1.0));
    var pane = mix(vec3(0.045, 0.06, 0.075), vec3(0.10, 0.13, 0.15), which);
    // Some blinds are down.
    if code == WALL_HOMES && which > 0.72 { pane = mix(pane, base * 0.8, 0.55); }
    look.base = mix(plaster, pane, glass);
    look.mirror = glass * select(0.75, 1.0, code == WALL_OFFICE || shop);
    look.roughness = mix(0.88, 0.12, glass);
    let lit_share = select(0.42, 0.30, code == WALL_OFFICE);
    let lamp = mix(vec3(1.0, 0.66, 0.32), vec3(0.95, 0.86, 0.70), hash2(cell + vec2(5.0, seed * 91.0)));
    if which < lit_share || shop {
        look.light = lamp * glass * (0.35 + 0.65 * which) * 1.5;
    } else {
        look.light = lamp * glass * 0.015;
    }
    return look;
}

fn look_of(code: u32, seed: f32, base: vec3<f32>, uv: vec2<f32>, uv_b: vec2<f32>, p: vec3<f32>, normal: vec3<f32>) -> Look {
    var look = Look(base, 0.9, 0.0, vec3(0.0), normal);
    let ground = p.xz;
    let pixel = max(fwidth(ground.x), fwidth(ground.y));
    let detail = 1.0 - smoothstep(0.3, 3.0, pixel);
    switch code {
        case WALL_HOMES, WALL_OFFICE, WALL_SHOPS: { return wall(code, seed, base, uv, uv_b, normal); }
        case WALL_BLANK: {
            look.base = base * mix(0.86, 1.0, smoothstep(0.0, 1.2, uv.y));
        }
        case ROOF_FLAT: {
            let tint = 0.92 + 0.16 * hash2(vec2(seed * 51.0, 9.0));
            look.base = base * tint * (0.95 + 0.1 * mix(0.5, noise2(ground * 0.9), detail));
        }
        case ROOF_PITCHED: {
            let w = fwidth(uv.y * 3.0);
            let course = band(fract(uv.y * 3.0), 0.0, 0.22, w) * (1.0 - smoothstep(0.3, 0.8, w));
            let tint = 0.86 + 0.28 * hash2(vec2(seed * 51.0, 9.0));
            look.base = base * tint * (1.0 - 0.18 * course);
            look.roughness = 0.8;
        }
        case GRASS: {
            let patches = fbm2(ground * 0.045);
            let blades = mix(0.5, noise2(ground * 3.1), detail);
            look.base = base * (0.78 + 0.34 * patches + 0.14 * blades);
            look.base = mix(look.base, look.base * vec3(1.14, 1.04, 0.72), smoothstep(0.45, 0.75, fbm2(ground * 0.013 + 7.0)) * 0.5);
        }
        case ASPHALT: {
            look.base = base * (0.9 + 0.14 * fbm2(ground * 0.11) + 0.08 * mix(0.5, noise2(ground * 5.0), detail));
            look.roughness = 0.82;
        }
        case PAVING: {
            let q = ground / 1.2;
            let w = fwidth(q);
            let f = fract(q);
            let near = 1.0 - smoothstep(0.2, 0.7, max(w.x, w.y));
            let joint = max(band(f.x, -0.03, 0.03, w.x), band(f.y, -0.03, 0.03, w.y)) * near;
            look.base = base * (0.94 + 0.1 * mix(0.5, hash2(floor(q)), near)) * (1.0 - 0.2 * joint);
        }
        case WATER: {
            let ripple = vec2(fbm2(ground * 0.35) - 0.47, fbm2(ground * 0.35 + 31.7) - 0.47);
            let near = 1.0 - smoothstep(1.0, 6.0, pixel);
            look.normal = normalize(vec3(ripple.x * 0.16 * near, 1.0, ripple.y * 0.16 * near));
            look.base = base * (0.85 + 0.3 * fbm2(ground * 0.012));
            look.roughness = 0.12;
            look.mirror = 1.0;
        }
        case SOIL: {
            look.base = base * (0.88 + 0.24 * fbm2(ground * 0.3));
        }
        case FAR_GROUND: {
            // Ground of which nothing is told: meadow and bare soil in soft patches, so that distance can be read.
            let meadow = base * vec3(0.62, 0.80, 0.52);
            let open = smoothstep(0.38, 0.64, fbm2(ground * 0.0021));
            look.base = mix(meadow, base, open) * (0.84 + 0.22 * fbm2(ground * 0.011 + 3.1) + 0.06 * fbm2(ground * 0.06));
            look.roughness = 1.0;
        }
        case FOLIAGE: {
            let leaves = noise2(p.xz * 2.6 + p.y * 3.7) * 0.6 + noise2(p.zx * 7.0 - p.y * 6.1) * 0.4;
            // Trees of one kind are not of one green.
            let tree = hash2(floor(ground / 9.0));
            look.base = base * mix(vec3(0.92, 0.96, 0.90), vec3(1.10, 1.04, 0.92), tree);
            look.base *= uv.x * (0.62 + 0.76 * mix(0.5, leaves, detail));
            look.roughness = 1.0;
        }
        case GLASS: {
            look.roughness = 0.1;
            look.mirror = 1.0;
        }
        case FRAME, CONCRETE: {
            look.base = base * (0.88 + 0.2 * fbm2(p.xz * 0.4 + p.y * 0.3));
            look.roughness = 0.95;
        }
        case PIT: {
            look.base = base * (0.8 + 0.34 * fbm2(vec2(p.x + p.z, p.y + p.x * 0.2) * 0.35));
            look.roughness = 1.0;
        }
        case CUT: {
            let grain = fbm2(vec2(p.x + p.z, p.y + (p.x - p.z) * 0.3) * 2.6);
            let fine = hash2(floor(vec2(p.x + p.z * 1.3, p.y) * 22.0));
            look.base = base * (0.82 + 0.3 * grain + 0.08 * fine);
            look.roughness = 1.0;
        }
        case PIPE, CARRIED: {
            look.roughness = 0.45;
            look.mirror = 0.15;
        }
        default: {}
    }
    return look;
}

// A facade that is still behind the net of the site: dense green mesh over scaffold.
fn net(p: vec3<f32>, uv: vec2<f32>, normal: vec3<f32>) -> Look {
    let w = fwidth(p.y);
    let ledger = band(fract(p.y / 1.8), 0.0, 0.05, w / 1.8) * (1.0 - smoothstep(0.2, 0.8, w));
    let sheet = hash2(floor(vec2((p.x + p.z) / 6.0, p.y / 6.0)));
    let weave = 0.94 + 0.12 * noise2(vec2(p.x + p.z, p.y) * 1.7);
    let green = vec3(0.055, 0.24, 0.135) * (0.85 + 0.3 * sheet) * weave;
    return Look(mix(green, vec3(0.30, 0.31, 0.30), ledger), 0.9, 0.0, vec3(0.0), normal);
}

@fragment
fn fragment(city: CityOutput, @builtin(front_facing) is_front: bool) -> FragmentOutput {
    var out: FragmentOutput;
    let eye = view.world_position;
    let p = city.world_position.xyz;
    // Interpolation blurs the last digits: both parts are whole numbers of 1/64.
    let packed = round(city.color.a * 64.0) / 64.0;
    let code = u32(floor(packed));
    let seed = fract(packed);
    let side = side_of(city.position.xy, view.viewport);
    let state = element_look(city.element, side);
    // Derivatives must be taken before anything is left out.
    let netted = net(p, city.uv, normalize(city.world_normal));
    let behind_net = is_behind_net(state, code, p.y);
    let ground_pixel = max(max(fwidth(p.x), fwidth(p.z)), 1e-3);
    if is_left_out(state, code, p, city.position.xy, side) { discard; }
#ifdef FADED
    let opacity = sky.glow.w;
#else
#ifdef MASSING
    let opacity = 0.86;
#else
    let opacity = 1.0;
#endif
#endif
    if code == UNLIT {
        out.color = vec4(with_haze(sky, city.color.rgb, eye, p), city.uv.x * opacity);
        return out;
    }
    var pbr_input = pbr_input_new();
    pbr_input.flags = mesh[city.instance_index].flags;
    pbr_input.is_orthographic = view.clip_from_view[3].w == 1.0;
    pbr_input.V = calculate_view(city.world_position, pbr_input.is_orthographic);
    pbr_input.frag_coord = city.position;
    pbr_input.world_position = city.world_position;
    // Both sides of every face are shown, each lit from its own side.
    pbr_input.world_normal = city.world_normal * select(-1.0, 1.0, is_front);
    pbr_input.N = normalize(pbr_input.world_normal);
    var look = look_of(code, seed, city.color.rgb, city.uv, city.uv_b, p, pbr_input.N);
    look.base = select(look.base, netted.base, behind_net);
    look.roughness = select(look.roughness, netted.roughness, behind_net);
    let share = state.tint.a * pattern_share(state.pattern, p);
    look.base = mix(look.base, state.tint.rgb, share);
    if split.muted > 0.0 && state.tint.a == 0.0 {
        // Form stays, colour goes.
        let tone = dot(look.base, vec3(0.3, 0.6, 0.1));
        look.base = mix(look.base, vec3(mix(0.34, tone, 0.45)), split.muted);
        look.mirror *= 1.0 - 0.7 * split.muted;
    }
    look.light *= select(1.0 - share, 0.0, behind_net);
    look.mirror *= select(1.0 - share, 0.0, behind_net);
    if split.valued > 0u && (code <= ROOF_PITCHED || code == GLASS || code == FRAME) {
        // Form stays readable under the values: windows and slabs darken their colour.
        let tone = 0.55 + 0.75 * dot(look.base, vec3(0.3, 0.6, 0.1));
        let value = value_colour(city.element, p.y - 0.05);
        look.base = mix(vec3(0.42), value.rgb, value.a) * tone;
        look.mirror = 0.0;
        look.light = value.rgb * value.a * 0.5;
    }
#ifdef GROUND
    if bands.grid.z > 0.0 {
        let painted = banded(look.base, p.xz, ground_pixel);
        look.base = painted.rgb;
        look.light += painted.rgb * painted.a * 0.6;
        look.mirror = 0.0;
    }
#endif
    pbr_input.material.base_color = vec4(look.base, 1.0);
    pbr_input.material.perceptual_roughness = look.roughness;
    pbr_input.material.metallic = 0.0;
    pbr_input.material.reflectance = vec3(mix(0.2, 0.5, look.mirror));
    if code == WATER {
        pbr_input.N = look.normal;
    }
    let occlusion = pbr_input.diffuse_occlusion;
    // Nothing but the sun is a light of the engine; the sky's share is added here.
    var colour = apply_pbr_lighting(pbr_input).rgb;
    colour += look.base * ambient_light(sky, look.normal) * occlusion;
    if look.mirror > 0.0 {
        let v = normalize(eye - p);
        let n = select(look.normal, -look.normal, dot(look.normal, v) < 0.0);
        let mirrored = reflect(-v, n);
        let grazing = pow(1.0 - clamp(dot(n, v), 0.0, 1.0), 5.0);
        let share = (0.08 + 0.92 * grazing) * look.mirror;
        // Below the horizon a pane mirrors the street.
        let seen = mix(sky.ground.rgb * 0.5, sky_colour(sky, mirrored), smoothstep(-0.25, 0.1, mirrored.y));
        colour = mix(colour, seen, share * mix(0.55, 1.0, occlusion.r));
    }
    if code == FOLIAGE {
        // Leaves let light through: the shaded side of a crown is not black.
        colour += look.base * ambient_light(sky, vec3(0.0, 1.0, 0.0)) * 0.5;
    }
    if code == CUT {
        // The same for what a cut shows: its layers are read, not lit.
        colour = mix(colour, look.base * 0.95, 0.62);
    }
    if code == PIPE || code == CARRIED {
        // Below ground there is no sky: pipes bring their own light, so that their colours can be told.
        colour = mix(colour, look.base * (0.75 + 0.35 * pbr_input.N.y), 0.7);
    }
    colour += look.light * sky.sun.w;
    colour = with_haze(sky, colour, eye, p);
    out.color = vec4(colour, opacity);
    return out;
}
