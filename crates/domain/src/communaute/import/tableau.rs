//! Where the titles of a spreadsheet are, and what each column holds.

use territory::text::search_key;

use super::champ::{Champ, ImportKind};
use super::regles::Regles;
use crate::communaute::saisie::is_mssante;
use crate::texte::{Email, Rpps, Telephone, TelephoneProblem};

/// Fields that several columns may hold: two telephones, two places of practice.
const REPEATED: &[Champ] = &[
    Champ::Structure,
    Champ::Adresse,
    Champ::CodePostal,
    Champ::Commune,
    Champ::Mode,
    Champ::Telephone,
    Champ::Courriel,
    Champ::Mssante,
    Champ::Remarque,
    Champ::Ignorer,
];

fn is_blank(row: &[String]) -> bool {
    row.iter().all(|cell| cell.trim().is_empty())
}

/// Rank of the row of titles: the one near the top with the most known titles, two at least.
pub fn titres(table: &[Vec<String>], regles: &Regles) -> Option<usize> {
    let known = |row: &[String]| {
        let cells = row.iter().filter(|cell| !cell.trim().is_empty());
        cells.filter(|cell| regles.champ(cell).is_some_and(|champ| champ != Champ::Ignorer)).count()
    };
    let mut best: Option<(usize, usize)> = None;
    for (rank, row) in table.iter().enumerate().take(regles.limites.titres_avant) {
        let count = known(row);
        // The first of equals: titles that come back lower down are noise.
        if count >= 2 && best.is_none_or(|(_, most)| count > most) {
            best = Some((rank, count));
        }
    }
    best.map(|(rank, _)| rank)
}

/// How many columns the widest row has.
pub fn largeur(table: &[Vec<String>], regles: &Regles) -> usize {
    table.iter().map(Vec::len).max().unwrap_or_default().min(regles.limites.colonnes)
}

/// What a column seems to hold by its cells alone.
fn by_content(cells: &[&str], regles: &Regles) -> Option<Champ> {
    let filled: Vec<&&str> = cells.iter().filter(|cell| !cell.trim().is_empty()).collect();
    let enough = |test: &dyn Fn(&str) -> bool| {
        let fit = filled.iter().filter(|cell| test(cell)).count();
        !filled.is_empty() && fit as f64 >= filled.len() as f64 * regles.limites.part
    };
    let telephone =
        |cell: &str| matches!(Telephone::parse(cell), Ok(_) | Err(TelephoneProblem::LostLeadingZero { .. }));
    if enough(&|cell| Email::parse(cell).is_ok_and(|one| is_mssante(one.as_str()))) {
        Some(Champ::Mssante)
    } else if enough(&|cell| cell.contains('@')) {
        Some(Champ::Courriel)
    } else if enough(&|cell| Rpps::parse(cell).is_ok()) {
        Some(Champ::Rpps)
    } else if enough(&telephone) {
        Some(Champ::Telephone)
    } else if enough(&|cell| regles.profession(cell).is_some()) {
        Some(Champ::Profession)
    } else if enough(&|cell| cell.len() == 5 && cell.bytes().all(|byte| byte.is_ascii_digit())) {
        // Five digits may also be a day: a postcode of this country is not a serial of this century by chance alone.
        Some(Champ::CodePostal)
    } else if enough(&|cell| regles.is_civilite(cell.trim_end_matches('.'))) {
        Some(Champ::Civilite)
    } else {
        None
    }
}

/// What each column holds: by its title, else by its content. A person corrects it.
pub fn deviner(table: &[Vec<String>], titres: Option<usize>, regles: &Regles) -> Vec<Champ> {
    let start = titres.map_or(0, |rank| rank + 1);
    let under: Vec<&Vec<String>> =
        table.iter().skip(start).filter(|row| !is_blank(row)).take(regles.limites.echantillon).collect();
    let mut found: Vec<Champ> = Vec::new();
    for column in 0..largeur(table, regles) {
        let cells: Vec<&str> =
            under.iter().map(|row| row.get(column).map_or("", String::as_str).trim()).collect();
        let title = titres.and_then(|rank| table[rank].get(column)).map(String::as_str).unwrap_or_default();
        let said = regles.champ(title);
        let seen = by_content(&cells, regles);
        // « Adresse » over e-mails, « Contact » over telephones: the content is right.
        let vague = matches!(said, None | Some(Champ::Adresse | Champ::Contact | Champ::Structure));
        let reached = matches!(seen, Some(Champ::Courriel | Champ::Mssante | Champ::Telephone | Champ::Rpps));
        let champ = match (said, seen) {
            (_, Some(seen)) if vague && reached => seen,
            (Some(said), _) => said,
            // A title that we do not know, over cells that speak for themselves.
            (None, Some(seen)) => seen,
            (None, None) => Champ::Ignorer,
        };
        let taken = found.contains(&champ) && !REPEATED.contains(&champ);
        found.push(if taken { Champ::Ignorer } else { champ });
    }
    joined(found, &under)
}

/// A column of names without one of first names beside holds both.
fn joined(mut found: Vec<Champ>, under: &[&Vec<String>]) -> Vec<Champ> {
    let Some(rank) = found.iter().position(|champ| *champ == Champ::Nom) else { return found };
    if found.contains(&Champ::Prenom) || found.contains(&Champ::NomComplet) {
        return found;
    }
    let cells = under.iter().filter_map(|row| row.get(rank)).filter(|cell| !cell.trim().is_empty());
    let (mut all, mut several) = (0, 0);
    for cell in cells {
        all += 1;
        several += usize::from(cell.split_whitespace().count() > 1);
    }
    if several * 2 >= all {
        found[rank] = Champ::NomComplet;
    }
    found
}

