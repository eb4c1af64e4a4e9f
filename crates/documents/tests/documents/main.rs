//! Every document of the sheet, read back.

mod csv;
mod geojson;
mod html;
mod json;
mod pdf;
mod samples;
mod speed;
mod support;
mod svg;
mod text;
mod xlsx;
mod xml;
