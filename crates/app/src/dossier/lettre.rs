//! A letter as it is read now: what was written, what the system knows, and what the check says of both.

use std::collections::{BTreeMap, BTreeSet};

use domain::authz::Author;
use domain::communaute::mobilisation::Colonne as Compte;
use domain::dossier::lettre::champs::{DefChamp, Nature, champ};
use domain::dossier::lettre::controle::{LigneProfession, Remarque, Reperes, Subvention, Valeurs, controler};
use domain::dossier::lettre::valeur::Echeance;
use domain::dossier::lettre::{
    Champ, ChampModele, Commentaire, Contenu, Ecrit, Modele, Partie, Redigee, Valeur, modele,
};
use domain::dossier::{Dossier, EtatDossier};
use domain::ids::{DossierId, GroupeId};
use domain::nombres::date;
use domain::territoire::phrases;
use territory::Perimeter;
use territory::paste::Paste;

use super::NOBODY;
use super::constats::{Connu, Membre, Registre, equipe, table_equipe};
use super::matieres::{Lecteur, Matieres};
use crate::comptes::Names;
use crate::subventions::EtatSubvention;
use crate::{App, AppError};

/// A dossier as its pages show it.
#[derive(Clone, Debug)]
pub struct DossierLu {
    /// The dossier.
    pub dossier: Dossier,
    /// Its template.
    pub modele: &'static Modele,
    /// What was written, with who wrote it.
    pub ecrit: Ecrit,
    /// The letter as it would be filed now.
    pub redigee: Redigee,
    /// What the check says.
    pub remarques: Vec<Remarque>,
    /// What co-authors say, oldest first.
    pub commentaires: Vec<Commentaire>,
    /// Groups that a team may be read from: identifier, name.
    pub groupes: Vec<(GroupeId, String)>,
    /// Who stands in each team, by key of its field: name, whether they come from a sheet.
    pub equipes: BTreeMap<String, Vec<(Option<domain::ids::PersonneId>, String)>>,
    /// The communes and IRIS that it speaks of.
    pub perimetre: Perimeter,
    /// How many pieces of content of each field were written; those that follow are the system's.
    pub ecrits: BTreeMap<String, usize>,
    /// Names of the people left out of teams, by identifier.
    pub laisses: BTreeMap<String, String>,
    /// Names of those who wrote.
    pub noms: Names,
}

impl DossierLu {
    /// Name of who wrote something.
    pub fn nom(&self, author: &Author) -> &str {
        self.noms.of(author).unwrap_or(NOBODY)
    }

    /// What the check says of a field.
    pub fn remarques_de<'a>(&'a self, cle: &'a str) -> impl Iterator<Item = &'a Remarque> {
        self.remarques.iter().filter(move |one| one.champ == cle)
    }

    /// How many fields of a part are without any blocking remark, of how many.
    pub fn avancement(&self, partie: &str) -> (usize, usize) {
        let Some(partie) = self.modele.partie(partie) else { return (0, 0) };
        let done =
            |one: &&ChampModele| !self.remarques.iter().any(|own| own.champ == one.cle && own.bloque());
        (partie.champs.iter().filter(done).count(), partie.champs.len())
    }

    /// Whether nothing blocks its filing.
    pub fn est_complet(&self) -> bool {
        !self.remarques.iter().any(Remarque::bloque)
    }

    /// Whether it may be written now.
    pub fn est_ouvert(&self) -> bool {
        self.dossier.etat.may_be_filed() && self.dossier.removed_at.is_none()
    }
}

/// The teams of the fields, with who stands in them.
type Equipes = BTreeMap<String, Vec<Membre>>;

