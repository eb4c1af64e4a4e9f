//! One person counts once at a meeting, whatever the ways and the order in which they signed.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use territory::text::search_key;

use crate::communaute::{Moyen, Presence, PresenceState};
use crate::ids::{PersonneId, PresenceId};

/// What becomes of a scan beside the presences that are already there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Accueil {
    /// Nobody was there under this name: a new line.
    Nouvelle(Presence),
    /// The person was there; the line says more now.
    Completee(Presence),
    /// The person was there, and the line stays as it is.
    Deja(Presence),
}

impl Accueil {
    /// The line that stands after it.
    pub fn presence(&self) -> &Presence {
        let (Accueil::Nouvelle(one) | Accueil::Completee(one) | Accueil::Deja(one)) = self;
        one
    }
}

/// The words of a name in one order: what tells that two unknown people of a meeting are one.
pub fn cle_inconnu(nom: &str, prenom: &str) -> String {
    let key = search_key(&format!("{nom} {prenom}"));
    let mut words: Vec<&str> = key.split(' ').filter(|word| !word.is_empty()).collect();
    words.sort_unstable();
    words.join(" ")
}

/// Which of two lines of one person stands: what counts first, then the earliest. A total order, so that neither the
/// order nor the repetition of scans changes the result.
fn rank(one: &Presence) -> impl Ord + use<> {
    let state = match one.state {
        PresenceState::Comptee => 0,
        PresenceState::AConfirmer => 1,
        PresenceState::Refusee => 2,
    };
    (state, one.arrivee, one.recue_at, Reverse(one.moyen == Moyen::Secretaire), one.moyen, one.id)
}

fn is_same(one: &Presence, scan: &Presence, resolve: &impl Fn(PersonneId) -> PersonneId) -> bool {
    match (one.personne.map(resolve), scan.personne.map(resolve)) {
        (Some(own), Some(other)) => own == other,
        (None, None) => {
            let key = |presence: &Presence| cle_inconnu(&presence.fiche.nom, &presence.fiche.prenom);
            key(one) == key(scan)
        }
        _ => false,
    }
}

/// Receives a scan beside the presences of its meeting. `resolve` leads a merged sheet to the one that stands.
pub fn accueillir(
    present: &[Presence],
    scan: Presence,
    resolve: impl Fn(PersonneId) -> PersonneId,
) -> Accueil {
    if let Some(known) = present.iter().find(|one| one.jeton == scan.jeton) {
        return Accueil::Deja(known.clone());
    }
    let own = present.iter().filter(|one| is_same(one, &scan, &resolve)).min_by_key(|one| rank(one));
    let Some(known) = own else { return Accueil::Nouvelle(scan) };
    let by_hand = scan.moyen == Moyen::Secretaire;
    // What the secretary refused stays refused, until the secretary says otherwise.
    if known.state == PresenceState::Refusee && !by_hand {
        return Accueil::Deja(known.clone());
    }
    // A scan after one's departure says that one came back: the departure is over.
    let back = known.depart.is_some_and(|left| scan.fiche.montre_at.unwrap_or(scan.arrivee) > left);
    let mut merged = if rank(&scan) < rank(known) {
        Presence { id: known.id, jeton: known.jeton.clone(), personne: known.personne, ..scan }
    } else {
        known.clone()
    };
    merged.depart = known.depart.filter(|_| !back);
    // A phone that signed for somebody stays marked, even when the secretary signed too.
    merged.fiche.appareil = merged.fiche.appareil.or_else(|| known.fiche.appareil.clone());
    if merged == *known { Accueil::Deja(merged) } else { Accueil::Completee(merged) }
}

/// One line a person: two sheets that were merged after they signed count once. By arrival.
pub fn au_plus_une(presences: Vec<Presence>, resolve: impl Fn(PersonneId) -> PersonneId) -> Vec<Presence> {
    let mut kept: Vec<Presence> = Vec::with_capacity(presences.len());
    let mut places: BTreeMap<PersonneId, usize> = BTreeMap::new();
    for mut one in presences {
        one.personne = one.personne.map(&resolve);
        let place = one.personne.and_then(|personne| places.get(&personne).copied());
        match (place, one.personne) {
            (Some(place), _) if rank(&one) < rank(&kept[place]) => kept[place] = one,
            (Some(_), _) => {}
            (None, personne) => {
                if let Some(personne) = personne {
                    places.insert(personne, kept.len());
                }
                kept.push(one);
            }
        }
    }
    kept.sort_by_key(|one| (one.arrivee, one.id));
    kept
}

