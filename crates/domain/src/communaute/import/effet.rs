//! What a line adds to a sheet that is already there. The sheet is right: a line fills what it lacks.

use territory::text::search_key;

use super::champ::Champ;
use super::remarque::Remarque;
use crate::communaute::{
    Accord, CanalKind, Convention, Exercice, Personne, Statut, Structure, StructureKind,
};

/// Fills an empty field, or says that the sheet keeps its own.
fn fill<T: Clone + PartialEq>(
    kept: &mut Option<T>,
    read: Option<&T>,
    champ: Champ,
    (changed, remarques): (&mut Vec<Champ>, &mut Vec<Remarque>),
) {
    match (kept.as_ref(), read) {
        (None, Some(value)) => {
            *kept = Some(value.clone());
            changed.push(champ);
        }
        (Some(own), Some(value)) if own != value => remarques.push(Remarque::GardeFiche(champ)),
        _ => {}
    }
}

/// Completes a sheet with what a line says of the same person; says what changed.
pub fn completer(fiche: &mut Personne, lue: &Personne, remarques: &mut Vec<Remarque>) -> Vec<Champ> {
    let mut changed = Vec::new();
    if fiche.name_key() != lue.name_key() {
        remarques.push(Remarque::AutreNom(lue.nom_liste()));
    }
    if fiche.prenom.is_empty() && !lue.prenom.is_empty() {
        fiche.prenom.clone_from(&lue.prenom);
        changed.push(Champ::Prenom);
    }
    fill(&mut fiche.rpps, lue.rpps.as_ref(), Champ::Rpps, (&mut changed, remarques));
    fill(&mut fiche.profession, lue.profession.as_ref(), Champ::Profession, (&mut changed, remarques));
    let (own, read) = (&mut fiche.fiche, &lue.fiche);
    fill(&mut own.specialite, read.specialite.as_ref(), Champ::Specialite, (&mut changed, remarques));
    fill(&mut own.adeli, read.adeli.as_ref(), Champ::Adeli, (&mut changed, remarques));
    fill(&mut own.fonction, read.fonction.as_ref(), Champ::Fonction, (&mut changed, remarques));
    fill(&mut own.college, read.college.as_ref(), Champ::College, (&mut changed, remarques));
    // « Mme » beside « Dr » is no disagreement.
    fill(&mut own.civilite, read.civilite.as_ref(), Champ::Civilite, (&mut changed, &mut Vec::new()));
    if let Some(read) = &read.remarque {
        add_remark(&mut own.remarque, read, &mut changed);
    }
    for canal in &read.canaux {
        let known = own.canaux.iter_mut().find(|one| one.kind == canal.kind && one.key() == canal.key());
        match (known, canal.accord) {
            // An opposition is heard wherever it is written; a file never takes one back.
            (Some(known), Accord::Refuse) if known.accord != Accord::Refuse => {
                known.accord = Accord::Refuse;
                changed.push(Champ::Oppositions);
            }
            (Some(known), Accord::Donne) if known.accord == Accord::Inconnu => {
                known.accord = Accord::Donne;
                changed.push(Champ::Accords);
            }
            (Some(_), _) => {}
            (None, _) => {
                own.canaux.push(canal.clone());
                changed.push(of_canal(canal.kind));
            }
        }
    }
    for place in &read.exercices {
        if add_place(&mut own.exercices, place) {
            changed.push(Champ::Adresse);
        }
    }
    if add_steps(fiche, lue) {
        changed.push(Champ::Statut);
    }
    changed.sort_unstable();
    changed.dedup();
    changed
}

fn of_canal(kind: CanalKind) -> Champ {
    match kind {
        CanalKind::Courriel => Champ::Courriel,
        CanalKind::Mssante => Champ::Mssante,
        CanalKind::Telephone => Champ::Telephone,
        CanalKind::Postal => Champ::Postal,
    }
}

fn add_remark(kept: &mut Option<String>, read: &str, changed: &mut Vec<Champ>) {
    let mut all: Vec<String> = kept.iter().flat_map(|text| text.lines().map(str::to_owned)).collect();
    let before = all.len();
    for line in read.lines() {
        if !all.iter().any(|one| one == line) {
            all.push(line.to_owned());
        }
    }
    if all.len() > before {
        *kept = Some(all.join("\n"));
        changed.push(Champ::Remarque);
    }
}