impl App {
    /// A dossier of the CPTS with everything that is known and said of it.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when the CPTS has none of that identifier or it was removed.
    pub async fn dossier_ecrit(&self, lecteur: &Lecteur, id: DossierId) -> Result<DossierLu, AppError> {
        let proof = &lecteur.dossiers;
        let tx = self.store.read().await?;
        let dossier = tx.dossier_cpts(proof, id).await?.filter(|one| one.removed_at.is_none());
        let ecrit = Ecrit::of(tx.redactions(proof, id).await?);
        let commentaires = tx.commentaires(proof, id).await?;
        drop(tx);
        let dossier = self.dossier_lu(proof, dossier.ok_or(AppError::NotFound)?).await?;
        let modele = modele(&dossier.fiche.modele)?.ok_or(AppError::NotFound)?;
        let matieres = self.matieres(lecteur, &dossier).await?;
        let mut registre = Registre::default();
        let connu = Connu::of(&matieres, &mut registre)?;
        let valeurs = ecrit.valeurs();
        let mut teams = Equipes::new();
        for asked in modele.champs() {
            if let Some(Valeur::Equipe(own)) = valeurs.get(&asked.cle) {
                teams.insert(asked.cle.clone(), equipe(&matieres, own)?);
            }
        }
        let parties = modele.parties.iter().map(|partie| {
            let champs = partie.champs.iter().map(|asked| filled(asked, (&valeurs, &connu, &teams)));
            Ok(Partie {
                cle: partie.cle.clone(),
                titre: partie.titre.clone(),
                champs: champs.collect::<Result<_, AppError>>()?,
            })
        });
        let parties = parties.collect::<Result<Vec<_>, AppError>>()?;
        let redigee = Redigee {
            modele: modele.cle.clone(),
            modele_nom: modele.nom.clone(),
            nature: modele.titre.clone(),
            titre: match valeurs.get("intitule") {
                Some(Valeur::Texte { texte }) if !texte.is_empty() => texte.clone(),
                _ => matieres.cpts.name.clone(),
            },
            cpts: matieres.cpts.name.clone(),
            jour: matieres.jour,
            redigee_le: match valeurs.get("date_redaction") {
                Some(Valeur::Date { jour }) => *jour,
                _ => None,
            },
            fictif: matieres.cpts.fictitious,
            parties,
            sources: registre.into_sources(),
        };
        let annexes = self.annexes(proof, &dossier).await?.into_iter().map(|one| one.sha256).collect();
        let reperes = self.reperes((&matieres, &annexes), (&connu, &valeurs, &teams));
        let remarques = match dossier.etat {
            // Once it is over, nothing is asked any more.
            EtatDossier::Accepte | EtatDossier::Refuse => Vec::new(),
            _ => controler(modele, &valeurs, &reperes)?,
        };
        let authors = commentaires
            .iter()
            .map(|one| &one.by)
            .chain(modele.champs().filter_map(|one| Some(&ecrit.champ(&one.cle)?.by)));
        let noms = self.names(proof, authors).await?;
        let left = valeurs.values().filter_map(|value| match value {
            Valeur::Equipe(own) => Some(&own.sans),
            _ => None,
        });
        let annuaire = &matieres.table.annuaire;
        let shown = |team: &Vec<Membre>| team.iter().map(|one| (one.personne, one.nomme().nom)).collect();
        Ok(DossierLu {
            equipes: teams.iter().map(|(cle, team)| (cle.clone(), shown(team))).collect(),
            perimetre: matieres.fiche.iter().flat_map(|one| one.diagnosis.units.iter().copied()).collect(),
            laisses: left.flatten().map(|id| (id.to_string(), annuaire.nom(*id))).collect(),
            ecrits: modele
                .champs()
                .filter_map(|one| Some((one, champ(&one.cle).ok()??, valeurs.get(&one.cle)?)))
                .map(|(one, def, value)| (one.cle.clone(), written(def, value).len()))
                .collect(),
            groupes: matieres
                .groupes
                .iter()
                .filter(|one| one.removed_at.is_none())
                .map(|one| (one.id, one.nom.clone()))
                .collect(),
            dossier,
            modele,
            ecrit,
            redigee,
            remarques,
            commentaires,
            noms,
        })
    }

