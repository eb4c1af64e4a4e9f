//! The whole thread as a plain tree: what the page shows, what files hold, what the letter prints.

use std::collections::BTreeMap;

use crate::aci::missions::Missions;
use crate::communaute::questionnaires::{Difficulte, EtatDifficulte};
use crate::ids::{DifficulteId, GroupeId, ObjectifId};

use super::{Mois, Niveau, Objectif, Objectifs};

/// A need: a difficulty, with how many people voiced it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Besoin {
    /// The difficulty whose words stand for all.
    pub id: DifficulteId,
    /// Its words.
    pub texte: String,
    /// How many voiced it, itself counted.
    pub voix: usize,
    /// Keys of its themes.
    pub themes: Vec<String>,
    /// Key of the mission that its themes suggest.
    pub mission: Option<String>,
}

/// An objective with what stands under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noeud {
    /// Identifier.
    pub id: ObjectifId,
    /// Its level.
    pub niveau: Niveau,
    /// What is wanted.
    pub texte: String,
    /// For whom.
    pub cible: String,
    /// Name of the group that leads it.
    pub groupe: Option<String>,
    /// First month.
    pub du: Option<Mois>,
    /// Last month.
    pub au: Option<Mois>,
    /// What would show that it is reached.
    pub indicateur: String,
    /// The needs that it answers.
    pub besoins: Vec<Besoin>,
    /// What stands under it, in order.
    pub enfants: Vec<Noeud>,
}

impl Noeud {
    /// `de 01/2027 à 12/2027`; empty when nothing is planned.
    pub fn calendrier(&self) -> String {
        match (self.du, self.au) {
            (Some(du), Some(au)) if du == au => format!("en {du}"),
            (Some(du), Some(au)) => format!("de {du} à {au}"),
            (Some(du), None) => format!("à partir de {du}"),
            (None, Some(au)) => format!("jusqu'à {au}"),
            (None, None) => String::new(),
        }
    }

    /// It and all under it, in reading order.
    pub fn lignes(&self) -> Vec<&Noeud> {
        let under = self.enfants.iter().flat_map(Noeud::lignes);
        std::iter::once(self).chain(under).collect()
    }
}

/// A mission with its general objectives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilMission {
    /// Key of the mission.
    pub cle: String,
    /// Its name.
    pub titre: String,
    /// A shorter name.
    pub court: String,
    /// What it is about.
    pub aide: String,
    /// Whether every CPTS under contract has it.
    pub socle: bool,
    /// Its general objectives, in order.
    pub objectifs: Vec<Noeud>,
}

impl FilMission {
    /// Everything that stands under it, in reading order.
    pub fn lignes(&self) -> Vec<&Noeud> {
        self.objectifs.iter().flat_map(Noeud::lignes).collect()
    }
}

/// The whole thread.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fil {
    /// Every mission of the table, in its order, with or without objectives.
    pub missions: Vec<FilMission>,
    /// The needs that no objective answers yet, those of most people first.
    pub sans_reponse: Vec<Besoin>,
    /// The needs that are answered.
    pub avec_reponse: usize,
}

impl Fil {
    /// A mission by its key.
    pub fn mission(&self, cle: &str) -> Option<&FilMission> {
        self.missions.iter().find(|mission| mission.cle == cle)
    }

    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.missions.iter().all(|mission| mission.objectifs.is_empty())
    }
}

struct Assembling<'a> {
    objectifs: &'a Objectifs,
    besoins: BTreeMap<DifficulteId, Besoin>,
    leads: BTreeMap<DifficulteId, DifficulteId>,
    groupes: &'a BTreeMap<GroupeId, String>,
}

impl Assembling<'_> {
    fn node(&self, one: &Objectif) -> Noeud {
        let mut besoins: Vec<Besoin> = Vec::new();
        for id in &one.fiche.difficultes {
            let found = self.leads.get(id).and_then(|lead| self.besoins.get(lead));
            if let Some(found) = found.filter(|found| besoins.iter().all(|kept| kept.id != found.id)) {
                besoins.push(found.clone());
            }
        }
        Noeud {
            id: one.id,
            niveau: one.niveau,
            texte: one.texte.clone(),
            cible: one.fiche.cible.clone(),
            groupe: one.fiche.groupe.and_then(|id| self.groupes.get(&id).cloned()),
            du: one.fiche.du,
            au: one.fiche.au,
            indicateur: one.fiche.indicateur.clone(),
            besoins,
            enfants: self.row(Some(one.id), &one.mission),
        }
    }

    fn row(&self, parent: Option<ObjectifId>, mission: &str) -> Vec<Noeud> {
        self.objectifs.children(parent, mission).map(|one| self.node(one)).collect()
    }
}