/// Which of the usual spreadsheets these columns are of.
pub fn genre(champs: &[Champ]) -> ImportKind {
    let has = |champ| champs.contains(&champ);
    if has(Champ::NomPayeur) || has(Champ::Commande) || has(Champ::CourrielPayeur) {
        ImportKind::Helloasso
    } else if has(Champ::SigneeLe) || (has(Champ::Fin) && has(Champ::Structure)) {
        ImportKind::Conventions
    } else if has(Champ::ContacteLe) || has(Champ::Reponse) || has(Champ::Relance) || has(Champ::Statut) {
        ImportKind::Prospects
    } else if has(Champ::DateAdhesion) || has(Champ::Cotisation) {
        ImportKind::Adherents
    } else {
        ImportKind::Prospects
    }
}

/// Whether names are written in capitals in this column of names, and first names are not.
pub fn capitales(table: &[Vec<String>], titres: Option<usize>, champs: &[Champ]) -> bool {
    let start = titres.map_or(0, |rank| rank + 1);
    let column = |champ| champs.iter().position(|one| *one == champ);
    let (Some(nom), Some(prenom)) = (column(Champ::Nom), column(Champ::Prenom)) else { return false };
    let is_upper = |text: &str| text.len() > 1 && !text.chars().any(char::is_lowercase);
    let (mut all, mut upper) = (0_usize, 0_usize);
    for row in table.iter().skip(start) {
        let (Some(nom), Some(prenom)) = (row.get(nom), row.get(prenom)) else { continue };
        if nom.trim().is_empty() || prenom.trim().is_empty() {
            continue;
        }
        all += 1;
        upper += usize::from(is_upper(nom) && !is_upper(prenom));
    }
    all > 0 && upper * 2 > all
}

/// Whether a row says the titles once more.
pub fn repete(row: &[String], titres: &[String]) -> bool {
    let same =
        |(cell, title): (&String, &String)| !title.trim().is_empty() && search_key(cell) == search_key(title);
    let filled = row.iter().filter(|cell| !cell.trim().is_empty()).count();
    let equal = row.iter().zip(titres).filter(|pair| same(*pair)).count();
    equal >= 2 && equal * 2 > filled
}

#[cfg(test)]
mod tests {
    use super::super::regles::regles;
    use super::*;

    fn table(rows: &[&str]) -> Vec<Vec<String>> {
        rows.iter().map(|row| row.split(';').map(str::to_owned).collect()).collect()
    }

    #[test]
    fn titles_are_found_under_what_decorates_a_file() {
        let regles = regles().unwrap();
        let table = table(&[
            "CPTS du Val d'Exemple;;;",
            "",
            "Civ.;NOM;Prénom;Tél.;Mail",
            "Mme;EXEMPLE;Camille;0468000001;c@exemple.test",
        ]);
        assert_eq!(titres(&table, regles), Some(2));
        let champs = deviner(&table, Some(2), regles);
        let expected =
            [Champ::Civilite, Champ::Nom, Champ::Prenom, Champ::Telephone, Champ::Courriel].to_vec();
        assert_eq!(champs, expected);
        assert!(capitales(&table, Some(2), &champs));
        assert_eq!(genre(&champs), ImportKind::Prospects);
    }

    #[test]
    fn what_titles_do_not_say_the_cells_do() {
        let regles = regles().unwrap();
        let table = table(&[
            "Nom;Adresse;Colonne X;Identifiant;Métier exercé;Mobile;Portable",
            "EXEMPLE Camille;c@exemple.test;06 00 00 00 01;10101234564;IDE;0600000002;0600000003",
            "MODELE Paul;p@exemple.test;06 00 00 00 04;99700218896;kiné;;",
        ]);
        let champs = deviner(&table, Some(0), regles);
        assert_eq!(
            champs,
            [
                Champ::NomComplet,
                Champ::Courriel,
                Champ::Telephone,
                Champ::Rpps,
                Champ::Profession,
                Champ::Telephone,
                Champ::Telephone
            ]
        );
    }

    #[test]
    fn a_file_without_titles_is_guessed_by_its_cells_only() {
        let regles = regles().unwrap();
        let table = table(&["x;10101234564;a@exemple.test", "y;99700218896;b@exemple.test"]);
        assert_eq!(titres(&table, regles), None);
        assert_eq!(deviner(&table, None, regles), [Champ::Ignorer, Champ::Rpps, Champ::Courriel]);
    }

    #[test]
    fn titles_that_come_back_are_seen() {
        let titres: Vec<String> = ["Nom", "Prénom", "E-mail"].map(str::to_owned).to_vec();
        assert!(repete(&["NOM", "PRENOM", "e-mail"].map(str::to_owned), &titres));
        assert!(!repete(&["Exemple", "Camille", ""].map(str::to_owned), &titres));
    }

    #[test]
    fn the_usual_lists_are_told_apart() {
        let kind = |champs: &[Champ]| genre(champs);
        assert_eq!(kind(&[Champ::Nom, Champ::DateAdhesion]), ImportKind::Adherents);
        assert_eq!(kind(&[Champ::Nom, Champ::DateAdhesion, Champ::NomPayeur]), ImportKind::Helloasso);
        assert_eq!(kind(&[Champ::Structure, Champ::SigneeLe, Champ::Fin]), ImportKind::Conventions);
        assert_eq!(kind(&[Champ::Nom, Champ::ContacteLe]), ImportKind::Prospects);
    }
}
