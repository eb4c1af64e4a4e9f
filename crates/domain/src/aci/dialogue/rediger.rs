//! Puts the yearly dialogue together, and says what it lacks.

use std::collections::BTreeMap;

use jiff::civil::Date;
use territory::text::search_key;

use super::{
    DialogueFiche, DialogueRedige, LigneDialogue, MissionDialogue, PreuveDialogue, RubriqueRapport,
    TexteRapport, TotauxDialogue, avancement, cible, cle_mission, valeur,
};
use crate::aci::contrat::{Annee, AnneeContrat, ContratLu, Termes, fin};
use crate::aci::indicateur::{Indicateur, Valeur};
use crate::aci::missions::missions;
use crate::aci::poste::Poste;
use crate::aci::preuve::{EtatPreuve, Preuve, compter};
use crate::ids::IndicateurId;

/// What the dialogue of a year is made of.
#[derive(Clone, Copy, Debug)]
pub struct Sources<'a> {
    /// Name of the CPTS, and whether it belongs to the demonstration.
    pub cpts: (&'a str, bool),
    /// The contract.
    pub contrat: &'a ContratLu,
    /// Rank of the contract year, from 1.
    pub annee: u8,
    /// Every indicator of the contract.
    pub indicateurs: &'a [Indicateur],
    /// Every piece of evidence of the contract, with where it stands.
    pub preuves: &'a [(Preuve, EtatPreuve)],
    /// Texts of the activity report.
    pub fiche: &'a DialogueFiche,
    /// Today.
    pub jour: Date,
    /// Number of the sending; `None` while it is prepared.
    pub numero: Option<i64>,
}

/// Longest name of a file in the archive, in characters, without its number and its ending.
const STEM: usize = 60;

/// `pieces/03-feuille-de-presence.pdf`: a name that every system accepts and none takes for a path.
fn fichier(numero: usize, preuve: &Preuve) -> String {
    let key = search_key(&preuve.titre);
    let kept: String = key.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let words: Vec<&str> = kept.split('-').filter(|word| !word.is_empty()).collect();
    let stem: String = words.join("-").chars().take(STEM).collect();
    let stem = if stem.is_empty() { "preuve" } else { stem.trim_end_matches('-') };
    let ending = preuve.fiche.fichier.rsplit_once('.').map_or("", |(_, ending)| ending);
    let plain = !ending.is_empty() && ending.len() <= 8 && ending.bytes().all(|b| b.is_ascii_alphanumeric());
    let ending = if plain { format!(".{}", ending.to_ascii_lowercase()) } else { String::new() };
    format!("pieces/{numero:02}-{stem}{ending}")
}

/// The evidence that shows indicators of the year and was not withdrawn, by day.
fn preuves(of: &Sources) -> Vec<PreuveDialogue> {
    let own: Vec<IndicateurId> =
        of.indicateurs.iter().filter(|one| one.is_of(of.annee)).map(|one| one.id).collect();
    let shown = |one: &Preuve| own.iter().copied().filter(|id| one.shows(*id)).collect::<Vec<IndicateurId>>();
    let mut kept: Vec<&(Preuve, EtatPreuve)> = of
        .preuves
        .iter()
        .filter(|(one, etat)| *etat != EtatPreuve::Retiree && !shown(one).is_empty())
        .collect();
    kept.sort_by_key(|(one, _)| (one.le, one.created_at, one.id));
    let made = |(rank, (one, etat)): (usize, &(Preuve, EtatPreuve))| PreuveDialogue {
        id: one.id,
        numero: rank + 1,
        kind: one.kind,
        titre: one.titre.clone(),
        le: one.le,
        origine: one.fiche.origine.clone(),
        fichier: fichier(rank + 1, one),
        media_type: one.fiche.media_type.clone(),
        octets: one.fiche.octets,
        sha256: one.sha256.clone(),
        alteree: *etat == EtatPreuve::Alteree,
        indicateurs: shown(one),
    };
    kept.into_iter().enumerate().map(made).collect()
}

/// What was promised the year before: of the indicator that this one takes up again, or of its namesake.
fn promesse_precedente(of: &Sources, one: &Indicateur) -> String {
    let before = |other: &&Indicateur| match one.fiche.reprend {
        Some(id) => other.id == id,
        None => {
            other.removed_at.is_none()
                && other.annee + 1 == one.annee
                && other.mission == one.mission
                && other.intitule == one.intitule
        }
    };
    of.indicateurs.iter().find(before).map(|other| other.fiche.promesse.clone()).unwrap_or_default()
}

