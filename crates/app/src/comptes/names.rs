//! Names behind the identifiers that traces keep.

use std::collections::HashMap;

use domain::authz::{Allowed, Author, Permission};
use domain::ids::UserId;

use crate::{App, AppError};

/// Names of people, by identifier.
#[derive(Clone, Debug, Default)]
pub struct Names(HashMap<UserId, String>);

impl Names {
    /// The name of an author; `None` for a command, and for a person who is not known any more.
    pub fn of(&self, author: &Author) -> Option<&str> {
        match author {
            Author::Person(user) => self.0.get(user).map(String::as_str),
            Author::System(_) => None,
        }
    }
}

impl App {
    /// The names behind the authors of a CPTS's traces.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn names<'a, P: Permission>(
        &self,
        _: &Allowed<P>,
        authors: impl IntoIterator<Item = &'a Author>,
    ) -> Result<Names, AppError> {
        let mut ids: Vec<UserId> = authors
            .into_iter()
            .filter_map(|author| match author {
                Author::Person(user) => Some(*user),
                Author::System(_) => None,
            })
            .collect();
        ids.sort_unstable();
        ids.dedup();
        Ok(Names(self.store.read().await?.account_names(&ids).await?.into_iter().collect()))
    }
}
