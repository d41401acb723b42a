/**
 * Forgets what the program remembers for the length of a run, before each file of tests: several of
 * them share a process, so that what they load is loaded once.
 */
import { forgetIds } from "./forget-ids.js";

forgetIds();
