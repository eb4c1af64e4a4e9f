//! What the minutes of a meeting say of its quorum, its proxies, its votes. Plain French, ready to print.

use jiff::civil::Date;

use super::depouillement::Resultat;
use super::quorum::Quorum;
use super::reglement::QuorumMode;
use super::vote::{Forme, Mode, Vote, VoteState};
use crate::communaute::Fonction;
use crate::nombres::{compte, date, decimal, liste};

/// A part of the minutes: a title and its sentences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraphe {
    /// Title.
    pub titre: String,
    /// Sentences, one a paragraph.
    pub textes: Vec<String>,
}

/// A seat and the names that it needs in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MandatNomme {
    /// Who.
    pub nom: String,
    /// What they do.
    pub fonction: Fonction,
    /// The group.
    pub groupe: String,
    /// First day.
    pub depuis: Date,
    /// Last day.
    pub jusque: Option<Date>,
}

impl MandatNomme {
    fn phrase(&self) -> String {
        let until = self.jusque.map(|last| format!(" jusqu'au {}", date(last))).unwrap_or_default();
        format!(
            "{}\u{a0}: {}, {}, depuis le {}{until}.",
            self.nom,
            self.fonction.label(),
            self.groupe,
            date(self.depuis)
        )
    }
}

/// What is known of the decisions of a meeting.
#[derive(Clone, Debug, Default)]
pub struct Seance {
    /// The count; `None` for a meeting without voters.
    pub quorum: Option<Quorum>,
    /// Proxies that stood: names of giver and holder.
    pub procurations: Vec<(String, String)>,
    /// Votes in the order in which they were made.
    pub votes: Vec<Vote>,
    /// Seats that were given.
    pub mandats: Vec<MandatNomme>,
}

/// The sentence of a count.
pub fn phrase_quorum(quorum: &Quorum) -> String {
    let counts = format!(
        "{} sur {}",
        compte(quorum.comptes(), "membre compté", "membres comptés"),
        compte(quorum.inscrits, "inscrit", "inscrits")
    );
    let short: Vec<&str> =
        quorum.colleges.iter().filter(|one| one.comptes < one.requis).map(|one| one.nom.as_str()).collect();
    match (quorum.mode, quorum.is_reached()) {
        _ if quorum.inscrits == 0 => "Aucun membre ne peut voter à cette réunion.".to_owned(),
        _ if quorum.seconde => {
            format!("{counts}. C'est une seconde convocation\u{a0}: aucun quorum n'est demandé.")
        }
        (QuorumMode::Aucun, _) => format!("{counts}. Aucun quorum n'est demandé."),
        (_, true) => format!("{counts}. Le quorum est atteint ({} requis).", requis(quorum)),
        (_, false) if !short.is_empty() => {
            format!("{counts}. Quorum non atteint dans ces collèges\u{a0}: {}.", liste(&short))
        }
        (_, false) => {
            format!("{counts}. Quorum non atteint ({} sur {} requis).", quorum.comptes(), requis(quorum))
        }
    }
}

fn requis(quorum: &Quorum) -> usize {
    quorum.requis.max(quorum.colleges.iter().map(|one| one.requis).sum())
}

/// What a result says, in sentences.
pub fn phrases_resultat(vote: &Vote, resultat: &Resultat) -> Vec<String> {
    let mut texts = Vec::new();
    let quorum = &resultat.quorum;
    if resultat.carence {
        texts.push(format!(
            "Non valable\u{a0}: quorum non atteint ({} sur {} requis). Personne n'a voté.",
            quorum.comptes(),
            requis(quorum)
        ));
        return texts;
    }
    texts.push(format!(
        "{}, {}.",
        compte(resultat.votants as usize, "bulletin", "bulletins"),
        compte(resultat.exprimes as usize, "suffrage exprimé", "suffrages exprimés")
    ));
    let line = |(cle, votes, share): &(String, u32, u32)| {
        let count = compte(*votes as usize, "voix", "voix");
        let libelle = vote.libelle(cle);
        match resultat.pondere {
            true => format!(
                "{libelle}\u{a0}: {count}, soit {}\u{202f}% après pondération",
                decimal(f64::from(*share) / 10_000.0, 1)
            ),
            false => format!("{libelle}\u{a0}: {count}"),
        }
    };
    texts.push(format!("{}.", resultat.comptes.iter().map(line).collect::<Vec<_>>().join("\u{202f}; ")));
    if !resultat.is_valid() {
        texts.push(format!(
            "Non valable\u{a0}: quorum non atteint ({} sur {} requis).",
            quorum.comptes(),
            requis(quorum)
        ));
    } else if vote.forme == Forme::PourContre {
        let words = if resultat.adopte == Some(true) {
            "La proposition est adoptée"
        } else {
            "La proposition n'est pas adoptée"
        };
        texts.push(format!("{words} ({}).", majorite(resultat)));
    } else {
        let named = |keys: &[String]| liste(&keys.iter().map(|cle| vote.libelle(cle)).collect::<Vec<_>>());
        texts.push(match resultat.elus.is_empty() {
            true => "Personne n'est élu.".to_owned(),
            false => format!("Sont élus ({})\u{a0}: {}.", majorite(resultat), named(&resultat.elus)),
        });
        if !resultat.ex_aequo.is_empty() {
            texts.push(format!(
                "Égalité pour le dernier siège entre {}. L'assemblée doit départager.",
                named(&resultat.ex_aequo)
            ));
        }
    }
    texts.extend(interets(vote, resultat));
    texts
}

