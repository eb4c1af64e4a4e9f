//! The community: mobilisation, difficulties, structures, association, objectives.

use std::collections::BTreeMap;

use domain::communaute::mobilisation::Colonne as Compte;
use domain::communaute::questionnaires::{Difficulte, EtatDifficulte, banque};
use domain::communaute::{Structure, StructureKind};
use domain::dossier::lettre::{Colonne, Contenu, Fait, Source, Tableau};
use domain::nombres::{compte, habitants};
use domain::source::RulesError;

use super::{Contenus, Matieres, Registre, put};
use crate::subventions::EtatSubvention;

/// Which structures answer which question of the letter.
const STRUCTURES: [(&str, &[StructureKind]); 7] = {
    use StructureKind::{
        CentreSante, Clinique, Collectivite, Dac, Ehpad, Hopital, HopitalProximite, MedicoSocial, Msp, Mspu,
        Smr, Ssiad,
    };
    [
        ("structures_msp", &[Msp, Mspu]),
        ("structures_dac", &[Dac]),
        ("structures_collectivites", &[Collectivite]),
        ("structures_hopitaux", &[Hopital, HopitalProximite]),
        ("structures_cliniques", &[Clinique, Smr]),
        ("structures_medico_social", &[Ehpad, Ssiad, MedicoSocial]),
        ("structures_coordonnees", &[Msp, Mspu, CentreSante, Dac]),
    ]
};

pub(super) fn add(
    matieres: &Matieres,
    registre: &mut Registre,
    contenus: &mut Contenus,
) -> Result<(), &'static RulesError> {
    for (name, kinds) in STRUCTURES {
        put(contenus, name, list(matieres, kinds));
    }
    put(contenus, "structures_social", list(matieres, &[StructureKind::Social]));
    put(contenus, "difficultes", difficulties(&matieres.difficultes)?);
    put(contenus, "historique", history(matieres));
    put(contenus, "mobilisation", mobilisation(matieres, registre));
    put(contenus, "contact", contact(matieres));
    put(contenus, "association", association(matieres));
    put(contenus, "subvention", subsidy(matieres));
    thread(matieres, contenus);
    Ok(())
}

fn list(matieres: &Matieres, kinds: &[StructureKind]) -> Option<Contenu> {
    let own = matieres.structures.iter().filter(|one| one.removed_at.is_none() && kinds.contains(&one.kind));
    let lignes: Vec<String> = own.map(|one| named(matieres, one)).collect();
    (!lignes.is_empty()).then_some(Contenu::Liste { lignes })
}

fn named(matieres: &Matieres, one: &Structure) -> String {
    match one.commune.and_then(|code| matieres.lieux.get(&code)) {
        Some(place) => format!("{} ({place})", one.nom),
        None => one.nom.clone(),
    }
}

/// Voices by theme, then the words of the difficulties that the CPTS wants to act on. Nobody is named.
fn difficulties(all: &[Difficulte]) -> Result<Vec<Contenu>, &'static RulesError> {
    let own: Vec<&Difficulte> =
        all.iter().filter(|one| one.removed_at.is_none() && one.etat != EtatDifficulte::SansSuite).collect();
    if own.is_empty() {
        return Ok(Vec::new());
    }
    let mut themes: BTreeMap<&str, i64> = BTreeMap::new();
    for key in own.iter().flat_map(|one| one.fiche.themes.iter().flatten()) {
        *themes.entry(key).or_default() += 1;
    }
    let known = &banque()?.themes;
    let label =
        |key: &str| known.iter().find(|one| one.cle == key).map_or(key.to_owned(), |one| one.libelle.clone());
    let mut counted: Vec<(String, i64)> =
        themes.into_iter().map(|(key, count)| (label(key), count)).collect();
    counted.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let mut contents = vec![Contenu::paragraphe(format!(
        "{} par les professionnels du territoire.",
        compte(own.len(), "difficulté a été exprimée", "difficultés ont été exprimées")
    ))];
    if !counted.is_empty() {
        let lignes = counted.into_iter().map(|(theme, count)| format!("{theme}\u{a0}: {count}")).collect();
        contents.push(Contenu::Liste { lignes });
    }
    let kept = own.iter().filter(|one| one.etat == EtatDifficulte::Retenue && one.groupe.is_none());
    let lignes: Vec<String> = kept.map(|one| one.texte.clone()).collect();
    if !lignes.is_empty() {
        contents.push(Contenu::paragraphe("Difficultés que la CPTS retient\u{a0}:"));
        contents.push(Contenu::Liste { lignes });
    }
    Ok(contents)
}

fn history(matieres: &Matieres) -> Vec<Contenu> {
    let own = &matieres.historique;
    if own.campagnes.is_empty() && own.reunions.is_empty() {
        return Vec::new();
    }
    let parts = documents::historique_phrases(own, &matieres.zone);
    let told =
        parts.into_iter().flat_map(|(title, lignes)| [Contenu::paragraphe(title), Contenu::Liste { lignes }]);
    told.collect()
}

