//! What can be typed, and the help that says it.

mod annex;
mod bench;
mod demo;
mod keeping;
mod people;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::config::Flags;

pub use annex::Annex;
pub use bench::Bench;
pub use demo::{Demo, Size};
pub use keeping::{Backup, Journal, Keys, MigrateDatabase, Restore, VerifyBundle};
pub use people::{Doubles, People};

const TEMPLATE: &str = "{about}\n\nUtilisation : {usage}\n\n{all-args}{after-help}";
const LONG: &str = "Maillage dessine et décrit le territoire d’une communauté professionnelle territoriale de santé \
                    (CPTS) à partir des fichiers publics officiels : qui y vit, où, et dans quelle classe de taille \
                    il se range.";
const EXAMPLE: &str = "\nExemple :\n  maillage demo --servir          un territoire fictif, à regarder dans le navigateur\n  \
                       maillage fetch --departement 66 les fichiers officiels des Pyrénées-Orientales\n  \
                       maillage serve                  les pages sur http://127.0.0.1:8080";

/// The command line.
#[derive(Debug, Parser)]
#[command(
    name = "maillage", version, about = "Le territoire d’une CPTS, depuis les fichiers officiels.",
    long_about = LONG, after_help = EXAMPLE, help_template = TEMPLATE,
    override_usage = "maillage [OPTIONS] COMMANDE",
    subcommand_help_heading = "Commandes", disable_help_subcommand = true, disable_help_flag = true,
    disable_version_flag = true, next_help_heading = "Options communes"
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    #[command(flatten)]
    common: Common,
}

/// Options of every command.
#[derive(Debug, Args)]
struct Common {
    /// Fichier de configuration (MAILLAGE_CONFIG ; sinon maillage.toml s’il existe)
    #[arg(long, global = true, value_name = "FICHIER")]
    config: Option<PathBuf>,
    /// Base de données : un fichier SQLite ou l’adresse d’un serveur PostgreSQL (DATABASE_URL)
    #[arg(long, global = true, value_name = "ADRESSE")]
    base: Option<String>,
    /// Dossier de la base et des téléchargements (MAILLAGE_DONNEES ; sinon ./donnees)
    #[arg(long, global = true, value_name = "DOSSIER")]
    donnees: Option<PathBuf>,
    /// Forme du journal : texte ou json (MAILLAGE_JOURNAL)
    #[arg(long, global = true, value_name = "FORME")]
    journal: Option<String>,
    /// Détail du journal : error, warn, info, debug ou trace (MAILLAGE_NIVEAU)
    #[arg(long, global = true, value_name = "NIVEAU")]
    niveau: Option<String>,
    /// Affiche cette aide
    #[arg(short = 'h', long = "help", alias = "aide", global = true, action = clap::ArgAction::Help)]
    help: Option<bool>,
    /// Affiche la version
    #[arg(short = 'V', long = "version", action = clap::ArgAction::Version)]
    version: Option<bool>,
}

