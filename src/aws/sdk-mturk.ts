/**
 * Hands on the part of the MTurk client that is used, from a module of its own so that it can be
 * loaded when first needed, bundled or not.
 */
export { GetAccountBalanceCommand, MTurkClient } from "@aws-sdk/client-mturk";
