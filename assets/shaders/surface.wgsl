// Floors, walls, ceilings and furniture: a texture and a colour in baked light.
// The vertex colour's alpha is the share that glows of itself.

#import bevy_pbr::{
    forward_io::VertexOutput,
    mesh_view_bindings::view,
}
#import enfilade::light::dithered

struct Surface {
    // Linear colour; w: the range of the light map.
    tint: vec4<f32>,
    // x: how much a polished floor mirrors; y: how much the texture varies on a larger
    // scale; z: the texture's mean green, linear.
    finish: vec4<f32>,
    // The room's inside, for what the floor mirrors.
    room_min: vec4<f32>,
    room_max: vec4<f32>,
    // In the light map, left, top, width and height of the walls north, east, south,
    // west.
    walls: array<vec4<f32>, 4>,
}

@group(#{MATERIAL_BIND_GROUP}) @binding(0) var<uniform> surface: Surface;
@group(#{MATERIAL_BIND_GROUP}) @binding(1) var albedo_texture: texture_2d<f32>;
@group(#{MATERIAL_BIND_GROUP}) @binding(2) var albedo_sampler: sampler;
@group(#{MATERIAL_BIND_GROUP}) @binding(3) var light_texture: texture_2d<f32>;
@group(#{MATERIAL_BIND_GROUP}) @binding(4) var light_sampler: sampler;

@fragment
fn fragment(in: VertexOutput) -> @location(0) vec4<f32> {
    let texel = textureSample(albedo_texture, albedo_sampler, in.uv).rgb;
    // The same texture, blurred and four times as large, so that its tiles don't repeat
    // before the eye.
    let broad = textureSampleBias(albedo_texture, albedo_sampler, in.uv * 0.237, 3.0).g;
    let vary = mix(1.0, clamp(broad / surface.finish.z, 0.7, 1.35), surface.finish.y);
    let colour = texel * vary * surface.tint.rgb * in.color.rgb;
    let light = textureSample(light_texture, light_sampler, in.uv_b).rgb * surface.tint.w;
    var lit = colour * mix(vec3<f32>(1.0), light, in.color.a);
    if (surface.finish.x > 0.0) {
        lit = lit + mirrored(in.world_position.xyz, in.world_normal);
    }
    return vec4<f32>(dithered(lit, in.position.xy), 1.0);
}

// The walls' light in a satin floor: where the mirrored glance meets a wall of the
// room, its baked light, fainter with the distance that it went.
fn mirrored(point: vec3<f32>, normal: vec3<f32>) -> vec3<f32> {
    let glance = normalize(point - view.world_position.xyz);
    let facing = clamp(dot(-glance, normal), 0.0, 1.0);
    let fresnel = 0.025 + 0.55 * pow(1.0 - facing, 4.0);
    let away = reflect(glance, normal);
    let ahead = vec3<f32>(
        select(surface.room_min.x, surface.room_max.x, away.x > 0.0),
        surface.room_max.y,
        select(surface.room_min.z, surface.room_max.z, away.z > 0.0),
    );
    let reach = (ahead - point) / (away + vec3<f32>(1e-5));
    let size = surface.room_max.xyz - surface.room_min.xyz;
    let to_wall = min(reach.x, reach.z);
    let hit = point + away * min(to_wall, reach.y);
    let share = clamp((hit - surface.room_min.xyz) / size, vec3<f32>(0.0), vec3<f32>(1.0));
    // Along each wall, from its left to its right, as in the plan.
    var wall = surface.walls[0];
    var along = share.x;
    if (reach.x < reach.z) {
        wall = select(surface.walls[3], surface.walls[1], away.x > 0.0);
        along = select(1.0 - share.z, share.z, away.x > 0.0);
    } else if (away.z > 0.0) {
        wall = surface.walls[2];
        along = 1.0 - share.x;
    }
    let uv = wall.xy + vec2<f32>(along, share.y) * wall.zw;
    let light = textureSampleLevel(light_texture, light_sampler, uv, 0.0).rgb * surface.tint.w;
    let satin = 1.0 / (1.0 + 0.35 * max(hit.y - surface.room_min.y, 0.0));
    return light * (surface.finish.x * fresnel * satin);
}
