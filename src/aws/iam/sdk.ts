/**
 * Hands on the part of the IAM client that is used, from a module of its own so that it can be
 * loaded when first needed, bundled or not.
 */
export {
  CreateAccessKeyCommand,
  DeleteAccessKeyCommand,
  GetAccessKeyLastUsedCommand,
  IAMClient,
  ListAccessKeysCommand,
  UpdateAccessKeyCommand,
} from "@aws-sdk/client-iam";