/// What Maillage can be asked to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Ouvre les pages dans le navigateur de cet ordinateur
    #[command(
        help_template = TEMPLATE, override_usage = "maillage serve [OPTIONS]",
        after_help = "\nExemples :\n  maillage serve --port 8081\n  maillage serve --cpts \"CPTS de la Vallée\""
    )]
    Serve(Serve),
    /// Prépare un territoire fictif, dans les formats officiels
    #[command(
        help_template = TEMPLATE, override_usage = "maillage demo [OPTIONS]",
        after_help = "\nExemples :\n  maillage demo --servir\n  maillage demo --dossier exemple --graine 7   les fichiers seulement"
    )]
    Demo(Demo),
    /// Importe des fichiers officiels déjà téléchargés
    #[command(
        help_template = TEMPLATE, override_usage = "maillage import [OPTIONS] FICHIER…",
        after_help = "Le genre de chaque fichier est reconnu à son contenu. Un fichier incomplet ou abîmé est refusé en \
                      entier. Le même fichier importé deux fois ne change rien.\n\nExemple :\n  \
                      maillage import v_commune_2026.csv base-ic-evol-struct-pop-2022_csv.zip"
    )]
    Import(Import),
    /// Télécharge puis importe les fichiers officiels qui manquent
    #[command(
        help_template = TEMPLATE, override_usage = "maillage fetch [OPTIONS]",
        after_help = "Un téléchargement interrompu reprend où il s’est arrêté.\n\nExemples :\n  \
                      maillage fetch --departement 66 --departement 11\n  maillage fetch --liste"
    )]
    Fetch(Fetch),
    /// Importe un tableur de personnes et de structures dans une CPTS
    #[command(
        help_template = TEMPLATE, override_usage = "maillage people FICHIER [OPTIONS]",
        after_help = "Sans --appliquer, rien n’est ajouté : la commande écrit ce que deviendrait chaque ligne. Un import \
                      appliqué s’annule en entier, dans les pages de la CPTS.\n\nExemples :\n  \
                      maillage people adherents.xlsx\n  \
                      maillage people adherents.xlsx --cpts \"CPTS du Val\" --doublons rattacher --appliquer"
    )]
    People(People),
    /// Importe l’annexe d’une année du contrat ACI : ses indicateurs
    #[command(
        help_template = TEMPLATE, override_usage = "maillage annex FICHIER --annee ANNÉE [OPTIONS]",
        after_help = "Sans --appliquer, rien n’est ajouté : la commande écrit ce qui le serait, la somme de chaque mission et \
                      chaque cellule illisible. Une annexe entre en entier ou pas du tout.\n\nExemples :\n  \
                      maillage annex annexe.xlsx --annee 1\n  \
                      maillage annex annexe.xlsx --annee 1 --cpts \"CPTS du Val\" --appliquer"
    )]
    Annex(Annex),
    /// Établit la fiche d’un territoire
    #[command(
        help_template = TEMPLATE, override_usage = "maillage diagnose --perimetre FICHIER [OPTIONS]",
        after_help = "Le périmètre est une liste de communes et d’IRIS : codes, noms, codes postaux, ou le tableau d’une \
                      lettre d’intention.\n\nExemples :\n  \
                      maillage diagnose --perimetre ruscino.txt --format pdf -o fiche.pdf\n  \
                      echo 66136 | maillage diagnose --perimetre - --format json"
    )]
    Diagnose(Diagnose),
    /// Met la base de données au format de cette version
    #[command(
        help_template = TEMPLATE, override_usage = "maillage migrate [OPTIONS]",
        after_help = "\nExemple :\n  maillage migrate --base postgres://maillage@localhost/maillage"
    )]
    Migrate,
    /// Fait les tâches de fond, sans les pages
    #[command(
        help_template = TEMPLATE, override_usage = "maillage worker [OPTIONS]",
        after_help = "« maillage serve » les fait déjà : cette commande sert à les confier à une autre machine, sur la \
                      même base PostgreSQL.\n\nExemple :\n  maillage worker --base postgres://maillage@serveur/maillage"
    )]
    Worker,
    /// Sauvegarde toute l’instance dans un fichier chiffré
    #[command(
        help_template = TEMPLATE, override_usage = "maillage backup [OPTIONS]",
        after_help = "La sauvegarde se fait pendant que Maillage fonctionne. Elle est relue en entier avant d’être \
                      annoncée. Sans la clé de l’instance, elle ne s’ouvre pas.\n\nExemple :\n  \
                      maillage backup --sortie /mnt/cle-usb/maillage.sauvegarde"
    )]
    Backup(Backup),
    /// Remet une instance dans l’état d’une sauvegarde
    #[command(
        help_template = TEMPLATE, override_usage = "maillage restore FICHIER [OPTIONS]",
        after_help = "Arrêtez d’abord « maillage serve ». Le fichier est vérifié en entier avant que la base change.\n\n\
                      Exemple :\n  maillage restore sauvegardes/maillage-20261122-020000-1a2b3c4d.sauvegarde"
    )]
    Restore(Restore),
    /// Copie toute l’instance dans une autre base, SQLite ou PostgreSQL
    #[command(
        help_template = TEMPLATE, override_usage = "maillage migrate-database --vers ADRESSE [OPTIONS]",
        after_help = "Arrêtez d’abord « maillage serve ». La base d’origine ne change pas.\n\nExemple :\n  \
                      maillage migrate-database --vers postgres://maillage@localhost/maillage"
    )]
    MigrateDatabase(MigrateDatabase),
    /// Crée, montre ou change les clés de chiffrement
    #[command(
        subcommand, help_template = TEMPLATE, override_usage = "maillage keys new | list | rotate",
        subcommand_help_heading = "Commandes", disable_help_subcommand = true,
        after_help = "Ordre d’un changement de clé : new, ajouter la ligne en tête du fichier, relancer Maillage, rotate, \
                      list.\n\nExemple :\n  maillage keys list"
    )]
    Keys(Keys),
    /// Vérifie que les journaux sont entiers
    #[command(
        subcommand, help_template = TEMPLATE, override_usage = "maillage journal verifier",
        subcommand_help_heading = "Commandes", disable_help_subcommand = true,
        after_help = "Le code de sortie est 1 quand une chaîne est rompue.\n\nExemple :\n  maillage journal verifier"
    )]
    Journal(Journal),
    /// Vérifie l’archive d’un dossier déposé
    #[command(
        help_template = TEMPLATE, override_usage = "maillage verify-bundle FICHIER [OPTIONS]",
        after_help = "Chaque fichier de l’archive est comparé à son manifeste. Aucune base de données n’est ouverte. Le \
                      code de sortie est 1 quand un fichier a changé, manque ou n’a pas été déposé.\n\nExemple :\n  \
                      maillage verify-bundle dossier-version-2.zip"
    )]
    VerifyBundle(VerifyBundle),
    /// Crée un compte, ou aide une personne à retrouver le sien
    #[command(
        subcommand, help_template = TEMPLATE, override_usage = "maillage user ACTION [OPTIONS]",
        subcommand_help_heading = "Actions", disable_help_subcommand = true,
        after_help = "\nExemples :\n  maillage user create --nom \"Camille Exemple\" --courriel camille@exemple.fr --operateur\n  \
                      maillage user create --nom \"Sacha Exemple\" --courriel sacha@exemple.fr --cpts \"CPTS du Val\" --role coordinateur\n  \
                      maillage user reset --courriel camille@exemple.fr"
    )]
    User(UserAction),
    /// Vérifie l’installation
    #[command(
        help_template = TEMPLATE, override_usage = "maillage doctor [OPTIONS]",
        after_help = "Le code de sortie est 1 quand quelque chose empêche Maillage de fonctionner.\n\nExemple :\n  maillage doctor"
    )]
    Doctor,
    /// Mesure un calcul sur les fichiers de comparaison
    #[command(hide = true)]
    Bench(Bench),
}

