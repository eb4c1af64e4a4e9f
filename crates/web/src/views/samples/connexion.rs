//! The door, with invented people.

use super::super::Page;
use super::super::components::{ActionForm, Field, FieldKind, Link, Notice, Tone};
use super::super::connexion::{
    ChooseFactorView, CodesView, ConfirmView, DemoLine, FactorView, Hidden, PasskeyView, ResumeView,
    SignInView, TotpView,
};
use super::{Sample, sample};

fn way() -> Hidden {
    vec![("suite".into(), "/c/vallee-verte/territoires".into()), ("garde".into(), "nom=Vallée".into())]
}

fn code() -> Field {
    Field::new("code", "Code")
        .kind(FieldKind::Code)
        .required()
        .hint("Les 6 chiffres affichés par votre application.")
}

fn sign_in(wrong: bool) -> SignInView {
    let mut view = SignInView::new(Page::apart("Se connecter"), way());
    view.passkeys = true;
    view.providers = vec![ActionForm::new("Se connecter avec Pro Santé Connect", "/connexion/psc")];
    view.demo = vec![DemoLine {
        name: "Camille Exemple".into(),
        roles: "Coordinateur ou coordinatrice".into(),
        enter: ActionForm::new("Entrer comme Camille Exemple", "/demo/entrer").with("personne", "1"),
    }];
    if wrong {
        view.courriel = view.courriel.value("camille@exemple.fr");
        view.mot_de_passe.error = Some("L'adresse ou le mot de passe ne convient pas.".into());
        view.page.notices.push(Notice::new(Tone::Attention, "Votre session est terminée."));
    }
    view
}

fn factor() -> FactorView {
    let mut view = FactorView::new(Page::apart("Donner votre second facteur"), way(), true);
    view.passkey = true;
    view.code.error = Some("Ce code a déjà servi. Attendez le code suivant.".into());
    view
}

fn totp() -> TotpView {
    TotpView {
        page: Page::apart("Préparer l'application de codes"),
        way: way(),
        qr_svg: "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"qr\" viewBox=\"0 0 8 8\"><path d=\"M1 1h1v1h-1z\"/></svg>".into(),
        secret: "JBSW Y3DP EHPK 3PXP".into(),
        uri: "otpauth://totp/Maillage:camille%40exemple.fr?secret=JBSWY3DPEHPK3PXP".into(),
        code: code(),
    }
}

fn passkey() -> PasskeyView {
    PasskeyView {
        page: Page::apart("Ajouter une clé d'accès"),
        action: "/second-facteur/cle/reponse",
        ceremony: "create",
        options: "{\"publicKey\":{}}".into(),
        hidden: way(),
        nom: Some(Field::new("nom", "Nom de la clé").required().value("Mon appareil")),
        button: "Créer la clé d'accès",
        other: Link::new("Utiliser plutôt une application de codes", "/second-facteur"),
    }
}

fn confirm() -> ConfirmView {
    let password = Field::new("mot_de_passe", "Mot de passe").kind(FieldKind::Password { new: false });
    ConfirmView {
        page: Page::apart("Confirmer votre identité"),
        way: way(),
        mot_de_passe: Some(password.required().error(Some("Ce mot de passe ne convient pas.".into()))),
        code: Some(code()),
        passkey: true,
        demo: true,
        providers: vec![ActionForm::new("Se reconnecter avec Pro Santé Connect", "/connexion/psc")],
    }
}

fn codes() -> CodesView {
    let codes = (0..10).map(|rank| format!("ACDE-FGHJ-KMN{rank}")).collect();
    let next = Link::new("J'ai gardé mes codes, continuer", "/");
    let send =
        ActionForm::new("Envoyer ce que vous aviez tapé", "/c/1/territoires/nouveau").with("nom", "Val");
    CodesView::new(Page::apart("Garder vos codes de secours"), codes, next, Some(send))
}

/// The pages of the door.
pub(super) fn samples() -> Vec<Sample> {
    let choose =
        ChooseFactorView { page: Page::apart("Choisir un second facteur"), way: way(), passkeys: true };
    let resume = ResumeView {
        page: Page::apart("Reprendre"),
        send: ActionForm::new("Envoyer ce que vous aviez tapé", "/c/1/territoires/nouveau")
            .with("nom", "Val"),
        leave: Link::new("Ne rien envoyer et revenir à l'accueil", "/"),
    };
    vec![
        sample("connexion", "Connexion", &sign_in(false)),
        sample("connexion-refusee", "Connexion refusée", &sign_in(true)),
        sample("second-facteur", "Second facteur", &factor()),
        sample("second-facteur-choix", "Choix du second facteur", &choose),
        sample("second-facteur-application", "Application de codes", &totp()),
        sample("cle-acces", "Clé d'accès", &passkey()),
        sample("codes-secours", "Codes de secours", &codes()),
        sample("confirmer", "Confirmation d'identité", &confirm()),
        sample("reprendre", "Reprise d'un formulaire", &resume),
    ]
}
