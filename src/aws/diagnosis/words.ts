/**
 * Words each problem: what happened and why, and what to do next, in the light of what is known.
 */
import type { Problem } from "../../base/problem.js";
import type { Case, Words } from "./case.js";
import { ASK_AGAIN, clockWords, skewOf } from "./clock.js";
import { AWS_PROBLEMS, type AwsProblemCode, awsProblem } from "./problem-table.js";
import {
  busyWords,
  closedWords,
  notLinkedWords,
  policyDeniedWords,
  policyMissingWords,
} from "./words-mturk.js";
import { keyGarbledWords, keyUnknownWords, sessionExpiredWords } from "./words-keys.js";
import { notAwsWords, offlineWords, proxyWords, tlsWords } from "./words-network.js";
import { type Failure, shownCode } from "../types.js";

type Say = (about: Case) => Words;

/** The words of the table, for problems that look the same every time. */
function asInTable({ code }: Case): Words {
  const { means, do: cure, step } = awsProblem(code);
  return { message: means, try: [cure], ...(step === undefined ? {} : { step }) };
}

/** What is said otherwise from case to case; every other problem is told as in the table. */
const SAY: Readonly<Partial<Record<AwsProblemCode, Say>>> = {
  "key-unknown": keyUnknownWords,
  "secret-wrong": ({ code, failure }) => ({
    message: `${AWS_PROBLEMS[code].means} (${shownCode(failure)})`,
    try: [
      AWS_PROBLEMS[code].do,
      "If the CSV file is lost: AWS shows a secret only once. Make a new key (step 4); the " +
        "old one can go afterwards.",
    ],
    step: 4,
  }),
  "key-garbled": keyGarbledWords,
  "session-expired": sessionExpiredWords,
  "clock-off": ({ code, failure }) => ({
    message: `${clockWords(skewOf(failure))} ${AWS_PROBLEMS[code].means}`,
    try: [AWS_PROBLEMS[code].do, ASK_AGAIN],
  }),
  "region-wrong": ({ code, failure }) => ({
    message: `${AWS_PROBLEMS[code].means} Asked: ${failure.host}.`,
    try: [
      AWS_PROBLEMS[code].do,
      "If neither is set, this is a mistake in this program: please report it with what AWS said.",
    ],
  }),
  "account-inactive": ({ code, context }) => ({
    message: AWS_PROBLEMS[code].means,
    try: [
      AWS_PROBLEMS[code].do,
      ...(context.closed === null
        ? []
        : [`If the account has no such open point: ${context.closed.said}`]),
    ],
    step: 1,
  }),
  "account-not-linked": notLinkedWords,
  "policy-missing": policyMissingWords,
  "policy-denied": policyDeniedWords,
  "mturk-closed": closedWords,
  throttled: busyWords,
  "aws-fault": busyWords,
  offline: offlineWords,
  proxy: proxyWords,
  "tls-intercepted": tlsWords,
  "not-aws": notAwsWords,
  unknown: unknownWords,
};

/**
 * The problem in words. `detail` is what was said by whoever answered, for those who can read it.
 */
export function inWords(about: Case): Problem {
  const words = (SAY[about.code] ?? asInTable)(about);
  return { code: about.code, ...words, detail: detailOf(about.failure) };
}

function unknownWords({ code, failure, context }: Case): Words {
  const who = failure.service === "mturk" ? "MTurk's sandbox" : "AWS";
  if (failure.kind === "client") {
    return {
      message:
        `${who} could not be asked: something failed on this computer before the request ` +
        "went out.",
      try: [
        "Ask again. If it stays, this is a mistake in this program: please report it, with " +
          "the code.",
      ],
    };
  }
  return {
    message:
      `${who} answered with something that this program does not know ` +
      `(${failure.turkErrorCode ?? shownCode(failure)}).`,
    try: [
      AWS_PROBLEMS[code].do,
      ...(failure.service === "mturk" && context.closed !== null
        ? [`It may have to do with MTurk's end. ${context.closed.said}`]
        : []),
    ],
  };
}

/**
 * `InvalidClientTokenId (HTTP 403, sts.us-east-1.amazonaws.com, request 1b6…): The security token
 * …`
 */
function detailOf(failure: Failure): string {
  const named = shownCode(failure);
  const code = failure.turkErrorCode === null ? named : `${named}, ${failure.turkErrorCode}`;
  const status =
    failure.httpStatus === null || failure.code === `HTTP ${failure.httpStatus}`
      ? []
      : [`HTTP ${failure.httpStatus}`];
  const where = [
    ...status,
    failure.host,
    ...(failure.proxy === undefined ? [] : [`through ${failure.proxy}`]),
    ...(failure.requestId === null ? [] : [`request ${failure.requestId}`]),
  ];
  return `${code} (${where.join(", ")})${failure.message === "" ? "" : `: ${failure.message}`}`;
}