/// What lines are made of besides the sources.
struct Autour<'a> {
    of: &'a Sources<'a>,
    preuves: &'a [PreuveDialogue],
    counts: &'a BTreeMap<IndicateurId, usize>,
    over: bool,
}

impl Autour<'_> {
    fn ligne(&self, numero: usize, one: &Indicateur) -> LigneDialogue {
        let (fiche, mesure) = (&one.fiche, one.mesure());
        let documents = self.counts.get(&one.id).copied().unwrap_or_default();
        let shown =
            self.preuves.iter().filter(|preuve| !preuve.alteree && preuve.indicateurs.contains(&one.id));
        LigneDialogue {
            indicateur: one.id,
            numero,
            intitule: one.intitule.clone(),
            objectif: fiche.objectif.clone(),
            nature: fiche.nature,
            cible: cible(&fiche.forme, &fiche.unite),
            unite: fiche.unite.clone(),
            initiale: fiche.initiale.map(|start| valeur(Valeur::Nombre(start), &fiche.unite)),
            valeur: mesure.map(|mesure| mesure.valeur),
            valeur_texte: mesure.map(|mesure| valeur(mesure.valeur, &fiche.unite)),
            valeur_le: mesure.map(|mesure| mesure.le),
            valeur_source: mesure.map(|mesure| mesure.source.clone()).unwrap_or_default(),
            source: fiche.source,
            avancement: mesure.and_then(|mesure| avancement(&fiche.forme, fiche.initiale, mesure.valeur)),
            montant: fiche.montant,
            atteint: one.atteint(),
            compte: one.compte(documents),
            etat: one.etat(documents, self.over),
            preuves_demandees: fiche.preuves.clone(),
            preuves: shown.map(|preuve| preuve.id).collect(),
            commentaire: fiche.commentaire.clone(),
            promesse: fiche.promesse.clone(),
            promesse_precedente: promesse_precedente(self.of, one),
        }
    }

    fn mission(&self, cle: &str, (termes, annee): (&Termes, &AnneeContrat), first: usize) -> MissionDialogue {
        let named = missions().ok().and_then(|table| table.mission(cle));
        let planned = termes.mission(cle);
        let known = self.of.contrat.suivi().missions.get(cle);
        let own = self.of.indicateurs.iter().filter(|one| one.is_of(self.of.annee) && one.mission == cle);
        let lignes: Vec<LigneDialogue> =
            own.enumerate().map(|(rank, one)| self.ligne(first + rank, one)).collect();
        MissionDialogue {
            mission: cle.to_owned(),
            titre: named.map_or_else(|| cle.to_owned(), |one| one.titre.clone()),
            court: named.map_or_else(|| cle.to_owned(), |one| one.court.clone()),
            debut_prevu: planned.map(|one| one.debut_prevu),
            debut: known.and_then(|one| one.debut),
            deploiement_prevu: planned.and_then(|one| one.deploiement_prevu),
            deploiement: known.and_then(|one| one.deploiement),
            fixe: annee.montant(&Poste::Fixe(cle.to_owned())),
            variable: annee.variable(cle),
            texte: self.of.fiche.texte(&cle_mission(cle)).to_owned(),
            totaux: TotauxDialogue::of(&lignes),
            lignes,
        }
    }
}

/// Keys of the missions of a year: those of the contract in its order, then those that only indicators name.
fn cles(of: &Sources, termes: &Termes) -> Vec<String> {
    let mut all: Vec<String> = termes.missions.iter().map(|one| one.mission.clone()).collect();
    for one in of.indicateurs.iter().filter(|one| one.is_of(of.annee)) {
        if !all.contains(&one.mission) {
            all.push(one.mission.clone());
        }
    }
    all
}

