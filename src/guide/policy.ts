/** Holds the policies for a key, and the lines that make its user without clicks. */
import { MTURK_POLICY } from "../base/amazon.js";
import { quoted } from "../base/shell.js";

/** The managed policy by its full name; those that AWS looks after belong to no account. */
export const MTURK_POLICY_ARN = `arn:aws:iam::aws:policy/${MTURK_POLICY}`;

/**
 * What psiTurk calls, and nothing more: less than AWS's own policy allows. Its calls are those of
 * https://github.com/NYUCCL/psiTurk/blob/master/psiturk/amt_services.py; resources cannot be named
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonmechanicalturk.html).
 */
export const PSITURK_POLICY = JSON.stringify(
  {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "WhatPsiTurkCalls",
        Effect: "Allow",
        Action: [
          "ApproveAssignment",
          "CreateAdditionalAssignmentsForHIT",
          "CreateHITType",
          "CreateHITWithHITType",
          "DeleteHIT",
          "GetAccountBalance",
          "GetAssignment",
          "GetHIT",
          "ListAssignmentsForHIT",
          "ListHITs",
          "RejectAssignment",
          "SendBonus",
          "UpdateExpirationForHIT",
          "UpdateNotificationSettings",
        ].map((call) => `mechanicalturk:${call}`),
        Resource: "*",
      },
    ],
  },
  null,
  2,
);

/** A user of that name is made for the key where nobody says another. */
const USUAL_NAME = "psiturk";

/**
 * For CloudShell, or any shell that is signed in: makes the user, gives it the policy, and prints
 * its key in one line that can be pasted. `policy`: null where another one is to be attached by
 * hand.
 */
export function makeUserLines(policy: string | null = MTURK_POLICY_ARN): string {
  return [
    `aws iam create-user --user-name ${USUAL_NAME}`,
    ...(policy === null
      ? []
      : [`aws iam attach-user-policy --user-name ${USUAL_NAME} --policy-arn ${policy}`]),
    makeKeyLine(USUAL_NAME),
  ].join("\n");
}

/** The same for the key of a user that is there. */
export function makeKeyLine(user: string): string {
  return `aws iam create-access-key --user-name ${quoted(user)} --output text`;
}
