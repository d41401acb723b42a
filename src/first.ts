#!/usr/bin/env node
/**
 * Says in one sentence what an old Node lacks; loads the program in every other one. Written in the
 * JavaScript of 2009, and built so, for a Node that cannot read a file says nothing but that it is
 * wrong.
 */
/** The versions that package.json names in `engines`. */
function isSupported(major: number, minor: number): boolean {
  return major === 20 ? minor >= 17 : major === 22 ? minor >= 9 : major > 22;
}

function part(version: string, index: number): number {
  return Number(version.split(".")[index]);
}

function begin(version: string): void {
  if (isSupported(part(version, 0), part(version, 1))) {
    require("./load.js");
    return;
  }
  // Nothing else is begun: it ends by itself once this is written, and with this code.
  // eslint-disable-next-line no-restricted-syntax -- a Node this old does not load src/bin.ts
  process.exitCode = 4;
  process.stderr.write(
    "mturk-setup needs Node 20.17 or newer (22.9 or newer of the later ones); this is " +
      version +
      ". See https://nodejs.org\n",
  );
}

begin(process.versions.node);
