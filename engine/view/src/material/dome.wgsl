#import bevy_pbr::{forward_io::VertexOutput, mesh_view_bindings::view}
#import linli::sky::{Sky, sky_seen}

@group(#{MATERIAL_BIND_GROUP}) @binding(0) var<uniform> sky: Sky;

@fragment
fn fragment(in: VertexOutput) -> @location(0) vec4<f32> {
    let direction = normalize(in.world_position.xyz - view.world_position);
    return vec4(sky_seen(sky, direction), 1.0);
}
