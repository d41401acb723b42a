/**
 * Forgets what the program remembers for the length of a run, before each file of tests: several of
 * them share a process, so that what they load is loaded once.
 */
import { type PlaceOfIds, meetIds } from "../../src/keys/mask-id.js";

const ALL = {
  places: true,
  sources: true,
  profiles: true,
  aws: true,
  created: true,
  entered: true,
} satisfies Record<PlaceOfIds, true>;

for (const where of Object.keys(ALL)) meetIds(where as PlaceOfIds, []);