impl Command {
    /// Whether the command lasts until it is stopped.
    pub fn serves(&self) -> bool {
        matches!(self, Command::Serve(_) | Command::Worker | Command::Demo(Demo { servir: true, .. }))
    }
}

/// Where the pages are served.
#[derive(Debug, Args)]
pub struct Web {
    /// Port des pages (PORT ; sinon 8080). 0 laisse l’ordinateur choisir
    #[arg(long, value_name = "PORT")]
    pub port: Option<String>,
    /// Adresse des pages (MAILLAGE_ADRESSE ; sinon 127.0.0.1)
    #[arg(long, value_name = "ADRESSE")]
    pub adresse: Option<String>,
}

/// Options of `serve`.
#[derive(Debug, Args)]
pub struct Serve {
    /// Enregistre une CPTS de ce nom, si elle ne l’est pas encore
    #[arg(long, value_name = "NOM")]
    pub cpts: Option<String>,
    #[command(flatten)]
    pub web: Web,
}

/// Options of `import`.
#[derive(Debug, Args)]
pub struct Import {
    /// Fichiers à importer
    #[arg(required = true, value_name = "FICHIER")]
    pub files: Vec<PathBuf>,
    /// Année des données, quand le fichier ne la dit pas
    #[arg(long, value_name = "ANNÉE")]
    pub millesime: Option<i16>,
    /// Les fichiers décrivent un territoire inventé
    #[arg(long)]
    pub fictif: bool,
}

/// Options of `fetch`.
#[derive(Debug, Args)]
pub struct Fetch {
    /// Département dont il faut les contours (plusieurs fois si besoin)
    #[arg(long, value_name = "CODE")]
    pub departement: Vec<String>,
    /// Montre ce qui serait téléchargé, avec l’adresse, la licence et l’année
    #[arg(long)]
    pub liste: bool,
    /// Dossier des fichiers téléchargés (sinon « telechargements » dans le dossier des données)
    #[arg(long, value_name = "DOSSIER")]
    pub dossier: Option<PathBuf>,
}

