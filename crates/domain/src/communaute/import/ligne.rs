//! One line of a spreadsheet, read: a person, a structure, or why neither.

use jiff::Timestamp;
use jiff::civil::Date;
use territory::CommuneCode;
use territory::text::search_key;
use uuid::Uuid;

use super::cellules;
use super::champ::{Champ, ImportKind};
use super::lieux::{self, StructureDite};
use super::noms::{self, NomLu};
use super::parcours;
use super::regles::Regles;
use super::remarque::{Rejet, Remarque};
use super::tableau;
use crate::communaute::saisie::is_mssante;
use crate::communaute::{Accord, Canal, CanalKind, Fiche, Personne, Statut, Structure};
use crate::ids::PersonneId;

/// What stands in the place of a social security number that a file held.
pub const NUMERO_RETIRE: &str = "(numéro de sécurité sociale retiré)";
/// Separators of the lists that our own exports write in a cell.
const LISTE: [char; 2] = ['|', '\n'];

/// Tells the commune of a postcode and a town.
pub type Localise<'a> = &'a dyn Fn(&str, &str) -> Option<CommuneCode>;

/// What the reading of each line needs to know.
pub struct Contexte<'a> {
    /// Words and limits.
    pub regles: &'a Regles,
    /// Which spreadsheet it is.
    pub kind: ImportKind,
    /// What each column holds.
    pub champs: &'a [Champ],
    /// The titles, to see them when they come back.
    pub titres: &'a [String],
    /// Day of the import.
    pub jour: Date,
    /// Where it is said that things were found.
    pub source: &'a str,
    /// Whether names are written in capitals.
    pub capitales: bool,
    /// Communes.
    pub lieu: Localise<'a>,
}

/// A person as a line says them.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonneLue {
    /// The sheet that the line alone would make. Its identifier is the number of the line.
    pub personne: Personne,
    /// The structure of each place of practice.
    pub structures: Vec<Option<StructureDite>>,
}

/// What a line is about.
#[derive(Clone, Debug, PartialEq)]
pub enum Sujet {
    /// A person.
    Personne(Box<PersonneLue>),
    /// A structure.
    Structure(Box<Structure>),
}

/// A line that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Lue {
    /// Its number in the file, from 1.
    pub numero: usize,
    /// What it is about.
    pub sujet: Result<Sujet, Rejet>,
    /// What is to be said of it.
    pub remarques: Vec<Remarque>,
}

/// Cells of a line by what they hold.
pub(super) struct Rangee<'a> {
    champs: &'a [Champ],
    cellules: &'a [String],
}

impl<'a> Rangee<'a> {
    /// The first cell that holds something of a field.
    pub(super) fn un(&self, champ: Champ) -> &'a str {
        self.tous(champ).find(|cell| !cell.is_empty()).unwrap_or_default()
    }

    /// The cells of a field, empty ones too.
    pub(super) fn tous(&self, champ: Champ) -> impl Iterator<Item = &'a str> + '_ {
        let pairs = self.champs.iter().zip(self.cellules);
        pairs.filter(move |(one, _)| **one == champ).map(|(_, cell)| cell.trim())
    }

    /// The cell of the column of this rank among those of a field.
    pub(super) fn nieme(&self, champ: Champ, rang: usize) -> &'a str {
        self.tous(champ).nth(rang).unwrap_or_default()
    }

    /// How many columns hold a field.
    pub(super) fn combien(&self, champ: Champ) -> usize {
        self.champs.iter().filter(|one| **one == champ).count()
    }
}

/// Reads a line; `None` for a blank one.
pub fn lire(numero: usize, cellules: &[String], contexte: &Contexte<'_>) -> Option<Lue> {
    if cellules.iter().all(|cell| cell.trim().is_empty()) {
        return None;
    }
    let mut remarques = Vec::new();
    let coupees = coupees(cellules, contexte, &mut remarques);
    let cellules = coupees.as_deref().unwrap_or(cellules);
    let rangee = Rangee { champs: contexte.champs, cellules };
    let sujet = match refus(cellules, &rangee, contexte) {
        Some(rejet) => Err(rejet),
        None => sujet(numero, &rangee, (contexte, &mut remarques)),
    };
    Some(Lue { numero, sujet, remarques })
}

/// The cells cut at what is kept, when one is longer.
fn coupees(
    cellules: &[String],
    contexte: &Contexte<'_>,
    remarques: &mut Vec<Remarque>,
) -> Option<Vec<String>> {
    let max = contexte.regles.limites.caracteres;
    if cellules.iter().all(|cell| cell.chars().count() <= max) {
        return None;
    }
    for (champ, cell) in contexte.champs.iter().zip(cellules) {
        if *champ != Champ::Ignorer && cell.chars().count() > max {
            remarques.push(Remarque::TexteCoupe(*champ));
        }
    }
    Some(cellules.iter().map(|cell| cell.chars().take(max).collect()).collect())
}

