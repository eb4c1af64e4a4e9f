// Renews the pictures of the documentation, from the fictitious territory:
//   npx playwright test -c images.config.ts
import { defineConfig } from "@playwright/test";
import base from "./playwright.config.ts";

export default defineConfig({ ...base, testDir: "images", projects: [{ name: "images" }] });
