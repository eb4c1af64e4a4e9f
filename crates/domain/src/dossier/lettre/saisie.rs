//! Reading what was typed in a field, and writing a value back as it is typed.

use jiff::civil::Date;

use super::champs::{DefChamp, Nature};
use super::valeur::{Echeance, Equipe, LigneEquipe, Origine, Reponse, SourceCitee, Valeur};
use crate::nombres::date;
use crate::organisation::{TextError, checked_text};
use crate::texte::read_day;

/// Longest line, in characters.
pub const LIGNE_MAX: usize = 200;
/// Longest text, in characters: about six printed pages.
pub const TEXTE_MAX: usize = 20_000;

/// What was typed in a field, part by part. Fields use the parts that they need.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brut {
    /// The text, the first date.
    pub texte: String,
    /// The second date, what is announced.
    pub second: String,
    /// A choice in a list: answer, origin of a team.
    pub choix: String,
    /// Identifiers of people left out of a team.
    pub sans: Vec<String>,
}

/// Why what was typed is not kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refus {
    /// A text that is too long or holds a social security number.
    Texte(TextError),
    /// Not a day.
    Jour(String),
    /// Neither a day nor a month.
    Echeance(String),
    /// Not an answer, an origin or a person that the page proposes.
    Choix,
    /// A line of a team with more than six parts, or without a name: its rank, from 1.
    Ligne(usize),
}

impl Refus {
    /// What happened and what to do, in French.
    pub fn phrase(&self) -> String {
        match self {
            Refus::Texte(TextError::SocialSecurity) => {
                "Ce texte contient un numéro de sécurité sociale. Retirez-le\u{a0}: Maillage n'en garde aucun.".into()
            }
            Refus::Texte(TextError::TooLong(max)) => format!("Ce texte dépasse {max} caractères. Raccourcissez-le."),
            Refus::Texte(TextError::Empty) => "Écrivez un texte.".into(),
            Refus::Jour(text) => {
                format!("«\u{a0}{text}\u{a0}» n'est pas une date. Écrivez-la comme 18/04/2023.")
            }
            Refus::Echeance(text) => format!(
                "«\u{a0}{text}\u{a0}» n'est ni un jour ni un mois. Écrivez 06/2023, ou 18/06/2023 si le jour est connu."
            ),
            Refus::Choix => "Choisissez une des réponses proposées.".into(),
            Refus::Ligne(rang) => format!(
                "La ligne {rang} ne se lit pas. Écrivez «\u{a0}Nom\u{202f}; Prénom\u{202f}; Profession\u{202f}; Secteur\u{202f}; Ville\u{202f}; Structure\u{a0}», avec au moins le nom."
            ),
        }
    }
}

fn text(typed: &str, max: usize) -> Result<String, Refus> {
    checked_text(typed, max).map_err(Refus::Texte)
}

fn day(typed: &str) -> Result<Option<Date>, Refus> {
    match typed.trim() {
        "" => Ok(None),
        some => read_day(some).map(Some).ok_or_else(|| Refus::Jour(some.to_owned())),
    }
}

/// `06/2021`, `2021-06`, or a day.
fn due(typed: &str) -> Result<Option<Echeance>, Refus> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let wrong = || Refus::Echeance(typed.to_owned());
    let parts: Vec<&str> = typed.split(['/', '.', '-', ' ']).filter(|part| !part.is_empty()).collect();
    if let [a, b] = parts[..] {
        let (mois, annee) = if a.len() == 4 { (b, a) } else { (a, b) };
        let found = Echeance {
            annee: annee.parse().ok().filter(|_| annee.len() == 4).ok_or_else(wrong)?,
            mois: mois.parse().map_err(|_| wrong())?,
            jour: None,
        };
        return found.premier().map(|_| Some(found)).ok_or_else(wrong);
    }
    let day = read_day(typed).ok_or_else(wrong)?;
    Ok(Some(Echeance { annee: day.year(), mois: day.month(), jour: Some(day.day()) }))
}

