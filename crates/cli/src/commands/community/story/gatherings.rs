//! Meetings beyond those of the groups: the assembly, meetings of information, the next board, a poll; who was called
//! to all of them, and what was decided.

use app::communaute::CommunauteFictive;
use domain::communaute::reunion_regles::regles_reunion;
use domain::communaute::{
    CanalKind, Choix, Convocation, Decision, DecisionKind, Envoi, EnvoiKind, Fonction, Groupe, GroupeFiche,
    GroupeKind, Mandat, Personne, Point, Proposition, Reponse, Reunion, ReunionFiche, ReunionKind,
    ReunionState, Statut,
};
use domain::ids::{ConvocationId, DecisionId, GroupeId, MandatId, PersonneId, ReunionId};
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::super::Soil;
use super::super::meetings::{LIEU, came, evening, later};
use super::super::people::founded;
use super::super::work::{THEMES, typed};

/// Days from today.
const ASSEMBLY: i32 = -70;
const FIRST_INFORMATION: i32 = -245;
const NEXT_INFORMATION: i32 = 25;
const NEXT_BOARD: i32 = 7;
/// Days before a meeting when its convocation leaves.
const CALLED: i64 = 15;

/// Meetings that the rest of the story speaks of.
pub struct Met {
    pub assembly: ReunionId,
    pub board: ReunionId,
    pub first_information: ReunionId,
    pub next_information: ReunionId,
}

/// Adds everything to the community.
pub fn add(soil: &Soil<'_>, invented: &mut CommunauteFictive) -> Met {
    council(soil, invented);
    let assembly = assembly(soil);
    let first = information(soil, FIRST_INFORMATION);
    let next = information(soil, NEXT_INFORMATION);
    let board = board(soil, invented.groupes[0].id);
    let met = Met {
        assembly: assembly.id,
        board: board.id,
        first_information: first.id,
        next_information: next.id,
    };
    let of = |statuts: &[Statut]| -> Vec<PersonneId> {
        invented.personnes.iter().filter(|one| statuts.contains(&one.statut)).map(|one| one.id).collect()
    };
    let members = of(&[Statut::Adherent]);
    let there = members.iter().enumerate().filter(|(seat, _)| seat % 3 != 2);
    invented.presences.extend(there.map(|(seat, one)| came(soil, &assembly, (seat, *one))));
    let willing = of(&[Statut::Adherent, Statut::Interesse]);
    let there = willing.iter().enumerate().filter(|(seat, _)| seat % 5 < 2);
    invented.presences.extend(there.map(|(seat, one)| came(soil, &first, (seat, *one))));
    decisions(soil, invented);
    let (poll, choices) = poll(soil, invented);
    invented.reunions.extend([assembly, first, next, board, poll]);
    convocations(soil, invented, &members);
    invented.convocations.extend(choices);
    met
}

/// The council, one seat of which soon ends.
fn council(soil: &Soil<'_>, invented: &mut CommunauteFictive) {
    let groupe = Groupe {
        id: GroupeId(soil.app.settings().ids.next()),
        nom: "Conseil d'administration".into(),
        kind: GroupeKind::Ca,
        fiche: GroupeFiche {
            question: String::new(),
            prochaine_etape: "Voter le budget de l'année prochaine".into(),
            pieces: Vec::new(),
        },
        created_at: soil.now,
        version: 1,
        removed_at: None,
    };
    let members = invented.personnes.iter().filter(|one| one.statut == Statut::Adherent);
    // From the second account on: who presides, who keeps the money, who keeps the papers.
    for (seat, one) in members.skip(1).take(7).enumerate() {
        let fonction = match seat {
            0 => Fonction::Presidence,
            1 => Fonction::Tresorerie,
            2 => Fonction::Secretariat,
            _ => Fonction::Membre,
        };
        let ends =
            if seat == 5 { soil.today.checked_add(40.days()) } else { soil.today.checked_add(19.months()) };
        invented.mandats.push(Mandat {
            id: MandatId(soil.app.settings().ids.next()),
            groupe: groupe.id,
            personne: one.id,
            fonction,
            depuis: founded(soil),
            jusque: ends.ok(),
        });
    }
    invented.groupes.push(groupe);
}

fn model(kind: ReunionKind) -> Vec<Point> {
    let modele = regles_reunion().ok().and_then(|rules| rules.modele(kind));
    modele.map(|modele| modele.points.clone()).unwrap_or_default()
}

