/**
 * The last guard before anything is printed: no name, path or sentence carries a secret past it,
 * wherever it stands.
 */
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  hideSecrets,
  looksLikeSecret,
  mayBecomeSecret,
  mayHoldSecret,
  shownText,
} from "../../src/keys/recognise.js";
import { shownProfile } from "../../src/keys/profile-name.js";
import { shownName } from "../../src/aws-files/text/scan-problem.js";
import { shownSafely } from "../../src/sources/place.js";

/**
 * Secrets as AWS makes them: thirty bytes in base64; every second begins with a slash, or holds one
 * somewhere. The same ones in each run: of random ones, one in some 400,000 reads like a path, and
 * is shown.
 */
function secrets(count: number): readonly string[] {
  return Array.from({ length: count }, (_, turn) => {
    const made = createHash("sha256")
      .update(`secret ${turn}`)
      .digest()
      .subarray(0, 30)
      .toString("base64");
    return turn % 4 === 0
      ? `/${made.slice(1)}`
      : turn % 4 === 1
        ? `${made.slice(0, 7)}/${made.slice(8, 20)}/${made.slice(21)}`
        : made;
  });
}

const PLACES: readonly ((secret: string) => string)[] = [
  (secret) => secret,
  (secret) => `export AWS_PROFILE=${secret}`,
  (secret) => `[${secret}] stands twice`,
  (secret) => `/home/ann/${secret}`,
  (secret) => `/home/ann/${secret}/accessKeys.csv`,
  (secret) => `dir/${secret}`,
  (secret) => `./a/b/c/${secret}`,
  (secret) => `${secret}/accessKeys.csv`,
  (secret) => `${secret}.csv is no file`,
  (secret) => `~/.aws/${secret}, line 4`,
  (secret) => `https://host.example/x?s=${encodeURIComponent(secret)}&t=1`,
  (secret) => `https://host.example/${secret}`,
  (secret) => `https://host.example/key%3D${secret}/c`,
  (secret) => `key%3D${encodeURIComponent(secret)}&t=1`,
  (secret) => `%20${secret}`,
  (secret) => `100%${secret}`,
  (secret) => `"${secret}"`,
  (secret) => `profile ${secret} (${secret})`,
  (secret) => `AKIAIOSFODNN7EXAMPLE${secret}`,
  (secret) => `${secret}AKIAIOSFODNN7EXAMPLE`,
  (secret) => `/home/ann/AKIAIOSFODNN7EXAMPLE${secret}.csv`,
];

/** Longest piece of the secret that can be read. */
function seen(text: string, secret: string): number {
  let longest = 0;
  for (let from = 0; from < secret.length; from += 1)
    while (text.includes(secret.slice(from, from + longest + 1)) && from + longest < secret.length)
      longest += 1;
  return longest;
}

describe("the guard", () => {
  it("lets no secret through, in whatever place", () => {
    const passed = secrets(2000).flatMap((secret) =>
      PLACES.map((place) => place(secret)).filter((text) => seen(hideSecrets(text), secret) > 12),
    );
    expect(passed).toEqual([]);
  });

  it("hides one without a digit in which letters seldom change", () => {
    const secret = "yXLGGC/vuUNBNAWlfhapczXJKbjMAOsyDVfko+/y";
    for (const place of PLACES) expect(seen(hideSecrets(place(secret)), secret)).toBeLessThan(13);
  });

  it("masks first and cuts afterwards", () => {
    for (const secret of secrets(300)) {
      for (let before = 0; before < 60; before += 7) {
        const text = `${"n ".repeat(before).slice(0, before)} ${secret}`;
        for (const told of [
          shownText(text, 60),
          shownProfile(text),
          shownName(text),
          shownSafely(`/tmp/${"d".repeat(before + 150)}/${secret}/c`),
          shownSafely(`${"n".repeat(before + 150)} ${secret}`),
          shownName(`${"x".repeat(before)}-${secret}`),
        ])
          expect(seen(told, secret)).toBeLessThan(12);
      }
    }
  });

  it.each([
    "/project/Lab/MTurk2026/pilot/configfiles",
    "/home/ann/Studies2026/ThePsychologyOfMoney/accessKeys.csv",
    "/Users/JohnSmith/Documents/MyStudies2026",
    "/home/runner/work/mturk/mturk/test/fixtures/Data2026",
    "~/.aws/credentials",
    "https://mturk-requester-sandbox.us-east-1.amazonaws.com",
    "arn:aws:iam::123456789012:user/psychology-lab/Ann2",
    "0f3b1c2d-9f7b-4c7d-8f59-d3a3d2f4a9c1",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "The change: aws_secret_access_key = (hidden)",
    "mturk-setup rotate --profile MyVeryLongProfileName --keep-old",
  ])("leaves %s as it is", (text) => {
    expect(hideSecrets(text)).toBe(text);
    expect(mayHoldSecret(text)).toBe(false);
    for (let typed = 1; typed <= text.length; typed += 1)
      expect(mayBecomeSecret(text.slice(0, typed)), text.slice(0, typed)).toBe(false);
  });

  it("while one is typed, alone or behind its id, hardly ever more than two thirds of it can be seen", () => {
    const drawn = (secret: string, before: string): number => {
      let typed = 0;
      while (typed < 40 && !mayBecomeSecret(before + secret.slice(0, typed + 1))) typed += 1;
      return typed;
    };
    const lengths = secrets(2000).map((secret) => drawn(secret, ""));
    expect(lengths.filter((length) => length > 20).length).toBeLessThan(400);
    expect(lengths.filter((length) => length > 27).length).toBeLessThan(60);
    for (const secret of secrets(200)) expect(drawn(secret, "AKIAIOSFODNN7EXAMPLE")).toBe(7);
  });

  it("a name is held to more than a path: most of a secret is one too", () => {
    expect(looksLikeSecret("aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG")).toBe(true);
    expect(
      ["lab", "psychology-lab-2026", "my profile", "MyVeryLongProfileName2026"].filter(
        looksLikeSecret,
      ),
    ).toEqual([]);
  });

  it.each([
    "/",
    "a/",
    "aB3/",
    "%2F",
    "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5hJ7k/",
    "=",
    "AKIA",
    "AKIAIOSFODNN7EXAMPLE",
  ])("a megabyte of %j is read in one pass", (piece) => {
    const begun = process.cpuUsage();
    hideSecrets(piece.repeat(1_000_000 / piece.length));
    const { user, system } = process.cpuUsage(begun);
    expect((user + system) / 1_000_000).toBeLessThan(8);
  });
});

it("a secret with a sign or a few glued to it, as it is pasted behind what was typed, is hidden too", () => {
  const samples = Array.from({ length: 200 }, (_, seed) =>
    createHash("sha384").update(`glued ${seed}`).digest("base64").slice(0, 40),
  ).filter(
    (secret) =>
      /[a-z]/.test(secret) && /[A-Z]/.test(secret) && /\d/.test(secret) && !secret.startsWith("/"),
  );
  expect(samples.length).toBeGreaterThan(150);
  for (const secret of ["wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKE1", ...samples]) {
    for (const glued of [`x${secret}`, `${secret}x`, `ab${secret}`, `x${secret}yz`])
      expect(hideSecrets(`profile ${glued} is not there`)).toBe("profile (hidden) is not there");
  }
});
