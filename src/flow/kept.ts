/** The form in which an unfinished walk is kept; what does not fit is as good as none. */
import { z } from "zod";
import { profileNameSchema, regionSchema } from "../keys/shape.js";
import type { KeptPlace } from "./state.js";
import { STEPS, type StepId } from "./steps.js";

const stepIds = STEPS.map((row) => row.id) as [StepId, ...StepId[]];

export const keptPlaceSchema: z.ZodType<KeptPlace> = z.object({
  task: z.enum(["setup", "use-keys", "check", "alternatives"]),
  walk: z.enum(["all", "open"]).nullable(),
  step: z.enum(stepIds),
  profile: profileNameSchema,
  region: regionSchema.nullable(),
  at: z.number(),
});
