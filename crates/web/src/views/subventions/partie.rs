//! One part of a request, as a form.

use app::subventions::{SubventionLue, Tapee};
use domain::subvention::formulaire::{Nature, PartieDef};
use domain::subvention::{Case, Formulaire, LigneTapee, Partie, SubventionFiche, valeur};

use crate::views::components::{Choice, Definition, Field, FieldKind, Link, Notice, Opt, Tone};
use crate::views::page::Page;
use crate::views::sheet::{Form, Item, Part, SheetView};
use crate::wording::subventions::balance;

/// Empty lines after those of an account.
fn blanks(financeur: bool) -> usize {
    if financeur { 2 } else { 1 }
}

/// What a person may do with a part.
#[derive(Clone, Copy, Debug, Default)]
pub struct Droits {
    /// Save it.
    pub edit: bool,
    /// Confirm the request.
    pub sign: bool,
}

/// A value as it is typed.
fn written(case: &Case, fiche: &SubventionFiche) -> String {
    let value = fiche.valeur(&case.cle);
    match case.nature {
        Nature::Date => value.parse().map(domain::nombres::date).unwrap_or_default(),
        _ => value.to_owned(),
    }
}

/// What is kept of a part, as its form shows it.
pub fn kept(form: &Formulaire, partie: Partie, fiche: &SubventionFiche) -> Tapee {
    if !is_budget(partie) {
        let cases = form.cases_of(partie).filter(|case| case.fiche.is_none());
        return Tapee::Cases(cases.map(|case| (case.cle.clone(), written(case, fiche))).collect());
    }
    let mut lines = Vec::new();
    for compte in form.comptes_of(partie) {
        let mine = fiche.lignes.iter().filter(|ligne| ligne.compte == compte.numero);
        lines.extend(mine.map(|ligne| LigneTapee {
            compte: ligne.compte.clone(),
            libelle: ligne.libelle.clone(),
            financeur: ligne.financeur.clone(),
            montant: ligne.montant.to_string(),
        }));
    }
    Tapee::Lignes(lines)
}

/// Whether a part is lines of the budget.
pub fn is_budget(partie: Partie) -> bool {
    matches!(partie, Partie::Charges | Partie::Produits | Partie::Contributions)
}

fn item(case: &'static Case, typed: &str) -> Item {
    if case.nature == Nature::Choix {
        let option =
            |one: &domain::subvention::formulaire::Choix| Opt::new(&one.cle, &one.libelle, one.cle == typed);
        return Item::Radios(Choice::new(
            &case.cle,
            &case.libelle,
            case.options.iter().map(option).collect(),
        ));
    }
    let kind = match case.nature {
        Nature::Texte => FieldKind::Area { rows: 5 },
        Nature::Nombre | Nature::Euros => FieldKind::Number,
        _ => FieldKind::Text,
    };
    let mut field = Field::new(&case.cle, &case.libelle).kind(kind).value(typed);
    let hint = match case.nature {
        Nature::Date => Some("Par exemple 31/12/2027."),
        Nature::Euros => Some("Sans centimes, par exemple 30 000."),
        _ => None,
    };
    field.hint = case.aide.clone().or(hint.map(str::to_owned));
    field.required = case.obligatoire;
    Item::Field(field)
}

fn cases(form: &'static Formulaire, partie: Partie, typed: &[(String, String)]) -> Vec<Item> {
    let text = |case: &Case| typed.iter().find(|(cle, _)| *cle == case.cle).map_or("", |(_, text)| text);
    form.cases_of(partie).filter(|case| case.fiche.is_none()).map(|case| item(case, text(case))).collect()
}

fn line(rank: usize, typed: &LigneTapee, financeur: bool) -> Vec<Item> {
    let item = |name: &'static str, label: String, value: &str| {
        let own = format!("{name}-{rank}");
        Item::Typed(Field::new(name, label).id(own.clone()).value(value), own)
    };
    // Each label says its line: many stand on one page.
    let said = |label: &str| format!("{label}, ligne {}", rank + 1);
    let mut items = vec![Item::Kept(format!("compte-{rank}"), typed.compte.clone())];
    if financeur {
        items.push(item("financeur", said("Financeur"), &typed.financeur));
    }
    items.push(item("libelle", said("Libellé"), &typed.libelle));
    items.push(item("montant", said("Montant en euros"), &typed.montant));
    items
}

fn lines(form: &Formulaire, partie: Partie, typed: &[LigneTapee]) -> Vec<Item> {
    let (mut items, mut rank) = (Vec::new(), 0);
    for compte in form.comptes_of(partie) {
        items.push(Item::Titre(format!("{} {}", compte.numero, compte.libelle)));
        let mine = typed.iter().filter(|one| one.compte == compte.numero && !one.is_empty()).cloned();
        let blank = LigneTapee { compte: compte.numero.clone(), ..LigneTapee::default() };
        let all = mine.chain(std::iter::repeat_n(blank, blanks(compte.financeur)));
        for one in all {
            items.extend(line(rank, &one, compte.financeur));
            rank += 1;
        }
    }
    items
}

/// Ranks of typed lines as the form shows them, empty ones left out: errors name these.
pub fn ordered(form: &Formulaire, partie: Partie, typed: &[LigneTapee]) -> Vec<LigneTapee> {
    let mut all = Vec::new();
    for compte in form.comptes_of(partie) {
        all.extend(typed.iter().filter(|one| one.compte == compte.numero && !one.is_empty()).cloned());
        let blank = LigneTapee { compte: compte.numero.clone(), ..LigneTapee::default() };
        all.extend(std::iter::repeat_n(blank, blanks(compte.financeur)));
    }
    all
}

