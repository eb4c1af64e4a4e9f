// The whole way of a letter of intent: the CPTS answers and files, the Guichet asks two corrections, the CPTS answers,
// three institutions give their opinion, the decision makes its letter. E-mails go through a mail server; the filed PDF
// and the letter of decision are the same bytes each time.
import { createHash } from "node:crypto";
import { apart, visitor, type Apart, type Visitor } from "../support/apart.ts";
import { mailbox, type Mailbox } from "../support/smtp.ts";
import { enter, type Person } from "../support/people.ts";
import { expect, test } from "../support/test.ts";

let place: Apart;
let mails: Mailbox;
test.beforeAll(async () => {
  mails = await mailbox();
  place = await apart(
    `[courriel]\nserveur = "127.0.0.1"\nport = ${mails.port}\nsecurite = "aucune"\nexpediteur = "Maillage <maillage@exemple.test>"\n`,
  );
});
test.afterAll(async () => {
  await place.stop();
  await mails.stop();
});

/** How many e-mails went to somebody so far. */
const to = (name: string) => mails.received.filter((one) => one.to.startsWith(`${name}@`)).length;

test("a letter goes from the CPTS to its decision", async ({ browser }) => {
  test.setTimeout(180_000);
  const all: Visitor[] = [];
  const person = async (who: Person) => {
    const one = await visitor(browser, place);
    all.push(one);
    await enter(one.page, who);
    return one.page;
  };
  const cpts = await person("coordination");
  await cpts.getByRole("navigation", { name: "Navigation principale" }).getByRole("link", { name: "Dossiers" }).click();
  await cpts.getByRole("link", { name: "Lettre d'intention" }).click();
  const dossier = new URL(cpts.url()).pathname;

  /** Answers every correction that waits, mends a field, and files the version. */
  const answerAndFile = async (words: string) => {
    await cpts.goto(`${dossier}/echanges`);
    for (;;) {
      const waiting = cpts.getByRole("link", { name: /^Répondre à/ });
      if ((await waiting.count()) === 0) break;
      await waiting.first().click();
      await cpts.getByLabel("Votre réponse").fill(`Corrigé : ${words}.`);
      await cpts.getByRole("button", { name: "Enregistrer la réponse" }).click();
    }
    await cpts.goto(`${dossier}/ecrire/prediagnostic`);
    await all[0]!.watch.examine();
    const field = cpts.locator("#f-difficultes");
    await field.fill(words);
    // Leaving the field keeps it: no button is pressed, and the page that is opened again has the words.
    await field.press("Tab");
    await expect(cpts.getByText(/^Enregistré à/)).toBeVisible();
    await cpts.reload();
    await expect(field).toHaveValue(words);
    await cpts.getByRole("button", { name: "Enregistrer l'étape" }).click();
    await expect(cpts.getByText("Rien n'avait changé.")).toBeVisible();
    await cpts.goto(`${dossier}/deposer`);
    await cpts.getByRole("button", { name: "Déposer la lettre d'intention" }).click();
    await expect(cpts.getByText("Le dossier est déposé.")).toBeVisible();
  };
  await answerAndFile("Le retour à domicile se prépare trop tard dans trois communes");
  await expect.poll(() => to("guichet"), { timeout: 30_000 }).toBeGreaterThan(0);

  const desk = await person("guichet");
  await desk.getByRole("navigation", { name: "Navigation principale" }).getByRole("link", { name: "Dossiers" }).click();
  await desk.getByRole("main").getByRole("link", { name: /Valmirande/ }).first().click();
  const opened = new URL(desk.url()).pathname;
  const lift = async () => {
    for (;;) {
      const button = desk.getByRole("button", { name: /^Lever/ });
      if ((await button.count()) === 0) break;
      await button.first().click();
      await expect(desk.getByText("La correction est levée.")).toBeVisible();
    }
  };
  await lift();
  // Two corrections, on two fields.
  const before = to("coordination");
  for (const champ of ["difficultes", "methode"]) {
    await desk.goto(opened);
    await desk.getByRole("link", { name: "Demander une correction" }).click();
    await desk.getByLabel("Champ").selectOption(champ);
    await desk.getByLabel("Ce qui est demandé").fill(`Précisez le champ ${champ}.`);
    await desk.getByRole("button", { name: "Noter la correction" }).click();
    await expect(desk.getByText("La correction est notée.")).toBeVisible();
  }
  await desk.getByRole("button", { name: "Envoyer les corrections" }).click();
  await expect(desk.getByText("Les corrections sont envoyées.")).toBeVisible();
  await expect.poll(() => to("coordination"), { timeout: 30_000 }).toBeGreaterThan(before);

  await answerAndFile("Le retour à domicile se prépare trop tard à Valmirande et dans deux communes voisines");
  await desk.goto(opened);
  await lift();
  await desk.getByRole("link", { name: "Déclarer le dossier complet" }).click();
  await desk.getByRole("button", { name: "Déclarer le dossier complet" }).click();
  await desk.getByRole("link", { name: "Demander des avis" }).click();
  for (const name of [/^ARS/, /^CPAM/, /^MSA/]) await desk.getByRole("checkbox", { name }).check();
  await desk.getByRole("button", { name: "Demander les avis" }).click();
  await expect(desk.getByText("Les avis sont demandés.")).toBeVisible();
  for (const who of ["ars", "cpam", "msa"]) await expect.poll(() => to(who), { timeout: 30_000 }).toBeGreaterThan(0);

  // Each gives an opinion before seeing those of the others.
  for (const who of ["ars", "cpam", "msa"] as const) {
    const page = await person(who);
    await page.getByRole("navigation", { name: "Navigation principale" }).getByRole("link", { name: "Dossiers" }).click();
    await page.getByRole("main").getByRole("link", { name: /Valmirande/ }).first().click();
    await expect(page.getByText("Motif secret des autres")).toHaveCount(0);
    await page.getByRole("link", { name: "Donner notre avis" }).click();
    await page.getByLabel("Favorable avec réserves").check();
    await page.getByLabel("Motif").fill(`Motif secret des autres, dit par ${who}.`);
    await page.getByRole("button", { name: "Donner notre avis" }).click();
    await expect(page.getByText("Votre avis est enregistré.")).toBeVisible();
  }
  const told = to("coordination");
  await desk.goto(`${opened}/decision`);
  await desk.getByLabel("Accepter le dossier").check();
  await desk.getByLabel("Motif", { exact: false }).first().fill("Projet mûr et partagé.");
  await desk.getByRole("button", { name: "Enregistrer la décision" }).click();
  await expect(desk.getByText("La décision est enregistrée.")).toBeVisible();
  await expect.poll(() => to("coordination"), { timeout: 30_000 }).toBeGreaterThan(told);

  // The same bytes each time, for the CPTS and for the desk.
  const print = async (page: typeof cpts, url: string) => {
    const answer = await page.request.get(url);
    expect(answer.status()).toBe(200);
    return createHash("sha256").update(await answer.body()).digest("hex");
  };
  await cpts.goto(`${dossier}/versions`);
  const pdf = await cpts.getByRole("link", { name: /^Télécharger le PDF/ }).first().getAttribute("href");
  const frozen = await print(cpts, pdf!);
  expect(await print(cpts, pdf!)).toBe(frozen);
  await expect(cpts.getByText(frozen)).toBeVisible();
  await desk.goto(opened);
  await expect(desk.getByText(frozen).first()).toBeVisible();
  const letter = await print(cpts, `${dossier}/echanges/decision.pdf`);
  expect(await print(cpts, `${dossier}/echanges/decision.pdf`)).toBe(letter);
  expect(await print(desk, `${opened}/decision.pdf`)).toBe(letter);

  // Each step is in the journal of the CPTS.
  await cpts.goto("/");
  const home = dossier.split("/dossiers")[0];
  await cpts.goto(`${home}/organisation/journal`);
  const journal = cpts.getByRole("main");
  for (const act of ["a déposé", "a demandé des corrections", "a répondu", "a déclaré complet", "a demandé un avis", "a donné l'avis", "a pris une décision"]) {
    await expect(journal).toContainText(act);
  }
  // The pages of the way, examined as they stand.
  const [own, guichet] = all;
  for (const path of ["", "/lire", "/verifier", "/annexes", "/versions", "/versions/comparer?de=1&a=3", "/echanges"]) {
    await own!.watch.open(`${dossier}${path}`);
  }
  await own!.watch.open(`${home}/dossiers`);
  await guichet!.watch.open(opened);
  await guichet!.watch.open(opened.replace(/\/[^/]+$/, ""));
  for (const one of all) {
    one.watch.nothingToComplainAbout();
    await one.context.close();
  }
});
