//! What a phone shows: the form to sign, with a network or without.

use app::communaute::presences::{Connu, Porte, SignerError};
use askama::Template;
use askama_web::WebTemplate;
use domain::communaute::presences::{Cadran, Jugement, Motif};

use super::super::components::{Choice, Field, FieldKind, FormErrors, Notice, Opt, Tone};
use super::super::page::Page;
use super::super::sheet::{Form, Item, Part, SheetView};
use crate::fields::Fields;

/// What was typed on a phone, and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saisie {
    /// Name of somebody whom the CPTS knows.
    pub nom: String,
    /// What shows that it is theirs.
    pub preuve: String,
    /// Whether the phone remembers them.
    pub souvenir: bool,
    /// Name of somebody new.
    pub nouveau_nom: String,
    /// First name of the same.
    pub nouveau_prenom: String,
    /// Profession code of the same.
    pub profession: String,
    /// Whether the form of somebody new was sent.
    pub nouveau: bool,
    /// What is wrong with the name.
    pub erreur_nom: Option<String>,
    /// What is wrong with what shows that it is theirs.
    pub erreur_preuve: Option<String>,
    /// What is wrong with the form of somebody new.
    pub erreur_nouveau: Option<String>,
}

impl Saisie {
    /// From a form.
    pub fn of(fields: &Fields) -> Self {
        let text = |name: &str| fields.text(name).to_owned();
        Self {
            nom: text("nom"),
            preuve: text("preuve"),
            souvenir: fields.text("souvenir") == "oui",
            nouveau_nom: text("nouveau_nom"),
            nouveau_prenom: text("nouveau_prenom"),
            profession: text("profession"),
            nouveau: fields.text("qui") == "inconnue",
            ..Self::default()
        }
    }

    /// Says what is wrong, beside the field that can be corrected.
    #[must_use]
    pub fn refused(mut self, error: &SignerError) -> Self {
        let name = Some("Écrivez votre nom. Il figure sur la feuille de présence.".to_owned());
        match (error, self.nouveau) {
            (SignerError::SansNom, true) => self.erreur_nouveau = name,
            (SignerError::SansNom, false) => self.erreur_nom = name,
            _ => {
                let text = "Ce nom et cette preuve ne vont pas ensemble dans nos fiches. Corrigez-les, ou signez plus bas comme nouvelle personne.";
                self.erreur_preuve = Some(text.to_owned());
            }
        }
        self
    }
}

/// Who is known, as the page says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reconnu {
    /// `Marie Dupont`.
    pub nom: String,
    /// `compte` or `telephone`: value of the form.
    pub par: &'static str,
    /// Why the page knows.
    pub pourquoi: &'static str,
    /// Address of the form for somebody else; empty at a distance.
    pub autre: String,
}

/// The page where a phone signs.
#[derive(Template, WebTemplate)]
#[template(path = "presences/signer.html")]
pub struct SignerView {
    /// Layout.
    pub page: Page,
    /// CPTS, date, place.
    pub lead: String,
    /// Something to know before signing.
    pub notice: Option<Notice>,
    /// Where the forms go; empty without a network, when the script knows.
    pub action: String,
    /// Made for this page: the same form sent twice counts once.
    pub jeton: String,
    /// Who is there, when somebody is known.
    pub reconnu: Option<Reconnu>,
    /// Name.
    pub nom: Field,
    /// Proof.
    pub preuve: Field,
    /// Whether the box is ticked.
    pub souvenir: bool,
    /// Name of somebody new.
    pub nouveau_nom: Field,
    /// First name of the same.
    pub nouveau_prenom: Field,
    /// Profession of the same.
    pub profession: Choice,
    /// Whether the form of somebody new is open.
    pub nouveau: bool,
    /// Whether the page stands without a network.
    pub hors_ligne: bool,
    /// Whether somebody signs at a distance.
    pub distance: bool,
}

fn professions(chosen: &str) -> Choice {
    let mut options = vec![Opt::new("", "Autre, ou pas de profession de santé", chosen.is_empty())];
    if let Ok(table) = domain::professions::professions() {
        options.extend(table.all.iter().map(|one| Opt::new(&one.code, &one.label, one.code == chosen)));
    }
    Choice::new("profession", "Votre profession", options)
}

