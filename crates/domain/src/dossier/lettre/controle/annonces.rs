//! What is announced beside what the system computes.

use territory::paste::{Line, Outcome};

use super::tableaux::{TableauAnnonce, tableaux};
use super::{Gravite, Remarque, Vue};
use crate::nombres::{compte, entier};

pub(super) fn check(vue: &Vue<'_>, found: &mut Vec<Remarque>) {
    communes_counted(vue, found);
    population(vue, found);
    communes_listed(vue, found);
    professions(vue, found);
}

fn number(typed: &str) -> Option<i64> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '.').collect();
    digits.parse().ok().filter(|_| !digits.is_empty())
}

fn not_a_number(cle: &str, typed: &str) -> Remarque {
    let text = format!(
        "«\u{a0}{typed}\u{a0}» n'est pas un nombre entier. Écrivez le nombre en chiffres, comme 47617."
    );
    Remarque::new(cle, Gravite::Incoherence, text)
}

/// A territory made of IRIS counts its distinct communes only.
fn communes_counted(vue: &Vue<'_>, found: &mut Vec<Remarque>) {
    let cle = "nombre_communes";
    let (typed, explained) = vue.announced(cle);
    if typed.trim().is_empty() {
        return;
    }
    let Some(announced) = number(typed) else { return found.push(not_a_number(cle, typed)) };
    let communes = vue.reperes.communes as i64;
    if announced == communes {
        return;
    }
    let why = if announced == vue.reperes.unites.len() as i64 {
        format!(
            " {announced} est le nombre de communes et d'IRIS de la liste\u{a0}: les IRIS d'une même commune ne comptent qu'une fois."
        )
    } else {
        String::new()
    };
    let text = format!(
        "Vous annoncez {announced} communes, le territoire en compte {communes} {}.{why} Retirez ce nombre, ou expliquez-le.",
        if communes < 2 { "distincte" } else { "distinctes" }
    );
    found.push(Remarque::new(cle, Vue::settled(explained), text));
}

fn population(vue: &Vue<'_>, found: &mut Vec<Remarque>) {
    let cle = "population";
    let (typed, explained) = vue.announced(cle);
    if typed.trim().is_empty() {
        return;
    }
    let Some(announced) = number(typed) else { return found.push(not_a_number(cle, typed)) };
    let gravite = Vue::settled(explained);
    match vue.reperes.population {
        Some(computed) if computed == announced => {}
        Some(computed) => found.push(Remarque::new(
            cle,
            gravite,
            format!(
                "Vous annoncez {} habitants, le calcul en trouve {}. Écrivez d'où vient le nombre annoncé et de quelle année il est.",
                entier(announced),
                entier(computed)
            ),
        )),
        None => found.push(Remarque::new(
            cle,
            gravite,
            format!(
                "Vous annoncez {} habitants, qu'aucune source importée ne permet de vérifier. Écrivez d'où vient ce nombre et de quelle année il est.",
                entier(announced)
            ),
        )),
    }
}

fn quoted(line: &Line) -> String {
    format!("Ligne {}\u{a0}: {}", line.number, line.text)
}

