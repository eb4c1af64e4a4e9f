//! Everything that is kept about a person, from one list: what is exported, what is not and why.
//!
//! A test compares the list with `privacy.toml`: a column that says something of a person cannot be forgotten.

use domain::authz::{Author, Myself};
use jiff::Timestamp;
use sea_orm::sea_query::{Expr, ExprTrait, Func, Order, Query, SelectStatement};
use sea_orm::{ConnectionTrait, EntityTrait, QueryResult};
use uuid::Uuid;

use crate::entities::{cpts, institution, user_account};
use crate::{ReadTx, StorageError, instant};

/// How a column is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Words, or a day as it is written.
    Text,
    /// An instant.
    Instant,
    /// A whole number.
    Number,
    /// Yes or no.
    Flag,
    /// The name of a CPTS.
    Cpts,
    /// The name of an institution.
    Institution,
}

/// How a row is recognised as about a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// A column holds the identifier of the account.
    Id(&'static str),
    /// A column holds the author of an act.
    Author(&'static str),
    /// A column holds the e-mail address.
    Email(&'static str),
    /// One holds the identifier, or the other the address.
    IdOrEmail(&'static str, &'static str),
    /// A column holds the identifier of a sheet of the community that is tied to the account.
    Personne(&'static str),
}

/// The columns of a table that a person receives.
#[derive(Clone, Copy, Debug)]
pub struct Exported {
    /// Table.
    pub table: &'static str,
    /// How its rows are recognised.
    pub whose: Whose,
    /// Columns and how they are read. The first one orders the rows.
    pub columns: &'static [(&'static str, Shape)],
}

/// A personal column that no export holds.
#[derive(Clone, Copy, Debug)]
pub struct Exception {
    /// Table.
    pub table: &'static str,
    /// Column.
    pub column: &'static str,
    /// Why.
    pub reason: &'static str,
}

macro_rules! exported {
    ($($table:literal, $whose:expr => [$($column:literal $shape:ident),* $(,)?];)*) => {
        /// What a person receives, table by table.
        pub const EXPORTED: &[Exported] = &[$(Exported {
            table: $table,
            whose: $whose,
            columns: &[$(($column, Shape::$shape)),*],
        }),*];
    };
}

exported! {
    "user_account", Whose::Id("id") => [
        "created_at" Instant, "name" Text, "email" Text, "email_key" Text, "password_changed_at" Instant,
        "failed_attempts" Number, "last_failed_at" Instant, "is_operator" Flag, "last_sign_in_at" Instant,
        "disabled_at" Instant,
    ];
    "cpts_role", Whose::Id("user_id") => ["since_at" Instant, "cpts_id" Cpts, "role" Text, "until_at" Instant];
    "institution_role", Whose::Id("user_id") => [
        "since_at" Instant, "institution_id" Institution, "role" Text, "until_at" Instant,
    ];
    "session", Whose::Id("user_id") => [
        "created_at" Instant, "device" Text, "method" Text, "strong" Flag, "last_seen_at" Instant,
        "confirmed_at" Instant, "ended_at" Instant,
    ];
    "totp", Whose::Id("user_id") => ["created_at" Instant, "confirmed_at" Instant];
    "passkey", Whose::Id("user_id") => ["created_at" Instant, "name" Text, "last_used_at" Instant];
    "recovery_code", Whose::Id("user_id") => ["created_at" Instant, "used_at" Instant];
    "external_identity", Whose::Id("user_id") => [
        "created_at" Instant, "provider" Text, "subject" Text, "national_id" Text, "profession" Text,
        "structure" Text, "last_used_at" Instant,
    ];
    "invitation", Whose::IdOrEmail("accepted_by", "email") => [
        "created_at" Instant, "name" Text, "email" Text, "role" Text, "expires_at" Instant,
        "accepted_at" Instant, "revoked_at" Instant,
    ];
    "mail", Whose::IdOrEmail("user_id", "address") => [
        "created_at" Instant, "address" Text, "template" Text, "sent_at" Instant, "refused_at" Instant,
        "problem" Text,
    ];
    "demande_droits", Whose::Id("user_id") => [
        "received_on" Text, "cpts_id" Cpts, "person" Text, "kind" Text, "message" Text, "due_on" Text,
        "answered_on" Text, "answer" Text,
    ];
    "personne", Whose::Id("user_id") => [
        "changed_at" Instant, "cpts_id" Cpts, "nom" Text, "prenom" Text, "rpps" Text, "profession" Text, "statut" Text,
        "fiche" Text,
    ];
    "fusion", Whose::Personne("gardee_id") => ["at" Instant, "cpts_id" Cpts, "content" Text, "undone_at" Instant];
    "mandat", Whose::Personne("personne_id") => [
        "depuis" Text, "cpts_id" Cpts, "fonction" Text, "jusque" Text,
    ];
    "presence", Whose::Personne("personne_id") => [
        "arrivee" Instant, "cpts_id" Cpts, "depart" Instant, "moyen" Text, "state" Text, "recue_at" Instant,
        "fiche" Text,
    ];
    "decision", Whose::Personne("personne_id") => [
        "created_at" Instant, "cpts_id" Cpts, "kind" Text, "texte" Text, "pour_le" Text, "faite_le" Text,
    ];
    "convocation", Whose::Personne("personne_id") => [
        "repondue_at" Instant, "cpts_id" Cpts, "reponse" Text, "fiche" Text,
    ];
    "sollicitation", Whose::Personne("personne_id") => [
        "contacte_at" Instant, "cpts_id" Cpts, "ecart" Text, "reponse" Text, "repondu_at" Instant, "fiche" Text,
    ];
    "lien_personnel", Whose::Personne("personne_id") => [
        "created_at" Instant, "cpts_id" Cpts, "objet" Text, "sujet" Text, "expires_at" Instant,
        "revoked_at" Instant,
    ];
    "procuration", Whose::Personne("donneur_id") => [
        "donnee_at" Instant, "cpts_id" Cpts, "moyen" Text, "retiree_at" Instant,
    ];
    "procuration", Whose::Personne("porteur_id") => [
        "donnee_at" Instant, "cpts_id" Cpts, "moyen" Text, "retiree_at" Instant,
    ];
    "emargement", Whose::Personne("personne_id") => [
        "participation" Text, "cpts_id" Cpts, "interet" Flag, "choix" Text,
    ];
    "adhesion", Whose::Personne("personne_id") => [
        "created_at" Instant, "cpts_id" Cpts, "annee" Number, "state" Text, "fiche" Text,
    ];
    "reponse", Whose::Personne("personne_id") => [
        "created_at" Instant, "cpts_id" Cpts, "profession" Text, "commune" Text, "fiche" Text, "changed_at" Instant,
    ];
    "difficulte", Whose::Personne("personne_id") => [
        "created_at" Instant, "cpts_id" Cpts, "texte" Text, "etat" Text, "profession" Text, "fiche" Text,
    ];
    "association", Whose::Email("dpo_email") => ["dpo_name" Text, "cpts_id" Cpts, "dpo_email" Text];
    "audit_entry", Whose::Author("actor") => [
        "at" Instant, "actor" Text, "action" Text, "subject_kind" Text, "subject_id" Text,
    ];
}

const OWN_ID: &str = "identifier of the person's own account: it selects the rows that are exported";
const SEARCHED: &str = "the same name or number, written for searching: the originals are exported";
const IN_JOURNAL: &str = "identifier of who acted: the act is in audit_entry, which is exported";
const HOLDS_LINK: &str = "sealed until it is sent, then gone; it may hold a link that opens an account";
const SEALED_SHEET: &str = "the closed sheet holds everybody's names: each person's own presence is exported";
const LISTS: &str =
    "a file of many people, gone after some weeks; what it gave is in each sheet, which is exported";
const SIGNATORIES: &str =
    "a request of the association names who answers for it, as it wrote them: it is the association's paper";
const INVOICES: &str =
    "an expense names who is paid, as its invoice does: it is a bookkeeping paper of the association";
const IDENTIFIERS: &str = "identifiers of the work to do, gone once it is done; no name, no address";

macro_rules! exceptions {
    ($($reason:ident: $($table:literal . $column:literal),*;)*) => {
        /// Personal columns that are in no export, each with its reason.
        pub const EXCEPTIONS: &[Exception] =
            &[$($(Exception { table: $table, column: $column, reason: $reason }),*),*];
    };
}

exceptions! {
    OWN_ID: "fusion"."gardee_id", "fusion"."autre_id", "doublon_ecarte"."une_id", "doublon_ecarte"."autre_id";
    IN_JOURNAL: "fusion"."author", "doublon_ecarte"."author";
    SEARCHED: "personne"."search_key", "personne"."name_key", "personne"."rpps_unique";
    OWN_ID: "procuration"."donneur_id", "procuration"."porteur_id", "procuration"."donneur_actif",
        "emargement"."personne_id", "emargement"."par_id", "adhesion"."personne_id", "personne"."user_id", "mandat"."personne_id", "decision"."personne_id", "convocation"."personne_id", "presence"."personne_id", "lien_personnel"."personne_id",
        "reponse"."personne_id", "difficulte"."personne_id",
        "sollicitation"."personne_id",
        "cpts_role"."user_id", "institution_role"."user_id", "invitation"."accepted_by";
    IN_JOURNAL: "variante_revision"."author", "cpts_role"."given_by", "cpts_role"."ended_by",
        "institution_role"."given_by", "institution_role"."ended_by", "access_grant"."given_by",
        "access_grant"."revoked_by", "guest_link"."given_by", "invitation"."given_by",
        "association"."changed_by", "bank_account"."changed_by", "traitement"."changed_by",
        "demande_droits"."created_by", "violation"."created_by", "violation"."changed_by",
        "reglage"."changed_by", "piece"."added_by", "releve"."author", "diagnostic_fige"."author",
        "compte_rendu"."author", "compte_rendu"."scelle_par", "depot"."filed_by",
        "redaction"."author", "commentaire"."author",
        "correction"."author", "avis"."author", "decision_dossier"."author",
        "outil_version"."added_by";
    SEALED_SHEET: "feuille_presence"."content", "feuille_presence"."closed_by";
    LISTS: "lot"."content", "brouillon_import"."content";
    IN_JOURNAL: "lot"."author", "brouillon_import"."author";
    IN_JOURNAL: "subvention_figee"."author", "contrat_version"."author";
    IN_JOURNAL: "preuve"."author", "dialogue_envoi"."author", "dialogue_destinataire"."author", "dialogue_position"."author";
    SIGNATORIES: "dialogue_envoi"."contenu", "dialogue_envoi"."pdf", "dialogue_envoi"."xlsx", "dialogue_envoi"."docx", "contrat"."fiche", "contrat_version"."termes", "subvention"."fiche", "subvention_figee"."contenu", "subvention_figee"."pdf";
    IN_JOURNAL: "mouvement"."author", "mouvement"."pieces";
    INVOICES: "depense"."fiche";
    HOLDS_LINK: "mail"."content";
    IDENTIFIERS: "job"."payload";
}

/// A value as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DossierValue {
    /// Nothing is kept there.
    Empty,
    /// Words.
    Text(String),
    /// An instant.
    Instant(Timestamp),
    /// A whole number.
    Number(i64),
    /// Yes or no.
    Flag(bool),
}

