// The list of a letter, pasted as it is.
import { communes, createTerritory, members, paste, plain } from "../support/house.ts";
import { expect, test } from "../support/test.ts";

test("a messy list with an unknown code is understood, shown and corrected", async ({ page, watch, request }) => {
  const [a, b, c] = await communes(request);
  await createTerritory(page, "Liste collée");
  await watch.examine();

  // Capitals, a missing parenthesis, a bullet, a trailing comma, and a code that does not exist.
  await paste(page, `- ${plain(a.nom)} (${a.code}\n\n• ${b.nom} ${b.code}) ;\n96999\n`);
  await expect(page.getByRole("heading", { name: "Lignes non reconnues" })).toBeVisible();
  const unknown = page.getByLabel("Lignes à corriger");
  await expect(unknown).toHaveValue("96999");
  await watch.examine();

  await unknown.fill(c.code);
  await page.getByRole("button", { name: "Relire ces lignes" }).click();
  await expect(page.getByRole("heading", { name: "Lignes non reconnues" })).toHaveCount(0);
  for (const commune of [a, b, c]) await expect(page.getByLabel(commune.nom, { exact: true })).toBeChecked();
  await watch.examine();

  await page.getByRole("button", { name: "Appliquer au territoire" }).click();
  await expect(members(page)).toHaveCount(3);
  for (const commune of [a, b, c]) await expect(page.locator("#perimetre")).toContainText(commune.nom);
});

test("a list that nothing answers to is given back, with nothing added", async ({ page, watch }) => {
  const workshop = await createTerritory(page, "Liste perdue");
  await paste(page, "Atlantide\nErewhon");
  await expect(page.getByLabel("Lignes à corriger")).toHaveValue("Atlantide\nErewhon");
  await watch.examine();
  await page.goto(workshop);
  await expect(members(page)).toHaveCount(0);
});

test("a CSV file with a column of codes is read", async ({ page, request }) => {
  const [a, b] = await communes(request);
  await createTerritory(page, "Depuis un fichier");
  await page.getByText("Coller une liste ou envoyer un fichier").click();
  await page.getByLabel("Fichier CSV ou XLSX").setInputFiles({
    name: "communes.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(`\ufeffcode;nom\n${a.code};${a.nom}\n${b.code};${b.nom}\n`),
  });
  await page.getByRole("button", { name: "Lire ce fichier" }).click();
  await page.getByRole("button", { name: "Appliquer au territoire" }).click();
  await expect(members(page)).toHaveCount(2);
});
