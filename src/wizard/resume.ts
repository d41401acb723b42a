/** Describes the form in which unfinished walks are kept; what does not fit is as good as none. */
import * as z from "zod";
import { looksLikeSecret } from "../keys/recognise.js";
import { regionSchema } from "../keys/shape.js";
import type { ResumePoint } from "./state.js";
import { STEPS } from "./steps/index.js";
import type { StepId } from "./step-id.js";

const stepIds = STEPS.map((row) => row.id) as [StepId, ...StepId[]];

const TASKS = ["setup", "use-keys", "check", "rotate", "retire", "repair", "alternatives"] as const;

export const resumePointSchema: z.ZodType<ResumePoint> = z.object({
  task: z.enum(TASKS),
  walk: z.enum(["all", "open", "key"]).nullable(),
  step: z.enum(stepIds),
  // An existing profile may have any name, and the file says whether there is one; only a secret is
  // never kept.
  profile: z
    .string()
    .min(1)
    .max(1000)
    .refine((name) => !looksLikeSecret(name)),
  picked: z.boolean(),
  region: regionSchema.nullable(),
  key: z
    .string()
    .regex(/^A[KS]IA[A-Z0-9]{0,12}…[A-Z0-9]{4,12}$/)
    .nullable(),
  at: z.number().int().min(0).max(8.64e15),
});

/** The whole file: one place for each task. */
export const keptPlacesSchema = z.object({
  version: z.literal(1),
  places: z.array(resumePointSchema).max(TASKS.length),
});
