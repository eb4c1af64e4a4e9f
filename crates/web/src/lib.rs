//! HTTP and HTML: what surrounds every request, what pages look like, the files they load.

pub mod assets;
pub mod shell;
pub mod views;
