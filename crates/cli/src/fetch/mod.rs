//! Downloading the official files that are missing.

mod download;
mod error;
mod mirror;
mod plan;

pub use download::Downloader;
pub use error::{FetchError, silent_servers};
pub use mirror::Mirror;
pub use plan::{Wanted, plan};

#[cfg(test)]
mod test_server;
#[cfg(test)]
mod tests;
