/**
 * Lists the seven steps of AWS's set-up guide as they are done today. Where the guide's own words
 * are stale (the labels of step 4 are those of a console that no longer exists), the labels of
 * today's consoles stand here.
 * https://docs.aws.amazon.com/AWSMechTurk/latest/AWSMechanicalTurkGettingStartedGuide/SetUp.html
 */
import { MTURK_POLICY } from "../base/amazon.js";
import type { ClickLine, GuideOccasion, GuideStep, GuideStepId, Label } from "./types.js";

export type { GuideOccasion, GuideStep, GuideStepId } from "./types.js";

function label(text: string): Label {
  return { label: text };
}

const AS_ROOT = "AWS ROOT user (e-mail and password)";
const COMPARE_ACCOUNT = "Back on the page, compare the AWS account number it shows.";
const here = (button: string): string => `In real life you click ${button}; here press Enter.`;
const GONE = "This site closed with MTurk on September 30, 2026: nothing to do here.";

const NO_ROOT_KEYS = "AWS's guide makes root access keys here. Skip that: step 4 is safer.";
const ROOT_SIGN_IN = "E-mail and password entered here are the ROOT sign-in";

const ACCOUNT: GuideStep = {
  id: "1",
  number: 1,
  part: null,
  title: "AWS account",
  why: "The access key that psiTurk signs with belongs to an AWS account.",
  clicks: [
    ["Open the sign-up page. E-mail address, account name, then a password."],
    ["Where it is offered: ", label("Activate advanced AWS features"), "."],
    ["Enter contact data, a card, and the code sent to your phone."],
    ["Choose the free support plan if asked. Have an account? Then go on."],
  ],
  signIn: null,
  grants: "Free to open. The card is checked, and charged only for what you use.",
  watchFor: [`${ROOT_SIGN_IN}: 3 and 5b need it.`, NO_ROOT_KEYS],
  links: ["awsSignUp"],
  time: "10 minutes; AWS may take up to a day to activate the account",
  closesWithMTurk: false,
  whenClosed: null,
  practice: "In real life you sign up with card and phone; here press Enter.",
  otherwise: {
    "mturk-closed": {
      why: "An access key belongs to a user of an AWS account.",
      watchFor: [`${ROOT_SIGN_IN}: keep them safe.`, NO_ROOT_KEYS],
    },
  },
  rowOnly: false,
  sources: ["setupGuide", "signUpServices"],
};

const REQUESTER: GuideStep = {
  id: "2",
  number: 2,
  part: null,
  title: "Requester account",
  why: "Requesters are those who publish work (HITs) on MTurk and pay for it.",
  clicks: [
    ["Open the requester site."],
    ["Click ", label("Create an Account"), " and sign in, or register."],
    ["Enter name and address of whoever pays the workers."],
  ],
  signIn: "your Amazon account; it need not be the AWS root sign-in",
  grants: "Free. Workers see the name you give here.",
  watchFor: ["One lab, one requester account: results and workers belong to it."],
  links: ["requester"],
  time: "5 minutes",
  closesWithMTurk: true,
  whenClosed: GONE,
  practice: here("Create an Account"),
  rowOnly: false,
  sources: ["setupGuide"],
};

const LINK: GuideStep = {
  id: "3",
  number: 3,
  part: null,
  title: "Link the two accounts",
  why: "Only a linked AWS account may act for your requester account.",
  clicks: [
    ["Open the Developer page of the requester site."],
    ["Click ", label("Link your AWS Account"), "."],
    ["Sign in to AWS as root user: e-mail and password of step 1."],
    [COMPARE_ACCOUNT],
  ],
  signIn: AS_ROOT,
  grants: "Free. Keys of that AWS account can publish HITs for you and spend funds.",
  watchFor: [
    "An IAM user cannot link, whatever its rights: sign in as root.",
    "Link the account in which step 4 makes the key, not another one.",
    "This links the real MTurk only. The sandbox has its own link: 5b.",
  ],
  links: ["requesterDeveloper"],
  time: "5 minutes; the link may take some minutes to work",
  closesWithMTurk: true,
  whenClosed: GONE,
  practice: here("Link your AWS Account"),
  rowOnly: false,
  sources: ["setupGuide", "requesterGuide"],
};

const CREATE_USER: ClickLine = [
  label("Users"),
  " > ",
  label("Create user"),
  ". A name; console access off. ",
  label("Next"),
  ".",
];
const OPEN_USER: ClickLine = [
  label("Create user"),
  ". Open it > ",
  label("Security credentials"),
  " > ",
  label("Create access key"),
  ".",
];
const MAKE_KEY: ClickLine = [
  label("Other"),
  ". ",
  label("Next"),
  ". ",
  label("Create access key"),
  ". ",
  label("Download .csv file"),
  ": shown only now.",
];
const SHOWN_ONCE = "AWS shows the secret only once. Lost it? Make another key.";

