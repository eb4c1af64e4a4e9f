//! Several invitations pasted at once: `nom; courriel; rôle`, one a line.

use territory::text::search_key;

use super::texte::checked_text;
use crate::authz::Role;
use crate::territoire::{NameError, checked_name};
use crate::texte::{Email, EmailProblem};

/// Most lines read at once.
pub const MOST_LINES: usize = 100;

/// A line that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvitationLine {
    /// Name.
    pub name: String,
    /// Where to write.
    pub email: Email,
    /// Role.
    pub role: Role,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InvitationProblem {
    /// Not three parts: how many.
    Parts(usize),
    /// The name.
    Name(NameError),
    /// The address.
    Email(EmailProblem),
    /// No role has this name.
    Role(String),
    /// The same address stands on this line above, counted from 1.
    Twice(usize),
    /// It holds a social security number.
    SocialSecurity,
    /// Beyond [`MOST_LINES`].
    TooMany,
}

/// Reads pasted lines; empty ones are skipped. Ranks count from 1.
pub fn read_invitations(text: &str) -> Vec<(usize, String, Result<InvitationLine, InvitationProblem>)> {
    let mut read: Vec<(usize, String, Result<InvitationLine, InvitationProblem>)> = Vec::new();
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    for (rank, line) in lines {
        let result = if read.len() >= MOST_LINES { Err(InvitationProblem::TooMany) } else { one(line) };
        let result = result.and_then(|new| {
            let same = read
                .iter()
                .find(|(_, _, other)| other.as_ref().is_ok_and(|other| other.email.key() == new.email.key()));
            same.map_or(Ok(new), |(above, ..)| Err(InvitationProblem::Twice(*above)))
        });
        read.push((rank + 1, line.trim().to_owned(), result));
    }
    read
}

fn one(line: &str) -> Result<InvitationLine, InvitationProblem> {
    if checked_text(line, usize::MAX).is_err() {
        return Err(InvitationProblem::SocialSecurity);
    }
    // A table copied from a workbook has tabs.
    let parts: Vec<&str> = line.split([';', '\t']).map(str::trim).collect();
    let [name, email, role] = parts.as_slice() else {
        return Err(InvitationProblem::Parts(parts.len()));
    };
    Ok(InvitationLine {
        name: checked_name(name).map_err(InvitationProblem::Name)?,
        email: Email::parse(email).map_err(InvitationProblem::Email)?,
        role: role_named(role).ok_or_else(|| InvitationProblem::Role((*role).to_owned()))?,
    })
}

/// The role that a word names: its key, its label, or a word of its label.
fn role_named(typed: &str) -> Option<Role> {
    let typed = search_key(typed);
    let given = || Role::ALL.iter().copied().filter(|role| role.is_given());
    let exact = given().find(|role| typed == role.key() || typed == search_key(role.label()));
    exact.or_else(|| {
        let mut named = given().filter(|role| {
            typed.chars().count() > 3 && search_key(role.label()).split(' ').any(|word| word == typed)
        });
        named.next().filter(|_| named.next().is_none())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_with_their_errors_and_their_ranks() {
        let text = "Camille Exemple; camille@exemple.test; coordinatrice\n\nDominique ; dominique@exemple.test ; Présidence et bureau\n\
            Alex Modèle\talex@exemple.test\tTRÉSORIÈRE\nSans courriel; ; membre\nTrop court; a@exemple.test\n\
            Encore; CAMILLE@exemple.test; membre\nX; x@exemple.test; chef\nY 1850575123456; y@exemple.test; membre";
        let read = read_invitations(text);
        let ranks: Vec<usize> = read.iter().map(|(rank, ..)| *rank).collect();
        assert_eq!(ranks, [1, 3, 4, 5, 6, 7, 8, 9]);
        let roles: Vec<Role> = read.iter().filter_map(|(.., line)| Some(line.as_ref().ok()?.role)).collect();
        assert_eq!(roles, [Role::Coordinateur, Role::Bureau, Role::Tresorier]);
        let problems: Vec<_> = read.into_iter().filter_map(|(.., line)| line.err()).collect();
        assert_eq!(
            problems,
            [
                InvitationProblem::Email(EmailProblem::Empty),
                InvitationProblem::Parts(2),
                InvitationProblem::Twice(1),
                InvitationProblem::Role("chef".into()),
                InvitationProblem::SocialSecurity,
            ]
        );
    }

    #[test]
    fn a_guest_is_not_invited_and_a_long_list_is_cut() {
        let read = read_invitations("A; a@exemple.test; invité");
        assert!(matches!(read[0].2, Err(InvitationProblem::Role(_))));
        let many: String = (0..=MOST_LINES).map(|n| format!("A; a{n}@exemple.test; membre\n")).collect();
        let read = read_invitations(&many);
        assert_eq!(read.iter().filter(|(.., line)| line.is_ok()).count(), MOST_LINES);
        assert_eq!(read[MOST_LINES].2, Err(InvitationProblem::TooMany));
    }
}