fn mobilisation(matieres: &Matieres, registre: &mut Registre) -> Option<Contenu> {
    let table = &matieres.table.table;
    let lines: Vec<_> =
        table.lignes.iter().filter(|line| line.lettre || line.comptes.avec(Compte::Identifies) > 0).collect();
    if lines.iter().all(|line| line.comptes.avec(Compte::Identifies) == 0) {
        return None;
    }
    let official = |line: &domain::communaute::mobilisation::LigneTableau| {
        line.officiel.as_ref().and_then(|measure| measure.value).map_or_else(|| "–".to_owned(), habitants)
    };
    let mut sums = [0usize; 3];
    let mut lignes: Vec<Vec<String>> = Vec::new();
    for line in lines {
        let counts = Compte::ALL.iter().map(|colonne| line.comptes.avec(*colonne));
        let counts: Vec<usize> = counts.collect();
        sums.iter_mut().zip(&counts).for_each(|(sum, count)| *sum += count);
        let mut cells = vec![line.label.clone(), official(line)];
        cells.extend(counts.iter().map(ToString::to_string));
        lignes.push(cells);
    }
    let mut total = vec!["Ensemble".to_owned(), String::new()];
    total.extend(sums.iter().map(ToString::to_string));
    lignes.push(total);
    let own = registre.own(matieres, "fiches et campagnes de la communauté", "professionnels");
    let mut sources = vec![own];
    let register = matieres.diagnostic.iter().flat_map(|one| &one.sources);
    let register = register.filter(|passport| passport.kind == territory::Kind::Professionals);
    sources.extend(register.map(|passport| {
        registre.cite(Source {
            citation: passport.citation(),
            millesime: passport.vintage.to_string(),
            perimetre: passport.coverage.clone(),
            unite: "professionnels".to_owned(),
            masque: None,
        })
    }));
    let number = |titre: &str| Colonne { titre: titre.to_owned(), nombre: true };
    Some(Contenu::Tableau(Tableau {
        titre: "Professionnels informés et sollicités sur le territoire".to_owned(),
        colonnes: vec![
            Colonne { titre: "Profession".to_owned(), nombre: false },
            number("Répertoire officiel"),
            number("Identifiés"),
            number("Sollicités"),
            number("Souhaitant adhérer"),
        ],
        lignes,
        total: true,
        sources,
    }))
}

/// Where the request for a subsidy stands; nothing while none was begun.
fn subsidy(matieres: &Matieres) -> Option<Contenu> {
    let says = match &matieres.subvention {
        None => "Votre rôle ne lit pas les demandes de subvention.".to_owned(),
        Some(EtatSubvention::Aucune) => return None,
        Some(EtatSubvention::Incomplete(_, missing)) => {
            format!(
                "Demande commencée\u{a0}: {}.",
                compte(*missing, "point reste à compléter", "points restent à compléter")
            )
        }
        Some(EtatSubvention::Complete(_)) => "Demande complète, à figer avant le dépôt.".to_owned(),
        Some(EtatSubvention::Prete(_, figee)) => {
            format!(
                "Demande de subvention (CERFA 12156) jointe en annexe, version {}, empreinte {}.",
                figee.numero, figee.sha256
            )
        }
    };
    Some(Contenu::paragraphe(says))
}

fn fact(libelle: &str, valeur: Option<&String>) -> Option<Fait> {
    let valeur = valeur?.replace('\n', ", ");
    Some(Fait { libelle: libelle.to_owned(), valeur, sources: Vec::new() })
}

fn contact(matieres: &Matieres) -> Option<Contenu> {
    let own = &matieres.association;
    let phone = own.phone.as_ref().map(|phone| {
        domain::texte::Telephone::from_e164(phone).map_or_else(|| phone.clone(), |read| read.shown())
    });
    let facts = [
        fact("Adresse postale", own.address.as_ref()),
        fact("E-mail", own.email.as_ref()),
        fact("Téléphone", phone.as_ref()),
    ];
    let faits: Vec<Fait> = facts.into_iter().flatten().collect();
    (!faits.is_empty()).then_some(Contenu::Faits { faits })
}

fn association(matieres: &Matieres) -> Option<Contenu> {
    let own = &matieres.association;
    let facts = [
        fact("Association", own.legal_name.as_ref()),
        fact("Numéro RNA", own.rna.as_ref()),
        fact("SIRET", own.siret.as_ref()),
        fact("Siège", own.address.as_ref()),
    ];
    let faits: Vec<Fait> = facts.into_iter().flatten().collect();
    (!faits.is_empty()).then_some(Contenu::Faits { faits })
}

/// The thread of each mission, for the fields of missions, and all of them for the projet de santé.
fn thread(matieres: &Matieres, contenus: &mut Contenus) {
    for mission in &matieres.fil.missions {
        let told = |node: &domain::objectifs::Noeud| {
            let mut text = format!("{}\u{a0}: {}", node.niveau.label(), node.texte);
            if !node.besoins.is_empty() {
                let needs: Vec<&str> = node.besoins.iter().map(|need| need.texte.as_str()).collect();
                text.push_str(&format!(" (répond à\u{a0}: {})", needs.join("\u{202f}; ")));
            }
            text
        };
        let lignes: Vec<String> = mission.lignes().into_iter().map(told).collect();
        if lignes.is_empty() {
            continue;
        }
        let list = Contenu::Liste { lignes };
        put(contenus, "fil_tous", [Contenu::paragraphe(mission.titre.clone()), list.clone()]);
        put(contenus, &format!("fil_{}", mission.cle), [list]);
    }
}
