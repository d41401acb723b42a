/** Tells that a new key is another user's than the old one. */
import type { Problem } from "../../base/problem.js";
import type { Question } from "../../jobs/rotate/index.js";
import { holderName, spacedAccount } from "../../jobs/names.js";
import { belongsTo } from "../../jobs/rotate/problems.js";

/** Whose the old key was, and whose the new one is. */
type Holders = Pick<Extract<Question, { ask: "other-holder" }>, "was" | "is">;

/** Without a person: nobody said that the other user is meant. */
export function otherUserProblem(holders: Holders): Problem {
  return {
    code: "answer-missing",
    message: otherText(holders),
    try: [
      "If that other user is meant: add --other-user",
      "Else make the new key for the same user.",
    ],
  };
}

export function otherText({ was, is }: Holders): string {
  const account =
    was.account === is.account
      ? ""
      : ` That is another AWS account, ${spacedAccount(is.account)}: MTurk and its sandbox ` +
        "would both have to be linked again.";
  return `${belongsTo(holderName(is.arn), holderName(was.arn))}${account} Nothing was changed.`;
}
