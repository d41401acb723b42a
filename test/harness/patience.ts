/**
 * The only time limits of the tests. They guard against hanging and judge nothing: far more than a
 * machine needs that has ten other things to do. What a test waits for is content or an event; how
 * fast we are is measured by `npm run bench`.
 */

/** For one test or hook, in ms; set once, in vitest.config.ts. */
export const TEST_LIMIT_MS = 900_000;

/** For one thing that a test waits for, in ms; a test that works never waits this long. */
export const PATIENCE_MS = 120_000;
