import { rmSync } from "node:fs";

/** Removes the folder of the test server's database. */
export default function teardown(): void {
  const folder = process.env.MAILLAGE_E2E_FOLDER;
  if (folder) rmSync(folder, { recursive: true, force: true });
}
