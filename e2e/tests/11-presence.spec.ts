// A full room: a list is imported, a meeting starts, eighty people sign by the code on the screen, one of them without
// a network. Phones are real pages for some and plain requests, all at once, for the others.
import type { Browser, BrowserContext, Page } from "@playwright/test";
import { openHome } from "../support/house.ts";
import { expect, test } from "../support/test.ts";

const PRESENT = 80;
/** Those among them who hold a phone of their own in this test. */
const PHONES = 4;

const FIRST = ["Ariane", "Basile", "Coline", "Damien", "Elvire", "Firmin", "Garance", "Hector"];
const LAST = ["Brumeval", "Clairombre", "Dorlange", "Escarpine", "Fauvelin", "Grismont", "Hauterive", "Ivernal", "Jolimont", "Kervalon"];

const people = Array.from({ length: PRESENT }, (_, rank) => {
  const [first, last] = [FIRST[rank % FIRST.length]!, LAST[Math.floor(rank / FIRST.length)]!];
  return { first, last, mail: `${first}.${last}@salle.test`.toLowerCase() };
});

/** Paris time as the form takes it, kept within the day. */
const clock = (minutes: number) => {
  const paris = (at: Date) => at.toLocaleTimeString("fr-FR", { timeZone: "Europe/Paris", hour: "2-digit", minute: "2-digit" });
  const day = (at: Date) => at.toLocaleDateString("fr-FR", { timeZone: "Europe/Paris" });
  const [now, at] = [new Date(), new Date(Date.now() + minutes * 60_000)];
  if (day(now) === day(at)) return paris(at);
  return minutes < 0 ? "00:00" : "23:59";
};

async function importList(page: Page, home: string): Promise<void> {
  const lines = people.map((one) => `${one.last.toUpperCase()};${one.first};infirmière;${one.mail}`);
  await page.goto(`${home}/communaute/importer`);
  const buffer = Buffer.from(`Nom;Prénom;Profession;E-mail\n${lines.join("\n")}\n`);
  await page.getByLabel("Votre tableur").setInputFiles({ name: "annuaire.csv", mimeType: "text/csv", buffer });
  await page.getByRole("button", { name: "Lire le tableur" }).click();
  const check = page.getByRole("button", { name: "Vérifier les lignes" });
  if (await check.isVisible()) await check.click();
  await page.getByRole("button", { name: "Appliquer l'import" }).click();
  await expect(page.locator("dt", { hasText: "Personnes ajoutées" }).locator("+ dd")).toHaveText(String(PRESENT));
}

async function phone(browser: Browser, rank: number): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    storageState: { cookies: [], origins: [] },
    extraHTTPHeaders: { "x-forwarded-for": `198.51.100.${rank + 1}` },
  });
  return { context, page: await context.newPage() };
}

async function fill(page: Page, rank: number): Promise<void> {
  const one = people[rank]!;
  await page.locator("#nom").fill(`${one.first} ${one.last}`);
  await page.locator("#preuve").fill(one.mail);
}

test("eighty people sign by the code of the screen, one of them without a network", async ({ page, watch, browser, playwright }) => {
  test.slow();
  const home = await openHome(page);
  await importList(page, home);

  await page.goto(`${home}/reunions/nouvelle`);
  await page.getByLabel("Groupe").selectOption({ label: "Aucun groupe : réunion d'information" });
  await page.getByLabel("Titre").fill("Soirée d'information");
  await page.getByLabel("Jour de la réunion").fill(new Date().toLocaleDateString("fr-FR", { timeZone: "Europe/Paris" }));
  await page.getByLabel("Heure de début").fill(clock(-5));
  await page.getByLabel("Heure de fin").fill(clock(90));
  await page.getByLabel(/^Lieu/).fill("Salle des fêtes");
  await page.getByRole("button", { name: "Préparer la réunion" }).click();
  await expect(page.getByText("La réunion est préparée.")).toBeVisible();
  const meeting = new URL(page.url()).pathname;

  await watch.open(`${meeting}/presences/ecran`);
  const code = new URL((await page.locator(".presence-qr").getAttribute("href"))!).pathname;

  // One phone opens the page once, then loses the network: its scan is kept, and leaves by itself later.
  const lost = await phone(browser, 0);
  await lost.page.goto(code);
  await lost.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await lost.context.setOffline(true);
  await lost.page.goto(code);
  await fill(lost.page, 0);
  await lost.page.getByRole("button", { name: "Signer ma présence", exact: true }).click();
  await expect(lost.page.getByText(/^Gardé sur ce téléphone/)).toBeVisible();

  for (let rank = 1; rank < PHONES; rank += 1) {
    const { context, page: own } = await phone(browser, rank);
    await own.goto(code);
    await fill(own, rank);
    await own.getByRole("button", { name: "Signer ma présence", exact: true }).click();
    await expect(own).toHaveURL(/\/presence\/recu\//);
    await context.close();
  }

  const sign = async (rank: number) => {
    const one = people[rank]!;
    const context = await playwright.request.newContext({
      baseURL: new URL(page.url()).origin,
      extraHTTPHeaders: { "x-forwarded-for": `198.51.100.${rank + 1}` },
    });
    const form = { jeton: `telephone-de-la-salle-${rank}`, qui: "nom", nom: `${one.first} ${one.last}`, preuve: one.mail };
    const answer = await context.post(code, { form });
    // The same scan once more, as a phone that is not sure does: it counts once.
    if (rank % 9 === 0) await context.post(code, { form });
    const received = answer.url();
    await context.dispose();
    return received;
  };
  const ranks = Array.from({ length: PRESENT - PHONES }, (_, rank) => rank + PHONES);
  const received = await Promise.all(ranks.map(sign));
  expect(received.filter((url) => !url.includes("/presence/recu/"))).toEqual([]);

  await lost.context.setOffline(false);
  await expect(lost.page.getByText(/^Envoyé à/)).toBeVisible({ timeout: 40_000 });
  await lost.context.close();

  await watch.open(`${meeting}/presences/feuille`);
  await expect(page.getByRole("main")).toContainText(/80\s(personnes|présences|présents)/);
  for (const one of [people[0]!, people[PRESENT - 1]!]) {
    await expect(page.getByRole("row").filter({ hasText: `${one.last.toUpperCase()} ${one.first}` })).toHaveCount(1);
  }
});
