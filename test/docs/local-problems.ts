/**
 * Explains for the README the problem codes that no answer of AWS's is behind: this computer's files,
 * its sources of keys, and how the program was asked. The program itself words each where it is met.
 */
import type { AwsProblemCode, HelpEntry } from "../../src/aws/diagnosis/problem-table.js";
import type { ProblemCode } from "../../src/base/problem.js";

export const LOCAL_PROBLEMS = {
  "keys-missing": {
    see: "No access key in any place that boto3 or psiTurk reads",
    means: "There is nothing to ask AWS with, or nothing to replace.",
    do: "Set a key up: mturk-setup. To see every place that was looked into: mturk-setup check",
  },
  "keys-partial": {
    see: "An access key id without its secret, a secret without its id, or a blank one",
    means: "boto3 stops at half a pair instead of looking further.",
    do: "Save the whole key again (mturk-setup save --csv FILE), or take out the half that stands there: mturk-setup doctor",
  },
  "keys-hidden": {
    see: "Another place beats the key that was meant: variables, .env, config.txt, .psiturkconfig",
    means: "The key in ~/.aws is in order and is not used.",
    do: "Take the stronger one out of the way: mturk-setup check names each place with the line that does it.",
  },
  "placeholder-keys": {
    see: "YourAccessKeyId and the like in place of a key",
    means:
      "A text from some instructions stands where a key belongs, counts as one, and hides keys elsewhere.",
    do: "mturk-setup doctor takes it out, shown first.",
  },
  "example-keys": {
    see: "AKIAIOSFODNN7EXAMPLE, or another key of AWS's documentation",
    means: "The key is printed in AWS's manuals for everyone; AWS refuses it.",
    do: "Make a key of your own (step 4 of the wizard).",
  },
  "profile-missing": {
    see: "AWS_PROFILE, AWS_DEFAULT_PROFILE or --profile names a profile that does not exist",
    means:
      "boto3 and psiTurk stop before they look for keys, even where good keys stand elsewhere.",
    do: "Correct the name, or unset AWS_PROFILE AWS_DEFAULT_PROFILE",
  },
  "session-token-stale": {
    see: "aws_session_token beside a key that needs none",
    means: "An old token is sent along with a long-term key, and AWS refuses both.",
    do: "mturk-setup doctor takes the token out, shown first.",
  },
  "setting-broken": {
    see: "InvalidRetryModeError, ValueError, AttributeError and the like, before anything is sent",
    means:
      "A setting in the profile, in [services] or in a variable has a value on which boto3 stops when it makes its clients. The key itself may be right.",
    do: "mturk-setup doctor mends the line, shown first; variables: unset NAME",
  },
  "endpoint-elsewhere": {
    see: "AWS_ENDPOINT_URL or endpoint_url",
    means:
      "boto3 would send its requests to another address than the one that was asked, so its answer may differ.",
    do: "Take the variable or the line out: mturk-setup check names it.",
  },
  "file-broken": {
    see: "ConfigParseError; a line that is none; a profile twice; a merge conflict; an encrypted file",
    means: "boto3 and psiTurk cannot read the file at all, so nothing in it counts.",
    do: "mturk-setup doctor names the line and mends it, shown first.",
  },
  "file-misread": {
    see: "Quotes, comments behind a value, a header that nobody looks for, lines that belong to another setting",
    means: "Programs read the file, but not as it was meant.",
    do: "mturk-setup doctor mends it, shown first.",
  },
  "file-unreadable": {
    see: "Permission denied; not a file; too large; not UTF-8",
    means: "The file is there and cannot be read by you.",
    do: 'Where it belongs to another user: sudo chown "$(id -un)" FILE',
  },
  "file-not-writable": {
    see: "Permission denied, read-only file system, no space left",
    means: "The file cannot be replaced; it is byte for byte as it was.",
    do: "The message names the file or folder and the command that helps.",
  },
  "file-permissive": {
    see: "Mode 0644, 0666 or 0777",
    means: "Other users of this computer can read the key, or change the file.",
    do: "chmod 600 ~/.aws/credentials, or mturk-setup doctor --fix",
  },
  "file-changed": {
    see: "Another program wrote the file meanwhile",
    means: "What was shown is no longer what would be changed, so nothing was written.",
    do: "Run it again; undo says where the older copy stands.",
  },
  "file-locked": {
    see: "FILE.mturk-setup-lock",
    means: "Another mturk-setup is at work on the same file.",
    do: "Wait until it has ended, then run it again.",
  },
  "left-over": {
    see: "Lock and temporary files of a run that was killed",
    means: "They do no harm, and are not needed.",
    do: "mturk-setup doctor --fix removes them.",
  },
  "edit-refused": {
    see: "The result was not the old file plus the intended change",
    means: "The file is built in a way that cannot be edited without risk, so nothing was written.",
    do: "mturk-setup doctor, or make the change by hand in the line that is named.",
  },
  "home-missing": {
    see: "HOME is not set, or names no folder",
    means: "There is no place to look for ~/.aws.",
    do: "export HOME=/home/you, or name the files in AWS_SHARED_CREDENTIALS_FILE and AWS_CONFIG_FILE",
  },
  "folder-gone": {
    see: "The folder that this runs in was deleted",
    means:
      "Relative paths lead nowhere from here; another terminal, or git, may have taken the folder away.",
    do: "cd, then run it again",
  },
  "input-malformed": {
    see: "What was pasted, piped or read from a CSV file is no key",
    means: "It is another file, only a part, or was changed on the way.",
    do: "Take the file that AWS's console gave you, unopened: mturk-setup save --csv FILE",
  },
  "input-unreadable": {
    see: "No such file; permission denied",
    means: "The CSV file cannot be read.",
    do: "Check the path; browsers put the file into Downloads.",
  },
  "different-key": {
    see: "The profile holds another key already, or the new key is another user's",
    means: "Replacing it is yours to decide.",
    do: "Add --yes, choose another profile with --profile NAME, or mturk-setup rotate to replace it in order",
  },
  "key-shared": {
    see: "The same key id in another profile, .env, .psiturkconfig, config.txt, a shell file or another tool's file",
    means: "Switching the key off would lock those out, so nothing was changed.",
    do: "--everywhere puts the new key into all places that can be written, --keep-old leaves the old one on, --off-anyway switches it off all the same",
  },
  "would-break": {
    see: "undo after a rotation or a retirement",
    means: "The key that would come back is switched off or refused, so nothing was put back.",
    do: "mturk-setup rotate --undo --profile NAME switches it on again first.",
  },
  "answer-missing": {
    see: "Exit code 3",
    means: "Something has to be decided, and nobody can be asked.",
    do: "The message names the option that decides it.",
  },
  "usage-wrong": {
    see: "Exit code 2",
    means: "An option or a variable says something that cannot be done.",
    do: "mturk-setup --help, or COMMAND --help",
  },
  bug: {
    see: "Exit code 1",
    means: "A mistake of this program's. Files are whole: they are replaced at once or not at all.",
    do: "mturk-setup check shows how things stand; then run it again.",
  },
} as const satisfies Record<Exclude<ProblemCode, AwsProblemCode>, HelpEntry>;
