import { expect, type Browser, type BrowserContext, type Page } from "@playwright/test";

/** The invented people of the demonstration, by what they do. */
export const PEOPLE = {
  coordination: "Alix Valmirande",
  bureau: "Camille Orfontaine",
  tresorerie: "Dominique Sauvelune",
  secretariat: "Sacha Grandpré-Fictif",
  membre: "Maxime Clairbois-Fictif",
  guichet: "Noa Belcombe",
  ars: "Charlie Montfictif",
  cpam: "Lou Hauteroche-Fictif",
  msa: "Sasha Plainval-Fictif",
  exploitation: "Exploitation de l'instance",
} as const;

export type Person = keyof typeof PEOPLE;

/** Comes in by the door of the demonstration. */
export async function enter(page: Page, who: Person): Promise<void> {
  await page.goto("/connexion");
  await page.getByRole("button", { name: `Entrer comme ${PEOPLE[who]}` }).click();
  await expect(page.getByRole("button", { name: "Se déconnecter" })).toBeVisible();
}

/** Another browser, where someone else is signed in. */
export async function elsewhere(browser: Browser, who: Person): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  const page = await context.newPage();
  await enter(page, who);
  return { context, page };
}
