//! What each table of the community holds.

use domain::communaute::import::Champ;
use domain::communaute::specialites::specialites;
use domain::communaute::{Accord, Canal, CanalKind, Exercice, Personne, Structure};
use domain::professions::professions;
use domain::texte::{Rpps, Telephone};
use jiff::civil::Date;
use territory::CommuneCode;

use super::{Communaute, Feuille};

/// Columns that a place of practice takes.
const LIEU: [Champ; 5] = [Champ::Structure, Champ::Adresse, Champ::CodePostal, Champ::Commune, Champ::Mode];

/// Every table: people, their steps, structures, contacts, agreements, seats in groups.
pub fn feuilles(tout: &Communaute) -> Vec<Feuille> {
    vec![personnes(tout), etapes(tout), structures(tout), contacts(tout), conventions(tout), groupes(tout)]
}

fn titles(champs: &[Champ]) -> Vec<String> {
    champs.iter().map(|champ| champ.label().to_owned()).collect()
}

fn day(day: Date) -> String {
    format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year())
}

fn text(value: Option<&String>) -> String {
    value.cloned().unwrap_or_default()
}

fn shown(canal: &Canal) -> String {
    match canal.kind {
        CanalKind::Telephone => {
            Telephone::from_e164(&canal.valeur).map_or_else(|| canal.valeur.clone(), |one| one.shown())
        }
        _ => canal.valeur.clone(),
    }
}

/// The channels of a kind in one cell.
fn canaux(canaux: &[Canal], kind: CanalKind) -> String {
    let separator = if kind == CanalKind::Telephone { " / " } else { " ; " };
    let some = canaux.iter().filter(|canal| canal.kind == kind).map(shown);
    some.collect::<Vec<_>>().join(separator)
}

/// The channels about which a person said something.
fn accords(canaux: &[Canal], accord: Accord) -> String {
    canaux.iter().filter(|canal| canal.accord == accord).map(shown).collect::<Vec<_>>().join(" | ")
}

fn label(code: Option<&String>) -> String {
    let Some(code) = code else { return String::new() };
    let known = professions().ok().and_then(|table| table.label(code));
    known.unwrap_or(code).to_owned()
}

fn specialty(code: Option<&String>) -> String {
    let Some(code) = code else { return String::new() };
    let known = specialites().ok().and_then(|table| table.label(code));
    known.unwrap_or(code).to_owned()
}

impl Communaute {
    /// The name of a commune beside its postcode; its code when there is none, so that it can be told again.
    fn commune(&self, code: Option<CommuneCode>, code_postal: &str) -> String {
        let Some(code) = code else { return String::new() };
        match self.communes.get(&code) {
            Some(name) if !code_postal.is_empty() => name.clone(),
            _ => code.to_string(),
        }
    }

    fn structure(&self, place: &Exercice) -> String {
        let found = place.structure.and_then(|id| self.structures.iter().find(|one| one.id == id));
        found.map(|one| one.nom.clone()).unwrap_or_default()
    }

    fn lieu(&self, place: &Exercice) -> [String; 5] {
        [
            self.structure(place),
            place.adresse.clone(),
            place.code_postal.clone(),
            self.commune(place.commune, &place.code_postal),
            place.mode.map(|mode| mode.label().to_owned()).unwrap_or_default(),
        ]
    }

    fn gens(&self) -> Vec<&Personne> {
        let mut people: Vec<_> = self.annuaire.iter().collect();
        people.sort_by_cached_key(|one| one.search_key());
        people
    }

    fn standing(&self) -> impl Iterator<Item = &Structure> {
        self.structures.iter().filter(|one| one.removed_at.is_none())
    }
}

fn personnes(tout: &Communaute) -> Feuille {
    let people = tout.gens();
    let places = |one: &Personne| one.exercices(tout.jour).count();
    let most = people.iter().map(|one| places(one)).max().unwrap_or_default().max(1);
    let mut columns = titles(&[
        Champ::Civilite,
        Champ::Nom,
        Champ::Prenom,
        Champ::Profession,
        Champ::Specialite,
        Champ::Rpps,
        Champ::Adeli,
        Champ::Fonction,
        Champ::College,
        Champ::Telephone,
        Champ::Courriel,
        Champ::Mssante,
        Champ::Postal,
        Champ::Accords,
        Champ::Oppositions,
        Champ::Statut,
        Champ::StatutDepuis,
        Champ::Motif,
        Champ::Remarque,
    ]);
    for rank in 1..=most {
        let number = if rank == 1 { String::new() } else { format!(" {rank}") };
        columns.extend(LIEU.iter().map(|champ| format!("{}{number}", champ.label())));
    }
    let rows = people.into_iter().map(|one| {
        let mut row = personne(one);
        row.extend(one.exercices(tout.jour).flat_map(|place| tout.lieu(place)));
        row.resize(columns.len(), String::new());
        row
    });
    let rows = rows.collect();
    Feuille { key: "personnes", name: "Personnes", titles: columns, rows }
}