/// Options of `diagnose`.
#[derive(Debug, Args)]
pub struct Diagnose {
    /// Liste de communes et d’IRIS ; - lit l’entrée standard
    #[arg(long, value_name = "FICHIER")]
    pub perimetre: PathBuf,
    /// Établit le diagnostic complet, avec l’offre de soins et chaque source, au lieu de la fiche
    #[arg(long, conflicts_with = "population_declaree")]
    pub livret: bool,
    /// Forme : texte, json, html, pdf, xlsx ou csv ; geojson ou svg pour la fiche, docx pour le livret (sinon d’après le nom du fichier écrit)
    #[arg(long, value_enum, value_name = "FORME", hide_possible_values = true)]
    pub format: Option<Format>,
    /// Fichier à écrire (sinon la sortie standard)
    #[arg(short = 'o', long = "sortie", value_name = "FICHIER")]
    pub sortie: Option<PathBuf>,
    /// Nom du territoire sur la fiche
    #[arg(long, value_name = "NOM")]
    pub nom: Option<String>,
    /// Continue sans les lignes qui n’ont pas été comprises
    #[arg(long)]
    pub ignorer: bool,
    /// Population inscrite dans le dossier de la CPTS, à comparer
    #[arg(long, value_name = "HABITANTS")]
    pub population_declaree: Option<u32>,
    /// Année de cette population
    #[arg(long, value_name = "ANNÉE", requires = "population_declaree")]
    pub annee: Option<i16>,
    /// Document où elle est écrite
    #[arg(long, value_name = "TEXTE", requires = "population_declaree")]
    pub origine: Option<String>,
}

/// Forms of a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Texte,
    Json,
    Html,
    Pdf,
    Docx,
    Xlsx,
    Csv,
    Geojson,
    Svg,
}

/// What can be done about accounts.
#[derive(Debug, Subcommand)]
pub enum UserAction {
    /// Crée un compte et écrit un lien pour choisir le mot de passe
    #[command(help_template = TEMPLATE, override_usage = "maillage user create --nom NOM --courriel ADRESSE [OPTIONS]")]
    Create(CreateUser),
    /// Écrit la liste des comptes
    #[command(help_template = TEMPLATE, override_usage = "maillage user list [OPTIONS]")]
    List,
    /// Ferme un compte
    #[command(help_template = TEMPLATE, override_usage = "maillage user disable --courriel ADRESSE [OPTIONS]")]
    Disable {
        /// Adresse e-mail du compte
        #[arg(long, value_name = "ADRESSE")]
        courriel: String,
    },
    /// Retire le second facteur d’un compte et écrit un lien pour choisir un mot de passe
    #[command(help_template = TEMPLATE, override_usage = "maillage user reset --courriel ADRESSE [OPTIONS]")]
    Reset {
        /// Adresse e-mail du compte
        #[arg(long, value_name = "ADRESSE")]
        courriel: String,
    },
}

/// Options of `user create`.
#[derive(Debug, Args)]
pub struct CreateUser {
    /// Prénom et nom
    #[arg(long, value_name = "NOM")]
    pub nom: String,
    /// Adresse e-mail
    #[arg(long, value_name = "ADRESSE")]
    pub courriel: String,
    /// La personne fait vivre l’instance
    #[arg(long)]
    pub operateur: bool,
    /// CPTS où la personne a un rôle
    #[arg(long, value_name = "NOM", requires = "role")]
    pub cpts: Option<String>,
    /// Rôle dans cette CPTS : coordinateur, bureau, tresorier, secretaire, pilote ou membre
    #[arg(long, value_name = "ROLE", requires = "cpts")]
    pub role: Option<String>,
}

impl Cli {
    /// The settings typed on the command line.
    pub fn flags(&self) -> Flags {
        let web = match &self.command {
            Command::Serve(serve) => Some(&serve.web),
            Command::Demo(demo) => Some(&demo.web),
            _ => None,
        };
        let common = &self.common;
        Flags {
            config: common.config.clone(),
            database: common.base.clone(),
            port: web.and_then(|web| web.port.clone()),
            address: web.and_then(|web| web.adresse.clone()),
            data: common.donnees.clone(),
            log_format: common.journal.clone(),
            log_level: common.niveau.clone(),
        }
    }
}
