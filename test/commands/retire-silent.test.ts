/** Many keys, and a server that answers none of them: it is left alone after the first few. */
import { expect, test } from "vitest";
import { rawServer } from "../aws/servers.js";
import { mturkSetupHere } from "../e2e/here.js";
import { newPlace } from "../e2e/program.js";

test("retire --dry-run asks a server that hangs up about three keys, and tells all of them", async () => {
  const place = newPlace();
  place.put(
    ".aws/credentials",
    Array.from(
      { length: 40 },
      (_each, at) =>
        `[p${at}]\naws_access_key_id = AKIAEXAMPLE${String(at).padStart(9, "0")}\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEX${String(at).padStart(8, "0")}\n`,
    ).join(""),
  );
  let asked = 0;
  const url = `http://127.0.0.1:${await rawServer((socket) => ((asked += 1), socket.destroy()))}`;
  const done = await mturkSetupHere(place, ["retire", "--dry-run", "--json"], {
    env: { AWS_ENDPOINT_URL_STS: url, AWS_ENDPOINT_URL_MTURK: url, AWS_ENDPOINT_URL_IAM: url },
  });
  const { keys } = JSON.parse(done.out) as { readonly keys: readonly unknown[] };
  expect(keys).toHaveLength(40);
  expect(asked).toBeGreaterThan(0);
  // Two questions about each of three keys, each perhaps once more.
  expect(asked).toBeLessThanOrEqual(12);
});
