//! Models, alone and with the files beside them.

use std::collections::{BTreeMap, BTreeSet};

use enfilade::media::{
    BesideModel, MediaType, ModelAnimation, beside_model, inspect_glb, is_beside, model_fits,
    pack_glb, sniff,
};

/// The picture that lies beside every model which names one.
const PICTURE: &[u8] = include_bytes!("../corpus/pictures/small.png");

/// Models, posed at a few times of their clip. Those in JSON are packed with what lies
/// beside them, too: their data are the model's own text, and their pictures a small one.
pub fn models(bytes: &[u8]) {
    check(bytes);
    let Ok(named) = beside_model(bytes) else { return };
    let addresses: BTreeSet<&str> = named.iter().map(|one| one.address.as_str()).collect();
    assert_eq!(addresses.len(), named.len(), "a file is named twice");
    assert!(addresses.iter().all(|address| is_beside(address)));
    let file = |one: &BesideModel| {
        let held = if one.is_picture { PICTURE } else { bytes };
        (one.address.clone(), held.to_vec())
    };
    let files: BTreeMap<String, Vec<u8>> = named.iter().map(file).collect();
    let Ok(packed) = pack_glb(bytes, &files) else { return };
    assert_eq!(sniff(&packed), Some(MediaType::Glb));
    assert!(model_fits(packed.len() as u64).is_ok());
    // One that needs nothing beside it is the same model when it is packed.
    if let Ok(alone) = inspect_glb(bytes) {
        assert_eq!(inspect_glb(&packed).ok(), Some(alone));
    }
    check(&packed);
}

fn check(bytes: &[u8]) {
    let Ok(model) = inspect_glb(bytes) else { return };
    assert!((0..3).all(|axis| model.bounds_mm.min[axis] <= model.bounds_mm.max[axis]));
    if let Ok(Some(animation)) = ModelAnimation::open(bytes) {
        let mut pose = animation.pose();
        for part in [0.0, 0.5, 1.0, 2.0] {
            animation.sample(animation.duration_s() * part, &mut pose);
        }
    }
}