/// The dialogue of a year, whole. `None` before the contract is signed, or for a year that it does not have.
pub fn rediger(of: &Sources) -> Option<DialogueRedige> {
    let version = of.contrat.versions.last()?;
    let termes = &version.termes;
    let signed = termes.annee(of.annee)?;
    let annee: Annee = termes.calendrier().into_iter().find(|one| one.numero == of.annee)?;
    let counts = compter(of.preuves.iter().map(|(preuve, etat)| (preuve, *etat)));
    let preuves = preuves(of);
    let around = Autour { of, preuves: &preuves, counts: &counts, over: of.jour >= annee.au };
    let (mut all, mut next) = (Vec::new(), 1);
    for cle in cles(of, termes) {
        let mission = around.mission(&cle, (termes, signed), next);
        next += mission.lignes.len();
        all.push(mission);
    }
    let last = fin(annee.au, termes.parametres.dernier_jour);
    let crises = of.contrat.suivi().crises.iter().filter(|one| annee.contains(one.le));
    let text = |rubrique: &RubriqueRapport| TexteRapport {
        rubrique: *rubrique,
        texte: of.fiche.texte(rubrique.key()).to_owned(),
    };
    Some(DialogueRedige {
        cpts: of.cpts.0.to_owned(),
        fictif: of.cpts.1,
        contrat: of.contrat.contrat.titre.clone(),
        version: version.numero,
        termes: termes.clone(),
        annee: of.annee,
        du: annee.du,
        au: last,
        jour: of.jour,
        numero: of.numero,
        plan_crise: of.contrat.suivi().plan_au(last),
        crises: crises.map(|one| (one.le, one.libelle.clone())).collect(),
        totaux: TotauxDialogue::of(all.iter().flat_map(|mission| &mission.lignes)),
        missions: all,
        preuves,
        rapport: RubriqueRapport::ALL.iter().map(text).collect(),
    })
}

/// Something that a dialogue lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Manque {
    /// Nobody recorded a value of this line.
    Valeur(IndicateurId),
    /// The value of this line pays something, and no document shows it.
    Preuve(IndicateurId),
    /// The value of this line describes a day outside the year.
    HorsAnnee(IndicateurId, Date),
    /// A mission of the contract that was to start by then did not.
    Debut(String, Date),
    /// A piece of evidence is not the one that entered the vault any more.
    Alteree(usize, String),
    /// A part of the activity report is empty.
    Rapport(RubriqueRapport),
}

