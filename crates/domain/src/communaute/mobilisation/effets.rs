//! What a campaign changes in the sheet of a person: the status, and the channels that an objection closes.

use jiff::civil::Date;

use super::campagne::Campagne;
use super::sollicitation::{Reponse, Sollicitation};
use crate::communaute::{Accord, Personne, Statut};

/// The person was reached by a campaign. `true` when the status moves: whoever is further on stays there.
pub fn contacted(personne: &mut Personne, campagne: &Campagne, today: Date) -> bool {
    personne.statut == Statut::Repere && personne.step(Statut::Contacte, today, Some(campagne.nom.clone()))
}

/// The answer that stands is carried to the sheet. A member stays a member, whatever they answer.
pub fn take_answer(
    personne: &mut Personne,
    sollicitation: &mut Sollicitation,
    (campagne, reponse): (&Campagne, Reponse),
    today: Date,
) {
    if reponse == Reponse::Interesse {
        if personne.statut != Statut::Adherent {
            personne.step(Statut::Interesse, today, Some(campagne.nom.clone()));
        }
    } else {
        let said_yes_here = personne.statut == Statut::Interesse
            && personne.fiche.parcours.last().and_then(|step| step.motif.as_deref()) == Some(&campagne.nom);
        if said_yes_here || personne.statut == Statut::Repere {
            personne.step(Statut::Contacte, today, Some(campagne.nom.clone()));
        }
    }
    if reponse == Reponse::Opposition {
        close(personne, sollicitation);
    } else {
        reopen(personne, sollicitation);
    }
}

fn close(personne: &mut Personne, sollicitation: &mut Sollicitation) {
    for canal in personne.fiche.canaux.iter_mut().filter(|canal| canal.accord != Accord::Refuse) {
        sollicitation.fiche.fermes.push((canal.kind, canal.key(), canal.accord));
        canal.accord = Accord::Refuse;
    }
}

/// Gives back what this campaign's objection closed, and nothing else: an older objection stands.
fn reopen(personne: &mut Personne, sollicitation: &mut Sollicitation) {
    for (kind, key, accord) in std::mem::take(&mut sollicitation.fiche.fermes) {
        let own = personne.fiche.canaux.iter_mut();
        if let Some(canal) = own.into_iter().find(|canal| canal.kind == kind && canal.key() == key) {
            canal.accord = accord;
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::campagne::CampagneCanal;
    use super::super::campagne::tests::campagne;
    use super::*;
    use crate::communaute::personne::tests::personne;
    use crate::communaute::{Canal, CanalKind};
    use crate::ids::SollicitationId;

    fn canal(valeur: &str, accord: Accord) -> Canal {
        Canal {
            kind: CanalKind::Courriel,
            valeur: valeur.into(),
            accord,
            rebond: None,
            source: "essai".into(),
            depuis: date(2026, 1, 1),
        }
    }

    #[test]
    fn a_yes_makes_willing_and_a_later_no_takes_back_what_this_campaign_gave() {
        let campaign = campagne(CampagneCanal::Courriel);
        let mut one = personne("Exemple", "Camille");
        let mut asked = Sollicitation::new(SollicitationId(uuid::Uuid::nil()), campaign.id, one.id);
        let mut say =
            |one: &mut Personne, reponse, day| take_answer(one, &mut asked, (&campaign, reponse), day);
        assert!(contacted(&mut one, &campaign, date(2026, 3, 1)));
        assert!(!contacted(&mut one, &campaign, date(2026, 3, 2)));
        say(&mut one, Reponse::Interesse, date(2026, 3, 2));
        assert_eq!(one.statut, Statut::Interesse);
        assert_eq!(one.fiche.parcours.last().unwrap().motif.as_deref(), Some("Premier envoi"));
        say(&mut one, Reponse::Non, date(2026, 3, 3));
        assert_eq!(one.statut, Statut::Contacte);

        let mut member = personne("Exemple", "Alix");
        member.step(Statut::Adherent, date(2026, 1, 1), None);
        say(&mut member, Reponse::Non, date(2026, 3, 3));
        assert_eq!(member.statut, Statut::Adherent);
        let mut met = personne("Exemple", "Sacha");
        met.step(Statut::Interesse, date(2026, 1, 1), Some("réunion".into()));
        say(&mut met, Reponse::PeutEtre, date(2026, 3, 3));
        assert_eq!(met.statut, Statut::Interesse, "willing since a meeting: a « maybe » takes nothing back");
    }

    #[test]
    fn an_objection_closes_every_channel_and_another_answer_gives_back_those_it_closed() {
        let campaign = campagne(CampagneCanal::Courriel);
        let mut one = personne("Exemple", "Camille");
        one.fiche.canaux = vec![canal("a@exemple.fr", Accord::Donne), canal("b@exemple.fr", Accord::Refuse)];
        let mut asked = Sollicitation::new(SollicitationId(uuid::Uuid::nil()), campaign.id, one.id);
        let day = date(2026, 3, 2);
        take_answer(&mut one, &mut asked, (&campaign, Reponse::Opposition), day);
        assert!(one.canal(CanalKind::Courriel).is_none() && one.statut == Statut::Contacte);
        take_answer(&mut one, &mut asked, (&campaign, Reponse::PeutEtre), day);
        let accords: Vec<Accord> = one.fiche.canaux.iter().map(|canal| canal.accord).collect();
        assert_eq!(accords, [Accord::Donne, Accord::Refuse]);
    }
}
