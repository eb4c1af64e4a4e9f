//! What a column of a spreadsheet may hold.

use crate::authz::role::words;

words! {
    /// The spreadsheets that communities keep.
    ImportKind {
        /// Members of the association.
        Adherents = "adherents", "Liste des adhérents";
        /// Professionals and structures of the territory, and who spoke to them.
        Prospects = "annuaire", "Annuaire ou prospects";
        /// Structures and what was signed with them.
        Conventions = "conventions", "Partenaires et conventions";
        /// Memberships sold by HelloAsso.
        Helloasso = "helloasso", "Export HelloAsso";
    }
}

impl ImportKind {
    /// Whether each line is a membership.
    pub fn is_membership(self) -> bool {
        matches!(self, ImportKind::Adherents | ImportKind::Helloasso)
    }
}

words! {
    /// What a column holds. Labels are the titles of our own exports, so that they can be read back.
    Champ {
        /// Nothing that is kept.
        Ignorer = "ignorer", "Ne pas reprendre";
        /// M., Mme, Dr.
        Civilite = "civilite", "Civilité";
        /// Name of use; name of the structure in a list that mixes both.
        Nom = "nom", "Nom";
        /// First name.
        Prenom = "prenom", "Prénom";
        /// Both in one cell.
        NomComplet = "nom_complet", "Nom et prénom";
        /// Profession.
        Profession = "profession", "Profession";
        /// Specialty.
        Specialite = "specialite", "Spécialité";
        /// National number.
        Rpps = "rpps", "RPPS";
        /// Former number.
        Adeli = "adeli", "ADELI";
        /// A function, for who is no professional.
        Fonction = "fonction", "Fonction";
        /// College of the association.
        College = "college", "Collège";
        /// Name of the structure.
        Structure = "structure", "Structure";
        /// Kind of the structure.
        StructureType = "structure_type", "Type de structure";
        /// Number of the structure.
        Finess = "finess", "FINESS";
        /// Number of the establishment.
        Siret = "siret", "SIRET";
        /// Street and number.
        Adresse = "adresse", "Adresse pro";
        /// Postcode.
        CodePostal = "code_postal", "Code postal";
        /// Commune.
        Commune = "commune", "Commune";
        /// How the person practises there.
        Mode = "mode", "Mode d'exercice";
        /// Telephone.
        Telephone = "telephone", "Téléphone";
        /// Ordinary e-mail.
        Courriel = "courriel", "E-mail";
        /// Secured messaging.
        Mssante = "mssante", "MSSanté";
        /// Address of letters.
        Postal = "postal", "Adresse de courrier";
        /// Channels that the person refused.
        Oppositions = "oppositions", "Oppositions";
        /// Channels that the person agreed to.
        Accords = "accords", "Accords";
        /// Status.
        Statut = "statut", "Statut";
        /// Since when.
        StatutDepuis = "statut_depuis", "Statut depuis";
        /// Why or how.
        Motif = "motif", "Motif du statut";
        /// Day of membership.
        DateAdhesion = "date_adhesion", "Date d'adhésion";
        /// Dues paid.
        Cotisation = "cotisation", "Cotisation";
        /// State of the order of a membership.
        Commande = "commande", "Statut de la commande";
        /// E-mail of who paid.
        CourrielPayeur = "courriel_payeur", "Email payeur";
        /// Name of who paid.
        NomPayeur = "nom_payeur", "Nom payeur";
        /// First name of who paid.
        PrenomPayeur = "prenom_payeur", "Prénom payeur";
        /// Day of the contact.
        ContacteLe = "contacte_le", "Contacté le";
        /// Who spoke to them.
        ContactePar = "contacte_par", "Par";
        /// How.
        ContacteCanal = "contacte_canal", "Canal";
        /// What they answered.
        Reponse = "reponse", "Réponse";
        /// When to come back to them.
        Relance = "relance", "Relance";
        /// Somebody to ask for in a structure.
        Contact = "contact", "Contact";
        /// What a convention is about.
        Objet = "objet", "Objet de la convention";
        /// Day of signature.
        SigneeLe = "signee_le", "Signée le";
        /// Last day.
        Fin = "fin", "Fin";
        /// A remark.
        Remarque = "remarque", "Remarque";
    }
}
