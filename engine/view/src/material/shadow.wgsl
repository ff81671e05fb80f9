// Depth, normals and shadows of what stands now: hidden elements have none, rising ones only as high as they are.
#import bevy_pbr::{
    mesh_functions,
    mesh_view_bindings::view,
    view_transformations::position_world_to_clip,
}
#import linli::element::{
    BY_TAG, PIT, casts_shadow, cut_at, is_drawn, is_left_out, look_of, onto_section, shadow_top, side_of,
}

struct Vertex {
    @builtin(instance_index) instance_index: u32,
    @location(0) position: vec3<f32>,
    @location(1) normal: vec3<f32>,
    @location(5) color: vec4<f32>,
    @location(10) element: u32,
}

struct VertexOutput {
    @builtin(position) position: vec4<f32>,
    @location(0) unclipped_depth: f32,
    @location(1) world_position: vec3<f32>,
    @location(2) world_normal: vec3<f32>,
    @location(3) finish: f32,
    @location(4) @interpolate(flat) element: u32,
}

@vertex
fn vertex(vertex: Vertex) -> VertexOutput {
    var out: VertexOutput;
    var element = vertex.element;
    if element == BY_TAG {
        element = mesh_functions::get_tag(vertex.instance_index);
    }
    let world_from_local = mesh_functions::get_world_from_local(vertex.instance_index);
    var p = mesh_functions::mesh_position_local_to_world(world_from_local, vec4(vertex.position, 1.0)).xyz;
#ifdef NORMAL_PREPASS
    // The picture itself.
    let shown = is_drawn(element);
    if u32(floor(vertex.color.a)) == PIT {
        p.y = max(p.y, look_of(element, 0u).frame_top);
    }
#else
    // A shadow.
    let shown = casts_shadow(element);
    p.y = min(p.y, shadow_top(element));
    p = onto_section(p);
#endif
    out.position = position_world_to_clip(p);
    let uprooted = vertex.element == BY_TAG && cut_at(world_from_local[3].xz) > 0u;
    if uprooted || !shown {
        out.position = vec4(0.0, 0.0, 2.0, 1.0);
    }
    out.unclipped_depth = out.position.z;
#ifdef UNCLIPPED_DEPTH_ORTHO_EMULATION
    out.position.z = min(out.position.z, 1.0);
#endif
    out.world_position = p;
    out.world_normal = mesh_functions::mesh_normal_local_to_world(vertex.normal, vertex.instance_index);
    out.finish = vertex.color.a;
    out.element = element;
    return out;
}

#ifdef NORMAL_PREPASS
@fragment
fn fragment(in: VertexOutput, @builtin(front_facing) is_front: bool) -> @location(0) vec4<f32> {
    let side = side_of(in.position.xy, view.viewport);
    let code = u32(floor(round(in.finish * 64.0) / 64.0));
    if is_left_out(look_of(in.element, side), code, in.world_position, in.position.xy, side) { discard; }
    let normal = normalize(in.world_normal) * select(-1.0, 1.0, is_front);
    return vec4(normal * 0.5 + vec3(0.5), 1.0);
}
#else
#ifdef UNCLIPPED_DEPTH_ORTHO_EMULATION
@fragment
fn fragment(in: VertexOutput) -> @builtin(frag_depth) f32 {
    return in.unclipped_depth;
}
#else
@fragment
fn fragment(in: VertexOutput) {}
#endif
#endif
