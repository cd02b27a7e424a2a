// What the gallery's materials share.
#define_import_path enfilade::light

// Noise of half a step of eight bits against bands, laid on a linear colour.
fn dithered(linear_colour: vec3<f32>, at: vec2<f32>) -> vec3<f32> {
    let noise = fract(52.9829189 * fract(dot(at, vec2<f32>(0.06711056, 0.00583715)))) - 0.5;
    let colour = max(linear_colour, vec3<f32>(0.0));
    // The slope of the sRGB curve, nearly.
    let step = (2.2 / 255.0) * pow(colour + vec3<f32>(0.002), vec3<f32>(0.545));
    return max(colour + step * noise, vec3<f32>(0.0));
}
