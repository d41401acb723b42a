/** Describes the form in which an unfinished walk is kept; what does not fit is as good as none. */
import * as z from "zod";
import { looksLikeSecret } from "../keys/recognise.js";
import { regionSchema } from "../keys/shape.js";
import type { ResumePoint } from "./state.js";
import { STEPS } from "./steps/index.js";
import type { StepId } from "./step-id.js";

const stepIds = STEPS.map((row) => row.id) as [StepId, ...StepId[]];

export const resumePointSchema: z.ZodType<ResumePoint> = z.object({
  task: z.enum(["setup", "use-keys", "check", "alternatives"]),
  walk: z.enum(["all", "open", "key"]).nullable(),
  step: z.enum(stepIds),
  // An existing profile may have any name, and the file says whether there is one; only a secret is
  // never kept.
  profile: z
    .string()
    .min(1)
    .max(1000)
    .refine((name) => !looksLikeSecret(name)),
  region: regionSchema.nullable(),
  at: z.number(),
});
