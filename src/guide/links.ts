/**
 * Holds every address that the guide, the closure facts and the alternatives point to; nowhere else
 * does one stand.
 */
import { MTURK_POLICY_ARN } from "./policy.js";

/**
 * An address and what to call it. `site`: where to click; `far`: the same, too long to be typed;
 * `source`: where a fact comes from.
 */
export interface Link {
  readonly url: string;
  readonly label: string;
  readonly use: "site" | "far" | "source";
}

function site(label: string, url: string): Link {
  return { label, url, use: "site" };
}

function source(label: string, url: string): Link {
  return { label, url, use: "source" };
}

const IAM = "https://console.aws.amazon.com/iam";

export const LINKS = {
  awsSignUp: site("AWS sign-up", "https://signin.aws.amazon.com/signup?request_type=register"),
  requester: site("MTurk requester site", "https://requester.mturk.com/"),
  requesterDeveloper: site(
    "MTurk requester site, Developer page",
    "https://requester.mturk.com/developer",
  ),
  iamConsole: site("IAM console", `${IAM}/`),
  createUserPage: site("IAM console, Create user", `${IAM}/home#/users/create`),
  usersPage: site("IAM console, Users", `${IAM}/home#/users`),
  mturkPolicy: {
    label: "IAM console, MTurk's policy",
    url: `${IAM}/home#/policies/details/${encodeURIComponent(MTURK_POLICY_ARN)}`,
    use: "far",
  },
  rootKeys: {
    label: "IAM console, your own keys",
    url: `${IAM}/home#/security_credentials`,
    use: "far",
  },
  awsSupport: site("AWS support", "https://support.aws.amazon.com"),
  awsHealth: site("AWS health", "https://health.aws.amazon.com/health/status"),
  awsConsole: site("AWS console", "https://console.aws.amazon.com"),
  cloudShell: site("CloudShell", "https://console.aws.amazon.com/cloudshell/home"),
  requesterSandbox: site("Requester sandbox", "https://requestersandbox.mturk.com/"),
  requesterSandboxDeveloper: site(
    "Requester sandbox, Developer page",
    "https://requestersandbox.mturk.com/developer",
  ),
  workerSandbox: site("Worker sandbox", "https://workersandbox.mturk.com/"),
  mturkHelp: site("MTurk help", "https://www.mturk.com/help"),
  prolific: site("Prolific", "https://www.prolific.com/"),
  connect: site("CloudResearch Connect", "https://connect.cloudresearch.com/"),
  smile: site("Smile, from psiTurk's lab", "https://github.com/NYUCCL/smile"),
  psiturk: site("psiTurk", "https://github.com/NYUCCL/psiTurk"),

  setupGuide: source(
    "AWS's set-up guide for MTurk",
    "https://docs.aws.amazon.com/AWSMechTurk/latest/AWSMechanicalTurkGettingStartedGuide/SetUp.html",
  ),
  requesterGuide: source(
    "AWS's requester guide",
    "https://docs.aws.amazon.com/AWSMechTurk/latest/AWSMechanicalTurkRequester/SetUpMturk.html",
  ),
  signUpServices: source(
    "AWS: services of the new sign-up",
    "https://docs.aws.amazon.com/accounts/latest/reference/supported-services-sign-up-new.html",
  ),
  createUser: source(
    "AWS: create an IAM user",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_users_create.html",
  ),
  createKey: source(
    "AWS: create an access key",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-key-self-managed.html",
  ),
  manageKeys: source(
    "AWS: manage access keys of a user",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-keys-admin-managed.html",
  ),
  sandboxNotLinked: source(
    "psiTurk issue 370: the sandbox was not linked",
    "https://github.com/NYUCCL/psiTurk/issues/370",
  ),
  funding: source(
    "CloudResearch: funding, AWS Billing is irreversible",
    "https://go.cloudresearch.com/knowledge/funding-your-mturk-account",
  ),
  billingTrouble: source(
    "Mephisto issue 342: stuck after AWS Billing",
    "https://github.com/facebookresearch/Mephisto/issues/342",
  ),
  psiturkSetUp: source(
    "psiTurk: setting up with Mechanical Turk",
    "https://psiturk.readthedocs.io/en/latest/amt_setup.html",
  ),
  psiturkWithoutAws: source(
    "psiTurk issue 355: psiTurk with Prolific",
    "https://github.com/NYUCCL/psiTurk/issues/355",
  ),

  announced: source(
    "AWS, June 30, 2026: service availability",
    "https://aws.amazon.com/about-aws/whats-new/2026/06/aws-service-availability/",
  ),
  newCustomers: source(
    "Closed to new customers July 30, as cited by huginn",
    "https://github.com/huginn/huginn/pull/3727",
  ),
  closing: source(
    "CNBC, August 25, 2026: MTurk is shutting down",
    "https://www.cnbc.com/2026/08/25/amazon-service-that-jeff-bezos-called-artificial-ai-is-shutting-down.html",
  ),
  fullShutdown: source(
    "AWS: services in full shutdown",
    "https://docs.aws.amazon.com/general/latest/gr/full_shutdown_services.html",
  ),
  surveyEnd: source(
    "MTurk demographics survey, its last day",
    "https://github.com/ipeirotis/mturk-surveys",
  ),
} as const satisfies Record<string, Link>;

export type LinkId = keyof typeof LINKS;

/** Pages of a user in the IAM console. */
export type UserSection = "security_credentials" | "permissions";

/**
 * The page of this IAM user: its keys, or its policies. Which account it is looked for in is that
 * of the sign-in: no address can say so.
 */
export function userPage(name: string, section: UserSection): string {
  return `${LINKS.usersPage.url}/details/${encodeURIComponent(name)}?section=${section}`;
}

/** Hosts of the addresses above: what any other text calls an address is not opened from here. */
const HOSTS: ReadonlySet<string> = new Set(
  Object.values(LINKS).map(({ url }) => new URL(url).host),
);

/**
 * The addresses in a text that this program knows, in their order; without the stop of the sentence
 * that they end.
 */
export function knownAddresses(text: string): readonly string[] {
  return (text.match(/https:\/\/[^\s"'<>()]+/g) ?? [])
    .map((address) => address.replace(/[.,;:!?]$/, ""))
    .filter((address) => URL.canParse(address) && HOSTS.has(new URL(address).host));
}
