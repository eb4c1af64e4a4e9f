// From the diagnosis to the proof of a figure, then a frozen version and what changed since.
import { addByCode, communes, openDiagnosis, tabTo } from "../support/house.ts";
import { expect, test } from "../support/test.ts";

test("a newcomer goes from what stands out to the passport of a figure", async ({ page, watch, request }) => {
  const codes = (await communes(request)).slice(0, 6).map((commune) => commune.code);
  await openDiagnosis(page, "Preuves", codes);
  await watch.examine();
  await expect(page.getByRole("heading", { name: "Ce qui distingue ce territoire" })).toBeVisible();
  const standouts = page.locator(".standouts li");
  expect(await standouts.count()).toBeGreaterThan(0);
  await expect(standouts.first()).toContainText("Source");
  await standouts.first().getByRole("link").click();
  await expect(page.getByRole("heading", { name: "Passeport de chaque chiffre" })).toBeVisible();
  await expect(page.locator("#passeport-territoire")).toContainText("Référence à citer");
  await watch.examine();
});

test("a frozen version says what changed since", async ({ page, watch, request }) => {
  const all = (await communes(request)).map((commune) => commune.code);
  const diagnosis = await openDiagnosis(page, "À figer", all.slice(0, 4));
  await page.getByLabel("Nom de cette version").fill("Lettre d'intention");
  await page.getByRole("button", { name: "Figer ce diagnostic" }).click();
  await expect(page.getByText("Cette version est figée.")).toBeVisible();
  await expect(page.getByText("Aucun chiffre n'a changé depuis.")).toBeVisible();
  await watch.examine();
  const frozen = new URL(page.url()).pathname;

  const workshop = diagnosis.replace(/\/diagnostic$/, "/composer");
  await addByCode(page, workshop, all.slice(0, 5));
  await page.goto(frozen);
  const changes = page.getByRole("table", { name: "Chiffres qui ont changé depuis cette version" });
  await expect(changes.getByRole("row").filter({ hasText: "Habitants" }).first()).toBeVisible();
  await watch.examine();

  await page.getByRole("button", { name: "Supprimer cette version" }).click();
  await expect(page.getByText("La version figée est supprimée.")).toBeVisible();
  await page.getByRole("button", { name: "Rétablir la version" }).click();
  await expect(page.getByRole("link", { name: "Lettre d'intention" })).toBeVisible();
});

test("a version without a name moves the focus to what is to be corrected", async ({ page, watch, request }) => {
  watch.expectStatus(422);
  await openDiagnosis(page, "Sans nom", (await communes(request)).slice(0, 2).map((commune) => commune.code));
  await page.getByLabel("Pourquoi la garder").fill("Pour l'ARS");
  await page.getByRole("button", { name: "Figer ce diagnostic" }).click();
  await expect(page.getByRole("alert")).toBeFocused();
  await expect(page.getByLabel("Pourquoi la garder")).toHaveValue("Pour l'ARS");
});

test("the offer of care and every indicator are read on a phone", async ({ page, watch, request }) => {
  const codes = (await communes(request)).slice(0, 6).map((commune) => commune.code);
  const diagnosis = await openDiagnosis(page, "Au téléphone", codes);
  await page.setViewportSize({ width: 320, height: 720 });
  for (const path of ["", "/offre", "/indicateurs/population", "/figes"]) {
    await watch.open(diagnosis + path);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width, `${path} at 320 px`).toBeLessThanOrEqual(320);
  }
  await watch.open("/indicateurs");
});

test("the diagnosis is read with the keyboard alone", async ({ page, request }) => {
  // A hundred presses, each of which waits for the browser: too many for a cold machine in the usual time.
  test.slow();
  const codes = (await communes(request)).slice(0, 3).map((commune) => commune.code);
  await openDiagnosis(page, "Diagnostic au clavier", codes);
  const table = page.getByRole("region", { name: /Population : valeurs et écarts/ });
  await tabTo(page, table);
  const passport = page.getByRole("link", { name: /^Passeport n°\s1$/ });
  await tabTo(page, passport);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/indicateurs\/[a-z0-9_]+#passeport$/);
});
