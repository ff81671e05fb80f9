#define_import_path linli::sky

// Sky, sun and haze of one moment. Colours are linear and already exposed: 1 is a bright white.
struct Sky {
    // xyz: unit vector towards the sun (render axes, y up); w: 0 day … 1 night.
    sun: vec4<f32>,
    // rgb: colour straight above; w: density of haze, per metre.
    zenith: vec4<f32>,
    // rgb: colour at the horizon; w: amount of high thin cloud, 0…1.
    horizon: vec4<f32>,
    // rgb: glow around the sun; w: opacity of faded ground, 0…1.
    glow: vec4<f32>,
    // rgb: light that comes back from the ground; w: strength of ambient light.
    ground: vec4<f32>,
}

fn hash2(p: vec2<f32>) -> f32 {
    var q = fract(vec3(p.xyx) * 0.1031);
    q += dot(q, q.yzx + 33.33);
    return fract((q.x + q.y) * q.z);
}

fn noise2(p: vec2<f32>) -> f32 {
    let i = floor(p);
    let f = fract(p);
    let u = f * f * (3.0 - 2.0 * f);
    return mix(
        mix(hash2(i), hash2(i + vec2(1.0, 0.0)), u.x),
        mix(hash2(i + vec2(0.0, 1.0)), hash2(i + vec2(1.0, 1.0)), u.x),
        u.y,
    );
}

fn fbm2(p: vec2<f32>) -> f32 {
    var sum = 0.0;
    var scale = 0.5;
    var q = p;
    for (var i = 0; i < 4; i++) {
        sum += scale * noise2(q);
        q = q * 2.03 + vec2(17.1, 9.2);
        scale *= 0.5;
    }
    return sum;
}

// Colour of the sky without the sun's disc.
fn sky_colour(sky: Sky, direction: vec3<f32>) -> vec3<f32> {
    let up = max(direction.y, 0.0);
    let towards_sun = max(dot(direction, sky.sun.xyz), 0.0);
    var colour = mix(sky.zenith.rgb, sky.horizon.rgb, pow(1.0 - up, 5.0));
    colour += sky.glow.rgb * (0.35 * pow(towards_sun, 6.0) * pow(1.0 - up, 2.0) + 0.6 * pow(towards_sun, 60.0));
    // Below the horizon the haze hides the ground.
    return mix(colour, sky.horizon.rgb * 0.94, smoothstep(0.0, -0.12, direction.y));
}

// The same with thin clouds and the disc: what is seen, not what is mirrored.
fn sky_seen(sky: Sky, direction: vec3<f32>) -> vec3<f32> {
    var colour = sky_colour(sky, direction);
    if direction.y > 0.015 {
        let p = direction.xz / (direction.y + 0.12) * 1.4;
        let streaks = fbm2(p + vec2(fbm2(p * 1.7) * 0.8, 0.0));
        let cover = smoothstep(0.46, 0.86, streaks) * smoothstep(0.015, 0.22, direction.y) * sky.horizon.w;
        let lit = mix(sky.horizon.rgb, vec3(1.0), 0.45) + sky.glow.rgb * 0.35 * pow(max(dot(direction, sky.sun.xyz), 0.0), 8.0);
        colour = mix(colour, lit * (1.0 - 0.9 * sky.sun.w), cover * 0.75);
    }
    let disc = smoothstep(0.99985, 0.99994, dot(direction, sky.sun.xyz));
    return colour + sky.glow.rgb * disc * 12.0;
}

// Light from the whole sky and the ground onto a surface of a normal.
fn ambient_light(sky: Sky, normal: vec3<f32>) -> vec3<f32> {
    let up = normal.y * 0.5 + 0.5;
    let from_sky = mix(sky.horizon.rgb, sky.zenith.rgb, 0.35);
    // The side that faces the sun's half of the sky is a little brighter: form stays readable in shade.
    let side = 1.0 + 0.22 * dot(normal, normalize(vec3(sky.sun.x, 0.0001, sky.sun.z)));
    return mix(sky.ground.rgb, from_sky * side, up) * sky.ground.w;
}

// Haze between the eye and a point.
fn with_haze(sky: Sky, colour: vec3<f32>, eye: vec3<f32>, p: vec3<f32>) -> vec3<f32> {
    let way = p - eye;
    let distance = length(way);
    // Haze lies near the ground: it thins out with height (scale height 400 m).
    let height = max(0.5 * (eye.y + p.y), 0.0);
    let amount = 1.0 - exp(-distance * sky.zenith.w * exp(-height / 400.0));
    let direction = way / max(distance, 1e-3);
    let flat = normalize(vec3(direction.x, max(direction.y, 0.0) * 0.3 + 0.01, direction.z));
    return mix(colour, sky_colour(sky, flat), clamp(amount, 0.0, 1.0));
}
