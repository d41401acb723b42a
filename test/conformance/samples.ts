/** The samples of AWS files under test/fixtures, as bytes. */
import { readFileSync } from "node:fs";
import type { FileKind } from "../../src/aws-files/types.js";

export interface Sample {
  readonly id: string;
  readonly name: string;
  readonly kind: FileKind;
  /** The profile that an edit aims at. */
  readonly profile: string;
  readonly bytes: Uint8Array;
  /** Whether botocore 1.43 refuses the file, as recorded with the sample. */
  readonly refused: boolean;
}

interface WrittenSample {
  readonly id: string;
  readonly name: string;
  readonly file: FileKind;
  readonly profile: string;
  readonly text?: string;
  readonly base64?: string;
  readonly text_parts?: readonly (string | { readonly repeat: string; readonly times: number })[];
  readonly botocore_refuses?: string;
}

interface SpecificationCase {
  readonly name: string;
  readonly input: { readonly configFile?: string; readonly credentialsFile?: string };
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(new URL(`../fixtures/${path}`, import.meta.url), "utf8"));
}

/** The samples of aws-files.json. */
export function awsFileSamples(): readonly Sample[] {
  const { samples } = readJson("aws-files.json") as { readonly samples: readonly WrittenSample[] };
  return samples.map((sample) => ({
    id: sample.id,
    name: sample.name,
    kind: sample.file,
    profile: sample.profile,
    bytes: bytesOf(sample),
    refused: sample.botocore_refuses !== undefined,
  }));
}

function bytesOf(sample: WrittenSample): Uint8Array {
  if (sample.base64 !== undefined) return Buffer.from(sample.base64, "base64");
  const parts = sample.text_parts ?? [sample.text ?? ""];
  return Buffer.from(
    parts
      .map((part) => (typeof part === "string" ? part : part.repeat.repeat(part.times)))
      .join(""),
  );
}

/** The inputs of the cross-SDK specification; its expectations are left aside. */
export function specificationInputs(
  suite: "smithy-rs" | "aws-sdk-kotlin",
): readonly { readonly name: string; readonly kind: FileKind; readonly text: string }[] {
  const { tests } = readJson(`conformance/${suite}.profile-parser-tests.json`) as {
    readonly tests: readonly SpecificationCase[];
  };
  return tests.flatMap(({ name, input }) => [
    ...(input.configFile === undefined
      ? []
      : [{ name, kind: "config" as const, text: input.configFile }]),
    ...(input.credentialsFile === undefined
      ? []
      : [{ name, kind: "credentials" as const, text: input.credentialsFile }]),
  ]);
}
