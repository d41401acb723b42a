/** Holds `mturk-setup check` to its verdicts and exit codes, for every kind of answer. */
import { test } from "vitest";
import { CASES, expectAnswer } from "./check-answers.js";

test.each(CASES)("“$faults” with --need $need: $verdict, $code", expectAnswer);
