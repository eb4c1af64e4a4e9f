// « Et si… » with scripts off: a change is added, shared by its address, taken away.
import { communes, openDiagnosis } from "../support/house.ts";
import { expect, test } from "../support/test.ts";

test("a doctor leaves, and the address says it", async ({ page, watch, request }) => {
  const codes = (await communes(request)).slice(0, 4).map((commune) => commune.code);
  await openDiagnosis(page, "Et si", codes);
  await page.getByRole("link", { name: "Simuler un départ ou une arrivée" }).click();
  await expect(page.getByText("Aucun changement n'est encore imaginé.")).toBeVisible();
  await watch.examine();
  watch.expectStatus(422);
  await page.getByLabel("Combien").fill("-1");
  await page.getByRole("button", { name: "Ajouter ce changement" }).click();
  await expect(page.getByRole("alert")).toContainText("Écrivez un nombre entier");
  await page.getByLabel("Combien").fill("1");
  await page.getByRole("button", { name: "Ajouter ce changement" }).click();
  await expect(page).toHaveURL(/\/acces\?h=depart-/);
  await expect(page.getByText(/^Si un médecin généraliste quitte/)).toBeVisible();
  await watch.examine();
  const address = page.url();
  await page.setViewportSize({ width: 320, height: 640 });
  await watch.examine();
  await page.getByRole("link", { name: /Retirer ce changement/ }).click();
  await expect(page.getByText("Aucun changement n'est encore imaginé.")).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(address);
});
