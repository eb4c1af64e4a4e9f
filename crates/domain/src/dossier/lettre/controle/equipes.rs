//! People who stand twice in the teams of the letter.

use std::collections::BTreeMap;

use super::{Gravite, Nomme, Remarque, Vue};

/// Two sheets are two people, even under one name; a typed line is known by its name only.
fn same(one: &Nomme, other: &Nomme) -> bool {
    match (one.personne, other.personne) {
        (Some(one), Some(other)) => one == other,
        _ => one.cle == other.cle,
    }
}

pub(super) fn check(vue: &Vue<'_>, found: &mut Vec<Remarque>) {
    let teams = &vue.reperes.equipes;
    for (cle, team) in teams {
        let mut twice: BTreeMap<&str, &str> = BTreeMap::new();
        for (rank, one) in team.iter().enumerate() {
            if team[..rank].iter().any(|before| same(before, one)) {
                twice.insert(&one.cle, &one.nom);
            }
        }
        if !twice.is_empty() {
            let text = match twice.len() {
                1 => {
                    "Une personne figure deux fois dans cette liste. Retirez une des deux lignes.".to_owned()
                }
                n => {
                    format!("{n} personnes figurent deux fois dans cette liste. Retirez les lignes en trop.")
                }
            };
            let names = twice.into_values().map(str::to_owned).collect();
            found.push(Remarque::new(cle, Gravite::Incoherence, text).about(names));
        }
    }
    // The letter tells the core from the others: who stands in both counts twice.
    let pairs = [
        ("equipe_projet", "membres_actifs", "équipe projet"),
        ("membres_actifs", "partenaires", "membres actifs"),
    ];
    for (first, second, name) in pairs {
        let (Some(core), Some(others)) = (teams.get(first), teams.get(second)) else { continue };
        let both: Vec<String> = others
            .iter()
            .filter(|one| core.iter().any(|own| same(own, one)))
            .map(|one| one.nom.clone())
            .collect();
        if !both.is_empty() {
            let text = format!(
                "Ces personnes figurent aussi dans la liste «\u{a0}{name}\u{a0}»\u{a0}: vérifiez que c'est voulu."
            );
            found.push(Remarque::new(second, Gravite::Attention, text).about(both));
        }
    }
}
