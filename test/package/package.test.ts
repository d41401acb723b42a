/** Looks into what `npm pack` makes: what is in it, whose work that is, and how large it is. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const MOST_PACKED_BYTES = 900_000;
/** What may lie in the package beside the program; each of them is made or written for its users. */
const SHIPPED =
  /^(?:dist\/(?:package\.json|[\w-]+\.js)|(?:man|schemas|completions)\/.+|LICENSE|THIRD-PARTY-NOTICES|README\.md|CHANGELOG\.md|sbom\.cdx\.json|package\.json)$/;

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly files: readonly { readonly path: string; readonly mode: number }[];
}

interface Manifest {
  readonly version: string;
  readonly private?: boolean;
  readonly publishConfig: { readonly provenance: boolean };
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
}

interface Bill {
  readonly bomFormat: string;
  readonly metadata: { readonly component: { readonly name: string; readonly version: string } };
  readonly components: readonly { readonly name: string; readonly version: string }[];
}

const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const manifest = JSON.parse(read("package.json")) as Manifest;

/**
 * The folders of packages in `build/meta.json`, found apart from the tool that writes the notices.
 */
function bundledPackages(): readonly { readonly name: string; readonly version: string }[] {
  const { inputs } = JSON.parse(read("build/meta.json")) as { readonly inputs: object };
  const folders = new Set<string>();
  for (const path of Object.keys(inputs)) {
    const parts = path.split("/");
    const at = parts.lastIndexOf("node_modules");
    if (at < 0) continue;
    const length = parts[at + 1]?.startsWith("@") === true ? 3 : 2;
    folders.add(parts.slice(0, at + length).join("/"));
  }
  return [...folders].map(
    (folder) => JSON.parse(read(`${folder}/package.json`)) as { name: string; version: string },
  );
}

let folder: string;
let packed: Packed;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mturk-setup-packed-"));
  execFileSync("npm", ["run", "--silent", "sbom"], { cwd: ROOT });
  // The build is there already, and other tests run it.
  const told = execFileSync(
    "npm",
    ["pack", "--json", "--ignore-scripts", "--pack-destination", folder],
    { cwd: ROOT, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
  );
  const [first] = JSON.parse(told) as readonly Packed[];
  if (first === undefined) throw new Error("npm pack made nothing");
  packed = first;
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the package", () => {
  test("may be published, with provenance, and brings no other package along", () => {
    expect(manifest.private).toBeUndefined();
    expect(manifest.publishConfig.provenance).toBe(true);
    for (const kind of ["dependencies", "optionalDependencies", "peerDependencies"])
      expect(manifest).not.toHaveProperty(kind);
    // What a person installs runs nothing before it is called.
    for (const script of ["preinstall", "install", "postinstall"])
      expect(manifest.scripts).not.toHaveProperty(script);
    expect(Object.keys(manifest.devDependencies)).toEqual(
      expect.arrayContaining(["ink", "react", "@aws-sdk/client-mturk", "ini", "zod", "open"]),
    );
  });

  test("holds the program, its licence and its notices, and nothing of the workshop", () => {
    const paths = packed.files.map(({ path }) => path);
    expect(paths.filter((path) => !SHIPPED.test(path))).toEqual([]);
    expect(paths).toEqual(
      expect.arrayContaining([
        "dist/bin.js",
        "dist/load.js",
        "dist/core.js",
        "LICENSE",
        "THIRD-PARTY-NOTICES",
        "README.md",
        "CHANGELOG.md",
        "sbom.cdx.json",
      ]),
    );
  });

  test(`is at most ${MOST_PACKED_BYTES} bytes when packed`, () => {
    expect(packed.size).toBeLessThanOrEqual(MOST_PACKED_BYTES);
  });

  test("publint finds nothing in it", async () => {
    const bytes = readFileSync(join(folder, packed.filename));
    const tarball = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
    const { messages, pkg } = await publint({ pack: { tarball }, strict: true });
    expect(pkg.version).toBe(manifest.version);
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  test("its notices name each package of the bundle, with the text of its licence", () => {
    const parts = read("THIRD-PARTY-NOTICES").split(`\n${"-".repeat(72)}\n`);
    const bundled = bundledPackages();
    expect(bundled.length).toBeGreaterThan(50);
    for (const { name, version } of bundled) {
      const part = parts.find((text) => text.split("\n").includes(`${name} ${version}`));
      expect(part, `${name} ${version}`).toMatch(
        /permission to use|permission is hereby granted|apache license|redistribution and use/i,
      );
    }
  });

  test("its bill of materials names the same packages", () => {
    const bill = JSON.parse(read("sbom.cdx.json")) as Bill;
    expect(bill.bomFormat).toBe("CycloneDX");
    expect(bill.metadata.component).toMatchObject({
      name: "mturk-setup",
      version: manifest.version,
    });
    const names = (list: readonly { readonly name: string; readonly version: string }[]) =>
      list.map(({ name, version }) => `${name}@${version}`).sort();
    expect(names(bill.components)).toEqual(names(bundledPackages()));
  });

  test("its changes are told, this version's first", () => {
    const versions = [...read("CHANGELOG.md").matchAll(/^## \[([^\]]+)\]/gm)].map(([, v]) => v);
    expect(versions.find((version) => version !== "Unreleased")).toBe(manifest.version);
  });
});
