// People as they arrive, come back and leave; what the board lets an institution read.
import type { Page } from "@playwright/test";
import { apart, visitor, type Apart, type Visitor } from "../support/apart.ts";
import { enter } from "../support/people.ts";
import { expect, test } from "../support/test.ts";
import { totp } from "../support/totp.ts";

const NAME = "Dominique Exemple";
const EMAIL = "dominique@exemple.test";
const PASSWORD = "Lampe&Nuage-77";

let place: Apart;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  place = await apart();
});
test.afterAll(() => place?.stop());

const title = (page: Page) => page.getByRole("heading", { level: 1 });
const click = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

/** Opens the home of the only organisation of the person; its address. */
async function home(page: Page): Promise<string> {
  await page.goto("/");
  await expect(page).toHaveURL(/\/[ci]\//);
  return new URL(page.url()).pathname;
}

/** Reads the title of the page that opened, and examines it. */
async function arrives({ page, watch }: Visitor, heading: string | RegExp): Promise<void> {
  await expect(title(page)).toHaveText(heading);
  await watch.examine();
}

/** The coordination prints a code. */
async function printCode(coordination: Visitor, cpts: string): Promise<string> {
  const { page } = coordination;
  await page.goto(`${cpts}/organisation/invitations/nouvelle`);
  await arrives(coordination, "Inviter une personne");
  await page.getByLabel("Nom et prénom").fill(NAME);
  await page.getByLabel("Rôle", { exact: true }).selectOption("membre");
  await page.getByLabel("Par une lettre, avec un code à taper").check();
  await click(page, "Inviter cette personne");
  await arrives(coordination, "Code à donner");
  const letter = page.waitForEvent("download");
  await click(page, "Télécharger la lettre (PDF)");
  expect((await letter).suggestedFilename()).toBe("invitation.pdf");
  return (await page.getByRole("main").textContent())!.match(/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/)![0];
}

/** The person types the code, chooses a password, prepares the application; its secret. */
async function accept(person: Visitor, code: string): Promise<string> {
  const { page } = person;
  await page.goto("/connexion");
  await page.getByRole("link", { name: "J'ai un code d'invitation" }).click();
  await arrives(person, "Taper un code d'invitation");
  await page.getByLabel("Code").fill(code.toLowerCase().replaceAll("-", " "));
  await click(page, "Ouvrir l'invitation");
  await arrives(person, "Accepter une invitation");
  await expect(page.getByLabel("Prénom et nom")).toHaveValue(NAME);
  await page.getByLabel("Adresse e-mail").fill(EMAIL);
  await page.getByLabel("Nouveau mot de passe").fill("court");
  await click(page, "Créer mon compte");
  await expect(page.getByRole("alert")).toContainText("trop court ou trop simple");
  await person.watch.examine();
  await expect(page.getByLabel("Adresse e-mail")).toHaveValue(EMAIL);
  await page.getByLabel("Nouveau mot de passe").fill(PASSWORD);
  await click(page, "Créer mon compte");
  await arrives(person, "Choisir un second facteur");
  await click(page, "Choisir l'application");
  await arrives(person, "Préparer l'application de codes");
  const secret = (await page.locator("dd code").textContent())!;
  await page.getByLabel("Premier code").fill(totp(secret));
  await click(page, "Vérifier le code");
  await arrives(person, "Garder vos codes de secours");
  await expect(page.locator(".recovery-codes li")).toHaveCount(10);
  await page.getByRole("link", { name: "J'ai gardé mes codes, continuer" }).click();
  return secret;
}

/** A device in the browser that recognises the person without asking. */
async function device({ context, page }: Visitor): Promise<void> {
  const session = await context.newCDPSession(page);
  await session.send("WebAuthn.enable");
  await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

/** Adds a passkey, leaves, and comes back with it alone. */
async function usePasskey(person: Visitor): Promise<void> {
  const { page } = person;
  await device(person);
  await page.goto("/compte");
  await arrives(person, "Mon compte");
  await click(page, "Ajouter une clé d'accès");
  await arrives(person, "Ajouter une clé d'accès");
  await page.getByLabel("Nom de la clé").fill("Ordinateur d'essai");
  await click(page, "Créer la clé d'accès");
  await arrives(person, "Mon compte");
  await expect(page.getByRole("main")).toContainText("Ordinateur d'essai");
  await click(page, "Se déconnecter");
  await page.getByLabel("Adresse e-mail").fill(EMAIL);
  await click(page, "Utiliser une clé d'accès");
  await arrives(person, "Utiliser une clé d'accès");
  await click(page, "Utiliser ma clé d'accès");
  await expect(page.getByRole("button", { name: "Se déconnecter" })).toBeVisible();
}

/** The coordination ends the role of the person. */
async function endRole(coordination: Visitor, cpts: string): Promise<void> {
  const { page } = coordination;
  await page.goto(`${cpts}/organisation/personnes`);
  await arrives(coordination, "Personnes et rôles");
  await page.getByRole("link", { name: NAME }).click();
  await arrives(coordination, NAME);
  await page.getByRole("link", { name: /Retirer le rôle/ }).click();
  await coordination.watch.examine();
  await click(page, "Retirer ce rôle");
  await expect(page.getByText("Le rôle est retiré.")).toBeVisible();
  await coordination.watch.examine();
}

test("a person invited by a letter comes in, leaves, comes back, gets a passkey, loses the role", async ({ browser }) => {
  test.setTimeout(180_000);
  const coordination = await visitor(browser, place);
  const person = await visitor(browser, place);
  const { page, watch } = person;
  watch.expectStatus(422);
  await enter(coordination.page, "coordination");
  const cpts = await home(coordination.page);
  const code = await test.step("a code is printed", () => printCode(coordination, cpts));
  const secret = await test.step("the code is typed", () => accept(person, code));
  await expect(page).toHaveURL(cpts);
  await watch.examine();

  await test.step("password and code", async () => {
    await click(page, "Se déconnecter");
    await arrives(person, "Se connecter");
    await page.getByLabel("Adresse e-mail").fill(EMAIL);
    await page.getByLabel("Mot de passe").fill(PASSWORD);
    await click(page, "Se connecter");
    await arrives(person, "Donner votre second facteur");
    // The code of now served a moment ago.
    await page.getByLabel("Code").fill(totp(secret, 1));
    await click(page, "Vérifier le code");
    await expect(page).toHaveURL(cpts);
  });
  await test.step("a passkey", () => usePasskey(person));
  expect(await home(page)).toBe(cpts);

  await test.step("the role ends", () => endRole(coordination, cpts));
  watch.expectStatus(403);
  await page.goto(cpts);
  await arrives(person, "Vous n'avez pas accès à cette page");
  await page.goto("/");
  await expect(page.getByRole("main")).toContainText("Vous n'avez pas encore de rôle");
  await watch.examine();
  coordination.watch.nothingToComplainAbout();
  await Promise.all([coordination.context.close(), person.context.close()]);
});

/** Takes back all that the Guichet may read. */
async function revokeAll(board: Visitor, cpts: string): Promise<void> {
  const { page } = board;
  await page.goto(`${cpts}/organisation/autorisations`);
  await arrives(board, "Autorisations");
  const links = page.getByRole("link", { name: /Retirer l'autorisation de Guichet/ });
  for (let left = await links.count(); left > 0; left -= 1) {
    await links.first().click();
    await arrives(board, "Retirer une autorisation");
    await click(page, "Retirer l'autorisation");
    await expect(page.getByText("L'autorisation est retirée.")).toBeVisible();
    await expect(links).toHaveCount(left - 1);
  }
}

/** The board proves who it is, then signs. */
async function sign(board: Visitor, cpts: string): Promise<void> {
  const { page } = board;
  await page.goto(`/confirmer?suite=${cpts}/organisation/autorisations/nouvelle`);
  await arrives(board, "Confirmer votre identité");
  await click(page, "Confirmer mon identité");
  await arrives(board, "Signer une autorisation");
  const institution = page.getByLabel("Institution", { exact: true });
  const guichet = await institution.locator("option", { hasText: "Guichet CPTS" }).getAttribute("value");
  await institution.selectOption(guichet);
  await page.getByLabel("Les deux").check();
  await click(page, "Signer l'autorisation");
  await expect(page.getByText("L'autorisation est signée.")).toBeVisible();
  await board.watch.examine();
}

test("the board signs what the Guichet reads, and takes it back at once", async ({ browser }) => {
  test.setTimeout(180_000);
  const [board, guichet] = [await visitor(browser, place), await visitor(browser, place)];
  await enter(board.page, "bureau");
  const cpts = await home(board.page);
  const name = (await title(board.page).textContent())!;
  await revokeAll(board, cpts);
  await enter(guichet.page, "guichet");
  const own = await home(guichet.page);
  await expect(guichet.page.getByText("Aucune CPTS ne vous autorise à lire ses données")).toBeVisible();
  await guichet.watch.examine();

  await sign(board, cpts);
  await guichet.page.goto(own);
  await expect(guichet.page.getByRole("heading", { name })).toBeVisible();
  const territories = guichet.page.getByRole("table", { name: "Territoires des CPTS" });
  await expect(territories.getByRole("row").nth(1)).toContainText(/\d/);
  const counts = guichet.page.getByRole("table", { name: /petits nombres masqués/ });
  await expect(counts).toContainText("masqué");
  await guichet.watch.examine();
  await territories.getByRole("link").first().click();
  await expect(title(guichet.page)).toBeVisible();
  const read = guichet.page.url();
  expect(read).toContain(cpts);
  await guichet.watch.examine();

  await revokeAll(board, cpts);
  guichet.watch.expectStatus(403);
  await guichet.page.goto(read);
  await arrives(guichet, "Vous n'avez pas accès à cette page");
  await Promise.all([board.context.close(), guichet.context.close()]);
});