/// The needs by the difficulty whose words stand for several, and that one for each difficulty.
fn besoins(
    rules: &Missions,
    difficultes: &[Difficulte],
) -> (BTreeMap<DifficulteId, Besoin>, BTreeMap<DifficulteId, DifficulteId>) {
    let here: Vec<&Difficulte> = difficultes.iter().filter(|one| one.removed_at.is_none()).collect();
    let known = |id: DifficulteId| here.iter().any(|one| one.id == id && one.groupe.is_none());
    let leads: BTreeMap<DifficulteId, DifficulteId> =
        here.iter().map(|one| (one.id, one.groupe.filter(|lead| known(*lead)).unwrap_or(one.id))).collect();
    let mut found = BTreeMap::new();
    for one in here.iter().filter(|one| leads.get(&one.id) == Some(&one.id)) {
        let themes = one.fiche.themes.clone().unwrap_or_default();
        let mission = rules.proposee(&themes).map(|mission| mission.cle.clone());
        let voix = leads.values().filter(|lead| **lead == one.id).count();
        found.insert(one.id, Besoin { id: one.id, texte: one.texte.clone(), voix, themes, mission });
    }
    (found, leads)
}

/// Puts the thread together.
pub fn assemble(
    rules: &Missions,
    objectifs: &Objectifs,
    difficultes: &[Difficulte],
    groupes: &BTreeMap<GroupeId, String>,
) -> Fil {
    let (besoins, leads) = besoins(rules, difficultes);
    let answered: Vec<DifficulteId> =
        objectifs.answered().iter().filter_map(|id| leads.get(id).copied()).collect();
    let waits = |one: &&Difficulte| matches!(one.etat, EtatDifficulte::Exprimee | EtatDifficulte::Retenue);
    let waiting = difficultes.iter().filter(waits).filter_map(|one| besoins.get(&one.id));
    let mut sans_reponse: Vec<Besoin> = waiting.filter(|one| !answered.contains(&one.id)).cloned().collect();
    sans_reponse.sort_by_key(|one| std::cmp::Reverse(one.voix));
    let avec_reponse = besoins.keys().filter(|id| answered.contains(id)).count();
    let assembling = Assembling { objectifs, besoins, leads, groupes };
    let missions = rules.missions.iter().map(|mission| FilMission {
        cle: mission.cle.clone(),
        titre: mission.titre.clone(),
        court: mission.court.clone(),
        aide: mission.aide.clone(),
        socle: mission.socle.is_some(),
        objectifs: assembling.row(None, &mission.cle),
    });
    Fil { missions: missions.collect(), sans_reponse, avec_reponse }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use uuid::Uuid;

    use super::super::tests::thread;
    use super::*;
    use crate::aci::missions::missions;
    use crate::communaute::questionnaires::difficulte::tests::difficulte;

    fn id(rank: u128) -> DifficulteId {
        DifficulteId(Uuid::from_u128(rank))
    }

    #[test]
    fn the_thread_goes_from_needs_to_first_actions_and_says_which_needs_wait() {
        let rules = missions().unwrap();
        let mut said: Vec<Difficulte> =
            (1..=6).map(|rank| difficulte(rank, &format!("Difficulté {rank}"))).collect();
        said[0].fiche.themes = Some(vec!["sortie".into()]);
        said[1].groupe = Some(id(1));
        said[3].etat = EtatDifficulte::SansSuite;
        said[4].removed_at = Some(Timestamp::UNIX_EPOCH);
        said[5].groupe = Some(id(3));
        let mut thread = thread();
        // The action answers one that stands under other words: the need is that of the words.
        thread[3].fiche.difficultes = vec![id(2)];
        let fil = assemble(rules, &Objectifs::new(thread), &said, &BTreeMap::new());
        let waiting: Vec<(DifficulteId, usize)> =
            fil.sans_reponse.iter().map(|one| (one.id, one.voix)).collect();
        assert_eq!(waiting, [(id(3), 2)]);
        assert_eq!(fil.avec_reponse, 1);
        let acces = fil.mission("acces").unwrap();
        let levels: Vec<Niveau> = acces.lignes().iter().map(|one| one.niveau).collect();
        assert_eq!(
            levels,
            [Niveau::General, Niveau::Specifique, Niveau::Operationnel, Niveau::Action, Niveau::General]
        );
        let action = acces.lignes()[3].clone();
        assert_eq!((action.besoins[0].id, action.besoins[0].voix), (id(1), 2));
        assert_eq!(action.besoins[0].mission.as_deref(), Some("parcours"));
        assert!(!fil.is_empty() && fil.mission("crise").unwrap().objectifs.is_empty());
        assert_eq!(fil.missions.len(), rules.missions.len());
    }

    #[test]
    fn a_calendar_is_said_in_words() {
        let said = |du: Option<i8>, au: Option<i8>| {
            let rules = missions().unwrap();
            let mut thread = thread();
            let month = |mois: i8| Mois { annee: 2027, mois };
            (thread[0].fiche.du, thread[0].fiche.au) = (du.map(month), au.map(month));
            let fil = assemble(rules, &Objectifs::new(thread), &[], &BTreeMap::new());
            fil.missions[0].objectifs[0].calendrier()
        };
        assert_eq!(said(Some(1), Some(3)), "de 01/2027 à 03/2027");
        assert_eq!(said(Some(1), Some(1)), "en 01/2027");
        assert_eq!(said(Some(1), None), "à partir de 01/2027");
        assert_eq!(said(None, Some(3)), "jusqu'à 03/2027");
        assert_eq!(said(None, None), "");
    }
}
