// A questionnaire is made by the coordination and answered on a small phone by somebody without an account.
import { openHome } from "../support/house.ts";
import { expect, test } from "../support/test.ts";

const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toLocaleDateString("fr-FR", { timeZone: "Europe/Paris" });

test("two questions are asked by a common link and answered on a phone", async ({ page, watch, browser }) => {
  const home = await openHome(page);
  await page.goto(`${home}/questionnaires/nouveau`);
  await page.getByLabel("Deux questions", { exact: true }).check();
  await page.getByRole("button", { name: "Préparer le questionnaire" }).click();
  await watch.examine();
  const url = page.url().replace(/\?.*$/, "");
  await page.getByLabel("Premier jour").fill(day(0));
  await page.getByLabel("Dernier jour, compris").fill(day(10));
  await page.getByRole("button", { name: "Ouvrir le questionnaire" }).click();
  await page.goto(`${url}/envoyer`);
  await page.getByRole("button", { name: "Créer un lien commun" }).click();
  const address = await page.locator("dd", { hasText: "/questionnaire/" }).first().innerText();
  const text = `Attente de six mois ${Date.now() % 100_000}`;

  const context = await browser.newContext({ viewport: { width: 320, height: 640 }, storageState: { cookies: [], origins: [] } });
  const phone = await context.newPage();
  await phone.goto(new URL(address).pathname);
  const wide = await phone.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  expect(wide, "nothing goes beyond a screen of 320 pixels").toBe(false);
  await phone.getByLabel("Quelle est votre profession").selectOption({ index: 1 });
  const commune = phone.getByLabel("Dans quelle commune");
  if ((await commune.evaluate((one) => one.tagName)) === "SELECT") await commune.selectOption({ index: 1 });
  await phone.getByLabel("Décrivez une difficulté").fill(text);
  await phone.getByRole("button", { name: "Envoyer ma réponse" }).click();
  await expect(phone.getByText("Votre réponse est enregistrée.")).toBeVisible();
  await context.close();

  await page.goto(`${url}/classer`);
  await expect(page.getByText(text)).toBeVisible();
  await page.getByLabel("Accès aux spécialistes").check();
  await page.getByRole("button", { name: "Classer et lire le suivant" }).click();
  await expect(page.getByRole("button", { name: "Annuler ce classement" })).toBeVisible();
  await watch.open(`${new URL(url).pathname}/resultats`);
  await watch.open(`${home}/difficultes`);
});
