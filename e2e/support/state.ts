import { join } from "node:path";

/** Where the cookie of the coordinator is kept during a run. */
export const SIGNED_IN = join(process.env.MAILLAGE_E2E_FOLDER ?? ".", "coordination.json");
