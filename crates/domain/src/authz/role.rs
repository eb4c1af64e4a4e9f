//! The words of the policy: roles in a CPTS, roles in an institution, subjects of a grant.

/// A closed list of words: variants, stable keys, French labels.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $key:literal, $label:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $name {
            /// All of them, in the order of the printed table.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];

            /// Stable key, in the database and in addresses.
            pub fn key(self) -> &'static str {
                match self { $($name::$variant => $key,)* }
            }

            /// From its key; `None` for an unknown one.
            pub fn from_key(key: &str) -> Option<Self> {
                match key { $($key => Some($name::$variant),)* _ => None }
            }

            /// On screen, in French.
            pub fn label(self) -> &'static str {
                match self { $($name::$variant => $label,)* }
            }
        }
    };
}

pub(crate) use words;

words! {
    /// A role inside one CPTS.
    Role {
        /// Runs the community day by day.
        Coordinateur = "coordinateur", "Coordinateur ou coordinatrice";
        /// President or member of the board: signs for the association.
        Bureau = "bureau", "Présidence et bureau";
        /// Keeps the money.
        Tresorier = "tresorier", "Trésorier ou trésorière";
        /// Keeps the papers.
        Secretaire = "secretaire", "Secrétaire";
        /// Leads a working group.
        Pilote = "pilote", "Pilote de groupe";
        /// A member professional.
        Membre = "membre", "Membre";
        /// Someone without an account who was given the link of one page.
        Invite = "invite", "Invité, pour une seule page";
    }
}

impl Role {
    /// Whether the role is given to an account. A guest has none: only a link.
    pub fn is_given(self) -> bool {
        self != Role::Invite
    }
}

words! {
    /// A role inside an institution.
    InstitutionRole {
        /// Receives and follows the CPTS of a region.
        Guichet = "guichet", "Guichet CPTS";
        /// Instructs for an agency: the kind of institution says which one.
        Instructeur = "instructeur", "Instructeur ou instructrice";
        /// Elected by the people of a territory.
        Elu = "elu", "Élu ou élue";
    }
}

words! {
    /// Kinds of institutions.
    InstitutionKind {
        /// Guichet CPTS, held by the URPS.
        GuichetUrps = "guichet_urps", "Guichet CPTS (URPS)";
        /// Agence régionale de santé.
        Ars = "ars", "Agence régionale de santé (ARS)";
        /// Caisse primaire d'assurance maladie.
        Cpam = "cpam", "Caisse primaire d'assurance maladie (CPAM)";
        /// Mutualité sociale agricole.
        Msa = "msa", "Mutualité sociale agricole (MSA)";
        /// Union régionale des professionnels de santé.
        Urps = "urps", "Union régionale des professionnels de santé (URPS)";
        /// Commune, intercommunalité, département, région.
        Collectivite = "collectivite", "Collectivité";
    }
}

impl InstitutionKind {
    /// Roles that make sense there.
    pub fn roles(self) -> &'static [InstitutionRole] {
        match self {
            InstitutionKind::GuichetUrps => &[InstitutionRole::Guichet, InstitutionRole::Instructeur],
            InstitutionKind::Ars | InstitutionKind::Cpam | InstitutionKind::Msa | InstitutionKind::Urps => {
                &[InstitutionRole::Instructeur]
            }
            InstitutionKind::Collectivite => &[InstitutionRole::Elu],
        }
    }
}

words! {
    /// What a CPTS may let an institution read.
    Subject {
        /// Perimeter, population, sheets.
        Territoire = "territoire", "Le territoire\u{a0}: périmètre, population, fiches";
        /// The diagnosis: every figure, its source, small numbers hidden.
        Diagnostic = "diagnostic", "Le diagnostic\u{a0}: chiffres, sources, offre de soins, petits nombres masqués";
        /// Head-counts by role, small numbers hidden.
        Effectifs = "effectifs", "Les effectifs par rôle, petits nombres masqués";
        /// Totals of the money of its contract, melted in those of other CPTS.
        Argent = "argent", "L'argent du contrat ACI\u{a0}: totaux par mission et par nature, fondus dans ceux de la région";
    }
}
