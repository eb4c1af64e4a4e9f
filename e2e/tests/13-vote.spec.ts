// A vote from the question to its result: the bureau sets its quorum, a member votes in secret by a personal link on a
// phone, the result waits for the closing; a meeting without quorum says so and decides nothing.
import type { Page } from "@playwright/test";
import { openHome } from "../support/house.ts";
import { expect, test } from "../support/test.ts";

/** The mark of this run: names that no other journey has. */
const mark = `Votant${[...String(Date.now() % 100_000)].map((digit) => "abcdefghij"[Number(digit)]).join("")}`;
const people = ["Aubier", "Brindille", "Corolle"].map((last) => ({ first: "Essai", last: `${last} ${mark}` }));
const named = (one: { first: string; last: string }) => `${one.last.toUpperCase()} ${one.first}`;

/** Paris time as the form takes it, kept within the day. */
const clock = (minutes: number) => {
  const paris = (at: Date) => at.toLocaleTimeString("fr-FR", { timeZone: "Europe/Paris", hour: "2-digit", minute: "2-digit" });
  const day = (at: Date) => at.toLocaleDateString("fr-FR", { timeZone: "Europe/Paris" });
  const [now, at] = [new Date(), new Date(Date.now() + minutes * 60_000)];
  if (day(now) === day(at)) return paris(at);
  return minutes < 0 ? "00:00" : "23:59";
};

async function importList(page: Page, home: string): Promise<void> {
  const lines = people.map((one) => `${one.last};${one.first};infirmière`);
  await page.goto(`${home}/communaute/importer`);
  const buffer = Buffer.from(`Nom;Prénom;Profession\n${lines.join("\n")}\n`);
  await page.getByLabel("Votre tableur").setInputFiles({ name: "votants.csv", mimeType: "text/csv", buffer });
  await page.getByRole("button", { name: "Lire le tableur" }).click();
  const check = page.getByRole("button", { name: "Vérifier les lignes" });
  if (await check.isVisible()) await check.click();
  await page.getByRole("button", { name: "Appliquer l'import" }).click();
  await expect(page.locator("dt", { hasText: "Personnes ajoutées" }).locator("+ dd")).toHaveText(String(people.length));
}

/** A bureau whose three members may vote; the address of its page. */
async function makeBoard(page: Page, home: string): Promise<string> {
  await page.goto(`${home}/groupes/nouveau`);
  await page.getByLabel("Nom du groupe").fill(`Bureau ${mark}`);
  await page.getByLabel("Bureau", { exact: true }).check();
  await page.getByRole("button", { name: "Créer le groupe" }).click();
  await expect(page.getByRole("heading", { level: 1, name: `Bureau ${mark}` })).toBeVisible();
  const group = new URL(page.url()).pathname;
  for (const one of people) {
    await page.goto(`${group}/mandats/nouveau?q=${encodeURIComponent(one.last)}`);
    await page.getByLabel(named(one)).check();
    await page.getByRole("button", { name: "Donner le mandat" }).click();
    await expect(page.getByRole("main")).toContainText(named(one));
  }
  return group;
}

/** A meeting of the board that is on, at which some of its members are counted; the end of its addresses. */
async function meet(page: Page, home: string, group: string, present: typeof people): Promise<string> {
  await page.goto(group);
  await page.getByRole("link", { name: "Préparer une réunion" }).click();
  await page.getByLabel("Jour de la réunion").fill(new Date().toLocaleDateString("fr-FR", { timeZone: "Europe/Paris" }));
  await page.getByLabel("Heure de début").fill(clock(-5));
  await page.getByLabel("Heure de fin").fill(clock(90));
  await page.getByRole("button", { name: "Préparer la réunion" }).click();
  await expect(page.getByText("La réunion est préparée.")).toBeVisible();
  const meeting = new URL(page.url()).pathname;
  await page.goto(`${meeting}/presences`);
  for (const one of present) await page.getByLabel(named(one)).check();
  await page.getByRole("button", { name: "Noter les présences cochées" }).click();
  await expect(page.getByText(new RegExp(`${present.length}\\spersonnes? comptées?`))).toBeVisible();
  return meeting.slice(home.length);
}

