// Every main page: on a phone 320 px wide, in the light and in the dark theme.
import type { Page } from "@playwright/test";
import { DEPARTEMENT, toTerritories } from "../support/house.ts";
import { expect, test, type Watch } from "../support/test.ts";

/** Addresses of the main pages, found as a visitor finds them: the demonstration's territory, variant and guide. */
async function mainPages(page: Page): Promise<string[]> {
  const links = async (selector: string) =>
    page.locator(selector).evaluateAll((all) => all.map((link) => new URL((link as HTMLAnchorElement).href).pathname));
  await toTerritories(page);
  const list = new URL(page.url()).pathname;
  const [territory] = await links(".card h3 a");
  await page.goto(territory);
  const [sheet] = await links("#gerer-titre ~ .cards h3 a");
  const base = list.replace(/\/territoires$/, "");
  await page.goto(`${base}/organisation`);
  const organisation = await links("main .card a");
  expect(organisation.length).toBeGreaterThan(7);
  await page.goto(`${base}/communaute`);
  const community = (await links("main a")).filter((path) => path.startsWith(base) && !/\.(csv|xlsx|pdf)$/.test(path));
  expect(community.length).toBeGreaterThan(9);
  await page.goto("/aide");
  const guide = await links(".link-list a");
  expect(guide.length).toBeGreaterThan(3);
  return [
    base,
    `${base}/organisation`,
    ...organisation,
    `${base}/communaute`,
    ...new Set(community),
    `${base}/communaute/personnes/nouvelle`,
    `${base}/moi`,
    `${base}/organisation/invitations/nouvelle`,
    "/compte",
    "/compte/donnees",
    "/compte/identites",
    "/compte/mot-de-passe",
    list,
    `${list}/nouveau`,
    territory,
    sheet,
    `${sheet}/composer`,
    `${sheet}/composer?q=a&intercommunalite=a`,
    `/donnees?departement=${DEPARTEMENT}`,
    "/regles?population=80000",
    "/aide",
    ...guide,
    "/accessibilite",
  ];
}

/** The page itself does not scroll sideways; wide tables do, inside their frame. */
async function fits(page: Page): Promise<void> {
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width, `width of ${page.url()}`).toBeLessThanOrEqual(page.viewportSize()!.width);
}

async function visitAll(page: Page, watch: Watch): Promise<void> {
  for (const path of await mainPages(page)) {
    await test.step(path, async () => {
      await watch.open(path);
      await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
      await fits(page);
    });
  }
}

test.describe("on a phone", () => {
  test.use({ viewport: { width: 320, height: 640 } });
  test("no main page scrolls sideways at 320 px", async ({ page, watch }) => {
    test.setTimeout(400_000);
    await visitAll(page, watch);
  });
});

test.describe("in the dark theme", () => {
  test.use({ colorScheme: "dark" });
  test("every main page can be read in the dark theme", async ({ page, watch }) => {
    test.setTimeout(400_000);
    await visitAll(page, watch);
  });
});

test("every component and view of the gallery is free of faults", async ({ page, watch }) => {
  test.setTimeout(900_000);
  watch.expectStatus(404); // The gallery's maps speak of places that do not exist.
  await watch.open("/dev/galerie");
  const paths = await page.locator("main a").evaluateAll((all) => all.map((link) => new URL((link as HTMLAnchorElement).href).pathname));
  expect(paths.length).toBeGreaterThan(10);
  for (const path of paths) await test.step(path, () => watch.open(path));
});