fn refus(cellules: &[String], rangee: &Rangee<'_>, contexte: &Contexte<'_>) -> Option<Rejet> {
    let filled: Vec<&String> = cellules.iter().filter(|cell| !cell.trim().is_empty()).collect();
    let kept = contexte.champs.iter().zip(cellules).filter(|(champ, _)| **champ != Champ::Ignorer);
    if tableau::repete(cellules, contexte.titres) {
        return Some(Rejet::Titres);
    }
    // A person may be called Total: a line of totals holds little, and no first name.
    let unnamed = !rangee.un(Champ::Prenom).chars().any(char::is_alphabetic);
    let short = filled.len() <= 3 && unnamed;
    if short && filled.first().is_some_and(|cell| contexte.regles.is_total(cell)) {
        return Some(Rejet::Total);
    }
    if kept.into_iter().any(|(_, cell)| cell.contains(NUMERO_RETIRE)) {
        return Some(Rejet::NumeroSecu);
    }
    let state = [Champ::Commande, Champ::Statut].map(|champ| rangee.un(champ));
    let cancelled = state.into_iter().find(|state| contexte.regles.is_annulee(state));
    match cancelled {
        Some(state) if contexte.kind == ImportKind::Helloasso => Some(Rejet::Commande(state.to_owned())),
        _ => None,
    }
}

