/** Fails where a start, a check or a key costs more than it did; never because a machine is slow. */
import { expect, test } from "vitest";
import { BIN } from "../e2e/program.js";
import { count } from "./counts.js";

/** A little above what was counted last. Whoever raises a figure says why in the same change. */
const MOST = { files: 4, bytes: 710_000, bytesForAKey: 600 } as const;
/** What Node loads for the network, for browsers and for nothing that a first frame shows. */
const NOT_NEEDED = /undici|http2|_tls_wrap|node:https|webstreams\/readablestream|node:zlib/;

test("what is loaded, asked and written stays small", async () => {
  const counts = await count(BIN);
  expect(counts.beforeFirstFrame.files).toBeGreaterThan(3);
  expect(counts.beforeFirstFrame.files).toBeLessThanOrEqual(MOST.files);
  expect(counts.beforeFirstFrame.bytes).toBeGreaterThan(300_000);
  expect(counts.beforeFirstFrame.bytes).toBeLessThanOrEqual(MOST.bytes);
  expect(counts.beforeFirstFrame.node.filter((name) => NOT_NEEDED.test(name))).toEqual([]);
  expect(counts.packagesInstalled).toBe(1);
  expect([...counts.requestsOfACheck].sort()).toEqual(["GetAccountBalance", "GetCallerIdentity"]);
  expect(counts.bytesWrittenForAKey).toBeGreaterThan(10);
  expect(counts.bytesWrittenForAKey).toBeLessThanOrEqual(MOST.bytesForAKey);
});