    /// What the check compares with what was written.
    fn reperes(
        &self,
        (matieres, annexes): (&Matieres, &BTreeSet<String>),
        (connu, valeurs, teams): (&Connu, &Valeurs, &Equipes),
    ) -> Reperes {
        let diagnosis = matieres.fiche.as_ref().map(|fiche| &fiche.diagnosis);
        let announced = match valeurs.get("communes") {
            Some(Valeur::Constat { annonce, .. }) if !annonce.trim().is_empty() => {
                Paste::read(&self.reference().atlas, annonce)
            }
            _ => Paste::default(),
        };
        let own = &matieres.association;
        let missing = [
            (own.address.is_none(), "une adresse postale"),
            (own.email.is_none(), "un e-mail"),
            (own.phone.is_none(), "un téléphone"),
        ];
        let professions = matieres.table.table.lignes.iter().map(|line| LigneProfession {
            libelle: line.label.clone(),
            sollicites: line.comptes.avec(Compte::Contactes) as i64,
            souhaitants: line.comptes.avec(Compte::Souhaitants) as i64,
        });
        Reperes {
            jour: matieres.jour,
            connus: connu.names().cloned().collect(),
            unites: diagnosis.iter().flat_map(|one| &one.units).copied().collect(),
            communes: diagnosis.map_or(0, |one| one.distinct_communes),
            population: diagnosis
                .and_then(|one| one.population.measure.complete())
                .map(|people| people.round() as i64),
            territoire: diagnosis.iter().flat_map(|one| &one.checks).map(phrases::check).collect(),
            communes_annoncees: announced,
            professions: professions.collect(),
            equipes: teams
                .iter()
                .map(|(cle, team)| (cle.clone(), team.iter().map(Membre::nomme).collect()))
                .collect(),
            contact_manque: missing
                .iter()
                .filter(|(lacks, _)| *lacks)
                .map(|(_, what)| (*what).to_owned())
                .collect(),
            subvention: matieres.subvention.as_ref().map(|etat| match etat {
                EtatSubvention::Aucune | EtatSubvention::Incomplete(..) | EtatSubvention::Complete(_) => {
                    Subvention::APreparer
                }
                EtatSubvention::Prete(_, figee) if annexes.contains(&figee.sha256) => Subvention::Jointe,
                EtatSubvention::Prete(..) => Subvention::AJoindre,
            }),
        }
    }
}

/// A field with what the system knows for it and what was written in it.
fn filled(
    asked: &ChampModele,
    (valeurs, connu, teams): (&Valeurs, &Connu, &Equipes),
) -> Result<Champ, AppError> {
    let def = champ(&asked.cle)?.ok_or(AppError::NotFound)?;
    let known = def.connu_sous().map(|name| connu.get(name)).unwrap_or_default();
    let value = valeurs.get(&asked.cle).filter(|value| !value.is_empty());
    let team = teams.get(&asked.cle).map(Vec::as_slice).unwrap_or_default();
    let written = value.map(|value| written(def, value)).unwrap_or_default();
    let mut contenu = match def.nature {
        Nature::Equipe => table_equipe(&asked.titre, team).into_iter().collect(),
        Nature::Constat => known.to_vec(),
        // What people write comes first, what the system adds after it.
        _ => written.into_iter().chain(known.iter().cloned()).collect::<Vec<_>>(),
    };
    let explication = match value {
        Some(Valeur::Constat { annonce, explication }) => {
            if !annonce.is_empty() {
                contenu
                    .push(Contenu::paragraphe(format!("Annoncé par la CPTS\u{a0}: {}", one_line(annonce))));
            }
            Some(explication.clone()).filter(|text| !text.is_empty())
        }
        _ => None,
    };
    Ok(Champ { cle: asked.cle.clone(), titre: asked.titre.clone(), contenu, explication })
}

/// A pasted table is named, a number is shown.
fn one_line(annonce: &str) -> String {
    match annonce.lines().count() {
        0 | 1 => annonce.to_owned(),
        lines => format!("un tableau de {lines} lignes, comparé à celui-ci"),
    }
}

fn paragraphs(text: &str) -> Vec<Contenu> {
    text.lines().filter(|line| !line.trim().is_empty()).map(Contenu::paragraphe).collect()
}

fn written(def: &DefChamp, value: &Valeur) -> Vec<Contenu> {
    match value {
        Valeur::Texte { texte } => paragraphs(texte),
        Valeur::Date { jour } => jour.map(|day| Contenu::paragraphe(date(day))).into_iter().collect(),
        Valeur::Echeance { quand } => {
            quand.map(|when| Contenu::paragraphe(when.texte())).into_iter().collect()
        }
        Valeur::Periode { debut, fin } => {
            let text = |one: &Option<Echeance>| one.map_or_else(|| "…".to_owned(), Echeance::texte);
            vec![Contenu::paragraphe(format!("De {} à {}", text(debut), text(fin)))]
        }
        Valeur::Reponse { reponse, precisions } => {
            let answer = reponse.map(|one| Contenu::paragraphe(one.label()));
            answer.into_iter().chain(paragraphs(precisions)).collect()
        }
        Valeur::Sources { lignes } => {
            let line = |one: &domain::dossier::lettre::valeur::SourceCitee| match one.date {
                Some(day) => format!("{} (reçu le {})", one.document, date(day)),
                None => one.document.clone(),
            };
            vec![Contenu::Liste { lignes: lignes.iter().map(line).collect() }]
        }
        Valeur::Equipe(_) | Valeur::Constat { .. } => {
            debug_assert!(matches!(def.nature, Nature::Equipe | Nature::Constat));
            Vec::new()
        }
    }
}
