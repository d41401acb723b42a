import { describe, expect, it } from "vitest";
import {
  ALTERNATIVES,
  ALTERNATIVES_CAVEATS,
  ALTERNATIVES_TITLE,
  PSITURK_RESTART,
  PSITURK_WITHOUT_ANSWER,
  PSITURK_WITHOUT_MTURK,
} from "../../src/guide/alternatives.js";
import { LINKS, type Link } from "../../src/guide/links.js";
import { GUIDE, guideStep } from "../../src/guide/steps.js";
import type { GuideStep } from "../../src/guide/types.js";
import { clickText } from "./click-text.js";

/** Every text of a step as a screen would print it. */
function textsOf(step: GuideStep): readonly string[] {
  const optional = [step.signIn, step.whenClosed].filter((text) => text !== null);
  return [
    step.title,
    step.why,
    ...step.clicks.map(clickText),
    step.grants,
    ...step.watchFor,
    step.time,
    step.practice,
    ...optional,
  ];
}

describe("the seven steps", () => {
  it("stand in AWS's order, step 5 in two parts, each found by its id", () => {
    expect(GUIDE.map((step) => step.id)).toEqual(["1", "2", "3", "4", "5a", "5b", "6", "7"]);
    for (const step of GUIDE) {
      expect(guideStep(step.id)).toBe(step);
      expect(step.id).toBe(`${step.number}${step.part ?? ""}`);
    }
  });

  it.each(GUIDE.map((step) => [step.id, step] as const))(
    "step %s has all that a screen needs",
    (_, step) => {
      expect(textsOf(step).filter((text) => text.trim() === "")).toEqual([]);
      expect(step.why).toMatch(/\.$/);
      expect(step.watchFor.length).toBeGreaterThan(0);
      expect(step.sources.length).toBeGreaterThan(0);
      expect(step.practice).toMatch(/^In real life /);
      if (step.rowOnly) return;
      expect(step.clicks.length).toBeGreaterThan(0);
      expect(step.clicks.flat().some((part) => typeof part !== "string")).toBe(true);
      expect(step.links.length).toBeGreaterThan(0);
    },
  );

  it.each(GUIDE.map((step) => [step.id, step] as const))(
    "step %s fits 18 lines of 76 columns",
    (_, step) => {
      for (const text of textsOf(step)) expect(text.length, text).toBeLessThanOrEqual(76);
      for (const text of [...step.clicks.map(clickText), ...step.watchFor])
        expect(text.length, text).toBeLessThanOrEqual(74);
      // title, blank, why, links, sign-in, blank, clicks, blank, grants and time, warnings,
      // practice
      const lines =
        3 + step.links.length + 1 + 1 + step.clicks.length + 1 + 2 + step.watchFor.length + 1;
      expect(lines).toBeLessThanOrEqual(18);
    },
  );

  it("prints ASCII only: glyphs are the screen's matter", () => {
    for (const text of GUIDE.flatMap(textsOf)) expect(text).toMatch(/^[\u0020-\u007E]+$/);
  });

  it("uses no label of consoles that are gone", () => {
    const all = JSON.stringify(GUIDE) + GUIDE.flatMap(textsOf).join("\n");
    for (const stale of [
      "Add user",
      "Programmatic access",
      "Attach existing policies",
      "Next: ",
      "Create New Access Key",
      "Continue to Security Credentials",
      "Get Started With IAM Users",
      "Download Key File",
    ]) {
      expect(all).not.toContain(stale);
    }
  });

  it("names today's labels of step 4 in their order", () => {
    const labels = guideStep("4")
      .clicks.flat()
      .flatMap((part) => (typeof part === "string" ? [] : [part.label]));
    expect(labels).toEqual([
      "Users",
      "Create user",
      "Next",
      "Attach policies directly",
      "AmazonMechanicalTurkFullAccess",
      "Next",
      "Create user",
      "Security credentials",
      "Create access key",
      "Other",
      "Next",
      "Create access key",
      "Download .csv file",
    ]);
  });

  it("makes the sandbox's own link impossible to overlook", () => {
    const step = guideStep("5b");
    expect(step.title).toBe("LINK THE SANDBOX TOO");
    expect(step.links.map((id) => LINKS[id].url)).toEqual([
      "https://requestersandbox.mturk.com/developer",
    ]);
    expect(step.clicks.map(clickText).join(" ")).toMatch(/Link your AWS Account.*as root/);
    expect(guideStep("3").watchFor.join(" ")).toContain("5b");
    expect(guideStep("5a").watchFor.join(" ")).toContain("5b");
    expect(guideStep("3").links).not.toEqual(step.links);
  });

  it("warns of AWS Billing before any click of step 7, and says that the sandbox needs no funds", () => {
    const step = guideStep("7");
    expect(clickText(step.clicks[0]!)).toMatch(
      /^BEFORE ANY CLICK: do not enable AWS Billing.*cannot be undone/,
    );
    expect(step.why).toContain("the sandbox needs none");
    for (const id of step.links) expect(LINKS[id].url).toMatch(/^https:/);
  });

  it("says what psiTurk's page says of AWS Billing: customer support had to be asked first", () => {
    const step = guideStep("7");
    expect(step.watchFor.join(" ")).toMatch(/psiTurk's page: .*AWS customer support to post HITs/);
    expect(step.sources.map((id) => LINKS[id].url)).toContain(
      "https://psiturk.readthedocs.io/en/latest/amt_setup.html",
    );
  });

  it("in the words for a closed MTurk, an open step names no step that is closed", () => {
    const closed = GUIDE.filter((step) => step.closesWithMTurk);
    const named = new RegExp(`\\b(?:${closed.map(({ id }) => id).join("|")})\\b(?! minutes)`);
    for (const { id } of GUIDE.filter((step) => !step.closesWithMTurk)) {
      for (const occasion of ["mturk-closed", "something-else"] as const) {
        const step = guideStep(id, occasion);
        const { why, clicks, grants, watchFor } = step;
        for (const text of [why, grants, ...clicks.map(clickText), ...watchFor])
          expect(text, `${id}, ${occasion}`).not.toMatch(named);
        for (const text of textsOf(step)) expect(text).toMatch(/^[\u0020-\u007E]{1,76}$/);
      }
    }
    expect(guideStep("4", "something-else").grants).not.toContain("MTurk");
  });

  it("gives step 6 as a row with its reason", () => {
    expect(GUIDE.filter((step) => step.rowOnly).map((step) => step.id)).toEqual(["6"]);
    expect(guideStep("6").why).toContain("psiTurk brings boto3");
  });

  it("knows which steps end with MTurk, and what to say of them then", () => {
    expect(GUIDE.filter((step) => step.closesWithMTurk).map((step) => step.id)).toEqual([
      "2",
      "3",
      "5a",
      "5b",
      "7",
    ]);
    for (const step of GUIDE) expect(step.whenClosed !== null).toBe(step.closesWithMTurk);
    for (const step of GUIDE)
      if (step.whenClosed !== null) expect(step.whenClosed).toContain("September 30, 2026");
  });
});

describe("links", () => {
  const links: readonly (readonly [string, Link])[] = Object.entries(LINKS);

  it("are https, unique and labelled", () => {
    for (const [, link] of links) {
      expect(new URL(link.url).protocol).toBe("https:");
      expect(link.label).not.toBe("");
    }
    expect(new Set(links.map(([, link]) => link.url)).size).toBe(links.length);
    expect(new Set(links.map(([, link]) => link.label)).size).toBe(links.length);
  });

  it("lead where there is something to click, and come from somewhere else", () => {
    for (const step of GUIDE) for (const id of step.links) expect(LINKS[id].use).not.toBe("source");
    for (const { links: ids } of ALTERNATIVES)
      for (const id of ids) expect(LINKS[id].use).toBe("site");
  });

  it("fit one line of 80 columns where someone may have to type them", () => {
    for (const [, link] of links)
      if (link.use === "site") expect(link.url.length).toBeLessThanOrEqual(60);
  });
});

describe("without MTurk", () => {
  it("fits a screen and names the ways that need no AWS", () => {
    const lines = [
      ALTERNATIVES_TITLE,
      ...ALTERNATIVES.flatMap((each) => [each.title, each.what]),
      ...ALTERNATIVES_CAVEATS,
      ...PSITURK_WITHOUT_ANSWER,
      PSITURK_RESTART,
    ];
    for (const line of lines) expect(line).toMatch(/^[\u0020-\u007E]{1,76}$/);
    for (const name of ["Prolific", "CloudResearch Connect", "psiTurk on your own server"])
      expect(lines.join("\n")).toContain(name);
  });

  it("gives the psiTurk commands that run, and what psiTurk will wrongly say of the key", () => {
    expect(PSITURK_WITHOUT_MTURK).toEqual(["psiturk server on", "psiturk debug -p"]);
    expect(ALTERNATIVES.find(({ id }) => id === "own-server")?.commands).toBe(
      PSITURK_WITHOUT_MTURK,
    );
    expect(PSITURK_WITHOUT_ANSWER.join(" ")).toContain('"AWS credentials invalid"');
  });
});
