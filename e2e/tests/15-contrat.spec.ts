// A contract of five years: typed, signed, its annex imported, its first year run to the yearly dialogue, which the CPAM
// answers line by line. Every line of what was sent opens on its piece.
import { createHash } from "node:crypto";
import type { Page } from "@playwright/test";
import { apart, visitor, type Apart, type Visitor } from "../support/apart.ts";
import { enter, type Person } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

let place: Apart;
test.beforeAll(async () => {
  place = await apart("");
});
test.afterAll(async () => place.stop());

/** A day so many months from today, as people type it. */
function day(months: number, days = 0): string {
  const now = new Date();
  const at = new Date(Date.UTC(now.getFullYear(), now.getMonth() + months, 1 + days));
  return `${String(at.getUTCDate()).padStart(2, "0")}/${String(at.getUTCMonth() + 1).padStart(2, "0")}/${at.getUTCFullYear()}`;
}

const ANNEXE = [
  "Mission;Indicateur;Nature;Cible;Paliers;Unité;Valeur initiale;Montant;Justificatifs",
  'Accès aux soins;Patients en ALD sans médecin traitant;Résultat;;"≤ 50 : 9 000 ; ≤ 100 : 6 000 ; ≤ 219 : 3 000";patients;219;9 000;Requête',
  "Accès aux soins;Annuaire publié;Action;;;;;26 000;Lien",
  "Parcours;Parcours de sortie écrit;Action;;;;;45 000;Protocole",
  "Prévention;Dépistage du cancer du sein;Résultat;≥ 75;;%;66,26;17 500;Données",
].join("\r\n");

const sha256 = async (page: Page, url: string) => {
  const answer = await page.request.get(url);
  expect(answer.status(), url).toBe(200);
  return createHash("sha256").update(await answer.body()).digest("hex");
};

