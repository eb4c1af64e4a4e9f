// The net itself, where scripts are off: axe looks at a copy of the page.
import { expect, test as base } from "@playwright/test";
import { test, Watch } from "../support/test.ts";

const page = (body: string) => ({
  contentType: "text/html",
  body: `<!doctype html><html lang="fr"><title>Essai</title><main><h1>Essai</h1>${body}</main>`,
});

base("a fault is refused without scripts too", async ({ page: window, browser }) => {
  const watch = new Watch(window, browser);
  await window.route("http://essai.invalid/", (route) => route.fulfill(page(`<input type="text">`)));
  await window.goto("http://essai.invalid/");
  await expect(watch.examine()).rejects.toThrow(/label/);
});

test("a page without fault passes without scripts", async ({ page: window, watch }) => {
  await window.route("http://essai.invalid/", (route) => route.fulfill(page("<p>Bonjour</p><script>x()</script>")));
  await window.goto("http://essai.invalid/");
  await watch.examine();
});
