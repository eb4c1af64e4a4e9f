//! A step of the form: its fields, what the system knows for each, what is said of them.

use askama::Template;
use askama_web::WebTemplate;
use domain::dossier::lettre::champs::{Annonce, DefChamp, Nature};
use domain::dossier::lettre::saisie::Brut;

use super::contenu::{Bloc, ChampLu};
use crate::views::components::{FormErrors, Link, Opt};
use crate::views::page::Page;

/// What somebody else wrote meanwhile.
#[derive(Clone, Debug, PartialEq)]
pub struct Autre {
    /// `Écrit par Alix Exemple le 18/04/2023 à 14 h 30`.
    pub qui: String,
    /// Their words.
    pub texte: String,
}

/// A remark of the check on a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemarqueVue {
    /// Whether the dossier cannot be filed with it.
    pub bloque: bool,
    /// What it says.
    pub texte: String,
    /// Lines or places.
    pub lieux: Vec<String>,
}

/// What a co-author said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommentaireVue {
    /// Who and when.
    pub qui: String,
    /// What.
    pub texte: String,
    /// Whether it is settled.
    pub resolu: bool,
    /// Where it is settled or opened again.
    pub url: String,
}

/// A field of a step.
#[derive(Clone, Debug)]
pub struct ChampVue {
    /// Its definition.
    pub def: &'static DefChamp,
    /// What the system knows, and what is written, as it is read.
    pub lu: ChampLu,
    /// What helps to fill it in.
    pub aide: Option<String>,
    /// Whether the template asks it.
    pub obligatoire: bool,
    /// What is typed.
    pub brut: Brut,
    /// The version that this page shows.
    pub version: i64,
    /// Who wrote it last.
    pub auteur: Option<String>,
    /// Where its versions are.
    pub histoire: Option<String>,
    /// Answers, or where a team is read.
    pub choix: Vec<Opt>,
    /// Who stands in a team, and who is left out of it.
    pub membres: Vec<Opt>,
    /// What is wrong with what was typed.
    pub erreur: Option<String>,
    /// What somebody else wrote meanwhile.
    pub autre: Option<Autre>,
    /// What the check says.
    pub remarques: Vec<RemarqueVue>,
    /// What co-authors say.
    pub commentaires: Vec<CommentaireVue>,
    /// Where one says something.
    pub commenter: String,
}

impl ChampVue {
    /// Whether it is typed in one line.
    pub fn une_ligne(&self) -> bool {
        matches!(self.def.nature, Nature::Ligne | Nature::Date | Nature::Echeance | Nature::Periode)
    }

    /// Whether it takes two dates.
    pub fn periode(&self) -> bool {
        self.def.nature == Nature::Periode
    }

    /// Whether the system fills it in.
    pub fn constat(&self) -> bool {
        self.def.nature == Nature::Constat
    }

    /// Whether it names people.
    pub fn equipe(&self) -> bool {
        self.def.nature == Nature::Equipe
    }

    /// Whether it is a question.
    pub fn reponse(&self) -> bool {
        self.def.nature == Nature::Reponse
    }

    /// Label of the first text.
    pub fn libelle(&self) -> String {
        match self.def.nature {
            Nature::Constat => "Expliquer ou commenter".into(),
            Nature::Reponse => "Précisions".into(),
            Nature::Equipe => "Ajouter des personnes, une par ligne".into(),
            Nature::Periode => "Du mois de".into(),
            _ => self.lu.titre.clone(),
        }
    }

    /// How it is typed.
    pub fn indice(&self) -> Option<&'static str> {
        match self.def.nature {
            Nature::Date => Some("Comme 18/04/2023."),
            Nature::Echeance => Some("Un mois comme 06/2023, ou un jour comme 18/06/2023."),
            Nature::Periode => Some("Comme 06/2021."),
            Nature::Equipe => Some(
                "Nom\u{202f}; Prénom\u{202f}; Profession\u{202f}; Secteur\u{202f}; Ville\u{202f}; Structure",
            ),
            Nature::Sources => {
                Some("Un document par ligne, suivi de sa date\u{a0}: Diagnostic de l'ARS\u{202f}; 10/12/2021")
            }
            _ => None,
        }
    }

    /// Label and hint of what may be announced beside the computed value.
    pub fn annonce(&self) -> Option<(&'static str, &'static str)> {
        match self.def.annonce? {
            Annonce::Nombre => Some((
                "Nombre que vous annoncez, s'il est différent",
                "Il est comparé au calcul. Dites d'où il vient dans l'explication.",
            )),
            Annonce::Communes => Some((
                "Tableau d'une lettre déjà écrite, à comparer",
                "Collez ses lignes. Chaque code est vérifié, et la liste est comparée au territoire.",
            )),
            Annonce::Professions => Some((
                "Tableaux d'une lettre déjà écrite, à comparer",
                "Une ligne par profession\u{a0}: son nom, puis ses nombres. Laissez une ligne vide entre deux tableaux.",
            )),
        }
    }

    /// Whether what is announced takes several lines.
    pub fn annonce_longue(&self) -> bool {
        matches!(self.def.annonce, Some(Annonce::Communes | Annonce::Professions))
    }

    /// Lines of its text.
    pub fn lignes(&self) -> usize {
        let most = if matches!(self.def.nature, Nature::Texte | Nature::Equipe) { 6 } else { 3 };
        self.brut.texte.lines().count().clamp(most, 20)
    }

    /// Remarks that are not settled.
    pub fn ouverts(&self) -> usize {
        self.commentaires.iter().filter(|one| !one.resolu).count()
    }
}

/// A step of the form.
#[derive(Template, WebTemplate)]
#[template(path = "dossier/ecrire.html")]
pub struct EcrireView {
    /// Layout.
    pub page: Page,
    /// Steps: label, address, fields that are done, fields in all, whether it is this one.
    pub etapes: Vec<(Link, usize, usize, bool)>,
    /// Where the form goes.
    pub action: String,
    /// Its fields.
    pub champs: Vec<ChampVue>,
    /// The step that comes after, when there is one.
    pub suite: Option<Link>,
    /// Where the check is.
    pub verifier: String,
}

impl EcrireView {
    /// What is wrong, with a link to each field.
    pub fn errors(&self) -> FormErrors {
        let wrong = self.champs.iter().filter_map(|one| {
            let text = one.erreur.clone().or_else(|| {
                one.autre
                    .as_ref()
                    .map(|_| format!("«\u{a0}{}\u{a0}» a changé pendant que vous écriviez.", one.lu.titre))
            })?;
            Some(Link::new(text, format!("#f-{}", one.lu.id)))
        });
        FormErrors { links: wrong.collect() }
    }
}