test("a contract goes from its signature to its first dialogue, and every line to its piece", async ({ browser }) => {
  test.setTimeout(180_000);
  const all: Visitor[] = [];
  const person = async (who: Person) => {
    const one = await visitor(browser, place);
    all.push(one);
    await enter(one.page, who);
    return one.page;
  };
  const cpts = await person("coordination");
  await cpts.getByRole("navigation", { name: "Navigation principale" }).getByRole("link", { name: "Contrat" }).click();
  await cpts.getByRole("link", { name: "Préparer un contrat" }).click();
  await cpts.getByLabel("Nom du contrat ici").fill("Contrat de la journée");
  await cpts.getByLabel("Date de signature").fill(day(-14));
  await cpts.getByLabel("La CPAM, nom").fill("CPAM du Département fictif");
  await cpts.getByLabel("L'ARS, nom").fill("ARS de la Région fictive");
  for (const year of [1, 2, 3, 4, 5]) await cpts.locator(`#taille_${year}`).selectOption("T3");
  for (const [mission, months] of [["acces", -8], ["parcours", -2], ["prevention", -2]] as const) {
    await cpts.locator(`#debut_${mission}`).fill(day(months));
  }
  // Before the signature: said beside its field, and nothing is lost.
  all[0]!.watch.expectStatus(422);
  await cpts.locator("#debut_crise").fill(day(-15));
  await cpts.getByRole("button", { name: "Enregistrer le contrat" }).click();
  await expect(cpts.getByText("Cette date précède la signature").first()).toBeVisible();
  await cpts.locator("#debut_crise").fill(day(-8));
  await cpts.getByRole("button", { name: "Enregistrer le contrat" }).click();
  await expect(cpts.getByText("Le contrat est enregistré.")).toBeVisible();
  const contract = new URL(cpts.url()).pathname;

  const board = await person("bureau");
  await board.goto(`${contract}/signer`);
  await expect(board.getByRole("main")).toContainText("347\u202f500\u202f€");
  await board.getByRole("button", { name: "Enregistrer la signature" }).click();
  await expect(board.getByText("La signature est enregistrée.")).toBeVisible();

  await cpts.goto(`${contract}/missions`);
  await cpts.locator("#debut-acces").fill(day(-8));
  await cpts.getByRole("button", { name: "Noter le début de « Accès aux soins »" }).click();
  await expect(cpts.getByText("C'est noté.")).toBeVisible();

  await cpts.goto(`${contract}/annees/1/importer`);
  await cpts.getByLabel("Fichier").setInputFiles({ name: "annexe.csv", mimeType: "text/csv", buffer: Buffer.from(ANNEXE) });
  await cpts.getByRole("button", { name: "Lire l'annexe" }).click();
  await all[0]!.watch.examine();
  await cpts.getByRole("button", { name: "Ajouter 4 indicateurs" }).click();
  await expect(cpts.getByText("Les indicateurs de l'annexe sont ajoutés.")).toBeVisible();
  await cpts.getByRole("button", { name: "Arrêter les indicateurs de l'année" }).click();
  await expect(cpts.getByText("Les indicateurs de l'année sont arrêtés.")).toBeVisible();

  // Values, and a document that shows one of them: the other counts for nothing.
  const dialogue = `${contract}/dialogues/1`;
  for (const [name, value] of [["Patients en ALD sans médecin traitant", "90"], ["Dépistage du cancer du sein", "76"]] as const) {
    await cpts.goto(dialogue);
    await cpts.getByRole("link", { name: `Noter la valeur « ${name} »` }).click();
    await cpts.locator("#valeur").fill(value);
    await cpts.locator("#le").fill(day(-3));
    await cpts.getByRole("button", { name: "Enregistrer la valeur" }).click();
  }
  await cpts.goto(`${contract}/preuves/nouvelle`);
  await cpts.locator("#kind").selectOption("requete");
  await cpts.locator("#fichier").setInputFiles({ name: "requete.csv", mimeType: "text/csv", buffer: Buffer.from("Patients;90\r\n") });
  await cpts.locator("#le").fill(day(-3));
  await cpts.getByRole("checkbox", { name: /Patients en ALD/ }).check();
  await cpts.getByRole("button", { name: "Ajouter la preuve" }).click();
  await cpts.goto(dialogue);
  await expect(cpts.getByRole("main")).toContainText("6\u202f000\u202f€");
  await cpts.goto(`${dialogue}/envoyer`);
  await cpts.getByRole("checkbox", { name: /^CPAM/ }).check();
  await cpts.getByRole("button", { name: "Envoyer le dossier" }).click();
  await cpts.goto(dialogue);
  for (const file of ["dialogue.pdf", "dialogue.xlsx", "rapport.docx", "pieces.zip"]) {
    const url = `${dialogue}/envois/1/${file}`;
    expect(await sha256(cpts, url), file).toBe(await sha256(cpts, url));
  }

  // The CPAM reads what was sent, opens the piece of the line, and answers.
  const desk = await person("cpam");
  const institution = new URL(desk.url()).pathname;
  await desk.goto(`${institution}/dialogues`);
  await desk.getByRole("main").getByRole("link", { name: /Contrat de la journée|Valmirande/ }).first().click();
  const piece = await desk.getByRole("link", { name: /^Pièce 1/ }).first().getAttribute("href");
  expect(await sha256(desk, piece!)).toBe(createHash("sha256").update("Patients;90\r\n").digest("hex"));
  await all[2]!.watch.examine();

  for (const path of ["", "/missions", "/annees/1", "/preuves", "/dialogues", "/dialogues/1", "/argent", "/argent/previsions", "/argent/et-si", "/argent/versements", "/argent/depenses/nouvelle", "/argent/enveloppes", "/versions/0"]) {
    await all[0]!.watch.open(`${contract}${path}`);
  }
  await all[0]!.watch.open("/regles/aci");
  for (const one of all) {
    one.watch.nothingToComplainAbout();
    await one.context.close();
  }
});
