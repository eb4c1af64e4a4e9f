import { expect, type APIRequestContext, type Locator, type Page } from "@playwright/test";

/** A commune of the fictitious département, as the map receives it. */
export interface Commune {
  code: string;
  nom: string;
  population: number;
}

/** The fictitious département. Its names come from a seed, so tests ask for them instead of knowing them. */
export const DEPARTEMENT = "96";

/** The communes of the fictitious département, by name. */
export async function communes(request: APIRequestContext): Promise<Commune[]> {
  const answer = await request.get(`/geo/communes/${DEPARTEMENT}.json`);
  expect(answer.status()).toBe(200);
  const map = (await answer.json()) as { features: { properties: Commune }[] };
  const found = map.features.map((feature) => feature.properties);
  expect(found.length).toBeGreaterThan(20);
  return found.sort((a, b) => a.nom.localeCompare(b.nom, "fr"));
}

/** Without accents, in capitals: how a letter may write it. */
export function plain(name: string): string {
  return name.normalize("NFD").replace(/\p{M}/gu, "").toUpperCase();
}

/** Opens the list of territories from the navigation. */
export async function toTerritories(page: Page): Promise<void> {
  await page.goto("/");
  await page.getByRole("navigation", { name: "Navigation principale" }).getByRole("link", { name: "Territoires" }).click();
}

/** Creates a territory and stays in its workshop. Returns the address of the workshop. */
export async function createTerritory(page: Page, name: string): Promise<string> {
  await toTerritories(page);
  await page.getByRole("link", { name: "Créer un territoire" }).click();
  await page.getByLabel("Nom du territoire").fill(name);
  await page.getByRole("button", { name: "Créer le territoire" }).click();
  await expect(page.getByRole("heading", { name: "Votre territoire" })).toBeVisible();
  return new URL(page.url()).pathname;
}

/** The list of what the territory holds, in the workshop. */
export function members(page: Page): Locator {
  return page.locator("#perimetre > li");
}

/** Reads a pasted text: the page of what was understood opens. */
export async function paste(page: Page, text: string): Promise<void> {
  const fold = page.getByText("Coller une liste ou envoyer un fichier");
  const field = page.getByLabel("Liste de communes ou d'IRIS");
  if (!(await field.isVisible())) await fold.click();
  await field.fill(text);
  await page.getByRole("button", { name: "Lire cette liste" }).click();
  await expect(page.getByRole("button", { name: "Appliquer au territoire" })).toBeVisible();
}

/** Adds communes by pasting their codes. */
export async function addByCode(page: Page, workshop: string, codes: string[]): Promise<void> {
  await page.goto(workshop);
  await paste(page, codes.join("\n"));
  await page.getByRole("button", { name: "Appliquer au territoire" }).click();
  await expect(members(page)).toHaveCount(codes.length);
}

/** Presses Tab until the element has the focus, as a person without a mouse does. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  const element = await target.elementHandle();
  // Once around the page, and no more: what cannot be reached by then cannot be reached.
  const stops = await page.locator("a[href], button, input, select, textarea, summary, [tabindex]").count();
  for (let presses = 0; presses <= stops; presses += 1) {
    await page.keyboard.press("Tab");
    if (await element?.evaluate((one) => one === document.activeElement)) return;
  }
  throw new Error(`the keyboard does not reach ${target} in ${stops} presses`);
}

/** Makes a territory of a few communes and opens its diagnosis; the address of the diagnosis. */
export async function openDiagnosis(page: Page, name: string, codes: string[]): Promise<string> {
  const workshop = await createTerritory(page, name);
  await addByCode(page, workshop, codes);
  await page.goto(workshop.replace(/\/composer$/, ""));
  await page.getByRole("link", { name: "Voir le diagnostic" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Diagnostic territorial");
  return new URL(page.url()).pathname;
}

/** Opens the home of the CPTS; the start of its addresses. */
export async function openHome(page: Page): Promise<string> {
  await page.goto("/");
  const territories = page.getByRole("navigation", { name: "Navigation principale" }).getByRole("link", { name: "Territoires" });
  return (await territories.getAttribute("href"))!.replace(/\/territoires$/, "");
}
