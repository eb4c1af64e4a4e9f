// The picture at the top of the README.
import { expect, test } from "@playwright/test";
import { toTerritories } from "../support/house.ts";

test.use({ viewport: { width: 1280, height: 1090 }, colorScheme: "light" });

test("the sheet of the demonstration's territory", async ({ page }) => {
  await toTerritories(page);
  await page.locator(".card h3 a").first().click();
  await page.getByRole("table").getByRole("link", { name: "Voir la fiche" }).first().click();
  const map = page.locator(".map.alive canvas.maplibregl-canvas");
  await expect(map).toBeVisible();
  // The drawing itself says nothing when it is complete.
  await page.waitForTimeout(1_500);
  await page.screenshot({ path: "../docs/images/territoire.png" });
});
