// The net itself: a fault on a page must fail a journey.
import { expect, test as base } from "@playwright/test";
import { test, Watch } from "../support/test.ts";

const PAGE = (body: string) => `<!doctype html><html lang="fr"><title>Essai</title><main><h1>Essai</h1>${body}</main>`;

base("a picture without text alternative is refused", async ({ page }) => {
  const watch = new Watch(page);
  await page.setContent(PAGE(`<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">`));
  await expect(watch.examine()).rejects.toThrow(/image-alt/);
});

base("a text too pale to be read is refused", async ({ page }) => {
  const watch = new Watch(page);
  await page.setContent(PAGE(`<p style="color:#bbb;background:#fff">Bonjour</p>`));
  await expect(watch.examine()).rejects.toThrow(/color-contrast/);
});

base("an error in a script is reported", async ({ page }) => {
  const watch = new Watch(page);
  await page.setContent(PAGE(`<script>throw new Error("perdu")</script>`));
  await expect(watch.examine()).rejects.toThrow(/perdu/);
});

base("what the security policy refuses is reported", async ({ page }) => {
  const watch = new Watch(page);
  await page.route("http://essai.invalid/", (route) =>
    route.fulfill({
      contentType: "text/html",
      headers: { "content-security-policy": "default-src 'none'" },
      body: PAGE("<script>document.title = 'non'</script>"),
    }),
  );
  await page.goto("http://essai.invalid/");
  await expect(watch.examine()).rejects.toThrow(/Content Security Policy/);
});

test("a page without fault passes", async ({ page, watch }) => {
  await page.setContent(PAGE("<p>Bonjour</p>"));
  await watch.examine();
});
