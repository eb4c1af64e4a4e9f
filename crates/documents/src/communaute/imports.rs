//! What an import says of a line, in French, and the file of the lines to correct.

use domain::communaute::import::lot::LigneARevoir;
use domain::communaute::import::{Rejet, Remarque};

use crate::csv::{MARK, line};

/// Why a line is not taken, and what to do.
pub fn import_rejet(rejet: &Rejet) -> String {
    match rejet {
        Rejet::SansNom => "Cette ligne n'a pas de nom. Ajoutez-le, puis redonnez la ligne.".into(),
        Rejet::Total => "C'est une ligne de total. Rien à faire.".into(),
        Rejet::Titres => "Les titres des colonnes sont répétés ici. Rien à faire.".into(),
        Rejet::NumeroSecu => {
            "Cette ligne contient un numéro de sécurité sociale. Maillage ne le garde jamais. Retirez-le."
                .into()
        }
        Rejet::Commande(state) => {
            format!("La commande HelloAsso est «\u{a0}{state}\u{a0}». Ce n'est pas une adhésion.")
        }
        Rejet::SansSignature => {
            "La date de signature manque ou ne se lit pas. Écrivez-la comme 12/10/2026.".into()
        }
        Rejet::FinAvantDebut => "La convention finit avant sa signature. Vérifiez les deux dates.".into(),
    }
}

/// What was corrected in a line, or left out of it.
pub fn import_remarque(remarque: &Remarque) -> String {
    let quoted = |text: &str| format!("«\u{a0}{text}\u{a0}»");
    match remarque {
        Remarque::ZeroRendu(number) => format!("Le zéro perdu du téléphone est remis\u{a0}: {number}."),
        Remarque::RppsScientifique => {
            "Le tableur a arrondi le numéro RPPS. Il n'est pas repris. Écrivez-le en texte.".into()
        }
        Remarque::RppsCle => {
            "Le numéro RPPS contient une faute de frappe. Il n'est pas repris. Il figure sur la carte CPS."
                .into()
        }
        Remarque::RppsLongueur(found) => {
            format!("Le numéro RPPS a {found} chiffres au lieu de 11. Il n'est pas repris.")
        }
        Remarque::RppsIllisible => "La case RPPS ne contient pas de numéro. Elle n'est pas reprise.".into(),
        Remarque::Adeli => "Un numéro ADELI, sans RPPS. Il est gardé à part.".into(),
        Remarque::DateIllisible(champ, text) => {
            format!(
                "{}\u{a0}: la date {} ne se lit pas. Elle n'est pas reprise.",
                champ.label(),
                quoted(text)
            )
        }
        Remarque::ProfessionInconnue(text) => {
            format!("La profession {} n'est pas reconnue. Elle est gardée comme fonction.", quoted(text))
        }
        Remarque::SpecialiteInconnue(text) => {
            format!("La spécialité {} n'est pas reconnue. Elle est gardée en remarque.", quoted(text))
        }
        Remarque::ModeInconnu(text) => {
            format!("Le mode d'exercice {} n'est pas reconnu. Il n'est pas repris.", quoted(text))
        }
        Remarque::StatutInconnu(text) => format!("Le statut {} n'est pas reconnu.", quoted(text)),
        Remarque::TelephoneIllisible(text) => {
            format!("Le téléphone {} ne se lit pas. Il n'est pas repris.", quoted(text))
        }
        Remarque::CourrielIllisible(text) => {
            format!("L'adresse e-mail {} ne se lit pas. Elle n'est pas reprise.", quoted(text))
        }
        Remarque::CourrielCorrige(address) => {
            format!("Les espaces de l'adresse e-mail sont retirés\u{a0}: {address}.")
        }
        Remarque::PlusieursCourriels(count) => {
            format!("La case contient {count} adresses e-mail, toutes gardées.")
        }
        Remarque::Inverse => "Le nom et le prénom semblaient inversés. Ils sont remis en ordre.".into(),
        Remarque::OrdreSuppose => "L'ordre du nom et du prénom est deviné. Vérifiez-le.".into(),
        Remarque::CommuneInconnue(text) => {
            format!("La commune {} n'est pas reconnue. Elle reste dans l'adresse.", quoted(text))
        }
        Remarque::FinessFaux(text) => {
            format!("Le numéro FINESS {} est faux. Il n'est pas repris.", quoted(text))
        }
        Remarque::SiretFaux(text) => {
            format!("Le numéro SIRET {} est faux. Il n'est pas repris.", quoted(text))
        }
        Remarque::AutrePayeur => "Une autre personne a payé. Son adresse e-mail n'est pas reprise.".into(),
        Remarque::ConventionFinie => "Cette convention est déjà finie. Elle ne prouve plus rien.".into(),
        Remarque::TexteCoupe(champ) => {
            format!("{}\u{a0}: le texte était trop long. Il est coupé.", champ.label())
        }
        Remarque::AutreNom(name) => format!("Le fichier écrit {}. La fiche garde son nom.", quoted(name)),
        Remarque::GardeFiche(champ) => {
            format!("{}\u{a0}: le fichier dit autre chose. La fiche garde sa valeur.", champ.label())
        }
    }
}

/// What became of a line to correct, then why: the two columns after those of the file.
fn reasons(ligne: &LigneARevoir) -> [String; 2] {
    let state = match &ligne.rejet {
        Some(_) => "Rejetée",
        None if ligne.remarques.is_empty() => "Laissée de côté",
        None => "Reprise en partie",
    };
    let why = ligne.rejet.iter().map(import_rejet).chain(ligne.remarques.iter().map(import_remarque));
    [state.to_owned(), why.collect::<Vec<_>>().join(" ")]
}

/// The lines to correct and give again, under the titles of their file, with what became of each and why.
pub fn revoir_csv(titres: &[String], lignes: &[LigneARevoir]) -> Vec<u8> {
    let widest = lignes.iter().map(|ligne| ligne.cellules.len()).chain([titres.len()]).max();
    let widest = widest.unwrap_or_default();
    let padded = |cells: &[String], last: [String; 3]| {
        let mut row = cells.to_vec();
        row.resize(widest, String::new());
        row.extend(last);
        row
    };
    let mut text = MARK.to_owned();
    line(&mut text, &padded(titres, ["Ligne", "Résultat", "Motif du rejet"].map(str::to_owned)));
    for ligne in lignes {
        let [state, why] = reasons(ligne);
        line(&mut text, &padded(&ligne.cellules, [ligne.numero.to_string(), state, why]));
    }
    text.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_to_correct_keep_their_columns_and_say_why() {
        let titres = ["Nom", "RPPS"].map(str::to_owned);
        let lignes = [
            LigneARevoir {
                numero: 3,
                cellules: vec![String::new(), "1".into()],
                rejet: Some(Rejet::SansNom),
                remarques: vec![],
            },
            LigneARevoir {
                numero: 4,
                cellules: vec!["Exemple".into()],
                rejet: None,
                remarques: vec![Remarque::RppsLongueur(10)],
            },
        ];
        let text = String::from_utf8(revoir_csv(&titres, &lignes)).unwrap();
        let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
        assert_eq!(lines[0], "Nom;RPPS;Ligne;Résultat;Motif du rejet");
        assert_eq!(lines[1], ";1;3;Rejetée;Cette ligne n'a pas de nom. Ajoutez-le, puis redonnez la ligne.");
        assert_eq!(
            lines[2],
            "Exemple;;4;Reprise en partie;Le numéro RPPS a 10 chiffres au lieu de 11. Il n'est pas repris."
        );
    }
}