/// Phones that signed for several people: at least `seuil` of them. What the secretary refused is left out.
pub fn par_telephone(presences: &[Presence], seuil: u32) -> Vec<Vec<PresenceId>> {
    let mut phones: BTreeMap<&str, BTreeSet<PresenceId>> = BTreeMap::new();
    for one in presences.iter().filter(|one| one.state != PresenceState::Refusee) {
        if let Some(phone) = one.fiche.appareil.as_deref() {
            phones.entry(phone).or_default().insert(one.id);
        }
    }
    let many = |held: &BTreeSet<PresenceId>| u32::try_from(held.len()).unwrap_or(u32::MAX) >= seuil.max(2);
    phones.into_values().filter(many).map(|held| held.into_iter().collect()).collect()
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};
    use uuid::Uuid;

    use super::*;
    use crate::communaute::PresenceFiche;
    use crate::ids::ReunionId;

    fn at(minutes: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minutes)
    }

    fn scan(id: u128, who: Option<u128>, moyen: Moyen, state: PresenceState, minutes: i64) -> Presence {
        Presence {
            id: PresenceId(Uuid::from_u128(id)),
            reunion: ReunionId(Uuid::nil()),
            personne: who.map(|who| PersonneId(Uuid::from_u128(who))),
            moyen,
            state,
            arrivee: at(minutes),
            depart: None,
            jeton: format!("jeton-{id}"),
            recue_at: at(minutes),
            fiche: PresenceFiche {
                nom: "Exemple".into(),
                montre_at: Some(at(minutes)),
                ..Default::default()
            },
        }
    }

    /// Person 9 is an older sheet of person 1.
    fn resolve(id: PersonneId) -> PersonneId {
        if id.0 == Uuid::from_u128(9) { PersonneId(Uuid::from_u128(1)) } else { id }
    }

    fn receive(order: &[usize], scans: &[Presence]) -> Vec<Presence> {
        let mut there: Vec<Presence> = Vec::new();
        for rank in order {
            match accueillir(&there, scans[*rank].clone(), resolve) {
                Accueil::Nouvelle(one) => there.push(one),
                Accueil::Completee(one) => {
                    let place = there.iter().position(|known| known.id == one.id).unwrap();
                    there[place] = one;
                }
                Accueil::Deja(_) => {}
            }
        }
        there
    }

    /// Every order of `count` things.
    fn orders(count: usize) -> Vec<Vec<usize>> {
        let mut all = vec![Vec::new()];
        for next in 0..count {
            all = all
                .into_iter()
                .flat_map(|order: Vec<usize>| {
                    (0..=order.len()).map(move |place| {
                        let mut longer = order.clone();
                        longer.insert(place, next);
                        longer
                    })
                })
                .collect();
        }
        all
    }

    #[test]
    fn whatever_order_and_repetition_each_person_counts_once_with_the_earliest_arrival() {
        use Moyen::{Code, Lien, Qr, Secretaire};
        use PresenceState::{AConfirmer, Comptee};
        let scans = [
            scan(1, Some(1), Qr, Comptee, 12),
            scan(2, Some(9), Code, Comptee, 7),
            scan(3, Some(1), Lien, AConfirmer, 2),
            scan(4, Some(1), Secretaire, Comptee, 30),
            scan(5, Some(2), Qr, AConfirmer, 4),
            scan(6, Some(2), Qr, AConfirmer, 3),
        ];
        for order in orders(scans.len()) {
            // The whole order, then again backwards: every scan twice.
            let twice: Vec<usize> = order.iter().chain(order.iter().rev()).copied().collect();
            let there = receive(&twice, &scans);
            let mut said: Vec<_> =
                there.iter().map(|one| (one.personne.map(resolve), one.state, one.arrivee)).collect();
            said.sort();
            let id = |n| Some(PersonneId(Uuid::from_u128(n)));
            assert_eq!(said, [(id(1), Comptee, at(7)), (id(2), AConfirmer, at(3))], "{order:?}");
        }
    }

    #[test]
    fn the_same_token_changes_nothing_even_under_another_name() {
        let first = scan(1, Some(1), Moyen::Qr, PresenceState::Comptee, 5);
        let again = Presence { jeton: first.jeton.clone(), ..scan(2, Some(2), Moyen::Qr, first.state, 1) };
        assert_eq!(accueillir(std::slice::from_ref(&first), again, resolve), Accueil::Deja(first));
    }

    #[test]
    fn what_the_secretary_refused_stays_refused_until_the_secretary_says_otherwise() {
        let refused = scan(1, Some(1), Moyen::Qr, PresenceState::Refusee, 5);
        let again = scan(2, Some(1), Moyen::Qr, PresenceState::Comptee, 6);
        let one = std::slice::from_ref(&refused);
        assert!(matches!(accueillir(one, again, resolve), Accueil::Deja(kept) if kept == refused));
        let by_hand = scan(3, Some(1), Moyen::Secretaire, PresenceState::Comptee, 8);
        let back = accueillir(one, by_hand, resolve);
        assert_eq!((back.presence().state, back.presence().arrivee), (PresenceState::Comptee, at(8)));
    }

    #[test]
    fn somebody_who_left_and_signs_again_is_back() {
        let left =
            Presence { depart: Some(at(40)), ..scan(1, Some(1), Moyen::Qr, PresenceState::Comptee, 5) };
        let one = std::slice::from_ref(&left);
        let early = accueillir(one, scan(2, Some(1), Moyen::Code, PresenceState::Comptee, 6), resolve);
        assert_eq!(early.presence().depart, Some(at(40)), "sent late, shown before: still gone");
        let back = accueillir(one, scan(3, Some(1), Moyen::Code, PresenceState::Comptee, 50), resolve);
        assert_eq!((back.presence().depart, back.presence().arrivee), (None, at(5)));
    }

    #[test]
    fn an_unknown_name_is_one_person_in_any_order_and_another_name_is_another() {
        let mut first = scan(1, None, Moyen::Qr, PresenceState::AConfirmer, 5);
        (first.fiche.nom, first.fiche.prenom) = ("Lévêque".into(), "Anne".into());
        let mut same = scan(2, None, Moyen::Code, PresenceState::AConfirmer, 9);
        (same.fiche.nom, same.fiche.prenom) = ("anne".into(), "LEVEQUE".into());
        let one = std::slice::from_ref(&first);
        assert!(matches!(accueillir(one, same, resolve), Accueil::Deja(_)));
        let mut other = scan(3, None, Moyen::Code, PresenceState::AConfirmer, 9);
        other.fiche.nom = "Autre".into();
        assert!(matches!(accueillir(one, other, resolve), Accueil::Nouvelle(_)));
    }

    #[test]
    fn two_sheets_merged_after_they_signed_count_once() {
        let all = vec![
            scan(1, Some(9), Moyen::Qr, PresenceState::Comptee, 5),
            scan(2, Some(1), Moyen::Qr, PresenceState::Comptee, 3),
            scan(3, None, Moyen::Qr, PresenceState::AConfirmer, 1),
        ];
        let kept = au_plus_une(all, resolve);
        let said: Vec<_> = kept.iter().map(|one| one.arrivee).collect();
        assert_eq!(said, [at(1), at(3)]);
    }

    #[test]
    fn a_phone_that_signs_for_two_is_shown_and_a_refused_line_is_not() {
        let phone = |id: u128, phone: &str, state| {
            let mut one = scan(id, Some(id), Moyen::Qr, state, 1);
            one.fiche.appareil = Some(phone.into());
            one
        };
        use PresenceState::{Comptee, Refusee};
        let all =
            [phone(1, "a", Comptee), phone(2, "a", Comptee), phone(3, "b", Comptee), phone(4, "b", Refusee)];
        assert_eq!(par_telephone(&all, 2), [[all[0].id, all[1].id]]);
        assert!(par_telephone(&all, 3).is_empty());
    }
}
