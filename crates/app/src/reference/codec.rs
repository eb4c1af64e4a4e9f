//! Content of a dataset as it is stored: JSON, compressed. `gunzip` and any JSON reader open it.

use std::io::{Read, Write};

use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use territory::Layer;
use territory::atlas::{Content, ContourIndex};

use crate::AppError;

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Outgoing<'a> {
    Layer(&'a Layer),
    Contours(&'a ContourIndex),
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Incoming {
    Layer(Layer),
    Contours(ContourIndex),
}

pub(super) fn encode_layer(layer: &Layer) -> Result<Vec<u8>, AppError> {
    compress(&Outgoing::Layer(layer))
}

pub(super) fn encode_index(index: &ContourIndex) -> Result<Vec<u8>, AppError> {
    compress(&Outgoing::Contours(index))
}

pub(super) fn decode(payload: &[u8]) -> Result<Content, AppError> {
    Ok(match expand(payload)? {
        Incoming::Layer(layer) => Content::Layer(layer),
        Incoming::Contours(index) => Content::Contours(index),
    })
}

pub(super) fn compress(value: &impl Serialize) -> Result<Vec<u8>, AppError> {
    let json = serde_json::to_vec(value).map_err(|error| AppError::Reference(error.to_string()))?;
    let mut encoder = GzEncoder::new(Vec::with_capacity(json.len() / 4), Compression::fast());
    encoder.write_all(&json).map_err(|error| AppError::Reference(error.to_string()))?;
    encoder.finish().map_err(|error| AppError::Reference(error.to_string()))
}

pub(super) fn expand<T: DeserializeOwned>(payload: &[u8]) -> Result<T, AppError> {
    let mut json = Vec::new();
    GzDecoder::new(payload).read_to_end(&mut json).map_err(|error| AppError::Reference(error.to_string()))?;
    serde_json::from_slice(&json).map_err(|error| AppError::Reference(error.to_string()))
}
