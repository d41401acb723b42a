/**
 * Writes the bill of materials (CycloneDX) of what the package holds: npm's own, less what is not in
 * the bundle. https://docs.npmjs.com/cli/v11/commands/npm-sbom
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { packagesOf } from "./notices.mjs";

const { name } = JSON.parse(readFileSync("package.json", "utf8"));
const { inputs } = JSON.parse(readFileSync("build/meta.json", "utf8"));
const bill = JSON.parse(
  // All of the bundle are development dependencies, which npm leaves out under NODE_ENV=production.
  execFileSync(
    "npm",
    ["sbom", "--sbom-format", "cyclonedx", "--package-lock-only", "--include=dev"],
    { encoding: "utf8", maxBuffer: 64 << 20 },
  ),
);

const own = bill.metadata.component;
own.name = name;
own.type = "application";
const bundled = new Set(packagesOf(inputs).map((found) => `${found.name}@${found.version}`));
const of = new Map(bill.dependencies.map(({ ref, dependsOn }) => [ref, dependsOn]));
bill.components = bill.components
  .filter((component) => bundled.has(`${component.name}@${component.version}`))
  // Only for who builds the program is it a development dependency.
  .map((component) => ({ ...component, properties: undefined }));
const kept = new Set([own["bom-ref"], ...bill.components.map((component) => component["bom-ref"])]);
bill.dependencies = [...kept].map((ref) => ({
  ref,
  dependsOn: (of.get(ref) ?? []).filter((other) => kept.has(other)),
}));
if (bill.components.length < bundled.size) {
  const listed = new Set(bill.components.map((part) => `${part.name}@${part.version}`));
  throw new Error(
    `not in npm's list: ${[...bundled].filter((one) => !listed.has(one)).join(", ")}`,
  );
}
writeFileSync("sbom.cdx.json", `${JSON.stringify(bill, null, 2)}\n`);
