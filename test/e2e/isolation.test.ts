/**
 * `--practice` among everything that could lead it astray: it uses nothing of it, changes nothing
 * of it, talks to this computer only.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { type Server, createServer } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { BIN, EXAMPLE, FIRST, newPlace, startWizard, treeOf } from "./program.js";

/** Counts who connects; answers nobody. */
async function recorder(): Promise<{ readonly url: string; readonly callers: () => number }> {
  let callers = 0;
  const server: Server = createServer((socket) => {
    callers += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    callers: () => callers,
  };
}

/** Loaded before the program: writes down every host that it connects to or looks up. */
const WATCHER = `
import net from "node:net"; import dns from "node:dns"; import fs from "node:fs"; import { syncBuiltinESMExports } from "node:module";
const note = (what, host) => fs.appendFileSync(process.env.WATCHED, what + " " + host + "\\n");
const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  const given = Array.isArray(args[0]) ? args[0][0] : args[0];
  note("connect", typeof given === "object" ? (given.host ?? given.path ?? "localhost") : String(args[1]));
  return connect.apply(this, args);
};
const lookup = dns.lookup;
dns.lookup = (name, ...rest) => { note("lookup", name); return lookup(name, ...rest); };
syncBuiltinESMExports();
`;

test("every foreign variable and file set: the practice ends ready, and nothing outside was read, changed or called", async () => {
  const place = newPlace();
  const outside = await recorder();
  const pair = `aws_access_key_id = ${EXAMPLE.id}\naws_secret_access_key = ${EXAMPLE.secret}\n`;
  place.put(".aws/credentials", `[default]\n${pair}aws_session_token = stale\n[lab]\n${pair}`);
  place.put(
    ".aws/config",
    "[default]\nregion = eu-central-1\n[profile lab]\nregion = ap-south-1\n",
  );
  place.put(".psiturkconfig", `[AWS Access]\n${pair}aws_region = us-west-2\n`);
  place.put(".boto", `[Credentials]\n${pair}`);
  const work = join(place.home, "study");
  mkdirSync(work);
  writeFileSync(
    join(work, ".env"),
    `AWS_ACCESS_KEY_ID=${EXAMPLE.id}\nAWS_SECRET_ACCESS_KEY=${EXAMPLE.secret}\nHTTPS_PROXY=${outside.url}\n`,
  );
  writeFileSync(join(work, "config.txt"), `[AWS Access]\n${pair}`);
  writeFileSync(
    join(work, "x_accessKeys.csv"),
    `Access key ID,Secret access key\n${EXAMPLE.id},${EXAMPLE.secret}\n`,
  );
  const before = place.tree();
  const watched = join(place.temp, "..", "watched.txt");
  writeFileSync(watched, "");
  const proxies = Object.fromEntries(
    ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"].map(
      (name) => [name, outside.url],
    ),
  );
  const wizard = startWizard(place, {
    command: [
      process.execPath,
      "--import",
      `data:text/javascript,${encodeURIComponent(WATCHER)}`,
      BIN,
      "--practice",
    ],
    cwd: work,
    env: {
      ...proxies,
      WATCHED: watched,
      NO_PROXY: "",
      AWS_ACCESS_KEY_ID: EXAMPLE.id,
      AWS_SECRET_ACCESS_KEY: EXAMPLE.secret,
      AWS_SESSION_TOKEN: "stale",
      AWS_SECURITY_TOKEN: "stale",
      AWS_PROFILE: "lab",
      AWS_DEFAULT_PROFILE: "lab",
      AWS_REGION: "eu-west-3",
      AWS_DEFAULT_REGION: "eu-west-3",
      AWS_SHARED_CREDENTIALS_FILE: place.at(".aws/credentials"),
      AWS_CONFIG_FILE: place.at(".aws/config"),
      AWS_CA_BUNDLE: "/does/not/exist.pem",
      AWS_ENDPOINT_URL: outside.url,
      AWS_ENDPOINT_URL_STS: outside.url,
      AWS_ENDPOINT_URL_MTURK: outside.url,
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true",
      AWS_EC2_METADATA_SERVICE_ENDPOINT: outside.url,
      AWS_CONTAINER_CREDENTIALS_FULL_URI: outside.url,
      AWS_ROLE_ARN: "arn:aws:iam::123456789012:role/x",
      AWS_WEB_IDENTITY_TOKEN_FILE: place.at("token"),
      BOTO_CONFIG: place.at(".boto"),
      PSITURK_AWS_ACCESS_KEY_ID: EXAMPLE.id,
      PSITURK_AWS_SECRET_ACCESS_KEY: EXAMPLE.secret,
      PSITURK_GLOBAL_CONFIG_LOCATION: place.home,
      XDG_STATE_HOME: place.at("state"),
    },
  });
  const first = (await wizard.waitFor(FIRST)).join("\n");
  expect(first).toMatch(/~\/\.aws +no keys\n +psiTurk's files +no keys/);
  await wizard.enterTo(/^Set up from the beginning(.*\n)*.*Go on: one screen a step/);
  for (const title of [
    /^Step 1 /,
    /^Step 2 /,
    /^Step 3 /,
    /^Step 4 /,
    /^Step 5a /,
    /^Step 5b /,
    /^Step 7 /,
    /^The access key(.*\n)*.*practice-key\.csv/,
  ])
    await wizard.enterTo(title);
  const review = (await wizard.enterTo(/^Review(.*\n)*.*aws_secret_access_key/)).join("\n");
  expect(review).toContain("Profile default · region us-east-1");
  expect(review).not.toMatch(/would beat/);
  await wizard.enterTo(/^Practice complete\./);
  wizard.press("enter");
  expect((await wizard.exit).code).toBe(0);

  expect(outside.callers()).toBe(0);
  const hosts = new Set(readFileSync(watched, "utf8").trim().split("\n"));
  expect(
    [...hosts].filter((line) => line !== "connect 127.0.0.1" && line !== "lookup 127.0.0.1"),
  ).toEqual([]);
  expect(hosts.has("connect 127.0.0.1")).toBe(true);
  expect(place.tree()).toEqual(before);
  expect(Object.keys(treeOf(place.temp))).toEqual(["."]);
  expect(wizard.raw()).not.toContain(EXAMPLE.secret);
});

test("two practices side by side do not meet", async () => {
  const place = newPlace();
  const [one, two] = [
    startWizard(place, { args: ["--practice"] }),
    startWizard(place, { args: ["--practice"] }),
  ];
  for (const wizard of [one, two]) {
    await wizard.choose("Use keys I have");
    await wizard.waitFor("use practice-key.csv");
  }
  one.press("ctrl-c", "ctrl-c");
  await one.exit;
  await two.enterTo(/^Review/);
  await two.enterTo(/^Practice complete\./);
  two.press("enter");
  expect((await two.exit).code).toBe(0);
  expect(Object.keys(treeOf(place.temp))).toEqual(["."]);
});

test("broken on purpose with b, and mended again", async () => {
  const wizard = startWizard(newPlace(), { args: ["--practice"] });
  await wizard.waitFor(FIRST);
  wizard.send("b");
  const menu = await wizard.waitFor(/^Break something on purpose(.*\n)*.*not linked/);
  const digit = /(\d) {2}the sandbox is not linked/.exec(menu.join("\n"))?.[1] ?? "";
  wizard.send(digit);
  await wizard.waitFor("PRACTICE - broken");
  await wizard.choose("Use keys I have");
  await wizard.waitFor("use practice-key.csv");
  const outcome = (await wizard.enterTo(/^Your key works/)).join("\n");
  expect(outcome).toContain("Link the sandbox (step 5b)");
  wizard.send("b");
  await wizard.waitFor(/^Break something/);
  // Mended, and asked about at once.
  wizard.send("1");
  await wizard.waitFor(/^Review/);
  wizard.press("ctrl-c", "ctrl-c");
  await wizard.exit;
});