/// What a table keeps about a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DossierSection {
    /// Table.
    pub table: &'static str,
    /// Columns, in order.
    pub columns: Vec<&'static str>,
    /// Rows: one value for each column.
    pub rows: Vec<Vec<DossierValue>>,
}

impl Exported {
    fn query(&self, user: Uuid, author: &Author, email: Option<&str>) -> SelectStatement {
        let id = |column: &'static str| Expr::col(column).eq(user);
        let address = |column: &'static str| {
            let own = email.unwrap_or_default().to_lowercase();
            Expr::expr(Func::lower(Expr::col(column))).eq(own).and(Expr::val(email.is_some()).eq(true))
        };
        let own = match self.whose {
            Whose::Id(column) => id(column),
            Whose::Author(column) => Expr::col(column).eq(author.to_string()),
            Whose::Email(column) => address(column),
            Whose::IdOrEmail(column, other) => id(column).or(address(other)),
            Whose::Personne(column) => {
                let mut sheets = Query::select();
                sheets.column("id").from("personne").and_where(id("user_id"));
                Expr::col(column).in_subquery(sheets)
            }
        };
        let columns = self.columns.iter().map(|(name, _)| *name);
        let mut select = Query::select();
        select.columns(columns).from(self.table).and_where(own);
        select.order_by(self.columns[0].0, Order::Asc);
        select
    }
}