type Suite<'a, 'b> = (&'a Contexte<'a>, &'b mut Vec<Remarque>);

fn sujet(numero: usize, rangee: &Rangee<'_>, (contexte, remarques): Suite<'_, '_>) -> Result<Sujet, Rejet> {
    let regles = contexte.regles;
    let name = [Champ::Nom, Champ::NomComplet].map(|champ| rangee.un(champ));
    let name = name.into_iter().find(|name| !name.is_empty()).unwrap_or_default();
    let prenom = rangee.un(Champ::Prenom);
    let numbered = !rangee.un(Champ::Rpps).is_empty();
    let named_structure = prenom.is_empty() && !numbered && regles.structure(name).is_some();
    let alone = name.is_empty() && prenom.is_empty() && !rangee.un(Champ::Structure).is_empty();
    if contexte.kind == ImportKind::Conventions || named_structure || alone {
        let nom = if named_structure { name } else { rangee.un(Champ::Structure) };
        let nom = if nom.is_empty() { name } else { nom };
        return lieux::structure(numero, nom, rangee, (contexte, remarques))
            .map(|one| Sujet::Structure(Box::new(one)));
    }
    personne(numero, rangee, (contexte, remarques)).map(|one| Sujet::Personne(Box::new(one)))
}

fn nom(rangee: &Rangee<'_>, (contexte, remarques): Suite<'_, '_>) -> NomLu {
    let pair = (rangee.un(Champ::Nom), rangee.un(Champ::Prenom));
    let one = rangee.un(Champ::NomComplet);
    let lu = if pair.0.is_empty() && !one.is_empty() {
        noms::un(one, contexte.regles, remarques)
    } else {
        noms::deux(pair, contexte.capitales, (contexte.regles, remarques))
    };
    NomLu { nom: noms::presented(&lu.nom), prenom: noms::presented(&lu.prenom), ..lu }
}

fn personne(
    numero: usize,
    rangee: &Rangee<'_>,
    (contexte, remarques): Suite<'_, '_>,
) -> Result<PersonneLue, Rejet> {
    let lu = nom(rangee, (contexte, remarques));
    if search_key(&lu.nom).is_empty() {
        return Err(Rejet::SansNom);
    }
    let (rpps, found) = cellules::rpps(rangee.un(Champ::Rpps), remarques);
    let adeli = cellules::adeli(rangee.un(Champ::Adeli)).or(found);
    if adeli.is_some() && rpps.is_none() {
        remarques.push(Remarque::Adeli);
    }
    let civilite = match rangee.un(Champ::Civilite) {
        "" => lu.civilite,
        typed => Some(typed.trim_end_matches('.').to_owned()),
    };
    let text = |champ| Some(rangee.un(champ).to_owned()).filter(|text| !text.is_empty());
    let mut fiche = Fiche {
        civilite: civilite.map(|typed| courtesy(&typed)),
        adeli,
        fonction: text(Champ::Fonction),
        college: text(Champ::College),
        source: contexte.source.to_owned(),
        remarque: text(Champ::Remarque),
        ..Fiche::default()
    };
    let profession = metier(rangee, &mut fiche, (contexte, remarques));
    fiche.canaux = canaux(rangee, &lu.nom, (contexte, remarques));
    let (exercices, structures) = lieux::exercices(rangee, (contexte, remarques));
    fiche.exercices = exercices;
    parcours::lire(rangee, &mut fiche, (contexte, remarques));
    let personne = Personne {
        id: PersonneId(Uuid::from_u128(numero as u128)),
        nom: lu.nom,
        prenom: lu.prenom,
        rpps,
        profession,
        statut: fiche.parcours.last().map_or(Statut::Repere, |last| last.statut),
        user: None,
        fiche,
        created_at: Timestamp::UNIX_EPOCH,
        changed_at: Timestamp::UNIX_EPOCH,
        version: 1,
        fusionnee: None,
        removed_at: None,
    };
    Ok(PersonneLue { personne, structures })
}

/// `M.`, `Mme`, `Dr`, `Pr`: as people sign.
fn courtesy(typed: &str) -> String {
    match search_key(typed).as_str() {
        "m" | "mr" | "monsieur" => "M.".to_owned(),
        "mme" | "madame" | "mlle" | "mademoiselle" => "Mme".to_owned(),
        "dr" | "docteur" => "Dr".to_owned(),
        "pr" | "professeur" => "Pr".to_owned(),
        _ => typed.to_owned(),
    }
}

/// Adds a line to the remark of a sheet.
pub(super) fn note(remarque: &mut Option<String>, text: &str) {
    let kept = remarque.take().map(|before| format!("{before}\n{text}"));
    *remarque = Some(kept.unwrap_or_else(|| text.to_owned()));
}

fn metier(rangee: &Rangee<'_>, fiche: &mut Fiche, (contexte, remarques): Suite<'_, '_>) -> Option<String> {
    let regles = contexte.regles;
    let typed = rangee.un(Champ::Profession);
    let code = regles.profession(typed).map(str::to_owned);
    if code.is_none() && !typed.is_empty() {
        if !regles.is_metier(typed) {
            remarques.push(Remarque::ProfessionInconnue(typed.to_owned()));
        }
        if fiche.fonction.is_none() {
            fiche.fonction = Some(typed.to_owned());
        }
    }
    let typed_specialty = rangee.un(Champ::Specialite);
    fiche.specialite = regles.specialite(typed_specialty);
    if fiche.specialite.is_none() && !typed_specialty.is_empty() {
        remarques.push(Remarque::SpecialiteInconnue(typed_specialty.to_owned()));
        note(&mut fiche.remarque, &format!("Spécialité\u{a0}: {typed_specialty}"));
    }
    // « Cardiologue » in the column of professions.
    if fiche.specialite.is_none() && typed_specialty.is_empty() && code.as_deref() == Some("10") {
        fiche.specialite = regles.specialite(typed);
    }
    code
}

fn canaux(rangee: &Rangee<'_>, nom: &str, (contexte, remarques): Suite<'_, '_>) -> Vec<Canal> {
    let mut found: Vec<Canal> = Vec::new();
    let mut add = |kind, valeur: String, accord| {
        let canal = Canal {
            kind,
            valeur,
            accord,
            rebond: None,
            source: contexte.source.to_owned(),
            depuis: contexte.jour,
        };
        match found.iter_mut().find(|one| one.kind == kind && one.key() == canal.key()) {
            Some(known) => known.accord = accord,
            None => found.push(canal),
        }
    };
    let mail = |address: &str| {
        if is_mssante(address) { CanalKind::Mssante } else { CanalKind::Courriel }
    };
    for cell in rangee.tous(Champ::Telephone) {
        for number in cellules::telephones(cell, remarques) {
            add(CanalKind::Telephone, number, Accord::Inconnu);
        }
    }
    for cell in rangee.tous(Champ::Courriel).chain(rangee.tous(Champ::Mssante)) {
        for address in cellules::courriels(cell, remarques) {
            add(mail(&address), address, Accord::Inconnu);
        }
    }
    for address in cellules::courriels(rangee.un(Champ::CourrielPayeur), remarques) {
        // Somebody may pay for another person: their address is not the member's.
        if search_key(rangee.un(Champ::NomPayeur)) == search_key(nom)
            || rangee.un(Champ::NomPayeur).is_empty()
        {
            add(mail(&address), address, Accord::Inconnu);
        } else {
            remarques.push(Remarque::AutrePayeur);
        }
    }
    if let Some(lines) = Some(rangee.un(Champ::Postal)).filter(|lines| !lines.is_empty()) {
        add(CanalKind::Postal, lines.to_owned(), Accord::Inconnu);
    }
    let chosen = [(Champ::Accords, Accord::Donne), (Champ::Oppositions, Accord::Refuse)];
    for (champ, accord) in chosen {
        for value in rangee.un(champ).split(LISTE).map(str::trim).filter(|value| !value.is_empty()) {
            let mut unread = Vec::new();
            let mails = cellules::courriels(value, &mut unread);
            let numbers = cellules::telephones(value, &mut unread);
            match (mails.first(), numbers.first()) {
                (Some(address), _) => add(mail(address), address.clone(), accord),
                (None, Some(number)) => add(CanalKind::Telephone, number.clone(), accord),
                (None, None) => add(CanalKind::Postal, value.to_owned(), accord),
            }
        }
    }
    found
}
