//! Contours from hand-made maps to outlines.

mod adjacency;
mod maps;
mod properties;
mod topology;