/// The pasted table of communes, line by line and beside the territory.
fn communes_listed(vue: &Vue<'_>, found: &mut Vec<Remarque>) {
    let cle = "communes";
    let (_, explained) = vue.announced(cle);
    let paste = &vue.reperes.communes_annoncees;
    let mut add = |gravite, text: String, places: Vec<String>| {
        if !places.is_empty() {
            found.push(Remarque::new(cle, gravite, text).about(places));
        }
    };
    let open = |line: &&Line| line.text.matches('(').count() != line.text.matches(')').count();
    let broken: Vec<String> = paste.lines.iter().filter(open).map(quoted).collect();
    add(
        Gravite::Incoherence,
        format!(
            "{} du tableau annoncé {} une parenthèse qui n'est pas fermée\u{a0}: le code a peut-être été coupé. Corrigez la ligne.",
            compte(broken.len(), "ligne", "lignes"),
            if broken.len() < 2 { "a" } else { "ont" }
        ),
        broken,
    );
    let unread = |line: &&Line| match &line.outcome {
        Outcome::Recognised { .. } => false,
        Outcome::Unknown(territory::paste::Reason::Heading) => false,
        Outcome::Ambiguous { .. } | Outcome::Former { .. } | Outcome::Unknown(_) => true,
    };
    let unread: Vec<String> = paste.lines.iter().filter(unread).map(quoted).collect();
    add(
        Gravite::Incoherence,
        format!(
            "{} du tableau annoncé {} une commune ni un IRIS d'aujourd'hui. Vérifiez le code.",
            compte(unread.len(), "ligne", "lignes"),
            if unread.len() < 2 { "ne désigne pas" } else { "ne désignent pas" }
        ),
        unread,
    );
    let announced = paste.perimeter();
    if announced.is_empty() {
        return;
    }
    let announced: std::collections::BTreeSet<_> = announced.units().collect();
    let differ = |here: &std::collections::BTreeSet<territory::UnitCode>,
                  there: &std::collections::BTreeSet<_>| {
        here.difference(there).map(ToString::to_string).collect::<Vec<String>>()
    };
    add(
        Vue::settled(explained),
        "Le tableau annoncé contient des lieux qui ne sont pas dans le territoire. Ajoutez-les au territoire, ou retirez-les du tableau.".into(),
        differ(&announced, &vue.reperes.unites),
    );
    add(
        Vue::settled(explained),
        "Le territoire contient des lieux qui manquent dans le tableau annoncé.".into(),
        differ(&vue.reperes.unites, &announced),
    );
}

/// Two announced tables of professions that disagree, and announced totals that are not those of the system.
fn professions(vue: &Vue<'_>, found: &mut Vec<Remarque>) {
    let cle = "mobilisation";
    let (typed, explained) = vue.announced(cle);
    let gravite = Vue::settled(explained);
    let tables = tableaux(typed);
    if tables.is_empty() {
        if !typed.trim().is_empty() {
            let text = "Le tableau annoncé ne se lit pas. Collez une ligne par profession\u{a0}: son nom, puis ses nombres.";
            found.push(Remarque::new(cle, Gravite::Incoherence, text));
        }
        return;
    }
    for (rank, table) in tables.iter().enumerate() {
        for other in &tables[rank + 1..] {
            found.extend(
                disagree(table, other).map(|(text, lines)| Remarque::new(cle, gravite, text).about(lines)),
            );
        }
    }
    let own: i64 = vue.reperes.professions.iter().map(|line| line.souhaitants).sum();
    for (rank, table) in tables.iter().enumerate() {
        let announced = table.total_of_last();
        if announced != own {
            let which = if tables.len() == 1 {
                "Le tableau annoncé".to_owned()
            } else {
                format!("Le tableau annoncé n°\u{a0}{}", rank + 1)
            };
            let text = format!(
                "{which} totalise {} professionnels souhaitant adhérer, la communauté en compte {}. Mettez à jour les fiches, ou expliquez l'écart.",
                entier(announced),
                entier(own)
            );
            found.push(Remarque::new(cle, gravite, text));
        }
    }
}

fn disagree(one: &TableauAnnonce, other: &TableauAnnonce) -> Option<(String, Vec<String>)> {
    let differ: Vec<String> = one
        .lignes
        .iter()
        .filter_map(|line| {
            let same = other.line(&line.libelle)?;
            let counts = |numbers: &[i64]| numbers.iter().map(|n| entier(*n)).collect::<Vec<_>>().join(" / ");
            (line.nombres != same.nombres).then(|| {
                format!(
                    "{}\u{a0}: {} dans un tableau, {} dans l'autre",
                    line.libelle,
                    counts(&line.nombres),
                    counts(&same.nombres)
                )
            })
        })
        .collect();
    let (a, b) = (one.total_of_last(), other.total_of_last());
    let totals = if a == b {
        format!(" La dernière colonne totalise {} dans les deux.", entier(a))
    } else {
        format!(" La dernière colonne totalise {} dans l'un et {} dans l'autre.", entier(a), entier(b))
    };
    let text = format!(
        "Les deux tableaux annoncés ne disent pas la même chose pour {}.{totals} Gardez-en un, ou expliquez leurs périmètres.",
        compte(differ.len(), "profession", "professions")
    );
    (!differ.is_empty()).then_some((text, differ))
}
