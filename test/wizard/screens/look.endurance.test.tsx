/** Looks at every screen, the rare ones too, at four sizes. */
import { describe, test } from "vitest";
import { MORE_SCREENS, RARER_SCREENS, SCREENS } from "./gallery.js";
import { expectGoodLook } from "./look.js";

describe.each(Object.entries({ ...SCREENS, ...MORE_SCREENS, ...RARER_SCREENS }))(
  "%s",
  (name, reach) => {
    test("is as it should be, at every size", async () => {
      await expectGoodLook(name, reach, [
        { columns: 80, rows: 24 },
        { columns: 60, rows: 15 },
        { columns: 40, rows: 10 },
        { columns: 200, rows: 60 },
      ]);
    });
  },
);
