//! What a collection is called: by its contract's own document (ERC-7572, TZIP-16), or
//! else as the contract calls itself.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::error::Stop;
use crate::exhibition::BlobHash;
use crate::platform::net::Gate;
use crate::source::{Base, FetchError, Library, Said, Uri, Want};
use crate::token::{Words, parse_contract_metadata};

/// The titles that documents of contracts gave, each fetched once.
#[derive(Debug, Default)]
pub(super) struct Collections {
    places: Mutex<HashMap<BlobHash, Arc<Place>>>,
}

/// Where one contract's title will stand.
#[derive(Debug)]
struct Place {
    /// One fetches, and the others wait for it.
    gate: Gate,
    title: Mutex<Option<Option<Words>>>,
}

impl Collections {
    /// The title of a token's collection. A document that cannot be had says nothing;
    /// only a failing disk is an error.
    pub async fn title(&self, library: &Library, said: &Said) -> Result<Option<Words>, Stop> {
        let own = said.collection.as_deref().map(Words::one);
        let Some(hash) = said.collection_uri else { return Ok(own) };
        let place = {
            let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
            let new = || Arc::new(Place { gate: Gate::new(1), title: Mutex::default() });
            places.entry(hash).or_insert_with(new).clone()
        };
        let _alone = place.gate.enter().await;
        let known = place.title.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let title = match known {
            Some(title) => title,
            None => {
                let title = from_document(library, &hash).await?;
                *place.title.lock().unwrap_or_else(PoisonError::into_inner) = Some(title.clone());
                title
            }
        };
        Ok(title.or(own))
    }
}

async fn from_document(library: &Library, hash: &BlobHash) -> Result<Option<Words>, Stop> {
    let Some(text) = library.blobs().read_whole(hash).and_then(|text| String::from_utf8(text).ok())
    else {
        return Ok(None);
    };
    let Ok(uri) = Uri::parse(&text, &Base::Nowhere) else { return Ok(None) };
    match library.get(&uri, Want::METADATA).await {
        Ok(found) => Ok(parse_contract_metadata(&found.bytes).ok().and_then(|said| said.name)),
        Err(FetchError::Disk(error)) => Err(Stop::Disk(error)),
        Err(_) => Ok(None),
    }
}
