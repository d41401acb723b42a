/** Adds the option `--report FILE`, and refuses it where nothing is done. */
import { Option } from "commander";
import { type OptionRule, pathArgument } from "./command-line.js";

export const reportOption = (): Option =>
  new Option(
    "--report <file>",
    "write down in Markdown what was done, without secrets: when, where, how to take it back",
  ).argParser(pathArgument);

export const REPORT_RULE: OptionRule = {
  option: "report",
  beside: ["dryRun"],
  why: "--report tells what was done, and --dry-run does nothing",
};
