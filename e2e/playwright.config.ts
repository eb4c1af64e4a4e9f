import { mkdtempSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { defineConfig } from "@playwright/test";

/** A port that is free now. */
function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const probe = createServer();
    probe.once("error", failed);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = typeof address === "object" && address ? address.port : 0;
      probe.close(() => done(port));
    });
  });
}

// This file is read again by each worker: the first reading decides, the others inherit the environment.
process.env.MAILLAGE_E2E_PORT ??= String(await freePort());
process.env.MAILLAGE_E2E_FOLDER ??= mkdtempSync(join(tmpdir(), "maillage-e2e-"));

const port = process.env.MAILLAGE_E2E_PORT;
const folder = process.env.MAILLAGE_E2E_FOLDER;
const binary = resolve(import.meta.dirname, "..", process.env.CARGO_TARGET_DIR ?? "target", "debug/maillage");

export default defineConfig({
  testDir: "tests",
  globalTeardown: "./support/teardown.ts",
  // No retries: they hide flaky tests. One worker: all journeys share one server and its territory.
  retries: 0,
  workers: 1,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    locale: "fr-FR",
    timezoneId: "Europe/Paris",
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        // MapLibre draws with WebGL, in software where there is no graphics card.
        "--enable-unsafe-swiftshader",
      ],
    },
  },
  projects: [
    { name: "enter", testDir: "support", testMatch: /enter\.setup/ },
    {
      name: "journeys",
      testIgnore: /without-javascript/,
      dependencies: ["enter"],
      use: { storageState: join(folder, "coordination.json") },
    },
    {
      name: "without-javascript",
      testMatch: /without-javascript/,
      dependencies: ["enter"],
      use: { storageState: join(folder, "coordination.json"), javaScriptEnabled: false },
    },
  ],
  webServer: {
    command: `"${binary}" demo --servir`,
    url: `http://127.0.0.1:${port}/pret`,
    cwd: folder,
    env: { PORT: port, DATABASE_URL: `sqlite://${folder}/maillage.sqlite`, MAILLAGE_NIVEAU: "warn" },
    gracefulShutdown: { signal: "SIGTERM", timeout: 5_000 },
    timeout: 120_000,
    stdout: "ignore",
    stderr: "pipe",
    reuseExistingServer: false,
  },
});
