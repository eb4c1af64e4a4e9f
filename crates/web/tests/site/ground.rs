//! A CPTS and an institution with one thing of each kind, so that every blank of every address can be filled.

use std::collections::{BTreeMap, BTreeSet};

use app::communaute::imports::Tous;
use app::communaute::questionnaires::NewDifficulte;
use app::communaute::{ConventionChange, Merge, NewPerson};
use app::diagnostic::{Cible, Entry, Typed};
use app::objectifs::{NewObjectif, Under};
use app::organisations::{NewGrant, NewInvitation, Way};
use app::rgpd::{NewRequest, ViolationInput};
use app::territoire::Created;
use domain::authz::{InstitutionKind, Permission, Role, Subject};
use domain::communaute::Convention;
use domain::communaute::saisie::{SaisiePersonne, SaisieStructure};
use domain::ids::{
    CptsId, InstitutionId, PersonneId, PieceId, ReleveId, StructureId, TerritoireId, VarianteId,
};
use domain::objectifs::Saisie;
use domain::pieces::{OfConvention, OfDiagnostic};
use domain::rgpd::demande::Droit;
use domain::texte::Email;
use jiff::SignedDuration;
use testkit::{Seat, TestSite, person};

/// A CPTS and an institution.
#[derive(Clone, Copy)]
pub struct Ground {
    pub cpts: CptsId,
    pub institution: InstitutionId,
}

impl Ground {
    /// A new CPTS and a new institution; `mark` is in the name of the CPTS.
    /// The institution has another name: those of institutions are public.
    pub async fn new(site: &TestSite, mark: &str) -> Self {
        let cpts = site.app.tenant(&format!("CPTS {mark}")).await;
        Self::of(site, cpts, "publique").await
    }

    /// A known CPTS and a new institution.
    pub async fn of(site: &TestSite, cpts: CptsId, mark: &str) -> Self {
        Self { cpts, institution: new_institution(site, &format!("ARS {mark}")).await }
    }
}

async fn new_institution(site: &TestSite, name: &str) -> InstitutionId {
    let operates = testkit::operates();
    let made = site.app.create_institution(&operates, (InstitutionKind::Ars, name), true).await;
    made.unwrap().id
}

