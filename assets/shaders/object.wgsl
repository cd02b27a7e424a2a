// Frames and sculptures: the room's calm light from above and below, the spotlights that
// aim at them, and what they give of their own.

#import bevy_pbr::{
    forward_io::VertexOutput,
    mesh_view_bindings::view,
}
#import enfilade::light::dithered

struct Object {
    // Linear; w: how much a highlight shows.
    tint: vec4<f32>,
    // Light from above and from below; above.w: the highlight's sharpness; below.w: where
    // the picture is less opaque, there is nothing.
    above: vec4<f32>,
    below: vec4<f32>,
    // Towards each lamp; w: how bright it is.
    lamps: array<vec4<f32>, 4>,
    lamp_tint: vec4<f32>,
    // Light of its own, linear.
    glow: vec4<f32>,
}

@group(#{MATERIAL_BIND_GROUP}) @binding(0) var<uniform> object: Object;
@group(#{MATERIAL_BIND_GROUP}) @binding(1) var albedo_texture: texture_2d<f32>;
@group(#{MATERIAL_BIND_GROUP}) @binding(2) var albedo_sampler: sampler;
@group(#{MATERIAL_BIND_GROUP}) @binding(3) var glow_texture: texture_2d<f32>;
@group(#{MATERIAL_BIND_GROUP}) @binding(4) var glow_sampler: sampler;

@fragment
fn fragment(in: VertexOutput, @builtin(front_facing) front: bool) -> @location(0) vec4<f32> {
    var texel = textureSample(albedo_texture, albedo_sampler, in.uv);
    let glow = object.glow.rgb * textureSample(glow_texture, glow_sampler, in.uv).rgb;
#ifdef VERTEX_COLORS
    texel = texel * in.color;
#endif
    if texel.a < object.below.w {
        discard;
    }
    let colour = object.tint.rgb * texel.rgb;
    let normal = normalize(in.world_normal) * select(-1.0, 1.0, front);
    let to_eye = normalize(view.world_position.xyz - in.world_position.xyz);
    var light = mix(object.below.rgb, object.above.rgb, normal.y * 0.5 + 0.5);
    var shine = 0.0;
    for (var i = 0u; i < 4u; i = i + 1u) {
        let lamp = object.lamps[i];
        // Wrapped a little, as a lamp with a face is.
        let facing = max((dot(normal, lamp.xyz) + 0.12) / 1.12, 0.0);
        light = light + object.lamp_tint.rgb * (lamp.w * facing);
        let between = normalize(lamp.xyz + to_eye);
        shine = shine + lamp.w * pow(max(dot(normal, between), 0.0), object.above.w) * step(0.0, facing);
    }
    let fresnel = 0.04 + 0.5 * pow(1.0 - max(dot(normal, to_eye), 0.0), 5.0);
    let sky = mix(object.below.rgb, object.above.rgb, reflect(-to_eye, normal).y * 0.5 + 0.5);
    let gloss = object.tint.w * (sky * fresnel + object.lamp_tint.rgb * shine * 0.35);
    return vec4<f32>(dithered(colour * light + gloss + glow, in.position.xy), 1.0);
}
