/**
 * Tells whose work the bundle holds: the packages that its inputs come from, and the text under which
 * each may be passed on.
 */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const PACKAGE_FOLDER = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;
const LICENCE_FILE = /^(?:licen[cs]e|copying|notice)/i;

/**
 * The packages that the inputs of a bundle (esbuild's `metafile.inputs`) come from, by name and
 * version. https://esbuild.github.io/api/#metafile
 */
export function packagesOf(inputs) {
  const found = new Map();
  for (const path of Object.keys(inputs)) {
    const folder = PACKAGE_FOLDER.exec(path)?.[0];
    if (folder === undefined) continue;
    const { name, version, license, author } = JSON.parse(
      readFileSync(join(folder, "package.json"), "utf8"),
    );
    found.set(`${name}@${version}`, { folder, name, version, license, author });
  }
  return [...found.values()].sort((a, b) => (a.folder < b.folder ? -1 : 1));
}

/**
 * The text of `THIRD-PARTY-NOTICES`; packages with the same text stand together above it. `legal`:
 * the comments that the sources themselves ask to be kept.
 */
export function noticesText(packages, legal) {
  const byText = new Map();
  for (const found of packages) {
    const text = licenceText(found);
    byText.set(text, [...(byText.get(text) ?? []), `${found.name} ${found.version}`]);
  }
  const parts = [...byText].map(([text, names]) => `${names.join("\n")}\n\n${text}`);
  if (legal !== "") parts.push(`Said in the sources themselves\n\n${legal.trim()}`);
  return [
    `mturk-setup contains the work of others: ${packages.length} packages, each under the text below its name.`,
    ...parts,
  ].join(`\n\n${"-".repeat(72)}\n\n`);
}

function licenceText(found) {
  const files = readdirSync(found.folder).filter((name) => LICENCE_FILE.test(name));
  if (files.length > 0)
    return files
      .map((name) => readFileSync(join(found.folder, name), "utf8").replaceAll("\r\n", "\n").trim())
      .join("\n\n");
  // Some packages name their licence and leave its text out.
  const holder = typeof found.author === "string" ? found.author : found.author?.name;
  const whose = `Copyright (c) ${holder ?? `the authors of ${found.name}`}`;
  return `${whose}\n\n${standardText(found)}`;
}

function standardText({ name, license }) {
  try {
    return readFileSync(new URL(`licences/${license}.txt`, import.meta.url), "utf8").trim();
  } catch {
    throw new Error(`${name} has no text of its licence (${license}), and tools/licences neither`);
  }
}