/// What a dialogue lacks, in the order of its pages.
pub fn manques(of: &DialogueRedige) -> Vec<Manque> {
    let mut all = Vec::new();
    for mission in &of.missions {
        if let (Some(planned), None) = (mission.debut_prevu, mission.debut)
            && planned < of.jour
        {
            all.push(Manque::Debut(mission.mission.clone(), planned));
        }
        for one in &mission.lignes {
            match one.valeur_le {
                None => all.push(Manque::Valeur(one.indicateur)),
                Some(le) if le < of.du || le > of.au => all.push(Manque::HorsAnnee(one.indicateur, le)),
                Some(_) => {}
            }
            if one.is_unproved() {
                all.push(Manque::Preuve(one.indicateur));
            }
        }
    }
    let altered = of.preuves.iter().filter(|one| one.alteree);
    all.extend(altered.map(|one| Manque::Alteree(one.numero, one.titre.clone())));
    let empty = of.rapport.iter().filter(|one| one.texte.is_empty());
    all.extend(empty.map(|one| Manque::Rapport(one.rubrique)));
    all
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use jiff::civil::date;

    use super::*;
    use crate::aci::contrat::essai;
    use crate::aci::indicateur::{Forme, IndicateurFiche, Mesure, Nature, SourceValeur};
    use crate::aci::preuve::tests::preuve;
    use crate::authz::Author;
    use crate::ids::ContratId;
    use crate::montant::Montant;

    const TODAY: Date = date(2023, 5, 2);

    fn id(rank: u128) -> IndicateurId {
        IndicateurId(uuid::Uuid::from_u128(rank))
    }

    fn indicateur(rank: u128, (annee, mission): (u8, &str), valeur: Option<Valeur>) -> Indicateur {
        let by = Author::System("essai".into());
        let one = |valeur| Mesure {
            valeur,
            le: date(2023, 3, 1),
            source: "Registre".into(),
            by: by.clone(),
            at: Timestamp::UNIX_EPOCH,
        };
        Indicateur {
            id: id(rank),
            contrat: ContratId(uuid::Uuid::nil()),
            annee,
            mission: mission.into(),
            intitule: "Annuaire publié".into(),
            fiche: IndicateurFiche {
                objectif: String::new(),
                lie_a: None,
                nature: Nature::Action,
                forme: Forme::OuiNon,
                unite: String::new(),
                initiale: None,
                variation: None,
                montant: Montant::euros(5_000),
                preuves: String::new(),
                source: SourceValeur::Saisie,
                reprend: None,
                mesures: valeur.map(one).into_iter().collect(),
                commentaire: String::new(),
                promesse: format!("Promesse {rank}"),
            },
            ordre: 0,
            created_at: Timestamp::UNIX_EPOCH,
            version: 1,
            removed_at: None,
        }
    }

    fn written(
        indicateurs: &[Indicateur],
        preuves: &[(Preuve, EtatPreuve)],
        annee: u8,
    ) -> Option<DialogueRedige> {
        let contrat = essai::contrat(essai::termes(date(2022, 4, 15)));
        rediger(&Sources {
            cpts: ("CPTS d'essai", false),
            contrat: &contrat,
            annee,
            indicateurs,
            preuves,
            fiche: &DialogueFiche::default(),
            jour: TODAY,
            numero: None,
        })
    }

    #[test]
    fn statement_24_the_dialogue_counts_what_an_unchanged_document_shows_and_nothing_else() {
        let done = [
            indicateur(1, (1, "acces"), Some(Valeur::Oui)),
            indicateur(2, (1, "acces"), Some(Valeur::Oui)),
            indicateur(3, (1, "acces"), Some(Valeur::Oui)),
            indicateur(4, (1, "parcours"), None),
            indicateur(5, (2, "acces"), Some(Valeur::Oui)),
        ];
        let vault = [
            (preuve(1, date(2023, 2, 1), &[id(1), id(5)]), EtatPreuve::Intacte),
            (preuve(2, date(2023, 1, 1), &[id(2)]), EtatPreuve::Alteree),
            (preuve(3, date(2023, 1, 1), &[id(3)]), EtatPreuve::Retiree),
        ];
        let found = written(&done, &vault, 1).unwrap();
        assert_eq!(found.totaux.en_jeu, Montant::euros(20_000));
        assert_eq!(found.totaux.atteint, Montant::euros(15_000));
        assert_eq!(found.totaux.compte, Montant::euros(5_000));
        assert_eq!((found.totaux.sans_preuve, found.totaux.sans_valeur), (2, 1));
        assert_eq!(found.missions.iter().map(|one| one.totaux.compte).sum::<Montant>(), found.totaux.compte);
        let numbers: Vec<usize> = found.lignes().map(|one| one.numero).collect();
        assert_eq!(numbers, [1, 2, 3, 4]);
        // Two pieces, by day; the withdrawn one is not there, the altered one is said.
        let pieces: Vec<_> = found.preuves.iter().map(|one| (one.alteree, one.fichier.as_str())).collect();
        assert_eq!(pieces, [(true, "pieces/01-compte-rendu-2.pdf"), (false, "pieces/02-compte-rendu-1.pdf")]);
        assert_eq!(found.preuves[1].indicateurs, [id(1)]);
        assert_eq!(found.ligne(id(4)).unwrap().compte, None);
        let said = manques(&found);
        assert!(said.contains(&Manque::Preuve(id(2))) && said.contains(&Manque::Preuve(id(3))));
        assert!(said.contains(&Manque::Valeur(id(4))) && !said.contains(&Manque::Preuve(id(1))));
        assert!(said.contains(&Manque::Debut("acces".into(), date(2022, 10, 15))));
        assert!(said.contains(&Manque::Alteree(1, "Compte rendu 2".into())));
    }

    #[test]
    fn the_promise_of_the_year_before_comes_back() {
        let mut again = indicateur(3, (2, "acces"), None);
        again.intitule = "Annuaire diffusé".into();
        again.fiche.reprend = Some(id(2));
        let all = [
            indicateur(1, (1, "acces"), None),
            indicateur(2, (1, "parcours"), None),
            again,
            indicateur(4, (2, "acces"), None),
        ];
        let found = written(&all, &[], 2).unwrap();
        assert_eq!(found.ligne(id(3)).unwrap().promesse_precedente, "Promesse 2");
        assert_eq!(found.ligne(id(4)).unwrap().promesse_precedente, "Promesse 1");
        assert_eq!(found.du, date(2023, 4, 15));
        assert_eq!(written(&all, &[], 6), None);
    }

    #[test]
    fn a_value_of_another_year_is_said() {
        let found = written(&[indicateur(1, (2, "acces"), Some(Valeur::Oui))], &[], 2).unwrap();
        assert!(manques(&found).contains(&Manque::HorsAnnee(id(1), date(2023, 3, 1))));
    }
}
