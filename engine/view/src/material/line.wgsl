#import bevy_pbr::{
    mesh_functions,
    mesh_view_bindings::view,
    view_transformations::position_world_to_clip,
}
#import linli::sky::{Sky, with_haze}
#import linli::element::{BY_TAG, look_of, is_drawn, side_of, split, cut_at, inside_section, threshold}

@group(#{MATERIAL_BIND_GROUP}) @binding(0) var<uniform> sky: Sky;

struct Vertex {
    @builtin(instance_index) instance_index: u32,
    @location(0) position: vec3<f32>,
    @location(2) uv: vec2<f32>,
    @location(5) color: vec4<f32>,
    @location(10) element: u32,
}

struct VertexOutput {
    @builtin(position) position: vec4<f32>,
    @location(0) world_position: vec4<f32>,
    @location(2) uv: vec2<f32>,
    @location(5) color: vec4<f32>,
    @location(10) @interpolate(flat) element: u32,
}

@vertex
fn vertex(vertex: Vertex) -> VertexOutput {
    var out: VertexOutput;
    var element = vertex.element;
    if element == BY_TAG {
        element = mesh_functions::get_tag(vertex.instance_index);
    }
    let world_from_local = mesh_functions::get_world_from_local(vertex.instance_index);
    out.world_position = mesh_functions::mesh_position_local_to_world(world_from_local, vec4(vertex.position, 1.0));
    out.position = position_world_to_clip(out.world_position.xyz);
    // Depth is reversed: a little more is a little nearer, so that an edge lies before its own faces.
    out.position.z *= 1.0006;
    out.uv = vertex.uv;
    out.color = vertex.color;
    out.element = element;
    if !is_drawn(element) {
        out.position = vec4(0.0, 0.0, 2.0, 1.0);
    }
    return out;
}

@fragment
fn fragment(in: VertexOutput) -> @location(0) vec4<f32> {
    let side = side_of(in.position.xy, view.viewport);
    let state = look_of(in.element, side);
    // The axis of a line ends where the line does; one that a tunnel carries goes with the tunnel (uv.y).
    let stays = select(1u, 0u, in.uv.y > 0.5);
    if in.uv.x > 0.99 && split.cuts > 0u && cut_at(in.world_position.xz) > stays { discard; }
    let p = in.world_position.xyz;
    if inside_section(p) < -0.05 { discard; }
    if !state.outlined && state.opacity < 0.998 && state.opacity <= threshold(in.position.xy) { discard; }
    // Edges of what is not finished would draw the whole in the air.
    if p.y > state.frame_top + 0.05 || (state.rising && p.y > state.facade_top + 0.05) { discard; }
    let own = mix(in.color.rgb, state.tint.rgb, select(0.0, 0.9, state.outlined));
    let colour = with_haze(sky, own, view.world_position, in.world_position.xyz);
    // Edges of far things would darken them as a whole.
    let distance = length(in.world_position.xyz - view.world_position);
    let fade = mix(1.0, 0.25, smoothstep(150.0, 1200.0, distance));
    let opacity = max(in.uv.x, select(0.0, 0.95, state.outlined));
    return vec4(colour, opacity * select(fade, 1.0, in.uv.x > 0.99 || state.outlined));
}
