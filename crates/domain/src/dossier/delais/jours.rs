//! How long each party kept a dossier.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::authz::role::words;
use crate::dossier::{EtatDossier, Passage};

words! {
    /// Who has the dossier in hand.
    Partie {
        /// Writes it, or completes it.
        Cpts = "cpts", "CPTS";
        /// Looks at whether it is complete.
        Guichet = "guichet", "Guichet";
        /// Give their opinions and decide.
        Institutions = "institutions", "Institutions";
    }
}

/// Who has a dossier in hand; `None` when it is over.
pub fn en_main(etat: EtatDossier) -> Option<Partie> {
    match etat {
        EtatDossier::Brouillon | EtatDossier::ACompleter => Some(Partie::Cpts),
        EtatDossier::Depose => Some(Partie::Guichet),
        EtatDossier::EnInstruction => Some(Partie::Institutions),
        EtatDossier::Accepte | EtatDossier::Refuse => None,
    }
}

/// Whole days that each party kept a dossier since it was first filed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Jours {
    /// The CPTS.
    pub cpts: i64,
    /// The desk.
    pub guichet: i64,
    /// The institutions.
    pub institutions: i64,
}

impl Jours {
    /// All days.
    pub fn total(self) -> i64 {
        self.cpts + self.guichet + self.institutions
    }

    /// Those of a party.
    pub fn of(self, partie: Partie) -> i64 {
        match partie {
            Partie::Cpts => self.cpts,
            Partie::Guichet => self.guichet,
            Partie::Institutions => self.institutions,
        }
    }
}

/// Days from one date to another.
pub fn entre(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// Days with each party, from the states that a dossier took, read at the hour of the CPTS. A day during which the
/// dossier changes hands counts for the one who receives it.
pub fn jours(passages: &[Passage], zone: &TimeZone, now: Timestamp) -> Jours {
    let day = |at: Timestamp| at.to_zoned(zone.clone()).date();
    let mut kept = Jours::default();
    for (rank, passage) in passages.iter().enumerate() {
        let end = passages.get(rank + 1).map_or(now, |next| next.at);
        let days = entre(day(passage.at), day(end)).max(0);
        match en_main(passage.etat) {
            Some(Partie::Cpts) => kept.cpts += days,
            Some(Partie::Guichet) => kept.guichet += days,
            Some(Partie::Institutions) => kept.institutions += days,
            None => {}
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authz::Author;

    fn passage(etat: EtatDossier, at: &str) -> Passage {
        let by = Author::System("essai".into());
        Passage { etat, at: at.parse().unwrap(), by, motif: String::new() }
    }

    #[test]
    fn each_party_is_counted_the_days_during_which_it_held_the_dossier() {
        use EtatDossier::{ACompleter, Accepte, Depose, EnInstruction};
        let all = [
            passage(Depose, "2026-09-01T09:00:00Z"),
            passage(ACompleter, "2026-09-11T09:00:00Z"),
            passage(Depose, "2026-09-30T09:00:00Z"),
            passage(EnInstruction, "2026-10-02T09:00:00Z"),
            passage(Accepte, "2026-11-02T09:00:00Z"),
        ];
        let paris = TimeZone::get("Europe/Paris").unwrap();
        let now = "2026-12-01T09:00:00Z".parse().unwrap();
        let kept = jours(&all, &paris, now);
        assert_eq!(kept, Jours { cpts: 19, guichet: 12, institutions: 31 });
        assert_eq!(kept.total(), entre("2026-09-01".parse().unwrap(), "2026-11-02".parse().unwrap()));
    }

    #[test]
    fn the_day_is_that_of_the_cpts() {
        let all = [passage(EtatDossier::Depose, "2026-11-21T23:30:00Z")];
        let now = "2026-11-22T12:00:00Z".parse().unwrap();
        let days = |zone: &str| jours(&all, &TimeZone::get(zone).unwrap(), now).guichet;
        assert_eq!((days("Europe/Paris"), days("America/Martinique")), (0, 1));
    }
}
