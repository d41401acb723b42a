/** Holds a result that is asked for. */
import type { Problem } from "../base/problem.js";

/**
 * A result that is asked for, under way, there, or failed. `ticket` tells a late answer from the
 * one awaited.
 */
export type Slot<T, P = null> =
  | { readonly status: "idle" }
  | { readonly status: "running"; readonly ticket: number; readonly progress: P }
  | { readonly status: "done"; readonly value: T }
  | { readonly status: "failed"; readonly problem: Problem };

export const IDLE = { status: "idle" } as const;

/** True if the answer with this ticket is the one that is awaited. */
export function awaited(
  pending: { readonly status: string; readonly ticket?: number },
  ticket: number,
): boolean {
  return pending.status === "running" && pending.ticket === ticket;
}
