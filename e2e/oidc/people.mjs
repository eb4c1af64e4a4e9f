// Who may sign in at the stand-in, and what is wrong with their answer. All invented: identifiers start with 8997.

/** A nurse of one practice; `changes` say what is particular. */
function nurse(number, changes = {}) {
  const id = `8997${String(number).padStart(8, "0")}`;
  return {
    id,
    // As Pro Santé Connect writes it: the directory behind, then the national identifier.
    accountId: `f:00000000-0000-4000-8000-000000000000:${id}`,
    given: "CAMILLE",
    family: `ESSAI${number}`,
    acr: "eidas1",
    exercices: [exercice("60", ["CABINET D'ESSAI"])],
    ...changes,
  };
}

function exercice(codeProfession, places) {
  const activities = places.map((raisonSocialeSite) => ({
    codeModeExercice: "L",
    raisonSocialeSite,
    numeroSiretSite: "",
    numeroFinessSite: "",
    codeRole: "",
  }));
  return { codeProfession, codeCategorieProfessionnelle: "C", nomDexercice: "", activities };
}

/** By the name of the button that chooses them. */
export const PEOPLE = {
  "Une infirmière": nurse(1),
  "Deux activités": nurse(2, { exercices: [exercice("60", ["CABINET DU PORT", "MAISON DU LAC"]), exercice("10", [])] }),
  "Sans invitation": nurse(3),
  "Mauvais niveau": nurse(4, { acr: "eidas2" }),
  "Sans niveau": nurse(5, { acr: undefined }),
  "Clé inconnue": nurse(6, { spoil: "unknown key" }),
  "Jeton expiré": nurse(7, { spoil: "expired" }),
  "Sans identifiant national": nurse(8, { nameless: true }),
  "Une autre infirmière": nurse(9),
  "Une invitée": nurse(10),
};

/** The claims of Pro Santé Connect: no e-mail address, and empty strings for what it does not know. */
export function pscClaims(person) {
  return {
    sub: person.accountId,
    SubjectNameID: person.nameless ? "" : person.id,
    preferred_username: person.id,
    given_name: person.given,
    family_name: person.family,
    email_verified: false,
    SubjectRole: [`${person.exercices[0].codeProfession}^1.2.250.1.213.1.1.5.5`],
    SubjectOrganization: "",
    SubjectOrganizationID: "",
    otherIds: [],
    SubjectRefPro: { codeCivilite: "MME", exercices: person.exercices },
  };
}