fn majorite(resultat: &Resultat) -> String {
    let label = resultat.majorite.label();
    label.split('\u{a0}').next().unwrap_or(label).trim_end_matches(':').to_lowercase()
}

fn interets(vote: &Vote, resultat: &Resultat) -> Vec<String> {
    let mut texts = Vec::new();
    if resultat.interets > 0 {
        texts.push(format!(
            "{} un intérêt. {} n'ont pas pris part au vote. {} quand même.",
            compte(resultat.interets as usize, "membre a déclaré", "membres ont déclaré"),
            resultat.retraits,
            compte(resultat.interesses_votants as usize, "a voté", "ont voté"),
        ));
    }
    if vote.fiche.remuneration {
        texts.push("Ce vote porte sur ce que des membres sont payés.".to_owned());
    }
    if !vote.fiche.concernes.is_empty() && vote.mode != Mode::MainLevee {
        texts.push(format!(
            "{} par ce vote, dont {} au vote.",
            compte(
                vote.fiche.concernes.len(),
                "membre est connu comme payé",
                "membres sont connus comme payés"
            ),
            compte(resultat.concernes_votants as usize, "a pris part", "ont pris part"),
        ));
    }
    texts
}

/// The parts of the minutes, in reading order; none for a meeting that decided nothing by a vote.
pub fn paragraphes(seance: &Seance) -> Vec<Paragraphe> {
    let mut parts = Vec::new();
    if let Some(quorum) = seance.quorum.as_ref().filter(|one| one.inscrits > 0) {
        let mut textes = vec![phrase_quorum(quorum)];
        textes.push(format!(
            "{}, {}.",
            compte(quorum.presents, "membre présent", "membres présents"),
            compte(quorum.representes, "membre représenté", "membres représentés")
        ));
        for college in &quorum.colleges {
            let need =
                if college.requis > 0 { format!(" ({} requis)", college.requis) } else { String::new() };
            textes
                .push(format!("{}\u{a0}: {} sur {}{need}.", college.nom, college.comptes, college.inscrits));
        }
        parts.push(Paragraphe { titre: "Quorum".into(), textes });
    }
    if !seance.procurations.is_empty() {
        let line =
            |(donneur, porteur): &(String, String)| format!("{donneur} a donné procuration à {porteur}.");
        parts.push(Paragraphe {
            titre: "Procurations".into(),
            textes: seance.procurations.iter().map(line).collect(),
        });
    }
    for vote in seance.votes.iter().filter(|one| one.state == VoteState::Clos) {
        let Some(resultat) = &vote.fiche.resultat else { continue };
        let mut textes = vec![format!("{}.", vote.mode.label())];
        textes.extend(phrases_resultat(vote, resultat));
        if let Some(empreinte) = &vote.fiche.empreinte {
            textes.push(format!("Empreinte du résultat\u{a0}: {empreinte}."));
        }
        parts.push(Paragraphe { titre: format!("Vote\u{a0}: {}", vote.question), textes });
    }
    if !seance.mandats.is_empty() {
        let textes = seance.mandats.iter().map(MandatNomme::phrase).collect();
        parts.push(Paragraphe { titre: "Mandats".into(), textes });
    }
    parts
}

/// The same as lines of a text: a title begins with `# `, one sentence a line. Empty for a meeting without votes.
pub fn texte(parts: &[Paragraphe]) -> String {
    let lines = parts.iter().flat_map(|part| {
        // A question may hold several lines: a title holds one.
        let titre = part.titre.split_whitespace().collect::<Vec<_>>().join(" ");
        std::iter::once(format!("# {titre}")).chain(part.textes.iter().cloned())
    });
    lines.collect::<Vec<_>>().join("\n")
}