fn add_place(own: &mut Vec<Exercice>, read: &Exercice) -> bool {
    let agree =
        |one: &str, other: &str| one.is_empty() || other.is_empty() || search_key(one) == search_key(other);
    let either = |one: Option<_>, other: Option<_>| one.is_none() || other.is_none() || one == other;
    let same = own.iter_mut().find(|place| {
        agree(&place.adresse, &read.adresse)
            && agree(&place.code_postal, &read.code_postal)
            && either(place.commune, read.commune)
            && (place.structure.is_none() || read.structure.is_none() || place.structure == read.structure)
    });
    let Some(place) = same else {
        own.push(read.clone());
        return true;
    };
    let before = place.clone();
    if place.adresse.is_empty() {
        place.adresse.clone_from(&read.adresse);
    }
    if place.code_postal.is_empty() {
        place.code_postal.clone_from(&read.code_postal);
    }
    place.commune = place.commune.or(read.commune);
    place.structure = place.structure.or(read.structure);
    place.mode = place.mode.or(read.mode);
    *place != before
}

fn add_steps(fiche: &mut Personne, lue: &Personne) -> bool {
    let mut changed = false;
    for etape in &lue.fiche.parcours {
        let known = &fiche.fiche.parcours;
        // Being found again is no step for somebody who is known; nor is the same step on another day of a later file.
        let found_again = etape.statut == Statut::Repere && !known.is_empty();
        let same = known.iter().any(|one| one.statut == etape.statut && one.depuis <= etape.depuis)
            && fiche.statut_on(etape.depuis) == Some(etape.statut);
        // A member who is written to stays a member.
        let backwards = matches!(etape.statut, Statut::Contacte | Statut::Interesse)
            && fiche.statut_on(etape.depuis).is_some_and(|now| {
                now == Statut::Adherent || (now == Statut::Interesse && etape.statut == Statut::Contacte)
            });
        let exact = known.iter().any(|one| one.statut == etape.statut && one.depuis == etape.depuis);
        let already_said = found_again && fiche.statut_on(etape.depuis).is_some();
        if exact || same || backwards || already_said {
            continue;
        }
        changed |= fiche.step(etape.statut, etape.depuis, etape.motif.clone());
    }
    changed
}

/// Completes the sheet of a structure; says what changed.
pub fn completer_structure(
    fiche: &mut Structure,
    lue: &Structure,
    remarques: &mut Vec<Remarque>,
) -> Vec<Champ> {
    let mut changed = Vec::new();
    fill(&mut fiche.finess, lue.finess.as_ref(), Champ::Finess, (&mut changed, remarques));
    fill(&mut fiche.commune, lue.commune.as_ref(), Champ::Commune, (&mut changed, remarques));
    if fiche.kind == StructureKind::Autre && lue.kind != StructureKind::Autre {
        fiche.kind = lue.kind;
        changed.push(Champ::StructureType);
    }
    let (own, read) = (&mut fiche.fiche, &lue.fiche);
    fill(&mut own.siret, read.siret.as_ref(), Champ::Siret, (&mut changed, remarques));
    if own.adresse.is_empty() && !read.adresse.is_empty() {
        own.adresse.clone_from(&read.adresse);
        changed.push(Champ::Adresse);
    }
    if own.code_postal.is_empty() && !read.code_postal.is_empty() {
        own.code_postal.clone_from(&read.code_postal);
        changed.push(Champ::CodePostal);
    }
    for canal in &read.canaux {
        if !own.canaux.iter().any(|one| one.kind == canal.kind && one.key() == canal.key()) {
            own.canaux.push(canal.clone());
            changed.push(Champ::Telephone);
        }
    }
    for contact in &read.contacts {
        match own.contacts.iter_mut().find(|one| search_key(&one.nom) == search_key(&contact.nom)) {
            Some(known) => {
                for canal in &contact.canaux {
                    if !known.canaux.iter().any(|one| one.key() == canal.key()) {
                        known.canaux.push(canal.clone());
                        changed.push(Champ::Contact);
                    }
                }
            }
            None => {
                own.contacts.push(contact.clone());
                changed.push(Champ::Contact);
            }
        }
    }
    for convention in &read.conventions {
        if add_convention(&mut own.conventions, convention) {
            changed.push(Champ::SigneeLe);
        }
    }
    if let Some(read) = &read.remarque {
        add_remark(&mut own.remarque, read, &mut changed);
    }
    changed.sort_unstable();
    changed.dedup();
    changed
}

fn add_convention(own: &mut Vec<Convention>, read: &Convention) -> bool {
    let same = |one: &&mut Convention| {
        one.signee == read.signee && search_key(&one.objet) == search_key(&read.objet)
    };
    match own.iter_mut().find(same) {
        Some(known) if known.fin.is_none() && read.fin.is_some() => {
            known.fin = read.fin;
            true
        }
        Some(_) => false,
        None => {
            own.push(read.clone());
            own.sort_by_key(|one| one.signee);
            true
        }
    }
}
