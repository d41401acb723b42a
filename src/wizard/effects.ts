/** Carries out the wizard's effects with the same jobs that the commands use. */
import { type Result, never, ok } from "../base/problem.js";
import { removeFile } from "../aws-files/store/store.js";
import { completePath } from "../jobs/complete-path.js";
import type { PracticeControl } from "../jobs/ports.js";
import type { Effect, Event, PracticeClick } from "./events.js";
import type { WizardPorts } from "./ports.js";
import type { Running } from "./running.js";
import type { Performer } from "./store.js";
import { type ProgressedEvent, type SettledEvent, type WorkEffect, WORK } from "./work.js";

type Send = (event: Event) => void;

/** Whether a page appeared is never known here, so the address is told in any case. */
async function openAddress({ open }: WizardPorts, url: string, send: Send): Promise<void> {
  const failed: Event = {
    type: "told",
    note: `No browser could be opened here. The address: ${url}`,
  };
  const asked = await open(url, () => send(failed));
  send(
    asked
      ? { type: "told", note: `Asked your browser to open it. If nothing appears: ${url}` }
      : failed,
  );
}

export function createPerformer(ports: WizardPorts): Performer {
  return {
    perform: (effect, signal, send) =>
      performOne(ports, effect, signal, send).catch((error: unknown) => {
        send({
          type: "crashed",
          message: error instanceof Error ? `${error.name}: ${error.message}` : "an effect failed",
        });
      }),
  };
}

async function performOne(
  ports: WizardPorts,
  effect: Exclude<Effect, { type: "cancel" }>,
  signal: AbortSignal,
  send: Send,
): Promise<void> {
  if ("ticket" in effect) {
    await performWork(ports, effect, signal, send);
    return;
  }
  switch (effect.type) {
    case "open":
      await openAddress(ports, effect.url, send);
      return;
    case "copy":
      send({
        type: "told",
        note: ports.copy(effect.text)
          ? "Printed above in one piece; and copied, if your terminal allows it."
          : "Copied, if your terminal allows it.",
      });
      return;
    case "deleteCsv":
      send({ type: "csvDeleted", path: effect.path, result: await removed(effect.path) });
      return;
    case "break":
      ports.jobs.practice?.breakWith(effect.fault);
      return;
    case "click": {
      const note = await clicked(ports.jobs.practice, effect.click);
      if (note !== null) send({ type: "told", note });
      return;
    }
    case "completePath": {
      const completion = completePath(effect.typed, ports.jobs.host);
      send({ type: "pathCompleted", completion });
      return;
    }
    case "keepPlace": {
      const { leaving } = effect;
      const place = { ...effect.place, at: ports.jobs.clock.now() };
      send({ type: "placeKept", place, kept: await ports.places.keep(place), leaving });
      return;
    }
    case "forgetPlace":
      await ports.places.forget(effect.task);
      return;
    case "leave":
      ports.leave(effect.leaving);
      return;
    default:
      never(effect);
  }
}

/** Runs one job of the table; its news and its answer come back as events. */
async function performWork(
  ports: WizardPorts,
  effect: WorkEffect,
  signal: AbortSignal,
  send: Send,
): Promise<void> {
  const { type: job, ticket } = effect;
  // The row's own types fit together (work.ts); here they are only passed through.
  const row = WORK[job] as unknown as {
    run: (
      ports: WizardPorts,
      given: WorkEffect,
      running: Running<unknown>,
    ) => Promise<Result<unknown>>;
  };
  const result = await row.run(ports, effect, {
    signal,
    tell: (news) => send({ type: "progressed", job, ticket, news } as ProgressedEvent),
  });
  send({ type: "settled", job, ticket, result } as SettledEvent);
}

async function removed(path: string): Promise<Result<null>> {
  const done = await removeFile(path);
  return done.ok ? ok(null) : done;
}

/** What is to be said of it; null: nothing. */
async function clicked(
  practice: PracticeControl | null,
  click: PracticeClick,
): Promise<string | null> {
  if (practice === null) return null;
  if (click.what === "make-key") {
    const made = await practice.makeKey();
    return made.ok
      ? "Practice made the key, as the console does; its CSV file is on its way."
      : [made.problem.message, ...made.problem.try].join(" ");
  }
  return practice.switchOff(click.accessKeyId)
    ? "Practice switched it off, as the console does. AWS is asked every 10 s."
    : "There is no such key any more.";
}