const USER: GuideStep = {
  id: "4",
  number: 4,
  part: null,
  title: "IAM user and access key",
  why: "A user of its own, with MTurk's rights only, keeps the rest safe.",
  clicks: [
    CREATE_USER,
    [
      label("Attach policies directly"),
      ": tick ",
      { label: MTURK_POLICY, leadsTo: "mturkPolicy" },
      ". ",
      label("Next"),
      ".",
    ],
    OPEN_USER,
    MAKE_KEY,
  ],
  signIn: "the account's owner (AWS root user) or an administrator",
  grants: "Free. The key may do everything on MTurk, and nothing else at AWS.",
  watchFor: ["No tick at the policy: AWS accepts the key, and MTurk refuses it.", SHOWN_ONCE],
  links: ["createUserPage", "mturkPolicy"],
  time: "about 5 minutes",
  closesWithMTurk: false,
  whenClosed: null,
  practice: "In real life you make the user and its key; here one is ready: Enter.",
  otherwise: {
    "mturk-closed": { watchFor: [SHOWN_ONCE] },
    "something-else": {
      why: "A user of its own, with the rights it needs and no more, is safer.",
      clicks: [
        CREATE_USER,
        [
          label("Attach policies directly"),
          ": tick only what your program needs. ",
          label("Next"),
          ".",
        ],
        OPEN_USER,
        MAKE_KEY,
      ],
      grants: "Free. The key may do what the ticked policies allow, and nothing else.",
      watchFor: [SHOWN_ONCE],
    },
  },
  rowOnly: false,
  sources: ["requesterGuide", "createUser", "manageKeys", "createKey"],
};

const SANDBOX_ACCOUNT: GuideStep = {
  id: "5a",
  number: 5,
  part: "a",
  title: "Sandbox account",
  why: "The sandbox is a copy of MTurk with play money, for trying things out.",
  clicks: [
    ["Open the requester sandbox."],
    ["Click ", label("Create an Account"), ": it is not the account of step 2."],
    ["To try HITs as a worker does, open the worker sandbox likewise."],
  ],
  signIn: "the same Amazon account as in step 2 is easiest",
  grants: "Free. Nobody works there and nothing is paid.",
  watchFor: ["Account done, half done: the next page LINKS the sandbox (5b)."],
  links: ["requesterSandbox", "workerSandbox"],
  time: "3 minutes",
  closesWithMTurk: true,
  whenClosed: GONE,
  practice: here("Create an Account"),
  rowOnly: false,
  sources: ["setupGuide"],
};

const SANDBOX_LINK: GuideStep = {
  id: "5b",
  number: 5,
  part: "b",
  title: "LINK THE SANDBOX TOO",
  why: "Step 3 does not count here: without this link no key works in the sandbox.",
  clicks: [
    ["Open the Developer page of the requester SANDBOX."],
    ["Click ", label("Link your AWS Account"), "."],
    ["Sign in to AWS as root user, into the same account as in step 3."],
    [COMPARE_ACCOUNT],
  ],
  signIn: AS_ROOT,
  grants: "Free. Keys of that AWS account may use your sandbox account.",
  watchFor: [
    'The most common mistake of all; psiTurk calls it "credentials invalid".',
    "New keys do not help: nothing is wrong with the keys.",
    "Just linked and still refused? Wait some minutes, then ask again.",
  ],
  links: ["requesterSandboxDeveloper"],
  time: "3 minutes; the link may take some minutes to work",
  closesWithMTurk: true,
  whenClosed: GONE,
  practice: here("Link your AWS Account"),
  rowOnly: false,
  sources: ["setupGuide", "sandboxNotLinked"],
};

const SDK: GuideStep = {
  id: "6",
  number: 6,
  part: null,
  title: "SDK",
  why: "Not needed: psiTurk brings boto3, AWS's library for Python.",
  clicks: [],
  signIn: null,
  grants: "Nothing to install, nothing to pay.",
  watchFor: ["Region us-east-1 is what the guide hides here; it is set for you."],
  links: [],
  time: "none",
  closesWithMTurk: false,
  whenClosed: null,
  practice: "In real life there is nothing to do here either.",
  rowOnly: true,
  sources: ["setupGuide", "psiturk"],
};

const FUNDS: GuideStep = {
  id: "7",
  number: 7,
  part: null,
  title: "Paying for HITs",
  why: "Real HITs need funds before they appear; the sandbox needs none.",
  clicks: [
    ["BEFORE ANY CLICK: do not enable AWS Billing. It cannot be undone."],
    ["Only for real HITs: on the requester site, ", label("My Account"), "."],
    ["Buy ", label("Prepaid HITs"), " for what the next study costs."],
  ],
  signIn: "your requester account of step 2",
  grants: "Prepaid money goes to workers and to Amazon's fee. Nothing now: 0.",
  watchFor: [
    "AWS Billing has left requesters unable to post or to prepay.",
    "psiTurk's page: they had to write to AWS customer support to post HITs.",
    "For the sandbox and for this set-up, skip it.",
  ],
  links: ["requester"],
  time: "5 minutes, when you need it",
  closesWithMTurk: true,
  whenClosed: "MTurk closed on September 30, 2026: do not prepay, do not enable billing.",
  practice: "In real life you skip this until a real study; here press Enter.",
  rowOnly: false,
  sources: ["setupGuide", "funding", "billingTrouble", "psiturkSetUp"],
};

/** The steps in the order in which they are walked; step 5 is two. */
export const GUIDE: readonly GuideStep[] = [
  ACCOUNT,
  REQUESTER,
  LINK,
  USER,
  SANDBOX_ACCOUNT,
  SANDBOX_LINK,
  SDK,
  FUNDS,
];

const BY_ID: Readonly<Record<GuideStepId, GuideStep>> = {
  "1": ACCOUNT,
  "2": REQUESTER,
  "3": LINK,
  "4": USER,
  "5a": SANDBOX_ACCOUNT,
  "5b": SANDBOX_LINK,
  "6": SDK,
  "7": FUNDS,
};

/** The step with this id, in the words for the occasion; null: in those of AWS's whole guide. */
export function guideStep(id: GuideStepId, occasion: GuideOccasion | null = null): GuideStep {
  const step = BY_ID[id];
  if (occasion === null || step.otherwise === undefined) return step;
  const closed = step.otherwise["mturk-closed"];
  return { ...step, ...closed, ...step.otherwise[occasion] };
}
