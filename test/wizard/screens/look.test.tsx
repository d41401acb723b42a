/** Looks at the screens of the way in the usual window and in a narrow one. */
import { describe, test } from "vitest";
import { SCREENS } from "./gallery.js";
import { expectGoodLook } from "./look.js";

describe.each(Object.entries(SCREENS))("%s", (name, reach) => {
  test("is as it should be", async () => {
    await expectGoodLook(name, reach, [
      { columns: 80, rows: 24 },
      { columns: 40, rows: 10 },
    ]);
  });
});
