// Ways in the scene: bands of a fixed width on screen along lines in space. Each piece is a capsule, so that pieces
// meet without a gap.
#import bevy_pbr::{
    mesh_functions,
    mesh_view_bindings::view,
    view_transformations::position_world_to_clip,
}

struct Way {
    // Half of the width on a picture of 720 rows.
    radius_px: f32,
    opacity: f32,
    // Length of a dash and the gap after it, metres; 0: a whole line.
    dash_m: f32,
    // Colour of the line; without opacity that of each corner.
    colour: vec4<f32>,
}

@group(#{MATERIAL_BIND_GROUP}) @binding(0) var<uniform> way: Way;

struct Vertex {
    @builtin(instance_index) instance_index: u32,
    @location(0) position: vec3<f32>,
    // The other end of the piece.
    @location(1) other: vec3<f32>,
    // Side of the line (-1, 1), and end (-1 start, 1 end).
    @location(2) corner: vec2<f32>,
    // Metres from the start of the way to this end.
    @location(3) along: vec2<f32>,
    @location(5) color: vec4<f32>,
}

struct VertexOutput {
    @builtin(position) position: vec4<f32>,
    // Along and across the piece, pixels.
    @location(0) @interpolate(linear) at: vec2<f32>,
    @location(1) @interpolate(flat) length_px: f32,
    @location(2) along: f32,
    @location(3) color: vec4<f32>,
}

// A little nearer to the eye, so that the ground that it lies on does not swallow it.
fn lifted(place: vec3<f32>) -> vec3<f32> {
    let toward = view.world_position - place;
    let distance = length(toward);
    return place + toward / max(distance, 0.001) * min(0.5 + 0.004 * distance, 0.4 * distance);
}

@vertex
fn vertex(vertex: Vertex) -> VertexOutput {
    var out: VertexOutput;
    let world_from_local = mesh_functions::get_world_from_local(vertex.instance_index);
    let here = lifted(mesh_functions::mesh_position_local_to_world(world_from_local, vec4(vertex.position, 1.0)).xyz);
    let there = lifted(mesh_functions::mesh_position_local_to_world(world_from_local, vec4(vertex.other, 1.0)).xyz);
    var a = position_world_to_clip(here);
    var b = position_world_to_clip(there);
    // An end behind the eye is moved along the piece to just before it.
    let near = 0.2;
    if a.w < near && b.w > near { a = mix(a, b, (near - a.w) / (b.w - a.w)); }
    if b.w < near && a.w > near { b = mix(b, a, (near - b.w) / (a.w - b.w)); }
    let half_size = view.viewport.zw * 0.5;
    let a_px = a.xy / max(a.w, near) * half_size;
    let b_px = b.xy / max(b.w, near) * half_size;
    let off = b_px - a_px;
    let length_px = length(off);
    let outward = select(vec2(1.0, 0.0), -off / max(length_px, 1e-4), length_px > 1e-4);
    let radius = way.radius_px * view.viewport.w / 720.0 + 1.0;
    // The direction of the piece is the same for both ends.
    let direction = outward * vertex.corner.y;
    let across = vec2(-direction.y, direction.x) * vertex.corner.x;
    let moved = a_px + (outward + across) * radius;
    out.position = vec4(moved / half_size * a.w, a.z, a.w);
    if a.w < near { out.position = vec4(0.0, 0.0, 2.0, 1.0); }
    out.at = vec2(select(-radius, length_px + radius, vertex.corner.y > 0.0), radius * vertex.corner.x);
    out.length_px = length_px;
    out.along = vertex.along.x;
    out.color = vertex.color;
    return out;
}

@fragment
fn fragment(in: VertexOutput) -> @location(0) vec4<f32> {
    let radius = way.radius_px * view.viewport.w / 720.0;
    let beyond = max(max(-in.at.x, in.at.x - in.length_px), 0.0);
    let inside = radius - length(vec2(beyond, in.at.y)) + 0.5;
    var share = clamp(inside, 0.0, 1.0);
    if way.dash_m > 0.0 {
        // Only the piece itself, so that nothing is drawn twice; dashes stay apart from afar as well.
        let metres = max(way.dash_m, 14.0 * fwidth(in.along));
        share *= select(0.0, 1.0, beyond <= 0.0 && fract(in.along / metres) < 0.55);
    }
    if share <= 0.0 { discard; }
    let colour = mix(in.color.rgb, way.colour.rgb, way.colour.a);
    return vec4(colour, share * way.opacity);
}