/// Names of the organisations that rows point to.
#[derive(Default)]
struct Places(Vec<(Uuid, String)>);

impl Places {
    fn name(&self, id: Uuid) -> DossierValue {
        let found = self.0.iter().find(|(known, _)| *known == id);
        found.map_or(DossierValue::Empty, |(_, name)| DossierValue::Text(name.clone()))
    }
}

fn value(
    row: &QueryResult,
    (column, shape): (&str, Shape),
    places: &Places,
) -> Result<DossierValue, StorageError> {
    let value = match shape {
        Shape::Text => row.try_get::<Option<String>>("", column)?.map(DossierValue::Text),
        Shape::Number => row.try_get::<Option<i64>>("", column)?.map(DossierValue::Number),
        Shape::Flag => row.try_get::<Option<bool>>("", column)?.map(DossierValue::Flag),
        Shape::Cpts | Shape::Institution => {
            row.try_get::<Option<Uuid>>("", column)?.map(|id| places.name(id))
        }
        Shape::Instant => match row.try_get::<Option<i64>>("", column)? {
            Some(micros) => Some(DossierValue::Instant(instant::read("dossier", column, micros)?)),
            None => None,
        },
    };
    Ok(value.unwrap_or(DossierValue::Empty))
}

impl ReadTx {
    /// Everything that is kept about oneself, table by table; tables without a row are there too.
    ///
    /// # Errors
    /// When the database refuses or a row makes no sense.
    pub async fn dossier(&self, proof: &Myself) -> Result<Vec<DossierSection>, StorageError> {
        let user = proof.user().0;
        let account = user_account::Entity::find_by_id(user).one(&self.txn).await?;
        let email = account.and_then(|account| account.email);
        let mut places = Places::default();
        let cpts = cpts::Entity::find().all(&self.txn).await?;
        places.0.extend(cpts.into_iter().map(|row| (row.id, row.name)));
        let institutions = institution::Entity::find().all(&self.txn).await?;
        places.0.extend(institutions.into_iter().map(|row| (row.id, row.name)));
        let mut sections = Vec::new();
        for exported in EXPORTED {
            let query = exported.query(user, proof.author(), email.as_deref());
            let mut rows = Vec::new();
            for row in self.txn.query_all(&query).await? {
                let values = exported.columns.iter().map(|column| value(&row, *column, &places));
                rows.push(values.collect::<Result<Vec<_>, _>>()?);
            }
            let columns = exported.columns.iter().map(|(name, _)| *name).collect();
            sections.push(DossierSection { table: exported.table, columns, rows });
        }
        Ok(sections)
    }
}
