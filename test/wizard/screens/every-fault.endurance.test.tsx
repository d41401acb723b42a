/** Goes through every fault that the practice offers, at two sizes: told, and mended by one key. */
import { expect, test } from "vitest";
import { broken } from "./broken-practice.js";
import { SIZES, openWizard, readOn } from "./wizard.js";

test.each(SIZES)(
  "$columns×$rows: every fault of the menu is told, and m mends it",
  async ({ columns, rows }) => {
    const probe = await openWizard({ practice: true });
    for (const { name, title } of probe.state().setting.faults) {
      const wizard = await broken(title, columns, rows);
      // A silent MTurk is no reason to stop, and what only concerns new keys does not show here: it
      // goes on to the review.
      const goesOn = /^(?:closed|no-iam|quota|propagation)/.test(name);
      await wizard.to(
        "\r",
        goesOn ? /^Review(.*\n)*Enter (?:write|read on)/ : /^ *› m {2}Mend what you broke/m,
      );
      if (!goesOn) await wizard.to("m", /^Review(.*\n)*Enter (?:write|read on)/);
      await readOn(wizard);
      await wizard.to("\r", /^(Practice complete|In practice: )/);
      for (const frame of wizard.seen) {
        expect(frame.length).toBeLessThanOrEqual(rows - 2);
        expect(frame.slice(0, 3).join(" ")).toContain("PRACTICE");
      }
      wizard.unmount();
    }
  },
);
