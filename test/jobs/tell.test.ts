/** The home directory is written as ~ where a path begins with it, and nowhere else. */
import { expect, it } from "vitest";
import { withHome } from "../../src/jobs/names.js";

it.each([
  ["/home/ann/.aws/credentials is a folder", "~/.aws/credentials is a folder"],
  ["the profile in (/home/ann/x), and /home/ann/y", "the profile in (~/x), and ~/y"],
  ["/mnt/home/ann/x", "/mnt/home/ann/x"],
  ["/home/anna/x", "/home/anna/x"],
])("%s", (text, told) => {
  expect(withHome(text, { home: "/home/ann" })).toBe(told);
});
