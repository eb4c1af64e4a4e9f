//! Every document of the sheet, read back.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "helpers of tests stop at the first surprise")]

mod csv;
mod diagnostics;
mod geojson;
mod html;
mod json;
mod lettre;
mod livret;
mod pdf;
mod samples;
mod speed;
mod support;
mod svg;
mod text;
mod xlsx;
mod xml;
