//! The hour of a CPTS: the time zones of the departments and territories of France where there are CPTS.

use jiff::tz::TimeZone;

use crate::authz::role::words;

// Keys are the names of the IANA time zone database: file zone.tab, lines FR, GP, MQ, GF, RE, YT and PM.
words! {
    /// Where the clock of a CPTS is read.
    Fuseau {
        /// Mainland France and Corsica.
        Metropole = "Europe/Paris", "Métropole";
        /// Guadeloupe, with Saint-Martin and Saint-Barthélemy, which keep the same hour.
        Guadeloupe = "America/Guadeloupe", "Guadeloupe, Saint-Martin, Saint-Barthélemy";
        /// Martinique.
        Martinique = "America/Martinique", "Martinique";
        /// French Guiana.
        Guyane = "America/Cayenne", "Guyane";
        /// Réunion.
        Reunion = "Indian/Reunion", "La Réunion";
        /// Mayotte.
        Mayotte = "Indian/Mayotte", "Mayotte";
        /// Saint Pierre and Miquelon.
        Miquelon = "America/Miquelon", "Saint-Pierre-et-Miquelon";
    }
}

impl Fuseau {
    /// Its zone; `None` when the machine has no time zone data.
    pub fn zone(self) -> Option<TimeZone> {
        TimeZone::get(self.key()).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_choice_is_a_zone_with_the_hour_of_its_place() {
        let noon: jiff::Timestamp = "2026-07-01T12:00:00Z".parse().unwrap();
        let hours = Fuseau::ALL.iter().map(|one| noon.to_zoned(one.zone().unwrap()).hour());
        assert_eq!(hours.collect::<Vec<_>>(), [14, 8, 8, 9, 16, 15, 10]);
        assert_eq!(Fuseau::from_key("Indian/Reunion"), Some(Fuseau::Reunion));
        assert_eq!(Fuseau::from_key("Asia/Tokyo"), None);
    }
}
