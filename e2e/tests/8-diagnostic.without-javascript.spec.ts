// The diagnosis with scripts off: everything is a page or a form.
import { communes, openDiagnosis } from "../support/house.ts";
import { expect, test } from "../support/test.ts";

test("the diagnosis is read, sorted and frozen without scripts", async ({ page, watch, request }) => {
  const codes = (await communes(request)).slice(0, 4).map((commune) => commune.code);
  const diagnosis = await openDiagnosis(page, "Sans script ni carte", codes);
  await watch.examine();
  await page.goto(`${diagnosis}/indicateurs/population`);
  await page.getByRole("link", { name: "Du plus grand au plus petit" }).click();
  await expect(page).toHaveURL(/tri=decroissant/);
  await expect(page.locator(".shaded-map > svg")).toBeVisible();
  await page.goto(diagnosis);
  await page.getByLabel("Nom de cette version").fill("Sans script");
  await page.getByRole("button", { name: "Figer ce diagnostic" }).click();
  await expect(page.getByText("Cette version est figée.")).toBeVisible();
});
