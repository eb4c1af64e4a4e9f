//! Requests by which a person exercises a right over their data.

use jiff::Unit;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::delais::Delays;

/// The rights of the RGPD, articles 15 to 21.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Droit {
    /// Know what is held, and have a copy (article 15).
    Acces,
    /// Have a mistake corrected (article 16).
    Rectification,
    /// Be erased (article 17).
    Effacement,
    /// Have the use suspended (article 18).
    Limitation,
    /// Take one's data elsewhere (article 20).
    Portabilite,
    /// Refuse a use (article 21).
    Opposition,
}

impl Droit {
    /// The six rights, in the order of the regulation.
    pub const ALL: [Droit; 6] = [
        Droit::Acces,
        Droit::Rectification,
        Droit::Effacement,
        Droit::Limitation,
        Droit::Portabilite,
        Droit::Opposition,
    ];

    /// Name in the database.
    pub fn key(self) -> &'static str {
        match self {
            Droit::Acces => "acces",
            Droit::Rectification => "rectification",
            Droit::Effacement => "effacement",
            Droit::Limitation => "limitation",
            Droit::Portabilite => "portabilite",
            Droit::Opposition => "opposition",
        }
    }

    /// The right that has this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Droit::ALL.into_iter().find(|droit| droit.key() == key)
    }

    /// On screen, in French.
    pub fn label(self) -> &'static str {
        match self {
            Droit::Acces => "accès",
            Droit::Rectification => "rectification",
            Droit::Effacement => "effacement",
            Droit::Limitation => "limitation",
            Droit::Portabilite => "portabilité",
            Droit::Opposition => "opposition",
        }
    }

    /// Article of the regulation.
    pub fn article(self) -> u8 {
        match self {
            Droit::Acces => 15,
            Droit::Rectification => 16,
            Droit::Effacement => 17,
            Droit::Limitation => 18,
            Droit::Portabilite => 20,
            Droit::Opposition => 21,
        }
    }
}

/// A request and its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemandeDroits {
    /// What is asked.
    pub droit: Droit,
    /// Day of receipt.
    pub received: Date,
    /// Whether the person was told, within the first month, that more time is needed.
    pub extended: bool,
    /// Day of the answer.
    pub answered: Option<Date>,
}

/// Where a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EtatDemande {
    /// To be answered; the last day has 0 days left.
    EnCours {
        /// Days until the last day.
        days_left: i32,
    },
    /// The last day is past.
    EnRetard {
        /// Days since the last day.
        days: i32,
    },
    /// Answered.
    Repondue {
        /// Day of the answer.
        on: Date,
        /// Whether it came after the last day.
        late: bool,
    },
}

impl DemandeDroits {
    /// The last day to answer: same day of the month, or the last of a shorter month.
    pub fn due(&self, delays: &Delays) -> Date {
        // One addition of all months: 31 January and three months is 30 April, not 28.
        let months =
            delays.request.get_months() + if self.extended { delays.extension.get_months() } else { 0 };
        self.received.saturating_add(jiff::Span::new().months(months))
    }

    /// Where the request stands on a day.
    pub fn state(&self, delays: &Delays, today: Date) -> EtatDemande {
        let due = self.due(delays);
        if let Some(on) = self.answered {
            return EtatDemande::Repondue { on, late: on > due };
        }
        let days_left = today.until((Unit::Day, due)).map_or(0, |span| span.get_days());
        if days_left < 0 {
            EtatDemande::EnRetard { days: -days_left }
        } else {
            EtatDemande::EnCours { days_left }
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::delays;
    use super::*;

    #[derive(Deserialize)]
    struct Examples {
        exemple: Vec<Example>,
    }

    #[derive(Deserialize)]
    struct Example {
        recue: Date,
        echeance: Date,
        prolongee: Date,
    }

    fn received(on: Date) -> DemandeDroits {
        DemandeDroits { droit: Droit::Acces, received: on, extended: false, answered: None }
    }

    #[test]
    fn every_example_of_the_table_falls_due_as_it_says() {
        let examples: Examples = toml::from_str(include_str!("../../data/rgpd.toml")).unwrap();
        assert_eq!(examples.exemple.len(), 4);
        for example in examples.exemple {
            let demande = received(example.recue);
            assert_eq!(demande.due(delays().unwrap()), example.echeance);
            let extended = DemandeDroits { extended: true, ..demande };
            assert_eq!(extended.due(delays().unwrap()), example.prolongee);
        }
    }

    #[test]
    fn days_are_counted_to_the_last_day_included() {
        let demande = received(date(2026, 1, 31));
        let state = |today| demande.state(delays().unwrap(), today);
        assert_eq!(state(date(2026, 1, 31)), EtatDemande::EnCours { days_left: 28 });
        assert_eq!(state(date(2026, 2, 28)), EtatDemande::EnCours { days_left: 0 });
        assert_eq!(state(date(2026, 3, 1)), EtatDemande::EnRetard { days: 1 });
        assert_eq!(state(date(2027, 2, 28)), EtatDemande::EnRetard { days: 365 });
    }

    #[test]
    fn an_answer_ends_the_clock_and_says_whether_it_was_late() {
        let answered = |on| DemandeDroits { answered: Some(on), ..received(date(2026, 1, 31)) };
        let state = |on| answered(on).state(delays().unwrap(), date(2030, 1, 1));
        let (on, after) = (date(2026, 2, 28), date(2026, 3, 1));
        assert_eq!(state(on), EtatDemande::Repondue { on, late: false });
        assert_eq!(state(after), EtatDemande::Repondue { on: after, late: true });
    }

    #[test]
    fn rights_have_distinct_keys() {
        for droit in Droit::ALL {
            assert_eq!(Droit::from_key(droit.key()), Some(droit));
        }
        assert_eq!(Droit::from_key("autre"), None);
    }
}