async function prepare(page: Page, meeting: string, question: string): Promise<void> {
  await page.goto(meeting);
  await page.getByRole("link", { name: "Préparer un vote" }).click();
  await page.getByLabel("Question").fill(question);
  await page.getByLabel("Pour ou contre").check();
  await page.getByLabel(/^Secret/).check();
  await page.getByRole("button", { name: "Préparer le vote" }).click();
  await expect(page.getByText("Le vote est préparé.")).toBeVisible();
  await expect(page.getByRole("main")).toContainText(question);
}

test("a secret vote is given on a phone and its result waits for the closing; without quorum nothing is decided", async ({
  page,
  watch,
  browser,
}) => {
  test.slow();
  const home = await openHome(page);
  await importList(page, home);
  const group = await makeBoard(page, home);

  await page.goto(`${home}/gouvernance/reglement`);
  await page.getByLabel("Réunion de bureau : qui compte pour le quorum").selectOption({ label: "Membres présents" });
  await page.getByLabel("Réunion de bureau : part à atteindre").fill("1/2");
  await page.getByRole("button", { name: /^Enregistrer/ }).click();
  await expect(page.getByText("Les règles sont enregistrées.")).toBeVisible();

  // Two of three came: the quorum of one half is reached.
  const held = `${home}/gouvernance${await meet(page, home, group, people.slice(0, 2))}`;
  await watch.open(held);
  await expect(page.getByRole("main")).toContainText("Le quorum est atteint");
  await prepare(page, held, "Adopter le projet de budget");
  await page.getByRole("button", { name: "Ouvrir le vote" }).click();
  await expect(page.getByText("Le vote est ouvert.")).toBeVisible();
  await expect(page.getByText("Le résultat s'affiche à la clôture, pas avant.")).toBeVisible();
  await watch.examine();
  const vote = new URL(page.url()).pathname;

  await page.goto(held);
  await page.getByLabel("Membre sans e-mail").selectOption({ label: named(people[0]!) });
  await page.getByRole("button", { name: "Créer le lien de ce membre" }).click();
  const address = await page.locator("dt", { hasText: "Adresse à donner" }).locator("+ dd").innerText();
  const phone = await browser.newContext({
    viewport: { width: 360, height: 740 },
    storageState: { cookies: [], origins: [] },
    extraHTTPHeaders: { "x-forwarded-for": "198.51.100.213" },
  });
  const own = await phone.newPage();
  await own.goto(new URL(new URL(address.trim()).pathname, page.url()).href);
  await expect(own.getByText(/^Vote secret/)).toBeVisible();
  await own.getByLabel("Pour", { exact: true }).check();
  await own.getByRole("button", { name: "Donner ma voix" }).click();
  await expect(own.getByText("La voix est enregistrée.")).toBeVisible();
  await expect(own.getByText("Vos voix sont données. Merci.")).toBeVisible();
  await expect(own.getByRole("main")).not.toContainText("suffrage");

  await page.goto(vote);
  await expect(page.getByRole("main")).not.toContainText("suffrage");
  await page.getByRole("button", { name: "Clore le vote" }).click();
  await expect(page.getByText("Le vote est clos.")).toBeVisible();
  await expect(page.getByRole("main")).toContainText("1 bulletin, 1 suffrage exprimé");
  await watch.examine();
  await own.reload();
  await expect(own.getByRole("main")).toContainText("1 bulletin, 1 suffrage exprimé");
  await phone.close();

  // One of three came: the vote cannot be opened, and its absence is written down.
  const empty = `${home}/gouvernance${await meet(page, home, group, people.slice(2))}`;
  await watch.open(empty);
  await expect(page.getByRole("main")).toContainText("Quorum non atteint");
  await prepare(page, empty, "Adopter le règlement intérieur");
  await expect(page.getByRole("button", { name: "Ouvrir le vote" })).toHaveCount(0);
  await page.getByRole("button", { name: "Noter l'absence de quorum" }).click();
  await expect(page.getByText("L'absence de quorum est notée.")).toBeVisible();
  await expect(page.getByRole("main")).toContainText("Personne n'a voté.");

  // The sheet of a meeting that asks for a quorum says it.
  await watch.open(`${empty.replace("/gouvernance/reunions", "/reunions")}/presences/feuille`);
  await expect(page.getByRole("heading", { name: "Quorum" })).toBeVisible();
});
