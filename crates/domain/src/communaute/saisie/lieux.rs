//! Places of practice as they are typed.

use territory::text::search_key;
use territory::{Atlas, CommuneCode};

use super::{Alerte, Lecture, Probleme};
use crate::communaute::personne::{Exercice, Mode};

/// A place of practice as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SaisieLieu {
    /// Identifier of the structure, or nothing.
    pub structure: String,
    /// Street and number.
    pub adresse: String,
    /// Postcode.
    pub code_postal: String,
    /// Name or INSEE code of the commune.
    pub commune: String,
    /// Key of the mode, or nothing.
    pub mode: String,
    /// Last day there, or nothing.
    pub jusque: String,
}

impl SaisieLieu {
    /// A place as a form shows it; the commune by its name.
    pub fn of(exercice: &Exercice, atlas: &Atlas) -> Self {
        let name = |code| atlas.commune(code).map_or_else(|| code.to_string(), |found| found.name.clone());
        Self {
            structure: exercice.structure.map(|id| id.to_string()).unwrap_or_default(),
            adresse: exercice.adresse.clone(),
            code_postal: exercice.code_postal.clone(),
            commune: exercice.commune.map(name).unwrap_or_default(),
            mode: exercice.mode.map(|mode| mode.key().to_owned()).unwrap_or_default(),
            jusque: exercice.jusque.map(|day| day.to_string()).unwrap_or_default(),
        }
    }

    fn is_empty(&self) -> bool {
        [&self.structure, &self.adresse, &self.code_postal, &self.commune, &self.mode, &self.jusque]
            .iter()
            .all(|text| text.trim().is_empty())
    }
}

/// The commune of a typed name or code and of a postcode; `None` when nobody can tell which one.
pub fn commune_of(atlas: &Atlas, typed: &str, code_postal: &str) -> Option<CommuneCode> {
    let typed = typed.trim();
    if let Ok(code) = typed.parse::<CommuneCode>()
        && atlas.commune(code).is_some()
    {
        return Some(code);
    }
    let only = |mut found: Box<dyn Iterator<Item = CommuneCode> + '_>| {
        let first = found.next()?;
        found.next().is_none().then_some(first)
    };
    if typed.is_empty() {
        let served =
            atlas.communes().iter().filter(|one| one.postcodes.iter().any(|known| known == code_postal));
        return only(Box::new(served.map(|one| one.code)));
    }
    if !code_postal.is_empty() {
        return atlas.locate(code_postal, typed);
    }
    let key = search_key(typed);
    only(Box::new(atlas.communes().iter().filter(|one| one.key == key).map(|one| one.code)))
}

impl Lecture<'_> {
    pub(super) fn lieux(&mut self, typed: &[SaisieLieu]) -> Vec<Exercice> {
        let filled = typed.iter().enumerate().filter(|(_, one)| !one.is_empty());
        filled.map(|(rang, one)| self.lieu(rang, one)).collect()
    }

    fn lieu(&mut self, rang: usize, typed: &SaisieLieu) -> Exercice {
        let known = self.contexte.structures;
        let structure = typed.structure.trim().parse().ok().filter(|id| known.contains(id));
        if structure.is_none() && !typed.structure.trim().is_empty() {
            self.refuse("lieu_structure", rang, Probleme::Structure);
        }
        let mode = Mode::from_key(typed.mode.trim());
        if mode.is_none() && !typed.mode.trim().is_empty() {
            self.refuse("lieu_mode", rang, Probleme::Liste);
        }
        let code_postal = self.code_postal(("lieu_code_postal", rang), &typed.code_postal);
        let adresse = self.text(("lieu_adresse", rang), &typed.adresse, self.regles.adresse_max);
        let (adresse, commune) = self.placed(("lieu_commune", rang), adresse, (&typed.commune, &code_postal));
        let jusque = self.day(("lieu_jusque", rang), &typed.jusque);
        Exercice { structure, adresse, code_postal, commune, mode, jusque }
    }

    /// Five digits, or nothing. Four of them are those of a spreadsheet that dropped the zero.
    pub(super) fn code_postal(&mut self, (nom, rang): (&'static str, usize), typed: &str) -> String {
        let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
        let right = digits.len() == 5 && digits.bytes().all(|byte| byte.is_ascii_digit());
        if digits.is_empty() || right {
            return digits;
        }
        self.refuse(nom, rang, Probleme::CodePostal);
        String::new()
    }

    /// The address and the commune; a name that nobody recognises stays in the address.
    pub(super) fn placed(
        &mut self,
        champ: (&'static str, usize),
        adresse: String,
        (typed, code_postal): (&str, &str),
    ) -> (String, Option<CommuneCode>) {
        let commune = commune_of(self.contexte.atlas, typed, code_postal);
        let typed = self.text(champ, typed, self.regles.nom_max);
        if commune.is_some() || (typed.is_empty() && code_postal.is_empty()) {
            return (adresse, commune);
        }
        self.alertes.push(Alerte::Commune { rang: champ.1, typed: typed.clone() });
        let known = search_key(&adresse).contains(&search_key(&typed));
        let adresse = match (adresse.is_empty(), typed.is_empty() || known) {
            (_, true) => adresse,
            (true, false) => typed,
            (false, false) => format!("{adresse}, {typed}"),
        };
        (adresse, None)
    }
}
