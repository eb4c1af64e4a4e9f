// Variants side by side, and the choice of the reference.
import { addByCode, communes, createTerritory, members } from "../support/house.ts";
import { expect, test } from "../support/test.ts";

test("two variants are compared and the other one becomes the reference", async ({ page, watch, request }) => {
  const codes = (await communes(request)).slice(0, 3).map((commune) => commune.code);
  const workshop = await createTerritory(page, "Deux variantes");
  await addByCode(page, workshop, codes);

  await page.getByRole("navigation", { name: "Vous êtes ici" }).getByRole("link", { name: "Deux variantes" }).click();
  await page.getByLabel("Nom de la variante").fill("Sans la première");
  await page.getByLabel("Point de départ").selectOption({ label: "Une copie de « Variante A »" });
  await page.getByRole("button", { name: "Créer la variante" }).click();
  if (!(await page.locator("#perimetre").isVisible())) {
    await page.getByRole("link", { name: "Modifier les communes de Sans la première" }).click();
  }
  await expect(members(page)).toHaveCount(3);
  await members(page).first().getByRole("button", { name: "Retirer" }).click();
  await expect(members(page)).toHaveCount(2);

  await page.getByRole("navigation", { name: "Vous êtes ici" }).getByRole("link", { name: "Deux variantes" }).click();
  const comparison = page.getByRole("table", { name: "Variantes du territoire, côte à côte" });
  await expect(comparison.getByRole("columnheader")).toContainText(["Chiffre", "Variante A", "Sans la première"]);
  await expect(comparison.getByRole("row", { name: /^Communes distinctes/ }).getByRole("cell")).toHaveText(["3", "2"]);
  await expect(comparison.getByRole("row", { name: /^Population/ })).toContainText(/\d/);
  await watch.examine();

  await page.getByRole("button", { name: "Choisir comme référence" }).click();
  const sheets = comparison.getByRole("row", { name: /^Fiche/ }).getByRole("cell");
  await expect(sheets.nth(1)).toContainText("référence");
  await expect(sheets.nth(0)).not.toContainText("référence");
});
