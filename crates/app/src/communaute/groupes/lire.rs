//! Reading groups: a list, and the page of one.

use domain::authz::{Allowed, EditGroupes, ReadGroupes};
use domain::communaute::{Annuaire, Decision, Groupe, Mandat, Reunion};
use domain::ids::{GroupeId, PersonneId};
use domain::pieces::OfGroupe;
use domain::recherche::Demande;
use jiff::civil::Date;
use storage::{PersonneLigne, PieceRow};

use crate::{App, AppError};

/// A group in a list.
#[derive(Clone, Debug)]
pub struct GroupeLigne {
    /// The group.
    pub groupe: Groupe,
    /// Who leads it today, by name.
    pub pilotes: Vec<String>,
    /// How many people sit in it today.
    pub membres: usize,
    /// Its next meeting.
    pub prochaine: Option<Reunion>,
    /// How many decisions and tasks are open.
    pub ouvertes: usize,
}

/// A seat with who holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Siege {
    /// The seat.
    pub mandat: Mandat,
    /// Who holds it, for a list.
    pub nom: String,
    /// Profession code.
    pub profession: Option<String>,
    /// Whether it runs today.
    pub court: bool,
}

/// Somebody found by a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouvee {
    /// Who.
    pub id: PersonneId,
    /// For a list.
    pub nom: String,
    /// Profession code.
    pub profession: Option<String>,
}

/// A group and what hangs on it.
#[derive(Clone, Debug)]
pub struct GroupeVue {
    /// The group.
    pub groupe: Groupe,
    /// Seats: those of today first, by function and name, then those that are over or to come.
    pub sieges: Vec<Siege>,
    /// Its decisions and tasks, the last first, with the name of who does them.
    pub decisions: Vec<(Decision, String)>,
    /// Its meetings, oldest first; those whose date is being chosen come last.
    pub reunions: Vec<Reunion>,
    /// Its documents.
    pub pieces: Vec<PieceRow>,
}

fn sieges(mandats: Vec<Mandat>, annuaire: &Annuaire, today: Date) -> Vec<Siege> {
    let one = |mandat: Mandat| Siege {
        nom: annuaire.nom(mandat.personne),
        profession: annuaire.get(mandat.personne).and_then(|one| one.profession.clone()),
        court: mandat.runs(today),
        mandat,
    };
    let mut all: Vec<Siege> = mandats.into_iter().map(one).collect();
    all.sort_by(|a, b| {
        let key = |one: &Siege| (!one.court, one.mandat.fonction, one.nom.clone(), one.mandat.depuis);
        key(a).cmp(&key(b))
    });
    all
}

impl App {
    /// Every group of the CPTS, open ones first, in the order in which they were made.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn groups(&self, proof: &Allowed<ReadGroupes>) -> Result<Vec<GroupeLigne>, AppError> {
        let (today, now) = (self.today(), self.now());
        let tx = self.store.read().await?;
        let (groupes, mandats, annuaire) =
            (tx.groupes(proof).await?, tx.mandats(proof).await?, tx.annuaire(proof).await?);
        let (reunions, decisions) = (tx.reunions(proof).await?, tx.decisions(proof).await?);
        drop(tx);
        let line = |groupe: Groupe| {
            let seats = mandats.iter().filter(|seat| seat.groupe == groupe.id && seat.runs(today));
            let mut people: Vec<_> = seats.clone().map(|seat| annuaire.resolve(seat.personne)).collect();
            people.sort_unstable();
            people.dedup();
            let leads = seats.filter(|seat| seat.leads());
            let coming = reunions.iter().filter(|one| one.groupe == Some(groupe.id) && one.is_coming(now));
            let open = decisions.iter().filter(|one| one.groupe == Some(groupe.id) && one.is_open());
            GroupeLigne {
                pilotes: leads.map(|seat| annuaire.nom(seat.personne)).collect(),
                membres: people.len(),
                prochaine: coming.min_by_key(|one| one.debut).cloned(),
                ouvertes: open.count(),
                groupe,
            }
        };
        let mut lines: Vec<GroupeLigne> = groupes.into_iter().map(line).collect();
        lines.sort_by_key(|one| one.groupe.removed_at.is_some());
        Ok(lines)
    }

    /// People of the community whose name or number looks like what was typed, the nearest first; nobody for nothing.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn find_people(
        &self,
        proof: &Allowed<EditGroupes>,
        typed: &str,
        most: usize,
    ) -> Result<Vec<Trouvee>, AppError> {
        if typed.trim().is_empty() {
            return Ok(Vec::new());
        }
        let asked = Demande::new(typed);
        let lines = self.store.read().await?.personne_lignes(proof).await?.into_iter();
        let mut found: Vec<_> = lines.filter_map(|one| Some((asked.rank(&one.search_key)?, one))).collect();
        found.sort_by(|(a, one), (b, other)| (a, &one.search_key).cmp(&(b, &other.search_key)));
        let person = |one: PersonneLigne| Trouvee {
            id: one.id,
            nom: format!("{} {}", one.nom.to_uppercase(), one.prenom).trim().to_owned(),
            profession: one.profession,
        };
        Ok(found.into_iter().take(most).map(|(_, one)| person(one)).collect())
    }

    /// One group and what hangs on it; a closed one too.
    ///
    /// # Errors
    /// When the CPTS has none of that id or the database does not answer.
    pub async fn group(&self, proof: &Allowed<ReadGroupes>, id: GroupeId) -> Result<GroupeVue, AppError> {
        let tx = self.store.read().await?;
        let found = tx.groupes(proof).await?.into_iter().find(|one| one.id == id);
        let groupe = found.ok_or(AppError::NotFound)?;
        let annuaire = tx.annuaire(proof).await?;
        let mandats = tx.mandats(proof).await?.into_iter().filter(|seat| seat.groupe == id).collect();
        let decisions = tx.decisions(proof).await?.into_iter().filter(|one| one.groupe == Some(id)).rev();
        let named = |one: Decision| {
            let who = one.qui.map(|who| annuaire.nom(who)).unwrap_or_default();
            (one, who)
        };
        let decisions = decisions.map(named).collect();
        let reunions = tx.reunions(proof).await?.into_iter().filter(|one| one.groupe == Some(id));
        let mut reunions: Vec<Reunion> = reunions.collect();
        reunions.sort_by_key(|one| (one.debut.is_none(), one.debut));
        let pieces = tx.pieces::<OfGroupe>(proof).await?.into_iter();
        let pieces = pieces.filter(|piece| groupe.fiche.pieces.contains(&piece.id)).collect();
        let sieges = sieges(mandats, &annuaire, self.today());
        Ok(GroupeVue { groupe, sieges, decisions, reunions, pieces })
    }
}
