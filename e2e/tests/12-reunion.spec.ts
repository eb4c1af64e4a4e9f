// From a group to sealed minutes, as the coordination does it; somebody answers the convocation on paper.
import { openHome } from "../support/house.ts";
import { expect, test } from "../support/test.ts";

const day = (offset: number) =>
  new Date(Date.now() + offset * 86_400_000).toLocaleDateString("fr-FR", { timeZone: "Europe/Paris" });

test("a group meets, decides, and its minutes are sealed", async ({ page, watch }) => {
  const home = await openHome(page);
  const name = `Groupe d'essai ${Date.now() % 100_000}`;
  await page.goto(`${home}/groupes/nouveau`);
  await page.getByLabel("Nom du groupe").fill(name);
  await page.getByLabel("Groupe de travail").check();
  await page.getByLabel("Question du groupe").fill("Comment se réunir sans perdre de temps ?");
  await page.getByRole("button", { name: "Créer le groupe" }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await watch.examine();

  // Yesterday: a meeting that was held can be written down afterwards.
  await page.getByRole("link", { name: "Préparer une réunion" }).click();
  await page.getByLabel("Jour de la réunion").fill(day(-1));
  await page.getByLabel("Heure de début").fill("20 h");
  await page.getByLabel("Heure de fin").fill("21 h 30");
  await page.getByLabel(/^Lieu/).fill("Salle des fêtes");
  await page.getByRole("button", { name: "Préparer la réunion" }).click();
  await expect(page.getByText("La réunion est préparée.")).toBeVisible();
  await watch.examine();
  await page.getByRole("button", { name: /^Descendre «\sApprobation/ }).click();
  await expect(page.getByText("L'ordre du jour est enregistré.")).toBeVisible();

  await page.getByRole("link", { name: "Tenir la séance" }).click();
  await watch.examine();
  await page.getByLabel(/^Notes du point «\sTravail du groupe/).fill("Le groupe choisit deux priorités.");
  const work = page.locator("form", { has: page.getByLabel(/^Notes du point «\sTravail du groupe/) });
  await work.getByRole("button", { name: "Enregistrer les notes de ce point" }).click();
  await expect(page.getByText("Les notes de ce point sont enregistrées.")).toBeVisible();
  await page.getByLabel("Tâche", { exact: true }).check();
  await page.getByLabel(/^Texte/).fill("Appeler la mairie");
  await page.getByLabel(/^Pour le/).fill(day(20));
  await page.getByRole("button", { name: "Enregistrer la décision ou la tâche" }).click();
  await expect(page.getByText("La décision ou la tâche est enregistrée.")).toBeVisible();
  await page.getByRole("button", { name: "Clore la séance" }).click();
  await expect(page.getByText("La séance est close.")).toBeVisible();

  await page.getByRole("link", { name: "Ouvrir le compte rendu" }).click();
  await page.getByRole("button", { name: "Préparer le compte rendu" }).click();
  const text = page.getByLabel("Texte du compte rendu");
  await expect(text).toHaveValue(/Le groupe choisit deux priorités\.[\s\S]*Appeler la mairie/);
  await watch.examine();
  await page.getByLabel("Le bureau, hors réunion").check();
  await page.getByRole("button", { name: "Sceller le compte rendu" }).click();
  await expect(page.getByText("Le compte rendu est scellé.")).toBeVisible();
  await expect(page.getByLabel("Texte du compte rendu")).toHaveCount(0);
  await watch.examine();
  await watch.open(`${home}/reunions`);
  await watch.open(`${home}/reunions/taches`);
});
