// Shadows of what stands now: hidden elements cast none, rising ones only as high as they are.
#import bevy_pbr::{
    mesh_functions,
    mesh_view_bindings::view,
    view_transformations::position_world_to_clip,
}
#import linli::element::{BY_TAG, casts_shadow, shadow_top}

struct Vertex {
    @builtin(instance_index) instance_index: u32,
    @location(0) position: vec3<f32>,
    @location(10) element: u32,
}

struct VertexOutput {
    @builtin(position) position: vec4<f32>,
#ifdef UNCLIPPED_DEPTH_ORTHO_EMULATION
    @location(0) unclipped_depth: f32,
#endif
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
    p.y = min(p.y, shadow_top(element));
    out.position = position_world_to_clip(p);
    if !casts_shadow(element) {
        out.position = vec4(0.0, 0.0, 2.0, 1.0);
    }
#ifdef UNCLIPPED_DEPTH_ORTHO_EMULATION
    out.unclipped_depth = out.position.z;
    out.position.z = min(out.position.z, 1.0);
#endif
    return out;
}

#ifdef UNCLIPPED_DEPTH_ORTHO_EMULATION
@fragment
fn fragment(in: VertexOutput) -> @builtin(frag_depth) f32 {
    return in.unclipped_depth;
}
#else
@fragment
fn fragment(in: VertexOutput) {}
#endif
