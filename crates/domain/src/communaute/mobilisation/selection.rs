//! Whom a campaign reaches, whom it leaves out, and why.

use jiff::civil::Date;

use super::campagne::{CampagneCanal, Selection};
use super::sollicitation::Ecart;
use crate::communaute::{Accord, Annuaire, CanalKind, Personne, Statut};
use crate::ids::PersonneId;

/// What a selection finds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choix {
    /// People who can be reached, each with the channel that serves: an address, a number, lines of an address.
    pub retenus: Vec<(PersonneId, String)>,
    /// People who match and cannot be reached.
    pub ecartes: Vec<(PersonneId, Ecart)>,
}

/// The people of a selection, sorted by name.
pub fn choisir(annuaire: &Annuaire, selection: &Selection, canal: CampagneCanal, today: Date) -> Choix {
    let mut people: Vec<&Personne> = annuaire.iter().filter(|one| matches(one, selection, today)).collect();
    people.sort_by_cached_key(|one| (one.search_key(), one.id));
    let mut choix = Choix::default();
    for one in people {
        match canal.kind() {
            None => {}
            Some(kind) => match one.canal(kind) {
                Some(found) => choix.retenus.push((one.id, found.valeur.clone())),
                None => choix.ecartes.push((one.id, why(one, kind))),
            },
        }
    }
    choix
}

/// Why nobody may reach a person by a channel. An objection weighs more than a message that came back.
fn why(one: &Personne, kind: CanalKind) -> Ecart {
    let mut own = one.fiche.canaux.iter().filter(|canal| canal.kind == kind).peekable();
    if own.peek().is_none() {
        return Ecart::SansCanal;
    }
    if own.any(|canal| canal.accord == Accord::Refuse) { Ecart::Opposition } else { Ecart::Rebond }
}

fn matches(one: &Personne, selection: &Selection, today: Date) -> bool {
    let profession = one.profession.as_deref().unwrap_or(Selection::SANS_PROFESSION);
    let of_profession =
        selection.professions.is_empty() || selection.professions.iter().any(|code| code == profession);
    let of_status = match selection.statuts.is_empty() {
        true => one.statut != Statut::Sorti,
        false => selection.statuts.contains(&one.statut),
    };
    let of_commune = selection.communes.is_empty()
        || one
            .exercices(today)
            .any(|place| place.commune.is_some_and(|code| selection.communes.contains(&code)));
    let of_structure = selection
        .structure
        .is_none_or(|wanted| one.exercices(today).any(|place| place.structure == Some(wanted)));
    let reached = |kind: &CanalKind| one.canal(*kind).is_some();
    of_profession
        && of_status
        && of_commune
        && of_structure
        && selection.avec.iter().all(reached)
        && !selection.sans.iter().any(reached)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::communaute::personne::tests::personne;
    use crate::communaute::{Canal, Exercice};

    fn email(valeur: &str, accord: Accord, rebond: Option<Date>) -> Canal {
        Canal {
            kind: CanalKind::Courriel,
            valeur: valeur.into(),
            accord,
            rebond,
            source: "essai".into(),
            depuis: date(2026, 1, 1),
        }
    }

    fn somebody(rank: u128, profession: Option<&str>, canaux: Vec<Canal>) -> Personne {
        let mut one = personne(&format!("Exemple{rank}"), "Camille");
        one.id = PersonneId(Uuid::from_u128(rank));
        one.profession = profession.map(str::to_owned);
        one.fiche.canaux = canaux;
        one.fiche.exercices = vec![Exercice { commune: "96001".parse().ok(), ..Exercice::default() }];
        one
    }

    #[test]
    fn who_cannot_be_reached_is_left_out_with_the_reason() {
        let back = Some(date(2026, 2, 1));
        let all = Annuaire::new([
            somebody(1, Some("60"), vec![email("a@exemple.fr", Accord::Inconnu, None)]),
            somebody(2, Some("60"), vec![]),
            somebody(3, Some("60"), vec![email("c@exemple.fr", Accord::Refuse, None)]),
            somebody(4, Some("60"), vec![email("d@exemple.fr", Accord::Inconnu, back)]),
            somebody(5, None, vec![email("e@exemple.fr", Accord::Donne, None)]),
        ]);
        let today = date(2026, 3, 1);
        let nurses = Selection { professions: vec!["60".into()], ..Selection::default() };
        let found = choisir(&all, &nurses, CampagneCanal::Courriel, today);
        let id = |rank| PersonneId(Uuid::from_u128(rank));
        assert_eq!(found.retenus, [(id(1), "a@exemple.fr".to_owned())]);
        assert_eq!(
            found.ecartes,
            [(id(2), Ecart::SansCanal), (id(3), Ecart::Opposition), (id(4), Ecart::Rebond)]
        );
        let unknown = Selection { professions: vec!["inconnue".into()], ..Selection::default() };
        assert_eq!(choisir(&all, &unknown, CampagneCanal::Courriel, today).retenus.len(), 1);
    }

    #[test]
    fn who_has_no_e_mail_address_can_be_chosen_for_a_letter_or_a_call() {
        let mut called = somebody(1, None, vec![]);
        called.fiche.canaux.push(Canal {
            kind: CanalKind::Telephone,
            valeur: "+33426030690".into(),
            ..email("", Accord::Inconnu, None)
        });
        let all =
            Annuaire::new([called, somebody(2, None, vec![email("b@exemple.fr", Accord::Inconnu, None)])]);
        let selection = Selection { sans: vec![CanalKind::Courriel], ..Selection::default() };
        let found = choisir(&all, &selection, CampagneCanal::Telephone, date(2026, 3, 1));
        assert_eq!((found.retenus.len(), found.ecartes.len()), (1, 0));
        let elsewhere = Selection { communes: vec!["96002".parse().unwrap()], ..Selection::default() };
        assert_eq!(choisir(&all, &elsewhere, CampagneCanal::Telephone, date(2026, 3, 1)), Choix::default());
    }
}
