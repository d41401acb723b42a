/** Carries out the wizard's effects with the same jobs that the commands use. */
import { type Result, never, ok } from "../base/problem.js";
import { removeFile } from "../files/store.js";
import { planChange, writeReviewed } from "../jobs/change.js";
import { type Subject, check } from "../jobs/check.js";
import { carryOut, examine } from "../jobs/doctor.js";
import { lookUp } from "../jobs/lookup.js";
import type { Ports } from "../jobs/ports.js";
import { readCsv } from "../jobs/read-csv.js";
import { unfinishedRotations } from "../jobs/rotate/index.js";
import { survey } from "../jobs/survey.js";
import { verifyKey } from "../jobs/verify.js";
import { chooseProfile } from "../sources/index.js";
import { performKeys, putPracticeKey } from "./effects-keys.js";
import type { Effect, Event, TicketedEffect } from "./events.js";
import type { KeptPlace, Leaving } from "./state.js";
import type { Performer } from "./store.js";

/** What the wizard needs beside the jobs' ports. */
export interface WizardPorts {
  readonly jobs: Ports;
  readonly setting: { readonly profile: string | null };
  /** Asks the browser to open an address; false: that could not even be tried. `failedLater`: it was tried, and came to nothing. */
  readonly open: (url: string, failedLater: () => void) => Promise<boolean>;
  /** Puts a text into the clipboard of the person's terminal; true if it was printed above the screen as well. */
  readonly copy: (text: string) => boolean;
  readonly places: { readonly keep: (place: KeptPlace) => Promise<boolean>; readonly forget: () => Promise<void> };
  readonly leave: (leaving: Leaving) => void;
}

type Send = (event: Event) => void;

/** Whether a page appeared is never known here, so the address is told in any case. */
async function openAddress({ open }: WizardPorts, url: string, send: Send): Promise<void> {
  const failed: Event = { type: "told", note: `No browser could be opened here. The address: ${url}` };
  const asked = await open(url, () => send(failed));
  send(asked ? { type: "told", note: `Asked your browser to open it. If nothing appears: ${url}` } : failed);
}

export function createPerformer(ports: WizardPorts): Performer {
  return {
    perform: (effect, signal, send) =>
      performOne(ports, effect, signal, send).catch((error: unknown) => {
        send({ type: "crashed", message: error instanceof Error ? `${error.name}: ${error.message}` : "an effect failed" });
      }),
  };
}

async function performOne(ports: WizardPorts, effect: Exclude<Effect, { type: "cancel" }>, signal: AbortSignal, send: Send): Promise<void> {
  if ("ticket" in effect) {
    await performTicketed(ports, effect, signal, send);
    return;
  }
  switch (effect.type) {
    case "open":
      await openAddress(ports, effect.url, send);
      return;
    case "copy":
      send({ type: "told", note: ports.copy(effect.text) ? "Printed above in one piece; and copied, if your terminal allows it." : "Copied, if your terminal allows it." });
      return;
    case "deleteCsv":
      send({ type: "csvDeleted", result: await removed(effect.path) });
      return;
    case "break":
      ports.jobs.practice?.breakWith(effect.fault);
      return;
    case "keepPlace":
      send({ type: "placeKept", kept: await ports.places.keep(effect.place) });
      return;
    case "forgetPlace":
      await ports.places.forget();
      return;
    case "leave":
      ports.leave(effect.leaving);
      return;
    default:
      never(effect);
  }
}

async function performTicketed(ports: WizardPorts, effect: TicketedEffect, signal: AbortSignal, send: Send): Promise<void> {
  const { jobs, setting } = ports;
  const { ticket } = effect;
  switch (effect.type) {
    case "survey":
      send({ type: "unfinishedFound", found: await unfinishedRotations(jobs.host) });
      send({ type: "surveyed", ticket, result: await survey(jobs, setting.profile === null ? {} : { profile: setting.profile }) });
      return;
    case "lookUp":
      send({ type: "lookedUp", ticket, result: await lookUp(jobs, signal) });
      return;
    case "readCsv":
      send({ type: "csvRead", ticket, path: effect.path, result: await readCsv(effect.path, { practice: jobs.practice !== null, user: effect.user }) });
      return;
    case "verify":
      send({
        type: "verified",
        ticket,
        result: await verifyKey(jobs, effect.key, { patient: true, signal, progress: (progress) => send({ type: "verifying", ticket, progress }) }),
      });
      return;
    case "plan":
      send({ type: "planned", ticket, result: await planChange(jobs, effect.intent) });
      return;
    case "write":
      send({ type: "written", ticket, result: await writeReviewed(jobs, effect.plan, signal) });
      return;
    case "finalCheck":
      send({
        type: "finalChecked",
        ticket,
        result: await check(jobs, { profile: effect.profile, for: subjectOf(jobs, effect.profile), patient: true, signal, progress: (progress) => send({ type: "finalChecking", ticket, progress }) }),
      });
      return;
    case "diagnose":
      send({ type: "diagnosed", ticket, result: await examine(jobs, setting.profile === null ? {} : { profile: setting.profile }) });
      return;
    case "mend":
      send({ type: "mended", ticket, result: await carryOut(jobs, effect.examination, signal) });
      return;
    case "examine":
      send({ type: "examined", ticket, result: await examineProfile(jobs, effect, signal, send) });
      return;
    default:
      await performKeys(jobs, effect, signal, send);
  }
}

async function examineProfile(jobs: Ports, effect: Extract<TicketedEffect, { type: "examine" }>, signal: AbortSignal, send: Send): ReturnType<typeof check> {
  const { profile, ticket } = effect;
  const prepared = effect.practiceKey === true ? await putPracticeKey(jobs, profile, signal) : ok(null);
  if (!prepared.ok) return prepared;
  return check(jobs, { ...(profile === null ? {} : { profile }), for: effect.alone === true ? "boto3" : subjectOf(jobs, profile), signal, progress: (progress) => send({ type: "examining", ticket, progress }) });
}

/** psiTurk takes the profile of this shell: asked about another one, it has no say. */
function subjectOf({ host }: Ports, profile: string | null): Subject {
  return profile === null || profile === chooseProfile(host.env).name ? "both" : "boto3";
}

async function removed(path: string): Promise<Result<null>> {
  const done = await removeFile(path);
  return done.ok ? ok(null) : done;
}
