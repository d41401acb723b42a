/** Holds the starts that are read without the table of options to what that table makes of them. */
import { describe, expect, test } from "vitest";
import { wizardRequest } from "../src/bin-request.js";
import { parseArguments } from "../src/cli.js";

const TEXTS = { version: "1.2.3", availability: [], faults: [] };

describe("arguments that need no table of options", () => {
  test.each([[[]], [["--practice"]]])("%j: the request is the one that the table makes", (argv) => {
    expect({ ok: true, value: wizardRequest(argv) }).toEqual(parseArguments(argv, TEXTS));
  });

  test.each([[["check"]], [["--practice", "--practice"]], [["--profile"]], [["--help"]], [[""]]])(
    "%j: are left to it",
    (argv) => {
      expect(wizardRequest(argv)).toBeNull();
    },
  );
});
