import { mkdtempSync, writeFileSync } from "node:fs";
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
process.env.MAILLAGE_E2E_OIDC_PORT ??= String(await freePort());
process.env.MAILLAGE_E2E_FOLDER ??= mkdtempSync(join(tmpdir(), "maillage-e2e-"));

const port = process.env.MAILLAGE_E2E_PORT;
const folder = process.env.MAILLAGE_E2E_FOLDER;
const oidcPort = process.env.MAILLAGE_E2E_OIDC_PORT;

// Providers of identity: a stand-in for Pro Santé Connect, one that follows the standard, one that never answers.
const section = (key: string, kind: string, path: string, rest: string) =>
  `[[connexion]]\ncle = "${key}"\ngenre = "${kind}"\nemetteur = "http://127.0.0.1:${path}"\nclient = "maillage"\n${rest}\n`;
writeFileSync(
  join(folder, "maillage.toml"),
  // Each test says where it comes from, as a proxy of ours would: the limit by address is for one address.
  "mandataires = 1\n" +
    section("psc", "pro_sante_connect", `${oidcPort}/auth/realms/esante-wallet`, 'secret = "secret-des-essais"') +
    section("region", "openid", `${oidcPort}/region`, 'libelle = "Compte régional"') +
    section("absent", "openid", "9", 'libelle = "Service en panne"\nsecret = "x"'),
);

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
  webServer: [
    {
      command: `"${binary}" demo --servir`,
      url: `http://127.0.0.1:${port}/pret`,
      cwd: folder,
      env: {
        PORT: port,
        DATABASE_URL: `sqlite://${folder}/maillage.sqlite`,
        MAILLAGE_NIVEAU: "warn",
        MAILLAGE_CONNEXION_REGION_SECRET: "secret-des-essais",
      },
      gracefulShutdown: { signal: "SIGTERM", timeout: 5_000 },
      timeout: 120_000,
      stdout: "ignore",
      stderr: "pipe",
      reuseExistingServer: false,
    },
    {
      // Its library warns on the Node.js of Debian and says that its memory is no database: both are known.
      command: "node oidc/provider.mjs",
      url: `http://127.0.0.1:${oidcPort}/`,
      env: { OIDC_PORT: oidcPort, MAILLAGE_URL: `http://127.0.0.1:${port}` },
      gracefulShutdown: { signal: "SIGTERM", timeout: 5_000 },
      stdout: "ignore",
      stderr: "ignore",
      reuseExistingServer: false,
    },
  ],
});
