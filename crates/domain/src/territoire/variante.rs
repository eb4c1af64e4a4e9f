//! A territory and its named variants, side by side until one is chosen.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use territory::Perimeter;

use super::fiche::DeclaredPopulation;
use crate::authz::Author;
use crate::ids::{TerritoireId, VarianteId};

/// A territory that a CPTS studies or holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Territoire {
    /// Identifier.
    pub id: TerritoireId,
    /// Name.
    pub name: String,
    /// Its variants, oldest first; removed ones are left out.
    pub variantes: Vec<Variante>,
}

impl Territoire {
    /// The variant that documents use.
    pub fn reference(&self) -> Option<&Variante> {
        self.variantes.iter().find(|variante| variante.is_reference)
    }

    /// One of its variants.
    pub fn variante(&self, id: VarianteId) -> Option<&Variante> {
        self.variantes.iter().find(|variante| variante.id == id)
    }

    /// Whether a variant may be removed.
    ///
    /// # Errors
    /// The reference stays as long as no other variant has taken its place.
    pub fn may_remove(&self, id: VarianteId) -> Result<(), StillReference> {
        match self.variante(id) {
            Some(variante) if variante.is_reference => Err(StillReference),
            _ => Ok(()),
        }
    }

    /// A name for a new variant: `Variante B` when A is taken.
    pub fn next_name(&self) -> String {
        let taken = |name: &str| self.variantes.iter().any(|variante| variante.name == name);
        let letters = ('A'..='Z').map(|letter| format!("Variante {letter}"));
        letters
            .into_iter()
            .find(|name| !taken(name))
            .unwrap_or_else(|| format!("Variante {}", self.variantes.len() + 1))
    }
}

/// The variant is the reference: another one must become it first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the reference variant cannot be removed")]
pub struct StillReference;

/// One way to draw a territory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variante {
    /// Identifier.
    pub id: VarianteId,
    /// Name.
    pub name: String,
    /// Whether documents use it.
    pub is_reference: bool,
    /// Communes and IRIS, as of the last revision.
    pub perimeter: Perimeter,
    /// Number of the last revision, from 1.
    pub revision: u32,
    /// A population announced by people.
    pub declared: Option<DeclaredPopulation>,
}

/// A dated state of a variant's perimeter. Revisions are never changed: going back makes a new one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// From 1.
    pub number: u32,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub author: Author,
    /// The perimeter.
    pub perimeter: Perimeter,
}

/// Longest name accepted, in characters.
pub const NAME_MAX: usize = 120;

/// Why a name is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing typed.
    #[error("the name is empty")]
    Empty,
    /// More than [`NAME_MAX`] characters.
    #[error("the name is too long")]
    TooLong,
    /// Another one has it.
    #[error("the name is taken")]
    Taken,
    /// It holds a social security number, which Maillage never keeps.
    #[error("the name holds a social security number")]
    SocialSecurity,
}

/// A name without blanks around it, of reasonable length.
///
/// # Errors
/// When it is empty, too long, or holds a social security number.
pub fn checked_name(text: &str) -> Result<String, NameError> {
    let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match name.chars().count() {
        0 => Err(NameError::Empty),
        n if n > NAME_MAX => Err(NameError::TooLong),
        _ if crate::texte::contains_nir(&name) => Err(NameError::SocialSecurity),
        _ => Ok(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variante(rank: u128, name: &str, is_reference: bool) -> Variante {
        Variante {
            id: VarianteId(uuid::Uuid::from_u128(rank)),
            name: name.into(),
            is_reference,
            perimeter: Perimeter::default(),
            revision: 1,
            declared: None,
        }
    }

    #[test]
    fn the_reference_cannot_be_removed_and_the_next_name_is_free() {
        let territoire = Territoire {
            id: TerritoireId(uuid::Uuid::nil()),
            name: "Val".into(),
            variantes: vec![variante(1, "Variante A", true), variante(2, "Variante C", false)],
        };
        assert_eq!(territoire.may_remove(territoire.variantes[0].id), Err(StillReference));
        assert_eq!(territoire.may_remove(territoire.variantes[1].id), Ok(()));
        assert_eq!(territoire.next_name(), "Variante B");
    }

    #[test]
    fn names_are_tidied_and_bounded() {
        assert_eq!(checked_name("  Ruscino   est "), Ok("Ruscino est".into()));
        assert_eq!(checked_name(" \n"), Err(NameError::Empty));
        assert_eq!(checked_name(&"é".repeat(121)), Err(NameError::TooLong));
        assert_eq!(checked_name("Val 1 85 05 75 123 456 73"), Err(NameError::SocialSecurity));
    }
}
