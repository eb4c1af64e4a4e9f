// Signing in at real OpenID providers on this machine: what works, and each way it can go wrong.
import type { Browser, Page } from "@playwright/test";
import { expect, test } from "../support/test.ts";

// Each journey starts at the door, signed out.
test.use({ storageState: { cookies: [], origins: [] } });

const CHOOSER = "Fournisseur d'identité des essais";

/** Comes in as an invented person who holds this role. */
async function enterAs(page: Page, role: string): Promise<void> {
  await page.goto("/connexion");
  await page.locator(".card", { hasText: role }).first().getByRole("button").click();
  await expect(page.getByRole("button", { name: "Se déconnecter" })).toBeVisible();
}

/** Leaves for a provider from the page of the door, and says who one is there. */
async function signIn(page: Page, service: string, person: string): Promise<void> {
  await page.goto("/connexion");
  await page.getByRole("button", { name: `Se connecter avec ${service}` }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(CHOOSER);
  await page.getByRole("button", { name: person, exact: true }).click();
}

/** Attaches an identity to the account of who is signed in. */
async function attach(page: Page, service: string, person: string): Promise<void> {
  await page.goto("/compte/identites");
  await page.getByRole("button", { name: `Relier ${service}` }).click();
  await page.getByRole("button", { name: person, exact: true }).click();
}

const title = (page: Page) => page.getByRole("heading", { level: 1 });

test("who is known to the provider and to nobody here learns what to do", async ({ page, watch }) => {
  watch.expectStatus(403);
  await signIn(page, "Pro Santé Connect", "Sans invitation");
  await expect(title(page)).toHaveText("Aucune CPTS ne vous a encore invité");
  await expect(page.getByRole("main")).toContainText("Votre identité est reconnue, mais aucune CPTS ne vous a encore invité");
  await expect(page.getByRole("button", { name: "Se déconnecter" })).toHaveCount(0);
});

test("an attached identity opens the account, and signing out leaves the provider too", async ({ page, watch }) => {
  await enterAs(page, "Trésorier");
  const name = (await page.locator(".person-name").textContent())!;
  await attach(page, "Pro Santé Connect", "Une infirmière");
  await expect(page.getByText("Votre identité est reliée")).toBeVisible();
  await expect(page.getByRole("main")).toContainText("899700000001");
  await expect(page.getByRole("main")).toContainText("Infirmier ou infirmière, CABINET D'ESSAI");
  // The invented people have no password: this is the only real way in, and it stays.
  await expect(page.getByRole("main")).toContainText("votre seul moyen de vous connecter");
  await watch.examine();
  await page.getByRole("button", { name: "Se déconnecter" }).click();
  await expect(title(page)).toHaveText("Se connecter");

  // The provider still knows the browser: it sends it straight back.
  await page.getByRole("button", { name: "Se connecter avec Pro Santé Connect" }).click();
  await expect(page.locator(".person-name")).toHaveText(name);
  await page.getByRole("button", { name: "Se déconnecter" }).click();
  await page.getByRole("button", { name: "Quitter le fournisseur" }).click();
  await expect(title(page)).toHaveText("Se connecter");
  await page.getByRole("button", { name: "Se connecter avec Pro Santé Connect" }).click();
  await expect(title(page)).toHaveText(CHOOSER);
  await page.goto("/connexion");
});

test("an identity opens one account only", async ({ page, watch }) => {
  watch.expectStatus(403);
  await enterAs(page, "Secrétaire");
  await attach(page, "Pro Santé Connect", "Une infirmière");
  await expect(title(page)).toHaveText("Cette identité est reliée à un autre compte");
});

test("who practises in several places says which one", async ({ page, watch }) => {
  watch.expectStatus(422);
  await enterAs(page, "Pilote");
  await attach(page, "Pro Santé Connect", "Deux activités");
  await expect(title(page)).toHaveText("Choisir votre activité");
  await expect(page.getByRole("radio")).toHaveCount(3);
  await watch.examine();
  await page.getByRole("button", { name: "Choisir cette activité" }).click();
  await expect(page.getByRole("alert")).toContainText("Choisissez une activité dans la liste");
  await watch.examine();
  await page.getByRole("radio").nth(1).check();
  await page.getByRole("button", { name: "Choisir cette activité" }).click();
  await expect(page.getByRole("main")).toContainText("Infirmier ou infirmière, MAISON DU LAC");
  // The choice is kept: the next time nothing is asked.
  await page.getByRole("button", { name: "Se déconnecter" }).click();
  await page.getByRole("button", { name: "Se connecter avec Pro Santé Connect" }).click();
  await expect(page.getByRole("button", { name: "Se déconnecter" })).toBeVisible();
});

test("a provider that proves no level opens a weak session; its signed answer is read", async ({ page, watch }) => {
  await enterAs(page, "Coordinateur");
  await attach(page, "Compte régional", "Une autre infirmière");
  await expect(page.getByText("Votre identité est reliée")).toBeVisible();
  await page.getByRole("button", { name: "Se déconnecter" }).click();
  await page.getByRole("button", { name: "Se connecter avec Compte régional" }).click();
  await expect(title(page)).toHaveText("Choisir un second facteur");
  await watch.examine();
});

test("an invitation is accepted with Pro Santé Connect, without password or e-mail address", async ({ page, watch }) => {
  watch.expectStatus(410);
  await enterAs(page, "Coordinateur");
  const home = await page.locator('a[href^="/c/"]').first().getAttribute("href");
  const cpts = home!.split("/")[2];
  const form = { nom: "Camille Essai", role: "membre", moyen: "code" };
  const made = await page.request.post(`/c/${cpts}/organisation/invitations/nouvelle`, { form });
  const code = (await made.text()).match(/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/)![0];
  await page.getByRole("button", { name: "Se déconnecter" }).click();

  await page.goto(`/invitation/${code}`);
  await watch.examine();
  await page.getByRole("button", { name: "Accepter avec Pro Santé Connect" }).click();
  await page.getByRole("button", { name: "Une invitée" }).click();
  await expect(page.locator(".person-name")).toContainText("CAMILLE ESSAI10");
  await page.goto("/compte/identites");
  await expect(page.getByRole("main")).toContainText("899700000010");
  await page.goto(`/c/${cpts}`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.goto(`/invitation/${code}`);
  await expect(page.getByRole("main")).toContainText("Vous avez déjà accepté cette invitation");
});

const REFUSALS: [string, number, string][] = [
  ["Mauvais niveau", 403, "Votre identité n'est pas prouvée au niveau demandé"],
  ["Sans niveau", 403, "Votre identité n'est pas prouvée au niveau demandé"],
  ["Clé inconnue", 502, "La signature de la réponse n'est pas valable"],
  ["Jeton expiré", 403, "La réponse est arrivée trop tard"],
  ["Sans identifiant national", 502, "Votre identité n'a pas été donnée"],
  ["Annuler", 403, "La connexion a été annulée"],
];

for (const [person, status, heading] of REFUSALS) {
  test(`refused with a sentence: ${person}`, async ({ page, watch }) => {
    watch.expectStatus(status);
    await signIn(page, "Pro Santé Connect", person);
    await expect(title(page)).toHaveText(heading);
    await expect(page.getByRole("heading", { name: "Que faire" })).toBeVisible();
    await expect(page.getByRole("button", { name: "Recommencer avec Pro Santé Connect" })).toBeVisible();
  });
}

/** The address of a return that the browser did not open. */
async function heldReturn(page: Page): Promise<string> {
  await page.goto("/connexion");
  await page.getByRole("button", { name: "Se connecter avec Pro Santé Connect" }).click();
  await expect(title(page)).toHaveText(CHOOSER);
  // The rest of the way, one step at a time, with the cookies of the page.
  const form = { personne: "Sans invitation" };
  let answer = await page.request.post(page.url(), { form, maxRedirects: 0 });
  while (!answer.headers().location.includes("/connexion/psc/retour")) {
    answer = await page.request.get(answer.headers().location, { maxRedirects: 0 });
  }
  return answer.headers().location;
}

test("a return serves once", async ({ page, watch }) => {
  watch.expectStatus(403);
  const address = await heldReturn(page);
  await page.goto(address);
  await expect(title(page)).toHaveText("Aucune CPTS ne vous a encore invité");
  await page.goto(address);
  await expect(title(page)).toHaveText("Cette connexion a déjà servi");
});

test("a return serves in the browser that left, and for a state that was given", async ({ page, watch, browser }) => {
  watch.expectStatus(403);
  const address = await heldReturn(page);
  const other = await elsewhere(browser);
  await other.goto(address);
  await expect(title(other)).toHaveText("Cette connexion a commencé dans un autre navigateur");
  await other.context().close();
  await page.goto("/connexion/psc/retour?code=a&state=invente");
  await expect(title(page)).toHaveText("Cette connexion n'a pas été commencée ici");
});

async function elsewhere(browser: Browser): Promise<Page> {
  return (await browser.newContext()).newPage();
}

test("a provider that is down stops only those who ask for it", async ({ page, watch }) => {
  watch.expectStatus(503);
  await page.goto("/connexion");
  await page.getByRole("button", { name: "Se connecter avec Service en panne" }).click();
  await expect(title(page)).toHaveText("Service en panne ne répond pas");
  await page.getByRole("link", { name: "Se connecter autrement" }).click();
  await page.getByRole("button", { name: "Se connecter avec Pro Santé Connect" }).click();
  await expect(title(page)).toHaveText(CHOOSER);
  await page.goto("/connexion");
});

test("a provider that nobody configured is said to be unknown", async ({ request }) => {
  const answer = await request.post("/connexion/nulle-part", { form: { suite: "/" } });
  expect(answer.status()).toBe(404);
  expect(await answer.text()).toContain("Ce service de connexion n&#39;existe pas");
});
