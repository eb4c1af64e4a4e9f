//! A list of places kept in a file.

use opendata::{Input, ReadError};

use crate::App;

impl App {
    /// The lines of a CSV or XLSX file that lists places.
    ///
    /// # Errors
    /// When the file is empty, damaged, or neither text nor a workbook.
    pub async fn list_in_file(&self, name: &str, bytes: Vec<u8>) -> Result<Vec<String>, ReadError> {
        let input = Input::bytes(name, bytes);
        let read = tokio::task::spawn_blocking(move || opendata::list(input)).await;
        read.unwrap_or_else(|error| {
            Err(ReadError::Io { name: name.to_owned(), error: std::io::Error::other(error) })
        })
    }
}