/// One thing of each kind that the address of a route names.
pub struct Things {
    blanks: Vec<(&'static str, String)>,
}

/// A proof of the first role that holds the permission.
fn proof<P: Permission>(cpts: CptsId) -> domain::authz::Allowed<P> {
    person(P::LINE.granted_to[0], cpts).authorize(cpts).unwrap()
}

/// A territory whose second variant may be removed; that variant.
pub async fn plot(site: &TestSite, cpts: CptsId, mark: &str) -> Created {
    let name = format!("{mark} {}", site.app.unknown_id());
    let first = site.app.plot(cpts, &name, &["96001"]).await;
    let edits = testkit::edits(cpts);
    site.app.create_variante(&edits, first.territoire, "B", Some(first.variante)).await.unwrap()
}

/// A value of a variant; `mark` is its source.
pub async fn recorded(
    app: &app::App,
    cpts: CptsId,
    (territoire, variante): (TerritoireId, VarianteId),
    mark: &str,
) -> ReleveId {
    let cible = Cible { territoire, variante, revision: 1 };
    let text = |text: &str| text.to_owned();
    let typed = Typed {
        indicateur: text("sans_mt"),
        periode: text("2021"),
        valeur: text("13,3"),
        origine: text("rezone"),
        source: text(mark),
        ..Typed::default()
    };
    let entry = Entry { saisie: typed.read(cible).unwrap(), confirmed: Vec::new() };
    app.record_releve(&proof(cpts), entry).await.unwrap()
}

/// A person of the community; `mark` is in their name.
pub async fn a_person(app: &app::App, cpts: CptsId, mark: &str) -> PersonneId {
    let saisie = SaisiePersonne {
        nom: format!("{mark} {}", app.clock().now()),
        // Each one is another person: nobody asks whether they are doubles.
        prenom: String::new(),
        ..SaisiePersonne::default()
    };
    app.add_person(&proof(cpts), NewPerson { saisie, etape: None }).await.unwrap().0
}

/// A structure with an agreement and its document.
async fn a_structure(app: &app::App, cpts: CptsId, mark: &str) -> (StructureId, PieceId) {
    let saisie = SaisieStructure { nom: mark.into(), kind: "clinique".into(), ..SaisieStructure::default() };
    let id = app.add_structure(&proof(cpts), &saisie).await.unwrap().0;
    let content = format!("%PDF-1.7 {mark}").into_bytes();
    let piece = app.attach_piece::<OfConvention>(&proof(cpts), mark, content).await.unwrap();
    let signed = Convention { objet: mark.into(), signee: app.today(), fin: None, piece: Some(piece) };
    app.change_convention(&proof(cpts), (id, 1), ConventionChange::Add(signed)).await.unwrap();
    (id, piece)
}

impl Things {
    /// Makes what `path` names, each thing by its own use case; `mark` is in every text.
    pub async fn furnish(site: &TestSite, ground: Ground, path: &str, mark: &str) -> Self {
        let Ground { cpts, institution } = ground;
        let (app, now) = (&site.app, testkit::now());
        // Only what the address names: the matrix asks two thousand times.
        let made = match path.contains("{territoire}") || path.contains("{partage}") {
            true => plot(site, cpts, mark).await,
            false => {
                Created { territoire: TerritoireId(app.unknown_id()), variante: VarianteId(app.unknown_id()) }
            }
        };
        let mut blanks = vec![
            ("{cpts}", cpts.to_string()),
            ("{institution}", institution.to_string()),
            ("{territoire}", made.territoire.to_string()),
            ("{variante}", made.variante.to_string()),
            ("{dataset}", app.reference().datasets[0].id.to_string()),
            ("{departement}", "96.json".into()),
            ("{cle}", "comptes".into()),
            ("{code}", "population".into()),
            ("{fournisseur}", "nulle-part".into()),
            ("{jeton}", "inconnu".into()),
            ("{token}", "inconnu".into()),
            ("{tache}", app.unknown_id().to_string()),
            ("{page}", web::views::guide_pages()[0].key.clone()),
        ];
        // Under `/instance` the organisation is what the address names, and the role is a seat of an institution.
        let of_instance = path.starts_with("/instance");
        blanks.push((
            "{organisation}",
            if path.contains("/cpts/") { cpts.to_string() } else { institution.to_string() },
        ));
        let needs = |blank: &str| path.contains(blank) && !of_instance;
        if needs("{diagnostic}") {
            let place = (made.territoire, made.variante);
            let id = app.freeze_diagnostic(&proof(cpts), place, mark, Some(mark)).await.unwrap();
            blanks.push(("{diagnostic}", id.to_string()));
        }
        if needs("{releve}") {
            let place = (made.territoire, made.variante);
            blanks.push(("{releve}", recorded(app, cpts, place, mark).await.to_string()));
        }
        if needs("{piece}") {
            let content = format!("%PDF-1.7 {mark}").into_bytes();
            let id = app.attach_piece::<OfDiagnostic>(&proof(cpts), mark, content).await.unwrap();
            blanks.push(("{piece}", id.to_string()));
        }
        if needs("{brouillon}") || needs("{lot}") {
            let text = format!("Nom;Prénom;Remarque\nEXEMPLE;Camille {};{mark}\n", app.unknown_id());
            let given = (mark, text.into_bytes());
            let id = app.read_import(&proof(cpts), given).await.unwrap();
            if needs("{lot}") {
                // Its name is nearly that of the sheet before: somebody else.
                let others = (BTreeMap::new(), Some(Tous::Creer));
                app.decide_import(&proof(cpts), id, others).await.unwrap();
                app.apply_import(&proof(cpts), id).await.unwrap();
            }
            let blank = if needs("{lot}") { "{lot}" } else { "{brouillon}" };
            blanks.push((blank, id.to_string()));
        }
        if needs("{demande}") {
            let new = NewRequest {
                user: None,
                person: mark,
                droit: Droit::Acces,
                message: mark,
                received_on: app.today(),
            };
            blanks.push(("{demande}", app.record_demande(&proof(cpts), new).await.unwrap().to_string()));
        }
        if needs("{violation}") {
            let input = ViolationInput {
                title: mark,
                facts: mark,
                categories: mark,
                people: Some(3),
                consequences: mark,
                measures: mark,
                happened_at: None,
                discovered_at: now,
            };
            blanks
                .push(("{violation}", app.record_violation(&proof(cpts), &input).await.unwrap().to_string()));
        }
        if needs("{personne}") {
            let user = app.seated(Seat::Cpts(cpts, Role::Membre)).await;
            let held = app.person(&proof(cpts), user).await.unwrap().roles;
            blanks.extend([("{personne}", user.to_string()), ("{role}", held[0].id.to_string())]);
        }
        if needs("{invitation}") {
            let email = Email::parse(&format!("{}@exemple.test", app.unknown_id())).unwrap();
            let new = NewInvitation { name: mark.into(), role: Role::Membre, way: Way::Email(email) };
            blanks.push(("{invitation}", app.invite(&proof(cpts), &new).await.unwrap().id.to_string()));
        }
        if needs("{autorisation}") {
            let until = now + SignedDuration::from_hours(24 * 30);
            let other = new_institution(site, &format!("ARS {}", app.unknown_id())).await;
            let new = NewGrant { institution: other, subjects: vec![Subject::Territoire], since: now, until };
            let signed = app.sign_grant(&proof(cpts), &new).await.unwrap();
            blanks.push(("{autorisation}", signed[0].to_string()));
        }
        if needs("{partage}") {
            let until = now + SignedDuration::from_hours(24 * 20);
            let page = (made.territoire, made.variante);
            let link = app.give_link((&proof(cpts), &proof(cpts)), page, mark, until).await.unwrap();
            blanks.push(("{partage}", link.id.to_string()));
        }
        if needs("{campagne}") {
            let (id, one) = crate::mobilisation::a_campaign(app, cpts, (path, mark)).await;
            blanks.push(("{campagne}", id.to_string()));
            blanks.extend(one.map(|one| ("{sollicitation}", one.to_string())));
        }
        if path.contains("/communaute/") && path.contains("{personne}") {
            let id = a_person(app, cpts, mark).await;
            blanks.insert(0, ("{personne}", id.to_string()));
        }
        if needs("{gardee}") || needs("{fusion}") {
            let (one, other) = (a_person(app, cpts, mark).await, a_person(app, cpts, mark).await);
            blanks.extend([("{gardee}", one.to_string()), ("{autre}", other.to_string())]);
            if needs("{fusion}") {
                let merge = Merge { gardee: (one, 1), autre: (other, 1), prises: BTreeSet::new() };
                blanks.push(("{fusion}", app.merge_people(&proof(cpts), &merge).await.unwrap().to_string()));
            }
        }
        if needs("{structure}") {
            let (id, piece) = a_structure(app, cpts, mark).await;
            blanks.insert(0, ("{piece}", piece.to_string()));
            blanks.push(("{structure}", id.to_string()));
        }
        blanks.push(("{rang}", "0".into()));
        if needs("{groupe}") || needs("{reunion}") {
            blanks.splice(0..0, super::groupes::furnish(site, cpts, mark).await);
            if path.contains("/reunions/") && needs("{piece}") {
                let reunion =
                    blanks.iter().find(|(blank, _)| *blank == "{reunion}").unwrap().1.parse().unwrap();
                let content = format!("%PDF-1.7 {mark}").into_bytes();
                let piece = app.attach_to_reunion(&proof(cpts), reunion, (mark, content)).await.unwrap();
                blanks.insert(0, ("{piece}", piece.to_string()));
            }
        }
        if needs("{presence}") {
            let reunion = blanks.iter().find(|(blank, _)| *blank == "{reunion}").unwrap().1.parse().unwrap();
            let one = a_person(app, cpts, mark).await;
            app.mark_present(&proof(cpts), (reunion, &[one]), None).await.unwrap();
            let sheet = app.feuille_presence(&proof(cpts), (reunion, None)).await.unwrap().feuille;
            blanks.push(("{presence}", sheet.lignes[0].presence.to_string()));
        }
        blanks.splice(0..0, super::gouvernance::furnish(site, cpts, path, mark).await);
        blanks.splice(0..0, super::dossiers::furnish(site, (cpts, institution), path, mark).await);
        blanks.splice(0..0, super::region::furnish(site, (cpts, institution), path, mark).await);
        blanks.splice(0..0, super::contrats::furnish(site, cpts, path).await);
        blanks.splice(0..0, super::dialogues::furnish(site, (cpts, institution), path).await);
        let places = (cpts, institution);
        blanks.splice(0..0, super::instruction::furnish(site, places, path, mark).await);
        if needs("{questionnaire}") {
            let id = app.create_questionnaire(&proof(cpts), ("guichet", mark)).await.unwrap();
            blanks.extend([("{questionnaire}", id.to_string()), ("{question}", "difficulte".into())]);
        }
        if needs("{difficulte}") {
            let new = NewDifficulte { texte: mark.into(), ..NewDifficulte::default() };
            let id = app.add_difficulte((&proof(cpts), &proof(cpts)), &new).await.unwrap();
            blanks.push(("{difficulte}", id.to_string()));
        }
        if needs("{objectif}") {
            let saisie = Saisie { texte: mark.into(), ..Saisie::default() };
            let new = NewObjectif { under: Under::Mission("acces".into()), saisie };
            blanks.push(("{objectif}", app.add_objectif(&proof(cpts), &new).await.unwrap().to_string()));
        }
        if needs("{subvention}") {
            let id = app.add_subvention(&proof(cpts), mark).await.unwrap();
            if path.contains("/finales/") {
                app.final_subsidy(cpts, id).await;
            }
            let own =
                [("{subvention}", id.to_string()), ("{partie}", "moyens".into()), ("{numero}", "1".into())];
            blanks.splice(0..0, own);
        }
        // What belongs to no CPTS and is not made here: nothing has this name.
        blanks.extend(["{role}", "{invitation}"].map(|blank| (blank, app.unknown_id().to_string())));
        Self { blanks }
    }