fn team(brut: &Brut) -> Result<Equipe, Refus> {
    let origine = match brut.choix.as_str() {
        "" => Origine::Saisie,
        "volontaires" => Origine::Volontaires,
        "etablissements" => Origine::Etablissements,
        id => Origine::Groupe(id.parse().map_err(|_| Refus::Choix)?),
    };
    let sans = brut.sans.iter().map(|id| id.parse().map_err(|_| Refus::Choix)).collect::<Result<_, _>>()?;
    let typed = text(&brut.texte, TEXTE_MAX)?;
    let mut ajouts = Vec::new();
    for (rank, line) in typed.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let parts: Vec<String> = line.split([';', '\t']).map(|part| part.trim().to_owned()).collect();
        if parts.len() > 6 || parts[0].is_empty() {
            return Err(Refus::Ligne(rank + 1));
        }
        let part = |index: usize| parts.get(index).cloned().unwrap_or_default();
        ajouts.push(LigneEquipe {
            nom: part(0),
            prenom: part(1),
            profession: part(2),
            secteur: part(3),
            ville: part(4),
            structure: part(5),
        });
    }
    Ok(Equipe { origine, sans, ajouts })
}

fn cited(typed: &str) -> Result<Vec<SourceCitee>, Refus> {
    let typed = text(typed, TEXTE_MAX)?;
    let lines = typed.lines().filter(|line| !line.trim().is_empty());
    let read = lines.map(|line| match line.rsplit_once(';') {
        Some((document, when)) if !when.trim().is_empty() => {
            Ok(SourceCitee { document: document.trim().to_owned(), date: day(when)? })
        }
        _ => Ok(SourceCitee { document: line.trim().trim_end_matches(';').trim().to_owned(), date: None }),
    });
    read.collect()
}

/// The value of a field from what was typed.
///
/// # Errors
/// When it cannot be kept; the reason says what to do.
pub fn lire(champ: &DefChamp, brut: &Brut) -> Result<Valeur, Refus> {
    Ok(match champ.nature {
        Nature::Ligne => Valeur::Texte { texte: text(&brut.texte, LIGNE_MAX)?.replace('\n', " ") },
        Nature::Texte => Valeur::Texte { texte: text(&brut.texte, TEXTE_MAX)? },
        Nature::Date => Valeur::Date { jour: day(&brut.texte)? },
        Nature::Echeance => Valeur::Echeance { quand: due(&brut.texte)? },
        Nature::Periode => Valeur::Periode { debut: due(&brut.texte)?, fin: due(&brut.second)? },
        Nature::Reponse => Valeur::Reponse {
            reponse: match brut.choix.as_str() {
                "" => None,
                key => Some(Reponse::from_key(key).ok_or(Refus::Choix)?),
            },
            precisions: text(&brut.texte, TEXTE_MAX)?,
        },
        Nature::Equipe => Valeur::Equipe(team(brut)?),
        Nature::Sources => Valeur::Sources { lignes: cited(&brut.texte)? },
        Nature::Constat => Valeur::Constat {
            annonce: if champ.annonce.is_some() { text(&brut.second, TEXTE_MAX)? } else { String::new() },
            explication: text(&brut.texte, TEXTE_MAX)?,
        },
    })
}

fn line(one: &LigneEquipe) -> String {
    let parts = [&one.nom, &one.prenom, &one.profession, &one.secteur, &one.ville, &one.structure];
    let last = parts.iter().rposition(|part| !part.is_empty()).map_or(0, |rank| rank + 1);
    parts[..last].iter().map(|part| part.as_str()).collect::<Vec<_>>().join(" ; ")
}

