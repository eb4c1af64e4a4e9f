//! The people of a CPTS for a French spreadsheet. Columns are those that `storage/privacy.toml` lets a CPTS export:
//! nothing that proves an identity, no exact instant of a sign-in.

use crate::csv::{MARK, line};

/// A person and one of their roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonneLine {
    /// Name.
    pub name: String,
    /// E-mail address; empty without one.
    pub email: String,
    /// Role.
    pub role: String,
    /// `22/11/2026`.
    pub since: String,
    /// `22/11/2026`; empty while the role lasts.
    pub until: String,
    /// `oui` or `non`.
    pub second_factor: String,
    /// `novembre 2026`; empty for someone who never came.
    pub last_sign_in: String,
}

const HEADER: [&str; 7] =
    ["Nom", "Courriel", "Rôle", "Depuis le", "Jusqu'au", "Second facteur", "Dernière connexion"];

/// One line a person and role: UTF-8 with a mark, semicolons.
pub fn personnes_csv(lines: &[PersonneLine]) -> Vec<u8> {
    let mut text = MARK.to_owned();
    line(&mut text, &HEADER.map(str::to_owned));
    for person in lines {
        let cells = [
            &person.name,
            &person.email,
            &person.role,
            &person.since,
            &person.until,
            &person.second_factor,
            &person.last_sign_in,
        ];
        line(&mut text, &cells.map(Clone::clone));
    }
    text.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_a_spreadsheet_whose_cells_run_nothing() {
        let line = PersonneLine {
            name: "=Camille; Exemple".into(),
            email: "camille@exemple.test".into(),
            role: "Membre".into(),
            since: "22/11/2026".into(),
            until: String::new(),
            second_factor: "non".into(),
            last_sign_in: String::new(),
        };
        let text = String::from_utf8(personnes_csv(&[line])).unwrap();
        assert!(text.starts_with("\u{feff}Nom;Courriel;Rôle;"));
        assert!(
            text.ends_with("\"'=Camille; Exemple\";camille@exemple.test;Membre;22/11/2026;;non;\r\n"),
            "{text}"
        );
    }
}
