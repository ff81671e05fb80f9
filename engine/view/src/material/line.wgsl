#import bevy_pbr::{
    mesh_functions,
    forward_io::{Vertex, VertexOutput},
    mesh_view_bindings::view,
    view_transformations::position_world_to_clip,
}
#import linli::sky::{Sky, with_haze}

@group(#{MATERIAL_BIND_GROUP}) @binding(0) var<uniform> sky: Sky;

@vertex
fn vertex(vertex: Vertex) -> VertexOutput {
    var out: VertexOutput;
    let world_from_local = mesh_functions::get_world_from_local(vertex.instance_index);
    out.world_position = mesh_functions::mesh_position_local_to_world(world_from_local, vec4(vertex.position, 1.0));
    out.position = position_world_to_clip(out.world_position.xyz);
    // Depth is reversed: a little more is a little nearer, so that an edge lies before its own faces.
    out.position.z *= 1.0006;
    out.world_normal = vertex.normal;
    out.uv = vertex.uv;
    out.color = vertex.color;
    return out;
}

@fragment
fn fragment(in: VertexOutput) -> @location(0) vec4<f32> {
    let colour = with_haze(sky, in.color.rgb, view.world_position, in.world_position.xyz);
    // Edges of far things would darken them as a whole.
    let distance = length(in.world_position.xyz - view.world_position);
    let fade = mix(1.0, 0.25, smoothstep(150.0, 1200.0, distance));
    return vec4(colour, in.uv.x * select(fade, 1.0, in.uv.x > 0.99));
}
