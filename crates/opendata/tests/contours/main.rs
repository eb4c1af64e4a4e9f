//! Files of shapes: contours of communes and IRIS, priority neighbourhoods.

mod fixtures;
mod geojson;
mod geopackage;
mod quartiers;
mod real_files;
mod wrong;
