//! E-mails about the contract of a CPTS: what must be done by when. Never an amount, never a person.

use domain::aci::contrat::{EtatHorloge, Horloge};
use domain::nombres::{compte, date};

use super::{Cadre, Courriel};

fn jours(count: i32) -> String {
    compte(usize::try_from(count).unwrap_or_default(), "jour", "jours")
}

/// `Accès aux soins : commencer, avant le 15 octobre 2026 : dans 30 jours.`
fn ligne(one: &Horloge) -> String {
    let (what, limit) = (one.quoi.label(), date(one.limite));
    match one.etat {
        EtatHorloge::Depasse(days) => format!("{what}, limite le {limit} : dépassée depuis {}.", jours(days)),
        EtatHorloge::Fait(le, _) => format!("{what}, fait le {}.", date(le)),
        EtatHorloge::Serein(0) | EtatHorloge::Proche(0) | EtatHorloge::TresProche(0) => {
            format!("{what} : c'est le dernier jour, {limit}.")
        }
        EtatHorloge::Serein(days) | EtatHorloge::Proche(days) | EtatHorloge::TresProche(days) => {
            format!("{what}, limite le {limit} : dans {}.", jours(days))
        }
    }
}

/// Clocks of a contract press: the name of the CPTS and what the contract is called; `url` is its page of delays.
pub fn echeances(all: &[Horloge], (cpts, titre): (&str, &str), url: &str) -> Courriel {
    let late = all.iter().any(|one| matches!(one.etat, EtatHorloge::Depasse(_)));
    let subject = match (late, all.len()) {
        (true, 1) => "Une échéance du contrat est dépassée",
        (true, _) => "Des échéances du contrat sont proches ou dépassées",
        (false, 1) => "Une échéance du contrat approche",
        (false, _) => "Des échéances du contrat approchent",
    };
    let mut paragraphs = vec![format!("Contrat « {titre} » de {cpts} :")];
    paragraphs.extend(all.iter().map(|one| format!("– {}", ligne(one))));
    paragraphs.push("Notez dans Maillage ce qui est fait, avec sa date et sa preuve :".into());
    paragraphs.push(url.to_owned());
    let cadre = Cadre {
        organisation: cpts.to_owned(),
        raison: "parce que vous suivez le contrat de cette CPTS".into(),
        contact: String::new(),
    };
    Courriel::new(subject, &paragraphs, &cadre)
}

#[cfg(test)]
mod tests {
    use domain::aci::contrat::QuoiHorloge;
    use jiff::civil::date;

    use super::*;

    fn clock(quoi: QuoiHorloge, etat: EtatHorloge) -> Horloge {
        Horloge { quoi, limite: date(2026, 10, 15), prevu: None, etat, obligatoire: true }
    }

    #[test]
    fn each_clock_is_said_with_its_limit_and_what_remains() {
        let url = "https://maillage.exemple.fr/c/1/contrats/2/missions";
        let made = |all: &[Horloge]| echeances(all, ("CPTS de l'Exemple", "Contrat ACI"), url);
        let near = clock(QuoiHorloge::Debut("acces".into()), EtatHorloge::TresProche(30));
        let late = clock(QuoiHorloge::MiseAJourCrise, EtatHorloge::Depasse(1));
        let last = clock(QuoiHorloge::Fin, EtatHorloge::TresProche(0));
        let mail = made(&[late, near.clone(), last]);
        let said = mail.text.split_whitespace().collect::<Vec<_>>().join(" ");
        for words in [
            "Accès aux soins : commencer, limite le 15/10/2026 : dans 30 jours.",
            "Plan de crise : le mettre à jour, limite le 15/10/2026 : dépassée depuis 1 jour.",
            "Fin du contrat : c’est le dernier jour, 15/10/2026.",
            url,
        ] {
            assert!(said.contains(words), "{words} in {said}");
        }
        assert_eq!(mail.subject, "Des échéances du contrat sont proches ou dépassées");
        assert_eq!(made(&[near]).subject, "Une échéance du contrat approche");
    }
}