/// A value as it is typed: what [`lire`] reads back.
pub fn ecrire(valeur: &Valeur) -> Brut {
    let one = |texte: String| Brut { texte, ..Brut::default() };
    match valeur {
        Valeur::Texte { texte } => one(texte.clone()),
        Valeur::Date { jour } => one(jour.map(date).unwrap_or_default()),
        Valeur::Echeance { quand } => one(quand.map(Echeance::texte).unwrap_or_default()),
        Valeur::Periode { debut, fin } => Brut {
            texte: debut.map(Echeance::texte).unwrap_or_default(),
            second: fin.map(Echeance::texte).unwrap_or_default(),
            ..Brut::default()
        },
        Valeur::Reponse { reponse, precisions } => Brut {
            texte: precisions.clone(),
            choix: reponse.map(|one| one.key().to_owned()).unwrap_or_default(),
            ..Brut::default()
        },
        Valeur::Equipe(equipe) => Brut {
            texte: equipe.ajouts.iter().map(line).collect::<Vec<_>>().join("\n"),
            choix: match equipe.origine {
                Origine::Saisie => String::new(),
                Origine::Volontaires => "volontaires".into(),
                Origine::Etablissements => "etablissements".into(),
                Origine::Groupe(id) => id.to_string(),
            },
            sans: equipe.sans.iter().map(ToString::to_string).collect(),
            ..Brut::default()
        },
        Valeur::Sources { lignes } => {
            let line = |one: &SourceCitee| match one.date {
                Some(day) => format!("{} ; {}", one.document, date(day)),
                None => one.document.clone(),
            };
            one(lignes.iter().map(line).collect::<Vec<_>>().join("\n"))
        }
        Valeur::Constat { annonce, explication } => {
            Brut { texte: explication.clone(), second: annonce.clone(), ..Brut::default() }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::champs::{champ, champs};
    use super::*;

    fn def(cle: &str) -> &'static DefChamp {
        champ(cle).unwrap().unwrap()
    }

    fn typed(texte: &str, second: &str, choix: &str) -> Brut {
        Brut { texte: texte.into(), second: second.into(), choix: choix.into(), sans: vec![] }
    }

    #[test]
    fn what_is_typed_is_read_and_written_back_alike() {
        for (cle, brut) in [
            ("intitule", typed("CPTS de l'Exemple", "", "")),
            ("difficultes", typed("Une ligne\n\nUne autre", "", "")),
            ("date_redaction", typed("18/04/2023", "", "")),
            ("calendrier_projet", typed("01/2024", "", "")),
            ("calendrier_lettre", typed("06/04/2023", "", "")),
            ("calendrier_construction", typed("06/2021", "03/2023", "")),
            ("mission_acces", typed("Recenser les patients", "", "oui")),
            (
                "equipe_projet",
                typed("Dubois-Fictif ; Anne ; Infirmière ; Santé ; Exempleville ; MSP", "", "volontaires"),
            ),
            ("sources_prediagnostic", typed("Diagnostic de l'ARS ; 10/12/2021\nRezone", "", "")),
            ("nombre_communes", typed("Ce sont des IRIS", "16", "")),
        ] {
            let value = lire(def(cle), &brut).unwrap();
            assert_eq!(ecrire(&value), brut, "{cle}");
            assert!(!value.is_empty(), "{cle}");
        }
    }

    #[test]
    fn an_empty_form_makes_an_empty_value_of_every_field() {
        for champ in champs().unwrap() {
            assert!(lire(champ, &Brut::default()).unwrap().is_empty(), "{}", champ.cle);
        }
    }

    #[test]
    fn what_cannot_be_kept_says_what_to_do() {
        for (cle, brut, expected) in [
            ("date_redaction", typed("demain", "", ""), "comme 18/04/2023"),
            ("calendrier_projet", typed("13/2024", "", ""), "06/2023"),
            ("calendrier_projet", typed("2024", "", ""), "06/2023"),
            ("mission_acces", typed("", "", "peut-être"), "Choisissez"),
            ("equipe_projet", typed("A\n; Sans nom", "", ""), "La ligne 2"),
            ("porteurs", typed("a;b;c;d;e;f;g", "", ""), "La ligne 1"),
            ("outils", typed("patient 1 85 05 75 123 456 73", "", ""), "sécurité sociale"),
            ("intitule", typed(&"x".repeat(201), "", ""), "200 caractères"),
        ] {
            let refused = lire(def(cle), &brut).unwrap_err();
            assert!(refused.phrase().contains(expected), "{cle}: {}", refused.phrase());
        }
    }
}
