// Before the journeys: the coordinator comes in once, and the journeys start with that cookie.
import { test } from "@playwright/test";
import { enter } from "./people.ts";
import { SIGNED_IN } from "./state.ts";

test("the coordinator comes in", async ({ page }) => {
  await enter(page, "coordination");
  await page.context().storageState({ path: SIGNED_IN });
});
