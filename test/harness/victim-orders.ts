/** What a test and the process that it stops and kills have agreed on. */

/**
 * The file descriptor over which the victim says at which step it stands, and hears when to go on.
 */
export const REPORT_FD = 3;

/** In place of a number: stops before every step. */
export const EACH = "each";

/**
 * The variable with the number of the step at which a program stops into which steps.ts was
 * preloaded; "Infinity": never; or EACH.
 */
export const ORDER = "TEST_STOP_AT_STEP";

/** What a line begins with in which a program that came to its end lists its steps. */
export const LAST_STEP = "end";
