/** Forgets the ids that were met, as at the start of a run, for several runs in one process. */
import { meetIds } from "../../src/keys/mask-id.js";

const WHERE = {
  places: true,
  sources: true,
  profiles: true,
  aws: true,
  created: true,
  entered: true,
} satisfies Record<Parameters<typeof meetIds>[0], true>;

export function forgetIds(): void {
  for (const where of Object.keys(WHERE) as (keyof typeof WHERE)[]) meetIds(where, []);
}