    /// The address of a route.
    pub fn fill(&self, path: &str) -> String {
        let filled =
            self.blanks.iter().fold(path.to_owned(), |path, (blank, value)| path.replace(blank, value));
        assert!(!filled.contains('{'), "a blank without a thing: {filled}");
        filled
    }

    /// The same address inside another CPTS: the things stay where they are.
    pub fn fill_inside(&self, path: &str, cpts: CptsId) -> String {
        self.fill(&path.replace("{cpts}", &cpts.to_string()))
    }

    /// Whether an address names something that belongs to a CPTS.
    pub fn is_named_in(path: &str) -> bool {
        let things = [
            "{territoire}",
            "{variante}",
            "{diagnostic}",
            "{releve}",
            "{piece}",
            "{demande}",
            "{violation}",
            "{personne}",
            "{role}",
            "{invitation}",
            "{autorisation}",
            "{partage}",
            "{vote}",
            "{procuration}",
            "{adhesion}",
            "{campagne}",
            "{presence}",
            "{sollicitation}",
            "{questionnaire}",
            "{difficulte}",
            "{objectif}",
            "{subvention}",
            "{contrat}",
            "{mouvement}",
            "{depense}",
            "{experience}",
            "{gardee}",
            "{fusion}",
            "{brouillon}",
            "{lot}",
            "{structure}",
            "{groupe}",
            "{reunion}",
            "{correction}",
            "{dossier}",
        ];
        things.iter().any(|blank| path.contains(blank))
    }
}