fn record(form: &Formulaire, one: &SubventionLue, association: &str) -> Vec<Part> {
    let own = form.cases_of(Partie::Identite).filter(|case| case.fiche.is_some());
    let said = |case: &Case| {
        let text = valeur(case, &one.subvention.fiche, &one.association);
        let missing = if case.obligatoire {
            "manque\u{a0}: il est nécessaire pour déposer"
        } else {
            "non renseigné"
        };
        Definition::new(&case.libelle, if text.is_empty() { missing.to_owned() } else { text })
    };
    vec![
        Part::Heading("D'après la fiche de l'association".into()),
        Part::Definitions(own.map(said).collect()),
        Part::Buttons(vec![Link::new("Corriger la fiche de l'association", association)]),
        Part::Heading("À compléter ici".into()),
    ]
}

fn signing(url: &str, form: &Formulaire, (one, droits): (&SubventionLue, Droits)) -> Vec<Part> {
    let mut parts = vec![Part::Heading("Confirmer la demande".into())];
    if !droits.sign {
        parts.push(Part::Text(vec![
            "Une personne du bureau confirme la demande quand elle est complète.".into(),
        ]));
        return parts;
    }
    let option =
        |phrase: &domain::subvention::formulaire::Phrase| Opt::new(&phrase.cle, &phrase.texte, false);
    let boxes = Choice::new("attestation", "Je confirme", form.attestations.iter().map(option).collect());
    let seen = one.subvention.fiche.enregistrements().to_string();
    let items = vec![Item::Hidden("vu", seen), Item::Boxes(boxes)];
    parts.push(Part::Form(Form::new(format!("{url}/attester"), "Confirmer la demande", items)));
    parts
}

/// Where a part stands: its request, its definition, its addresses.
pub struct Autour<'a> {
    /// The form.
    pub form: &'static Formulaire,
    /// The part.
    pub def: &'a PartieDef,
    /// The request.
    pub one: &'a SubventionLue,
    /// Address of the request.
    pub url: &'a str,
    /// Address of the record of the association.
    pub association: &'a str,
    /// Who confirmed it and when, as long as it holds.
    pub signe: Option<String>,
    /// What the person may do.
    pub droits: Droits,
}

fn introduction(autour: &Autour<'_>) -> Vec<Part> {
    let (def, fiche) = (autour.def, &autour.one.subvention.fiche);
    let mut parts = vec![Part::Lead(def.aide.clone())];
    let total = |partie| fiche.total(autour.form, partie);
    match def.cle {
        Partie::Charges | Partie::Produits => {
            let (charges, produits) = (total(Partie::Charges), total(Partie::Produits));
            let tone = if charges == produits { Tone::Good } else { Tone::Attention };
            parts.push(Part::Notice(Notice::new(tone, balance(charges, produits))));
            parts.push(Part::Text(vec!["Enregistrez pour obtenir d'autres lignes vides.".into()]));
        }
        Partie::Identite => parts.extend(record(autour.form, autour.one, autour.association)),
        Partie::Projet if autour.droits.edit => {
            let url = format!("{}/projet", autour.url);
            parts.push(Part::Buttons(vec![
                Link::new("Proposer les objectifs de la CPTS", format!("{url}?proposer=objectifs")),
                Link::new("Proposer le territoire de référence", format!("{url}?proposer=territoire")),
            ]));
        }
        _ => {}
    }
    parts
}

/// One part of a request: its form, or its values for who only reads.
pub fn page(title: Page, autour: &Autour<'_>, typed: &Tapee) -> SheetView {
    let (def, one) = (autour.def, autour.one);
    let mut parts = introduction(autour);
    let items = match typed {
        Tapee::Cases(typed) => cases(autour.form, def.cle, typed),
        Tapee::Lignes(typed) => lines(autour.form, def.cle, typed),
    };
    if autour.droits.edit {
        let mut all = vec![Item::Hidden("vu", one.subvention.fiche.vu(def.cle).to_string())];
        all.extend(items);
        let form = Form::new(format!("{}/{}", autour.url, def.cle.key()), "Enregistrer cette partie", all);
        parts.push(Part::Form(if is_budget(def.cle) { form.wide() } else { form }));
    } else {
        parts.push(Part::Definitions(read(autour, typed)));
    }
    if def.cle == Partie::Attestations {
        if let Some(signe) = &autour.signe {
            parts.push(Part::Notice(Notice::new(Tone::Good, signe.clone())));
        }
        parts.extend(signing(autour.url, autour.form, (one, autour.droits)));
    }
    let mut links = vec![Link::new("Revenir à la demande", autour.url)];
    let next = autour.form.parties.iter().skip_while(|partie| partie.cle != def.cle).nth(1);
    if let Some(next) = next {
        links.push(Link::new(
            format!("Partie suivante\u{a0}: {}", next.titre),
            format!("{}/{}", autour.url, next.cle.key()),
        ));
    }
    parts.push(Part::Buttons(links));
    SheetView::new(title, parts)
}

fn read(autour: &Autour<'_>, typed: &Tapee) -> Vec<Definition> {
    let (form, one) = (autour.form, autour.one);
    let or_empty = |text: String| if text.is_empty() { "non renseigné".to_owned() } else { text };
    match typed {
        Tapee::Cases(_) => {
            let own = form.cases_of(autour.def.cle).filter(|case| case.fiche.is_none());
            let text = |case: &Case| or_empty(valeur(case, &one.subvention.fiche, &one.association));
            own.map(|case| Definition::new(&case.libelle, text(case))).collect()
        }
        Tapee::Lignes(lines) => {
            let term = |line: &LigneTapee| format!("{} {} {}", line.compte, line.financeur, line.libelle);
            lines
                .iter()
                .map(|line| Definition::new(term(line), format!("{}\u{202f}€", line.montant)))
                .collect()
        }
    }
}