fn meeting(
    soil: &Soil<'_>,
    (kind, groupe, titre): (ReunionKind, Option<GroupeId>, &str),
    (days, minutes): (i32, i64),
) -> Reunion {
    let debut = evening(soil, days);
    let made = later(debut, -35).min(soil.now);
    Reunion {
        id: ReunionId(soil.app.settings().ids.next()),
        groupe,
        kind,
        titre: titre.into(),
        state: ReunionState::Prevue,
        debut: Some(debut),
        fin: debut.checked_add(SignedDuration::from_mins(minutes)).ok(),
        fiche: ReunionFiche {
            lieu: LIEU.into(),
            ordre_du_jour: model(kind),
            date_fixee: Some(made),
            ..ReunionFiche::default()
        },
        created_at: made,
        version: 1,
        removed_at: None,
    }
}

/// What was said of the points of the assembly.
const SAID: [&str; 6] = [
    "La présidence constate le quorum et ouvre la séance.",
    "Le rapport est lu. Sept groupes se réunissent, deux fiches action sont prêtes.",
    "Les comptes sont à l'équilibre. Le budget prévoit un mi-temps de coordination.",
    "Le bureau propose de garder la cotisation à 20 €.",
    "Trois personnes se présentent pour deux sièges.",
    "La date de la prochaine réunion publique est donnée.",
];

fn assembly(soil: &Soil<'_>) -> Reunion {
    let name = "Assemblée générale ordinaire";
    let mut one = meeting(soil, (ReunionKind::Ago, None, name), (ASSEMBLY, 120));
    one.fiche.lieu = "Salle des fêtes de Valmirande".into();
    for (point, said) in one.fiche.ordre_du_jour.iter_mut().zip(SAID) {
        point.notes = typed(said);
    }
    one
}

fn information(soil: &Soil<'_>, days: i32) -> Reunion {
    let name =
        if days < 0 { "Première réunion d'information" } else { "Réunion d'information ouverte à tous" };
    let mut one = meeting(soil, (ReunionKind::Information, None, name), (days, 90));
    if days < 0 {
        one.state = ReunionState::Tenue;
    }
    one
}

fn board(soil: &Soil<'_>, groupe: GroupeId) -> Reunion {
    meeting(
        soil,
        (ReunionKind::Bureau, Some(groupe), "Bureau\u{a0}: préparation du budget"),
        (NEXT_BOARD, 90),
    )
}

/// A meeting whose date is being chosen, and what people said of the dates.
fn poll(soil: &Soil<'_>, invented: &CommunauteFictive) -> (Reunion, Vec<Convocation>) {
    let groupe = &invented.groupes[2];
    let mut one = meeting(
        soil,
        (ReunionKind::Groupe, Some(groupe.id), "Soins non programmés\u{a0}: choix de l'outil"),
        (0, 90),
    );
    let dates = [12, 14, 19, 21].into_iter().zip(1..).map(|(days, cle)| {
        let debut = evening(soil, days);
        Proposition { cle, debut, fin: debut.checked_add(SignedDuration::from_mins(90)).unwrap_or(debut) }
    });
    let mut dates: Vec<Proposition> = dates.collect();
    // A week-end moves two of them to the same evening.
    dates.dedup_by_key(|one| one.debut);
    (one.debut, one.fin, one.state) = (None, None, ReunionState::Sondage);
    one.fiche.propositions = dates;
    one.fiche.date_fixee = None;
    one.created_at = later(soil.now, -4);
    let seats = invented.mandats.iter().filter(|seat| seat.groupe == groupe.id);
    let line = |(rank, seat): (usize, &Mandat)| {
        let mut line = Convocation::new(new_call(soil), one.id, seat.personne);
        line.envois.push(sent(EnvoiKind::Sondage, later(soil.now, -4), (None, false)));
        // Two out of eight have not answered yet.
        if rank % 4 != 3 {
            let said = |cle: u32| match (cle as usize * 3 + rank * 5) % 7 {
                0..4 => Choix::Oui,
                4 => Choix::SiBesoin,
                _ => Choix::Non,
            };
            line.choix = one.fiche.propositions.iter().map(|date| (date.cle, said(date.cle))).collect();
            line.repondue_at = Some(later(soil.now, -2));
        }
        line
    };
    let lines = seats.enumerate().map(line).collect();
    (one, lines)
}

