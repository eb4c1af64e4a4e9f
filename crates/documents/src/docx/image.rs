//! Drawings as pictures: a word processor does not show our fonts in vector drawings.

use std::sync::{Arc, LazyLock};

use domain::nombres::FINE;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

use crate::error::DocumentError;
use crate::pdf::FONT_FILES;

/// Width of a picture that takes the whole text, in points of the screen: about 240 an inch.
const WIDTH: f32 = 1600.0;
/// No drawing of ours is that long; a bound keeps memory safe.
const LONGEST: f32 = 6000.0;

static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    for file in FONT_FILES {
        fonts.load_font_data(file.to_vec());
    }
    Arc::new(fonts)
});

/// A picture and the shape of its drawing.
pub struct Picture {
    /// PNG.
    pub png: Vec<u8>,
    /// Height for a width of one.
    pub ratio: f64,
}

/// The picture of a drawing that takes `percent` of the width of the text.
pub fn picture(svg: &str, percent: u8) -> Result<Picture, DocumentError> {
    let refused = |cause: String| DocumentError::Word(format!("picture: {cause}"));
    // The fonts have no narrow space.
    let svg = svg.replace(FINE, "\u{a0}");
    let options = Options {
        fontdb: Arc::clone(&FONTS),
        font_family: "Atkinson Hyperlegible Next".to_owned(),
        ..Options::default()
    };
    let tree = Tree::from_str(&svg, &options).map_err(|error| refused(error.to_string()))?;
    let size = tree.size();
    let ratio = size.height() / size.width();
    let width = (WIDTH * f32::from(percent) / 100.0).max(1.0);
    let height = (width * ratio).clamp(1.0, LONGEST);
    let mut pixels = Pixmap::new(width.round() as u32, height.round() as u32)
        .ok_or_else(|| refused("no size".to_owned()))?;
    let scale = width / size.width();
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    let png = pixels.encode_png().map_err(|error| refused(error.to_string()))?;
    Ok(Picture { png, ratio: f64::from(ratio) })
}
