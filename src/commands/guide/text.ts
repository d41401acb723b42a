/** Lays the guide out as plain text or as Markdown. */
import {
  ALTERNATIVES,
  ALTERNATIVES_CAVEATS,
  ALTERNATIVES_TITLE,
} from "../../guide/alternatives.js";
import { LINKS } from "../../guide/links.js";
import type { GuideDocument } from "../../jobs/documents.js";

type Step = GuideDocument["steps"][number];

interface Layout {
  readonly title: (text: string) => readonly string[];
  readonly heading: (text: string) => readonly string[];
  readonly item: (text: string) => string;
  readonly numbered: (text: string, at: number) => string;
  readonly line: (text: string) => string;
  readonly fact: (name: string, text: string) => string;
  readonly url: (label: string, url: string) => string;
}

const PLAIN: Layout = {
  title: (text) => [text, "=".repeat(text.length), ""],
  heading: (text) => ["", text, "-".repeat(text.length)],
  item: (text) => `  - ${text}`,
  numbered: (text, at) => `  ${at}. ${text}`,
  line: (text) => text,
  fact: (name, text) => `${name}: ${text}`,
  url: (label, url) => `${label}: ${url}`,
};

// Two blanks at the end of a line break it, and nothing else would:
// https://spec.commonmark.org/0.31.2/#hard-line-breaks
const MARKDOWN: Layout = {
  title: (text) => [`# ${text}`, ""],
  heading: (text) => ["", `## ${text}`, ""],
  item: (text) => `- ${text}`,
  numbered: (text, at) => `${at}. ${text}`,
  line: (text) => `${text}  `,
  fact: (name, text) => `- **${name}:** ${text}`,
  url: (label, url) => `[${label}](${url})`,
};

/** The guide; a single step without what stands before and behind all of them. */
export function guideText(
  { closure, steps }: GuideDocument,
  { single, markdown }: { readonly single: boolean; readonly markdown: boolean },
): string {
  const layout = markdown ? MARKDOWN : PLAIN;
  const told = steps.flatMap((step) => stepLines(step, layout));
  const lines = single
    ? told
    : [
        ...layout.title("AWS keys for Amazon Mechanical Turk and psiTurk: AWS's seven steps"),
        ...closure.map(layout.line),
        ...told,
        ...endLines(layout),
      ];
  return `${lines.join("\n").trim()}\n`;
}

function stepLines(step: Step, layout: Layout): readonly string[] {
  const { id, title, state, why, closed, links, clicks, signIn, grants, watchFor, time } = step;
  return [
    ...layout.heading(`Step ${id}: ${title}${state === "closed" ? " (closed)" : ""}`),
    ...(closed === null ? [] : [layout.line(closed), layout.line("How it was done:")]),
    layout.line(why),
    "",
    ...clicks.map((text, at) => layout.numbered(text, at + 1)),
    ...(clicks.length === 0 ? [] : [""]),
    ...links.map(({ label, url }) => layout.fact("Where", layout.url(label, url))),
    ...(signIn === null ? [] : [layout.fact("Sign in as", signIn)]),
    layout.fact("Cost and rights", grants),
    layout.fact("Time", time),
    ...watchFor.map((text) => layout.fact("Take care", text)),
  ];
}

function endLines(layout: Layout): readonly string[] {
  return [
    ...layout.heading("With the key"),
    layout.item("Save it, after AWS was asked: mturk-setup save --csv FILE"),
    layout.item("See whether it works, and which key psiTurk takes: mturk-setup check"),
    layout.item("Try all of this without an account: mturk-setup --practice"),
    ...layout.heading(ALTERNATIVES_TITLE),
    ...ALTERNATIVES.flatMap(({ title, what, commands, links }) => [
      layout.item(`${title}: ${what}${commands.length === 0 ? "" : ` (${commands.join(", ")})`}`),
      ...links.map((link) => `  ${layout.item(layout.url(LINKS[link].label, LINKS[link].url))}`),
    ]),
    "",
    ...ALTERNATIVES_CAVEATS.map(layout.line),
    ...layout.heading("From"),
    ...([LINKS.setupGuide, LINKS.requesterGuide, LINKS.closing] as const).map(({ label, url }) =>
      layout.item(layout.url(label, url)),
    ),
  ];
}
