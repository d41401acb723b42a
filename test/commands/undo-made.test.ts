/**
 * Undo of the save that made the file, after a rotation that deleted the old key: there is no older
 * copy to be named.
 */
import { expect, test } from "vitest";
import { mturkSetupHere } from "../e2e/here.js";
import { askedOf, newPlace } from "../e2e/program.js";
import { start } from "../practice/start.js";
import { twoLines } from "./run.js";

test("undo names no empty copy, and changes nothing", async () => {
  const [place, aws] = [newPlace(), await start()];
  const env = { ...askedOf(aws), AWS_ENDPOINT_URL_IAM: aws.endpoints.iam };
  const saved = await mturkSetupHere(place, ["save", "--stdin", "--yes"], {
    env,
    stdin: twoLines(aws),
  });
  expect(saved.code, saved.err).toBe(0);
  const rotated = await mturkSetupHere(place, ["rotate", "--yes", "--delete-old"], { env });
  expect(rotated.code, rotated.err).toBe(0);
  const before = place.read(".aws/credentials");

  const undone = await mturkSetupHere(place, ["undo", "--yes"], { env });
  expect(undone.code).toBe(4);
  expect(undone.err).toMatch(/credentials did not exist before that, and was changed since/);
  expect(undone.err).not.toMatch(/take from it|backup/);
  expect(place.read(".aws/credentials")).toBe(before);
});
