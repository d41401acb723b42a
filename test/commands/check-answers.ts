/** What `mturk-setup check` makes of what AWS answers: the verdict, both codes, the exit code. */
import { expect } from "vitest";
import { mturkSetupHere } from "../e2e/here.js";
import { askedOf, newPlace, short } from "../e2e/program.js";
import { fault, start } from "../practice/start.js";
import { checkOf, putKey } from "./run.js";

interface Row {
  readonly faults: string;
  readonly verdict: string;
  /** With --need mturk, the default; with --need keys. */
  readonly exit: readonly [number, number];
  readonly identity: string;
  readonly sandbox: string;
}

const ROWS: readonly Row[] = [
  { faults: "", verdict: "ready", exit: [0, 0], identity: "ok", sandbox: "ok" },
  { faults: "not-10000", verdict: "ready", exit: [0, 0], identity: "ok", sandbox: "ok" },
  {
    faults: "not-linked",
    verdict: "keys-accepted",
    exit: [5, 0],
    identity: "ok",
    sandbox: "account-not-linked",
  },
  {
    faults: "no-policy",
    verdict: "keys-accepted",
    exit: [5, 0],
    identity: "ok",
    sandbox: "policy-missing",
  },
  {
    faults: "scp-deny",
    verdict: "keys-accepted",
    exit: [5, 0],
    identity: "ok",
    sandbox: "policy-denied",
  },
  {
    faults: "account-inactive",
    verdict: "keys-accepted",
    exit: [5, 0],
    identity: "ok",
    sandbox: "account-inactive",
  },
  {
    faults: "throttle=mturk",
    verdict: "keys-accepted",
    exit: [5, 0],
    identity: "ok",
    sandbox: "throttled",
  },
  {
    faults: "aws-fault=mturk",
    verdict: "keys-accepted",
    exit: [5, 0],
    identity: "ok",
    sandbox: "aws-fault",
  },
  {
    faults: "closed=410",
    verdict: "keys-accepted",
    exit: [5, 0],
    identity: "ok",
    sandbox: "mturk-closed",
  },
  {
    faults: "closed=403",
    verdict: "keys-accepted",
    exit: [5, 0],
    identity: "ok",
    sandbox: "mturk-closed",
  },
  {
    faults: "closed=html",
    verdict: "keys-accepted",
    exit: [5, 0],
    identity: "ok",
    sandbox: "mturk-closed",
  },
  {
    faults: "closed=reset",
    verdict: "keys-accepted",
    exit: [5, 0],
    identity: "ok",
    sandbox: "mturk-closed",
  },
  {
    faults: "wrong-secret",
    verdict: "keys-refused",
    exit: [4, 4],
    identity: "secret-wrong",
    sandbox: "secret-wrong",
  },
  {
    faults: "unknown-key",
    verdict: "keys-refused",
    exit: [4, 4],
    identity: "key-unknown",
    sandbox: "key-unknown",
  },
  {
    faults: "key-inactive",
    verdict: "keys-refused",
    exit: [4, 4],
    identity: "key-unknown",
    sandbox: "key-unknown",
  },
  {
    faults: "echo-secret",
    verdict: "keys-refused",
    exit: [4, 4],
    identity: "key-garbled",
    sandbox: "key-garbled",
  },
  {
    faults: "wrong-region",
    verdict: "keys-refused",
    exit: [4, 4],
    identity: "region-wrong",
    sandbox: "region-wrong",
  },
  {
    faults: "captive-portal",
    verdict: "unreachable",
    exit: [4, 4],
    identity: "not-aws",
    sandbox: "not-aws",
  },
  {
    faults: "html-403",
    verdict: "unreachable",
    exit: [4, 4],
    identity: "not-aws",
    sandbox: "not-aws",
  },
  {
    faults: "offline",
    verdict: "unreachable",
    exit: [4, 4],
    identity: "offline",
    sandbox: "offline",
  },
];

const NEEDS = ["mturk", "keys"] as const;

/** Where both needs end alike, the default alone. */
export const CASES = ROWS.flatMap((row) =>
  NEEDS.flatMap((need, at) =>
    at === 1 && row.exit[0] === row.exit[1] ? [] : [{ ...row, need, code: row.exit[at] }],
  ),
);

/** Asks it of a practice AWS with that fault, and changes nothing. */
export async function expectAnswer({
  faults,
  verdict,
  identity,
  sandbox,
  need,
  code,
}: (typeof CASES)[number]): Promise<void> {
  const place = newPlace();
  const aws = await start({ faults: faults === "" ? [] : [fault(faults)] });
  putKey(place, aws);
  const before = place.tree();
  const done = await mturkSetupHere(
    place,
    ["check", "--json", ...(need === "mturk" ? [] : ["--need", need])],
    { env: askedOf(aws) },
  );
  const document = checkOf(done);
  expect({ code: done.code, verdict: document.verdict }).toEqual({ code, verdict });
  expect(document.identity?.ok === false ? document.identity.problem : "ok").toBe(identity);
  expect(document.sandbox?.ok === false ? document.sandbox.problem : "ok").toBe(sandbox);
  expect(
    document.problems.some(({ level }) => level === "error"),
    "ready: none of the problems is an error",
  ).toBe(verdict !== "ready");
  expect(document.psiturk, "the same pair, sent the same way, was asked once").toMatchObject({
    identity: document.identity,
    sandbox: document.sandbox,
  });
  expect(document.boto3).toEqual({
    source: "credentials-file",
    accessKeyId: short(aws.accessKeyId),
    region: null,
  });
  expect(place.tree(), "check changes nothing").toEqual(before);
}
