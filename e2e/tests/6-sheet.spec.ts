// The map, the documents of a sheet, and what happens when something is wrong.
import type { Page } from "@playwright/test";
import { addByCode, communes, createTerritory, members, toTerritories } from "../support/house.ts";
import { expect, test } from "../support/test.ts";

/** Opens the sheet of the demonstration's reference. */
async function openSheet(page: Page): Promise<string> {
  await toTerritories(page);
  await page.locator(".card h3 a").first().click();
  await page.getByRole("table", { name: "Variantes du territoire, côte à côte" }).getByRole("link", { name: "Voir la fiche" }).first().click();
  await expect(page.getByRole("heading", { name: "Chiffres" })).toBeVisible();
  return new URL(page.url()).pathname;
}

test("a click on the map adds a commune, a second one removes it", async ({ page, watch }) => {
  await createTerritory(page, "À la souris");
  const canvas = page.locator(".map.alive canvas.maplibregl-canvas");
  await expect(canvas).toBeVisible();
  await watch.examine();
  const box = (await canvas.boundingBox())!;
  const centre = { x: box.width / 2, y: box.height / 2 };
  await canvas.hover({ position: centre });
  await expect(page.locator(".map-name")).toContainText("habitants");
  await canvas.click({ position: centre });
  await expect(members(page)).toHaveCount(1);
  const name = (await members(page).locator(".unit-name").textContent())!.trim();
  await expect(page.locator(".map-name")).toContainText(name);
  await canvas.click({ position: centre });
  await expect(members(page)).toHaveCount(0);
});

test("the sheet shows its map, its figures and their sources", async ({ page, watch }) => {
  await openSheet(page);
  await expect(page.locator(".map.alive canvas.maplibregl-canvas")).toBeVisible();
  await expect(page.locator("#chiffres")).toContainText("Source");
  await expect(page.getByText("ce territoire et ses chiffres sont inventés")).toBeVisible();
  await watch.examine();
});

const DOCUMENTS: [string, string, RegExp][] = [
  ["pdf", "application/pdf", /^%PDF-1\.7/],
  ["xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", /^PK/],
  ["csv", "text/csv", /^\ufeff[^\n]*;/],
  ["geojson", "application/geo+json", /^\{"type":"FeatureCollection"/],
  ["json", "application/json", /^\{/],
  ["svg", "image/svg+xml", /^(<\?xml[^>]*>\s*)?<svg/],
];

for (const [extension, type, start] of DOCUMENTS) {
  test(`the sheet is downloaded as ${extension}`, async ({ page, request }) => {
    const sheet = await openSheet(page);
    await expect(page.locator(`.downloads a[href$="fiche.${extension}"]`)).toBeVisible();
    const answer = await request.get(`${sheet}/fiche.${extension}`);
    expect(answer.status()).toBe(200);
    expect(answer.headers()["content-type"].split(";")[0]).toBe(type);
    expect(answer.headers()["content-disposition"]).toContain("attachment");
    const body = await answer.body();
    expect(body.length).toBeGreaterThan(200);
    expect(body.subarray(0, 200).toString("utf8")).toMatch(start);
  });
}

test("the CSV has one line for each commune of the perimeter", async ({ page, request }) => {
  const codes = (await communes(request)).slice(0, 4).map((commune) => commune.code);
  const workshop = await createTerritory(page, "Quatre communes");
  await addByCode(page, workshop, codes);
  const answer = await request.get(workshop.replace(/composer$/, "fiche.csv"));
  const text = await answer.text();
  for (const code of codes) expect(text).toContain(code);
});

test("an unknown address answers 404 with a page in French", async ({ page, watch }) => {
  watch.expectStatus(404);
  const answer = await watch.open("/nulle-part");
  expect(answer.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Cette page n'existe pas");
  await expect(page.getByRole("main")).toContainText("Référence");
});

test("another site's page cannot change anything", async ({ page, request }) => {
  const workshop = await createTerritory(page, "Protégé");
  const answer = await request.post(workshop.replace(/composer$/, "ajouter"), {
    headers: { "sec-fetch-site": "cross-site", origin: "http://ailleurs.example" },
    form: { unite: "96001" },
  });
  expect(answer.status()).toBe(403);
  expect(await answer.text()).toContain("vient d&#39;un autre site");
  await page.reload();
  await expect(members(page)).toHaveCount(0);
});

test("an invalid form moves the focus to what is to be corrected", async ({ page, watch }) => {
  watch.expectStatus(422);
  await toTerritories(page);
  await page.getByRole("link", { name: "Créer un territoire" }).click();
  await page.getByRole("button", { name: "Créer le territoire" }).click();
  await expect(page.getByRole("alert")).toBeFocused();
  await watch.examine();
  await page.getByRole("alert").getByRole("link").first().click();
  await expect(page.getByLabel("Nom du territoire")).toBeFocused();
});
