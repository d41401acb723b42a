/**
 * Hands on the part of the STS client that is used, from a module of its own so that it can be
 * loaded when first needed, bundled or not.
 */
export { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
