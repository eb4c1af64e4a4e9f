// A territory made with the keyboard only.
import { communes, members, plain, tabTo } from "../support/house.ts";
import { expect, test } from "../support/test.ts";

test("a coordinator makes a territory by search, without a mouse", async ({ page, watch, request }) => {
  const [first, second] = (await communes(request)).filter((commune) => !plain(commune.nom).includes("-"));

  await watch.open("/");
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Aller au contenu" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();

  await tabTo(page, page.getByRole("navigation", { name: "Navigation principale" }).getByRole("link", { name: "Territoires" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Territoires");
  await watch.examine();

  await tabTo(page, page.getByRole("link", { name: "Créer un territoire" }));
  await page.keyboard.press("Enter");
  const name = page.getByLabel("Nom du territoire");
  await tabTo(page, name);
  await page.keyboard.type("Au clavier");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Votre territoire" })).toBeVisible();
  await watch.examine();

  for (const [rank, commune] of [first, second].entries()) {
    const search = page.getByLabel("Commune ou IRIS");
    await tabTo(page, search);
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.type(plain(commune.nom).toLowerCase());
    await page.keyboard.press("Enter");
    const add = page.getByRole("button", { name: `Ajouter ${commune.nom}`, exact: true });
    await expect(add).toBeVisible();
    await tabTo(page, add);
    await page.keyboard.press("Enter");
    await expect(members(page)).toHaveCount(rank + 1);
    // The keyboard is where it was, not at the top of the page.
    await expect(page.locator("body")).not.toBeFocused();
    await watch.examine();
  }

  const remove = members(page).filter({ hasText: second.nom }).getByRole("button", { name: "Retirer" });
  await page.keyboard.press("Home");
  await tabTo(page, remove);
  await page.keyboard.press("Enter");
  await expect(members(page)).toHaveCount(1);
  await expect(members(page)).toContainText(first.nom);

  await page.reload();
  await tabTo(page, page.getByRole("link", { name: "Voir la fiche" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Chiffres" })).toBeVisible();
  await expect(page.locator("#communes")).toContainText(first.nom);
});
