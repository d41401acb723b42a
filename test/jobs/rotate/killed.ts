/**
 * The process that is killed: an automatic rotation in the home and against the practice AWS that
 * it is given.
 */
import { createAws } from "../../../src/aws/calls.js";
import { systemClock } from "../../../src/base/host.js";
import { rotate, rotatePorts } from "../../../src/jobs/rotate/index.js";

const [home = ""] = process.argv.slice(2);
const host = { env: process.env, cwd: home, home, platform: process.platform };
const ports = rotatePorts({
  host,
  clock: systemClock,
  practice: null,
  aws: () => createAws({ env: process.env, clock: systemClock }),
});
process.stdout.write("ready\n");
const done = await rotate(ports, { old: "delete", signal: new AbortController().signal });
process.stdout.write(`${JSON.stringify(done)}\n`);
