// Renews the pictures of the documentation, from the fictitious territory:
//   npx playwright test -c images.config.ts
import { defineConfig } from "@playwright/test";
import base from "./playwright.config.ts";

const [enter, journeys] = base.projects ?? [];

export default defineConfig({
  ...base,
  projects: [enter, { ...journeys, name: "images", testDir: "images", testIgnore: [] }],
});