fn personne(one: &Personne) -> Vec<String> {
    let (fiche, last) = (&one.fiche, one.fiche.parcours.last());
    vec![
        text(fiche.civilite.as_ref()),
        one.nom.clone(),
        one.prenom.clone(),
        label(one.profession.as_ref()),
        specialty(fiche.specialite.as_ref()),
        one.rpps.as_ref().map(|rpps| rpps.as_str().to_owned()).unwrap_or_default(),
        text(fiche.adeli.as_ref()),
        text(fiche.fonction.as_ref()),
        text(fiche.college.as_ref()),
        canaux(&fiche.canaux, CanalKind::Telephone),
        canaux(&fiche.canaux, CanalKind::Courriel),
        canaux(&fiche.canaux, CanalKind::Mssante),
        canaux(&fiche.canaux, CanalKind::Postal),
        accords(&fiche.canaux, Accord::Donne),
        accords(&fiche.canaux, Accord::Refuse),
        one.statut.label().to_owned(),
        last.map(|etape| day(etape.depuis)).unwrap_or_default(),
        last.and_then(|etape| etape.motif.clone()).unwrap_or_default(),
        text(fiche.remarque.as_ref()),
    ]
}

fn etapes(tout: &Communaute) -> Feuille {
    let titles =
        titles(&[Champ::Nom, Champ::Prenom, Champ::Rpps, Champ::Statut, Champ::StatutDepuis, Champ::Motif]);
    let rows = tout.gens().into_iter().flat_map(|one| {
        let rpps = one.rpps.as_ref().map(Rpps::as_str).unwrap_or_default();
        one.fiche.parcours.iter().map(move |etape| {
            vec![
                one.nom.clone(),
                one.prenom.clone(),
                rpps.to_owned(),
                etape.statut.label().to_owned(),
                day(etape.depuis),
                etape.motif.clone().unwrap_or_default(),
            ]
        })
    });
    Feuille { key: "etapes", name: "Étapes", titles, rows: rows.collect() }
}

fn structures(tout: &Communaute) -> Feuille {
    let titles = titles(&[
        Champ::Structure,
        Champ::StructureType,
        Champ::Finess,
        Champ::Siret,
        Champ::Adresse,
        Champ::CodePostal,
        Champ::Commune,
        Champ::Telephone,
        Champ::Courriel,
        Champ::Mssante,
        Champ::Remarque,
    ]);
    let rows = tout.standing().map(|one| {
        let fiche = &one.fiche;
        vec![
            one.nom.clone(),
            one.kind.label().to_owned(),
            text(one.finess.as_ref()),
            text(fiche.siret.as_ref()),
            fiche.adresse.clone(),
            fiche.code_postal.clone(),
            tout.commune(one.commune, &fiche.code_postal),
            canaux(&fiche.canaux, CanalKind::Telephone),
            canaux(&fiche.canaux, CanalKind::Courriel),
            canaux(&fiche.canaux, CanalKind::Mssante),
            text(fiche.remarque.as_ref()),
        ]
    });
    Feuille { key: "structures", name: "Structures", titles, rows: rows.collect() }
}

fn contacts(tout: &Communaute) -> Feuille {
    let titles = titles(&[
        Champ::Structure,
        Champ::Finess,
        Champ::Contact,
        Champ::Fonction,
        Champ::Telephone,
        Champ::Courriel,
    ]);
    let rows = tout.standing().flat_map(|one| {
        one.fiche.contacts.iter().map(|contact| {
            let known = contact.personne.map(|id| tout.annuaire.nom(id)).filter(|name| !name.is_empty());
            vec![
                one.nom.clone(),
                text(one.finess.as_ref()),
                known.unwrap_or_else(|| contact.nom.clone()),
                contact.fonction.clone(),
                canaux(&contact.canaux, CanalKind::Telephone),
                canaux(&contact.canaux, CanalKind::Courriel),
            ]
        })
    });
    Feuille { key: "contacts", name: "Contacts", titles, rows: rows.collect() }
}

fn conventions(tout: &Communaute) -> Feuille {
    let titles =
        titles(&[Champ::Structure, Champ::Finess, Champ::Siret, Champ::Objet, Champ::SigneeLe, Champ::Fin]);
    let rows = tout.standing().flat_map(|one| {
        one.fiche.conventions.iter().map(|convention| {
            vec![
                one.nom.clone(),
                text(one.finess.as_ref()),
                text(one.fiche.siret.as_ref()),
                convention.objet.clone(),
                day(convention.signee),
                convention.fin.map(day).unwrap_or_default(),
            ]
        })
    });
    Feuille { key: "conventions", name: "Conventions", titles, rows: rows.collect() }
}

fn groupes(tout: &Communaute) -> Feuille {
    let titles = ["Groupe", "Nature", "Nom", "Prénom", "Fonction", "Depuis", "Jusqu'au"];
    let rows = tout.mandats.iter().filter_map(|seat| {
        let groupe = tout.groupes.iter().find(|one| one.id == seat.groupe)?;
        let one = tout.annuaire.get(seat.personne)?;
        Some(vec![
            groupe.nom.clone(),
            groupe.kind.label().to_owned(),
            one.nom.clone(),
            one.prenom.clone(),
            seat.fonction.label().to_owned(),
            day(seat.depuis),
            seat.jusque.map(day).unwrap_or_default(),
        ])
    });
    let rows = rows.collect();
    Feuille { key: "groupes", name: "Groupes", titles: titles.map(str::to_owned).to_vec(), rows }
}
