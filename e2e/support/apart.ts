// A server of one's own, at an address with a host name: passkeys do not exist at an address of numbers.
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import type { Browser, BrowserContext, Page } from "@playwright/test";
import { Watch } from "./test.ts";

/** A demonstration that no other journey changes. */
export interface Apart {
  url: string;
  stop(): Promise<void>;
}

/** A person in a browser of their own, under watch. */
export interface Visitor {
  context: BrowserContext;
  page: Page;
  watch: Watch;
}

function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const probe = createServer();
    probe.once("error", failed);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => done(typeof address === "object" && address ? address.port : 0));
    });
  });
}

async function ready(url: string, server: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (server.exitCode !== null) throw new Error(`the server stopped with status ${server.exitCode}`);
    const answer = await fetch(`${url}/pret`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Error(`${url} is not ready`);
}

/** Starts a demonstration under `http://localhost`, with these lines in its configuration. */
export async function apart(config = ""): Promise<Apart> {
  const folder = mkdtempSync(join(process.env.MAILLAGE_E2E_FOLDER!, "apart-"));
  if (config) writeFileSync(join(folder, "maillage.toml"), config);
  const binary = resolve(import.meta.dirname, "../..", process.env.CARGO_TARGET_DIR ?? "target", "debug/maillage");
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const env = {
    ...process.env,
    PORT: String(port),
    DATABASE_URL: `sqlite://${folder}/maillage.sqlite`,
    MAILLAGE_DONNEES: folder,
    MAILLAGE_ADRESSE_PUBLIQUE: url,
    MAILLAGE_NIVEAU: "warn",
  };
  const server = spawn(binary, ["demo", "--servir"], { cwd: folder, env, stdio: ["ignore", "ignore", "inherit"] });
  await ready(`http://127.0.0.1:${port}`, server);
  const stop = () =>
    new Promise<void>((done) => {
      if (server.exitCode !== null) return done();
      server.once("exit", () => done());
      server.kill("SIGTERM");
    });
  return { url, stop };
}

/** Someone whom the server does not know yet. */
export async function visitor(browser: Browser, { url }: Apart): Promise<Visitor> {
  const context = await browser.newContext({ baseURL: url, storageState: { cookies: [], origins: [] } });
  const page = await context.newPage();
  return { context, page, watch: new Watch(page) };
}