fn new_call(soil: &Soil<'_>) -> ConvocationId {
    ConvocationId(soil.app.settings().ids.next())
}

fn sent(kind: EnvoiKind, at: Timestamp, (debut, sans_adresse): (Option<Timestamp>, bool)) -> Envoi {
    Envoi { kind, at, debut, sans_adresse }
}

/// Who was called to each meeting that was held or that soon is, and what they answered.
fn convocations(soil: &Soil<'_>, invented: &mut CommunauteFictive, members: &[PersonneId]) {
    let mut all = Vec::new();
    for reunion in &invented.reunions {
        let Some(debut) = reunion.debut.filter(|debut| later(*debut, -CALLED) <= soil.now) else { continue };
        let called: Vec<PersonneId> = match reunion.kind {
            ReunionKind::Ago | ReunionKind::Age => members.to_vec(),
            _ => {
                let seats = invented.mandats.iter().filter(|seat| Some(seat.groupe) == reunion.groupe);
                seats.map(|seat| seat.personne).collect()
            }
        };
        let there: Vec<Option<PersonneId>> = invented
            .presences
            .iter()
            .filter(|one| one.reunion == reunion.id)
            .map(|one| one.personne)
            .collect();
        for (rank, id) in called.into_iter().enumerate() {
            let mut line = Convocation::new(new_call(soil), reunion.id, id);
            let silent = !reachable(&invented.personnes, id);
            let first = later(debut, -CALLED).min(soil.now);
            line.envois.push(sent(EnvoiKind::Convocation, first, (Some(debut), silent)));
            if later(debut, -3) <= soil.now {
                line.envois.push(sent(EnvoiKind::Convocation, later(debut, -3), (Some(debut), silent)));
            }
            line.reponse = answer(rank, (debut < soil.now).then(|| there.contains(&Some(id))));
            line.repondue_at = line.reponse.map(|_| later(first, 2).min(soil.now));
            all.push(line);
        }
    }
    invented.convocations = all;
}

fn reachable(personnes: &[Personne], id: PersonneId) -> bool {
    personnes.iter().find(|one| one.id == id).is_some_and(|one| one.canal(CanalKind::Courriel).is_some())
}

/// What somebody answered; `came` says whether they were there, once the meeting is over.
fn answer(rank: usize, came: Option<bool>) -> Option<Reponse> {
    match (came, rank % 4) {
        (Some(true), 3) | (None, 2) => None,
        (Some(true) | None, 0 | 1) | (Some(true), _) => Some(Reponse::Present),
        (Some(false), 0) => None,
        (Some(false), _) | (None, _) => Some(Reponse::Absent),
    }
}

/// A decision and a task for each meeting of a group that was held.
fn decisions(soil: &Soil<'_>, invented: &mut CommunauteFictive) {
    let mut all = Vec::new();
    for (rank, reunion) in invented.reunions.iter().enumerate() {
        let (Some(debut), ReunionState::Tenue) = (reunion.debut, reunion.state) else { continue };
        let point = reunion.fiche.ordre_du_jour.iter().find(|point| point.cle == 2);
        let Some(titre) = point.map(|point| point.titre.as_str()) else { continue };
        let mut talks = THEMES.iter().flat_map(|theme| theme.talks.iter());
        let Some(talk) = talks.find(|talk| talk.point == titre) else { continue };
        let day = debut.to_zoned(app::paris()).date();
        let due = day.checked_add(30.days()).ok();
        let is_done = day.checked_add(45.days()).is_ok_and(|end| end < soil.today);
        let seats = invented.mandats.iter().filter(|seat| Some(seat.groupe) == reunion.groupe);
        let who: Vec<PersonneId> = seats.map(|seat| seat.personne).collect();
        let line = |kind, texte: &str| Decision {
            id: DecisionId(soil.app.settings().ids.next()),
            groupe: reunion.groupe,
            reunion: Some(reunion.id),
            point: Some(2),
            kind,
            texte: typed(texte),
            qui: who.get(rank % who.len().max(1)).copied().filter(|_| kind == DecisionKind::Tache),
            pour_le: due,
            faite_le: if is_done { day.checked_add(24.days()).ok() } else { None },
            created_at: debut,
            version: 1,
            removed_at: None,
        };
        all.extend([line(DecisionKind::Decision, talk.decision), line(DecisionKind::Tache, talk.tache)]);
    }
    invented.decisions = all;
}
