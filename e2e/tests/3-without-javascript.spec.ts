// The same main job with scripts off: every form works.
import { communes, createTerritory, members, paste, plain } from "../support/house.ts";
import { expect, test } from "../support/test.ts";

test("a territory is made, corrected and read without scripts", async ({ page, watch, request }) => {
  const [a, b, c] = await communes(request);
  const workshop = await createTerritory(page, "Sans script");
  await watch.examine();

  await page.getByLabel("Commune ou IRIS").fill(plain(a.nom));
  await page.getByRole("button", { name: "Chercher une commune" }).click();
  await page.getByRole("button", { name: `Ajouter ${a.nom}`, exact: true }).click();
  await expect(members(page)).toHaveCount(1);
  await watch.examine();

  await page.goto(workshop);
  await paste(page, `${plain(b.nom)} (${b.code}\n96999`);
  await expect(page.getByLabel("Lignes à corriger")).toHaveValue("96999");
  await watch.examine();
  await page.getByLabel("Lignes à corriger").fill(c.code);
  await page.getByRole("button", { name: "Relire ces lignes" }).click();
  await page.getByRole("button", { name: "Appliquer au territoire" }).click();
  await expect(members(page)).toHaveCount(3);

  await members(page).filter({ hasText: c.nom }).getByRole("button", { name: "Retirer" }).click();
  await expect(members(page)).toHaveCount(2);
  await page.getByRole("link", { name: "Voir la fiche" }).click();
  await expect(page.locator("#communes tbody tr").filter({ hasText: a.nom })).toBeVisible();
  // The map is there as a drawing.
  await expect(page.locator(".static-map svg")).toBeVisible();
});

test("an invalid form comes back with its values and its errors, without scripts", async ({ page, watch }) => {
  watch.expectStatus(422);
  await page.goto("/");
  await page.getByRole("navigation", { name: "Navigation principale" }).getByRole("link", { name: "Territoires" }).click();
  await page.getByRole("link", { name: "Créer un territoire" }).click();
  await page.getByLabel("Nom de la première variante").fill("Essai gardé");
  await page.getByRole("button", { name: "Créer le territoire" }).click();
  await expect(page.getByRole("alert")).toContainText("à corriger");
  await expect(page.getByLabel("Nom de la première variante")).toHaveValue("Essai gardé");
});