impl SignerView {
    fn build((page, lead): (Page, String), (action, jeton): (String, String), saisie: Saisie) -> Self {
        let preuve = "Les 4 derniers chiffres de votre numéro RPPS, votre e-mail ou votre téléphone. L'un des trois suffit.";
        Self {
            page,
            lead,
            notice: None,
            action,
            jeton,
            reconnu: None,
            nom: Field::new("nom", "Votre nom").value(saisie.nom).error(saisie.erreur_nom).required(),
            preuve: Field::new("preuve", "Ce que la CPTS connaît de vous")
                .hint(preuve)
                .value(saisie.preuve)
                .error(saisie.erreur_preuve)
                .required(),
            souvenir: saisie.souvenir,
            nouveau_nom: Field::new("nouveau_nom", "Votre nom")
                .value(saisie.nouveau_nom)
                .error(saisie.erreur_nouveau)
                .required(),
            nouveau_prenom: Field::new("nouveau_prenom", "Votre prénom").value(saisie.nouveau_prenom),
            profession: professions(&saisie.profession),
            nouveau: saisie.nouveau,
            hors_ligne: false,
            distance: false,
        }
    }

    /// The page of a code.
    pub fn new(porte: &Porte, action: String, jeton: String, saisie: Saisie) -> Self {
        let cadran = Cadran::new((porte.seance.debut, porte.seance.fin), porte.zone.clone());
        let place = if porte.lieu.is_empty() { String::new() } else { format!(", {}", porte.lieu) };
        let lead = format!("{}. Le {}{place}.", porte.cpts, cadran.seance());
        let page =
            Page::apart(porte.titre.clone()).with_overline("Signer ma présence").fictitious(porte.fictitious);
        let autre = format!("{action}?autre=1");
        let mut view = Self::build((page, lead), (action, jeton), saisie);
        view.reconnu = match &porte.connu {
            Connu::Compte(nom) => Some(Reconnu {
                nom: nom.clone(),
                par: "compte",
                pourquoi: "Vous êtes connecté à votre compte.",
                autre,
            }),
            Connu::Telephone(nom) => Some(Reconnu {
                nom: nom.clone(),
                par: "telephone",
                pourquoi: "Ce téléphone se souvient de vous.",
                autre,
            }),
            Connu::Personne => None,
        };
        if let Jugement::AConfirmer(motif) = porte.jugement {
            let shown = cadran.moment(porte.montre_at);
            let text = match motif {
                Motif::SansVisio => {
                    "Cette réunion n'a pas de visioconférence. Le secrétaire devra confirmer votre présence."
                        .to_owned()
                }
                _ => {
                    format!("Ce code a été affiché à {shown}. Le secrétaire devra confirmer votre présence.")
                }
            };
            view.notice = Some(Notice::new(Tone::Attention, text));
        }
        view
    }

    /// Somebody signs at a distance, by a personal link.
    #[must_use]
    pub fn a_distance(mut self) -> Self {
        self.distance = true;
        if let Some(known) = &mut self.reconnu {
            known.autre = String::new();
            known.pourquoi = "Ce lien vous est personnel.";
        }
        self
    }

    /// What is wrong, with links to the fields.
    pub fn errors(&self) -> FormErrors {
        FormErrors::of(&[&self.nom, &self.preuve, &self.nouveau_nom])
    }
}

/// The page that a phone keeps for a room without a network.
pub fn hors_ligne() -> SignerView {
    let lead = "Vous n'avez pas de réseau. Signez quand même\u{a0}: votre signature partira toute seule au retour du réseau.";
    let page = Page::apart("Signer sans réseau").with_overline("Signer ma présence");
    let view = SignerView::build((page, lead.to_owned()), (String::new(), String::new()), Saisie::default());
    SignerView { hors_ligne: true, ..view }
}

/// The page where the short code is typed.
pub fn court(typed: &str, error: Option<&str>) -> SheetView {
    let field = Field::new("code", "Code dit dans la salle")
        .kind(FieldKind::Code)
        .hint("6 lettres ou chiffres. Le code change toutes les cinq minutes.")
        .value(typed)
        .error(error.map(str::to_owned))
        .required();
    let form = Form::new("/presence", "Ouvrir la réunion", vec![Item::Field(field)]);
    let lead = "Vous ne pouvez pas viser le QR code\u{a0}? Tapez le code affiché sous le dessin.";
    SheetView::new(Page::apart("Signer ma présence"), vec![Part::Lead(lead.to_owned()), Part::Form(form)])
}
