/**
 * Reads what the settings of a profile say beyond id and region: plain ones as text, the secret and
 * the token as `Secret`.
 */
import type { Secret } from "../../base/secret.js";
import { idOf } from "./profile-values.js";
import { plainText } from "./reveal.js";
import type { ProfileView } from "../types.js";

/**
 * Settings whose values are not secret
 * (https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html#cli-configure-files-settings).
 */
export type PlainSetting =
  | "region"
  | "role_arn"
  | "source_profile"
  | "credential_source"
  | "web_identity_token_file"
  | "sso_session"
  | "use_fips_endpoint"
  | "use_dualstack_endpoint"
  | "sso_account_id"
  | "sso_role_name"
  | "sso_start_url"
  | "sso_region"
  | "login_session"
  | "credential_process"
  | "ca_bundle"
  | "endpoint_url"
  | "ignore_configured_endpoint_urls"
  | "services"
  // Blocks of a section `[services NAME]`.
  | "mturk"
  | "sts";

/** A plain setting as it stands, maybe empty; null if the profile has none of this name. */
export function textOf(view: ProfileView, name: PlainSetting): string | null {
  const option = view.options.get(name);
  return option === undefined ? null : plainText(option.value);
}

/**
 * The key of a profile, each part null if it is not there. Of the two names for a session token
 * `aws_security_token` counts first, even where it is blank
 * (https://github.com/boto/botocore/blob/develop/botocore/credentials.py, `TOKENS`).
 */
export function keyOf(view: ProfileView): {
  readonly id: string | null;
  readonly secret: Secret | null;
  readonly token: Secret | null;
} {
  return {
    id: idOf(view),
    secret: view.options.get("aws_secret_access_key")?.value ?? null,
    token:
      (view.options.get("aws_security_token") ?? view.options.get("aws_session_token"))?.value ??
      null,
  };
}
