import { describe, expect, it } from "vitest";
import { readPasted } from "../../src/keys/paste.js";
import { OTHER_ID, OTHER_SECRET, TEMPORARY_ID, TOKEN } from "./samples.js";

const ID = "AKIA4FORMSOFEXAMPLE2";
const SECRET = "Zk3/Vb+9Qw8eRt7yUi6oPa5sDf4gHj3kLz2xEXAM";
const DATE = "2026-11-22T10:00:00+00:00";

/**
 * Forms in which the AWS CLI, other tools and source text hold a key:
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-output-format.html
 */
const PAIRS: Readonly<Record<string, string>> = {
  "AWS CLI, --output text": `ACCESSKEY\t${ID}\t${DATE}\t${SECRET}\tActive\tann`,
  "AWS CLI, --output text, blanks for the tabs": `ACCESSKEY  ${ID}  ${DATE}  ${SECRET}  Active  ann`,
  "AWS CLI, --output text, with the command and a prompt": `$ aws iam create-access-key --user-name ann --output text\nACCESSKEY\t${ID}\t${DATE}\t${SECRET}\tActive\tann\n$ `,
  "AWS CLI, --output text, the order of version 1": `ACCESSKEY\tann\tActive\t${DATE}\t${SECRET}\t${ID}`,
  "AWS CLI, --output text, the secret first": `ACCESSKEY\t${SECRET}\tActive\tann\t${ID}\t${DATE}`,
  "AWS CLI, --query AccessKey": `${ID}\t${DATE}\t${SECRET}\tActive\tann`,
  "AWS CLI, a user who is called access-key": `ACCESSKEY\t${ID}\t${DATE}\t${SECRET}\tActive\tlab-access-key`,
  "AWS CLI, two values asked for": `${ID}\t${SECRET}`,
  "AWS CLI, a list asked for": `[\n    "${ID}",\n    "${SECRET}"\n]`,
  "AWS CLI, --output table": `-----------------\n|CreateAccessKey|\n+---------------+\n||  AccessKey  ||\n|+-----------------+----------+|\n||  AccessKeyId    |  ${ID}  ||\n||  CreateDate     |  ${DATE}  ||\n||  SecretAccessKey|  ${SECRET}  ||\n||  Status         |  Active  ||\n||  UserName       |  ann  ||\n|+-----------------+----------+|`,
  "AWS CLI, --output yaml": `AccessKey:\n  AccessKeyId: ${ID}\n  CreateDate: '${DATE}'\n  SecretAccessKey: ${SECRET}\n  Status: Active\n  UserName: ann`,
  "AWS CLI, --output yaml-stream": `- AccessKey:\n    AccessKeyId: ${ID}\n    SecretAccessKey: ${SECRET}\n`,
  "AWS CLI, export-credentials for PowerShell": `$Env:AWS_ACCESS_KEY_ID="${ID}"\n$Env:AWS_SECRET_ACCESS_KEY="${SECRET}"`,
  "AWS CLI, export-credentials for fish": `set -gx AWS_ACCESS_KEY_ID ${ID}\nset -gx AWS_SECRET_ACCESS_KEY ${SECRET}`,
  "AWS CLI, aws configure set in one line": `aws configure set aws_access_key_id ${ID} --profile lab && aws configure set aws_secret_access_key ${SECRET} --profile lab`,
  "a root's prompt, as SUSE and fish write it": `host:~ # export AWS_ACCESS_KEY_ID=${ID}\nhost:~ # export AWS_SECRET_ACCESS_KEY=${SECRET}`,
  "an id, and its secret as a remark": `${ID} # ${SECRET}`,
  "remarks behind the values": `aws_access_key_id = ${ID} # mine\naws_secret_access_key = ${SECRET} # do not lose`,
  "R, c(…)": `c("${ID}","${SECRET}")`,
  "R, c(…) with blanks": `keys <- c( "${ID}", "${SECRET}" )`,
  "R, c(…) on two lines": `c("${ID}",\n  "${SECRET}")`,
  "R, MTurkR's credentials": `credentials(c("${ID}","${SECRET}"))`,
  "R, names without quotes": `Sys.setenv(AWS_ACCESS_KEY_ID = "${ID}", AWS_SECRET_ACCESS_KEY = "${SECRET}")`,
  "R, no blanks": `Sys.setenv(AWS_ACCESS_KEY_ID="${ID}",AWS_SECRET_ACCESS_KEY="${SECRET}")`,
  "R, secret=": `use_credentials(key="${ID}", secret="${SECRET}")`,
  "R, secret = with blanks": `signature_v4_auth(key = "${ID}", secret = "${SECRET}")`,
  "R, a list of lists, as paws has it": `paws::mturk(config = list(credentials = list(creds = list(access_key_id = "${ID}", secret_access_key = "${SECRET}"))))`,
  "R, a printed vector": `[1] "${ID}"   "${SECRET}"`,
  "R, a printed vector with names": `      AWS_ACCESS_KEY_ID   AWS_SECRET_ACCESS_KEY \n "${ID}" "${SECRET}" `,
  "R, assigned to the right": `"${ID}" -> AWSAccessKeyId\n"${SECRET}" -> AWSSecretKey`,
  "Python, a list": `['${ID}', '${SECRET}']`,
  "Python, a list without a blank": `['${ID}','${SECRET}']`,
  "Python, a list of double quotes": `["${ID}", "${SECRET}"]`,
  "Python, a list that has a name": `KEYS = ['${ID}', '${SECRET}']`,
  "Python, a tuple": `('${ID}', '${SECRET}')`,
  "Python, a tuple without a blank": `("${ID}","${SECRET}",)`,
  "Python, bytes": `(b'${ID}', b'${SECRET}')`,
  "Python, two names at once": `key, secret = "${ID}", "${SECRET}"`,
  "Python, boto3.client": `boto3.client('mturk',aws_access_key_id='${ID}',aws_secret_access_key='${SECRET}',region_name='us-east-1')`,
  "Python, boto3.Session by position": `boto3.Session('${ID}','${SECRET}')`,
  "Python, boto's MTurkConnection": `MTurkConnection(aws_access_key_id="${ID}", aws_secret_access_key="${SECRET}", host=HOST)`,
  "Python, os.environ.update": `os.environ.update({"AWS_ACCESS_KEY_ID": "${ID}", "AWS_SECRET_ACCESS_KEY": "${SECRET}"})`,
  "Python, os.environ.setdefault": `os.environ.setdefault("AWS_ACCESS_KEY_ID", "${ID}")\nos.environ.setdefault("AWS_SECRET_ACCESS_KEY", "${SECRET}")`,
  "Python, a dictionary of short names": `{'key':'${ID}','secret':'${SECRET}'}`,
  "Python, dict(…)": `dict(id='${ID}',secret='${SECRET}')`,
  "Python, a comment behind": `ID = "${ID}"  # Ann's, of 2026\nSECRET = "${SECRET}"  # keep it`,
  Jupyter: `%env AWS_ACCESS_KEY_ID=${ID}\n%env AWS_SECRET_ACCESS_KEY=${SECRET}`,
  "JavaScript, an object": `const aws = {accessKeyId:'${ID}',secretAccessKey:'${SECRET}'};`,
  "JavaScript, an object over lines": `AWS.config.update({\n  accessKeyId: "${ID}",\n  secretAccessKey: "${SECRET}",\n  region: "us-east-1",\n});`,
  "JavaScript, destructured": `const [id, secret] = ["${ID}", "${SECRET}"];`,
  "JavaScript, template literals": "const id = `" + ID + "`; const secret = `" + SECRET + "`;",
  "JavaScript, a constructor by position": `new AWS.Credentials('${ID}', '${SECRET}')`,
  "JavaScript, process.env": `process.env.AWS_ACCESS_KEY_ID = "${ID}";\nprocess.env.AWS_SECRET_ACCESS_KEY = "${SECRET}";`,
  "PowerShell, on one line": `$Env:AWS_ACCESS_KEY_ID='${ID}';$Env:AWS_SECRET_ACCESS_KEY='${SECRET}'`,
  "PowerShell, Set-AWSCredential": `Set-AWSCredential -AccessKey ${ID} -SecretKey ${SECRET} -StoreAs lab`,
  "PowerShell, Set-Item": `Set-Item -Path Env:AWS_ACCESS_KEY_ID -Value '${ID}'\nSet-Item -Path Env:AWS_SECRET_ACCESS_KEY -Value '${SECRET}'`,
  "PowerShell, New-IAMAccessKey": `AccessKeyId     : ${ID}\nCreateDate      : 22/11/2026 10:00:00\nSecretAccessKey : ${SECRET}\nStatus          : Active\nUserName        : ann`,
  "fish, set -x": `set -x AWS_ACCESS_KEY_ID "${ID}"\nset -x AWS_SECRET_ACCESS_KEY "${SECRET}"`,
  "fish, set -Ux and --export": `set -Ux AWS_ACCESS_KEY_ID ${ID}; set --global --export AWS_SECRET_ACCESS_KEY ${SECRET}`,
  csh: `setenv AWS_ACCESS_KEY_ID ${ID}\nsetenv AWS_SECRET_ACCESS_KEY ${SECRET}`,
  "declare -x": `declare -x AWS_ACCESS_KEY_ID="${ID}"\ndeclare -x AWS_SECRET_ACCESS_KEY="${SECRET}"`,
  "before a command": `AWS_ACCESS_KEY_ID=${ID} AWS_SECRET_ACCESS_KEY=${SECRET} psiturk`,
  "cmd.exe on one line": `set AWS_ACCESS_KEY_ID=${ID}& set AWS_SECRET_ACCESS_KEY=${SECRET}`,
  "setx for the machine": `setx AWS_ACCESS_KEY_ID "${ID}" /M\r\nsetx AWS_SECRET_ACCESS_KEY "${SECRET}" /M`,
  "Windows environment window": `AWS_ACCESS_KEY_ID\t${ID}\nAWS_SECRET_ACCESS_KEY\t${SECRET}`,
  nushell: `$env.AWS_ACCESS_KEY_ID = '${ID}'\n$env.AWS_SECRET_ACCESS_KEY = '${SECRET}'`,
  "Dockerfile, ENV": `ENV AWS_ACCESS_KEY_ID=${ID} \\\n    AWS_SECRET_ACCESS_KEY=${SECRET}`,
  "Dockerfile, ENV of old": `ENV AWS_ACCESS_KEY_ID ${ID}\nENV AWS_SECRET_ACCESS_KEY ${SECRET}`,
  "docker run -e": `docker run -it -e AWS_ACCESS_KEY_ID=${ID} -e AWS_SECRET_ACCESS_KEY=${SECRET} lab/psiturk`,
  "docker run --env": `docker run --env=AWS_ACCESS_KEY_ID="${ID}" --env="AWS_SECRET_ACCESS_KEY=${SECRET}" lab/psiturk`,
  "docker compose, a list": `environment:\n  - AWS_ACCESS_KEY_ID=${ID}\n  - AWS_SECRET_ACCESS_KEY=${SECRET}`,
  "docker compose, a map": `environment:\n  AWS_ACCESS_KEY_ID: "${ID}"\n  AWS_SECRET_ACCESS_KEY: "${SECRET}"`,
  "docker inspect": JSON.stringify(
    [
      {
        Config: {
          Env: ["PATH=/usr/bin", `AWS_ACCESS_KEY_ID=${ID}`, `AWS_SECRET_ACCESS_KEY=${SECRET}`],
        },
      },
    ],
    null,
    2,
  ),
  "a task of ECS": JSON.stringify({
    environment: [
      { name: "AWS_ACCESS_KEY_ID", value: ID },
      { name: "AWS_SECRET_ACCESS_KEY", value: SECRET },
    ],
  }),
  "a pod of Kubernetes": `env:\n- name: AWS_ACCESS_KEY_ID\n  value: ${ID}\n- name: AWS_SECRET_ACCESS_KEY\n  value: ${SECRET}`,
  "curl --user": `curl --aws-sigv4 "aws:amz:us-east-1:sts" --user "${ID}:${SECRET}" https://sts.us-east-1.amazonaws.com/`,
  "curl -u": `curl -u ${ID}:${SECRET} --aws-sigv4 aws:amz https://example.org/`,
  "an address with user and password": `s3://${ID}:${SECRET.replaceAll("/", "%2F").replaceAll("+", "%2B")}@bucket/path`,
  Terraform: `provider "aws" {\n  region     = "us-east-1"\n  access_key = "${ID}"\n  secret_key = "${SECRET}"\n}`,
  "Terraform, variables": `variable "aws_access_key" {\n  default = "${ID}"\n}\nvariable "aws_secret_key" {\n  default = "${SECRET}"\n}`,
  "Terraform, output": `access_key_id = "${ID}"\nsecret_access_key = "${SECRET}"`,
  "Terraform, state": JSON.stringify(
    {
      resources: [
        {
          type: "aws_iam_access_key",
          instances: [{ attributes: { id: ID, secret: SECRET, user: "ann" } }],
        },
      ],
    },
    null,
    2,
  ),
  "CloudFormation, outputs": JSON.stringify([
    { OutputKey: "AccessKey", OutputValue: ID },
    { OutputKey: "SecretKey", OutputValue: SECRET },
  ]),
  "PHP, an array": `'credentials' => [\n    'key'    => '${ID}',\n    'secret' => '${SECRET}',\n],`,
  "PHP, an array on one line": `['key'=>'${ID}','secret'=>'${SECRET}']`,
  "PHP, array(…)": `array('key' => '${ID}', 'secret' => '${SECRET}')`,
  "PHP, define and putenv": `define('AWS_ACCESS_KEY_ID', '${ID}');\nputenv('AWS_SECRET_ACCESS_KEY=${SECRET}');`,
  "MATLAB, setenv": `setenv('AWS_ACCESS_KEY_ID', '${ID}'); setenv('AWS_SECRET_ACCESS_KEY', '${SECRET}');`,
  "MATLAB, a cell": `keys = {'${ID}', '${SECRET}'};`,
  "MATLAB, a cell of strings": `keys = {"${ID}","${SECRET}"};`,
  "MATLAB, a struct": `aws = struct('accessKey','${ID}','secretKey','${SECRET}');`,
  "Julia, ENV": `ENV["AWS_ACCESS_KEY_ID"] = "${ID}"\nENV["AWS_SECRET_ACCESS_KEY"] = "${SECRET}"`,
  "Julia, AWSCredentials": `creds = AWSCredentials("${ID}", "${SECRET}")`,
  "Julia, a Dict": `Dict("AWS_ACCESS_KEY_ID"=>"${ID}","AWS_SECRET_ACCESS_KEY"=>"${SECRET}")`,
  "Ruby, by position": `Aws::Credentials.new('${ID}','${SECRET}')`,
  "Ruby, a hash": `{ :access_key_id => "${ID}", :secret_access_key => "${SECRET}" }`,
  "Java, by position": `new BasicAWSCredentials("${ID}", "${SECRET}");`,
  "Java, system properties": `-Daws.accessKeyId=${ID} -Daws.secretKey=${SECRET}`,
  "Java, a properties file of MTurk's old tools": `access_key=${ID}\nsecret_key=${SECRET}\nservice_url=https://mechanicalturk.sandbox.amazonaws.com/?Service=AWSMechanicalTurkRequester`,
  "C#, a settings file": `<add key="AWSAccessKey" value="${ID}"/>\n<add key="AWSSecretKey" value="${SECRET}"/>`,
  Go: `aws.Credentials{AccessKeyID: "${ID}", SecretAccessKey: "${SECRET}"}`,
  "Go, by position": `credentials.NewStaticCredentials("${ID}", "${SECRET}", "")`,
  "Emacs Lisp": `(setenv "AWS_ACCESS_KEY_ID" "${ID}")\n(setenv "AWS_SECRET_ACCESS_KEY" "${SECRET}")`,
  Clojure: `{:access-key "${ID}" :secret-key "${SECRET}"}`,
  "Hadoop, properties": `spark.hadoop.fs.s3a.access.key ${ID}\nspark.hadoop.fs.s3a.secret.key ${SECRET}`,
  "Hadoop, XML": `<property><name>fs.s3a.access.key</name><value>${ID}</value></property>\n<property><name>fs.s3a.secret.key</name><value>${SECRET}</value></property>`,
  "SQL of Redshift": `COPY t FROM 's3://b/k' CREDENTIALS 'aws_access_key_id=${ID};aws_secret_access_key=${SECRET}';`,
  "rclone, s3cmd": `[default]\naccess_key = ${ID}\nsecret_key = ${SECRET}\n`,
  "psiTurk's config.txt": `[AWS Access]\naws_access_key_id = ${ID}\naws_secret_access_key = ${SECRET}\naws_region = us-east-1\n\n[Server Parameters]\nhost = 0.0.0.0\nport = 22362\nsecret_key = THIS_IS_A_CUSTOM_SECRET_KEY\n`,
  "psiTurk 3's config.txt": `[Configuration]\naws_access_key_id = ${ID}\naws_secret_access_key = ${SECRET}\naws_region = us-east-1\n`,
  ".env of a web framework": `SECRET_KEY=django-insecure-3x(k4!q7u\nDEBUG=1\nAWS_ACCESS_KEY_ID=${ID}\nAWS_SECRET_ACCESS_KEY=${SECRET}`,
  Mephisto: `mephisto register mturk name=lab access_key_id=${ID} secret_access_key=${SECRET}`,
  Dallinger: `[AWS Access]\naws_access_key_id = ${ID}\naws_secret_access_key = ${SECRET}\n[Email Access]\nsmtp_password = ???`,
  Heroku: `heroku config:set AWS_ACCESS_KEY_ID=${ID} AWS_SECRET_ACCESS_KEY=${SECRET} -a app`,
  "an escaped string of JSON": `"{\\"AccessKeyId\\":\\"${ID}\\",\\"SecretAccessKey\\":\\"${SECRET}\\"}"`,
  "JSON without its braces, slashes escaped": `"AccessKeyId": "${ID}",\n"SecretAccessKey": "${SECRET.replaceAll("/", "\\/")}",`,
  "YAML, a list in brackets": `keys: [${ID}, ${SECRET}]`,
  "YAML, a list alone": `[${ID}, ${SECRET}]`,
  "YAML, a map in braces": `{access_key: ${ID}, secret_key: ${SECRET}}`,
  "Markdown, emphasis": `**Access key ID:** ${ID}\n**Secret access key:** ${SECRET}`,
  "Markdown, code": "- Access key ID: `" + ID + "`\n- Secret access key: `" + SECRET + "`",
  "Markdown, a table": `| Access key ID | Secret access key |\n|---|---|\n| ${ID} | ${SECRET} |`,
  "Markdown, rows of a table": `| Access key ID | ${ID} |\n| Secret access key | ${SECRET} |`,
  "a sentence that ends": `The access key is ${ID}, and the secret is ${SECRET}.`,
  "labels of a password manager": `Title: AWS\nAccess Key: ${ID}\nSecret: ${SECRET}\nURL: https://console.aws.amazon.com`,
  "labels in German": `Zugriffsschlüssel-ID: ${ID}\nGeheimer Zugriffsschlüssel: ${SECRET}`,
  "labels in Japanese": `アクセスキーID：${ID}\nシークレットアクセスキー：${SECRET}`,
  "labels in Chinese, one line": `访问密钥 ID：${ID}，秘密访问密钥：${SECRET}`,
  "machine, login, password": `machine mturk login ${ID} password ${SECRET}`,
  "every line commented out": `# aws_access_key_id = ${ID}\n# aws_secret_access_key = ${SECRET}`,
  "an old key commented out above": `# ${OTHER_ID} ${OTHER_SECRET}\naws_access_key_id = ${ID}\naws_secret_access_key = ${SECRET}`,
};

/** As people copy them from windows, chats and exports of other programs. */
const COPIED: Readonly<Record<string, string>> = {
  "AWS's console, the row with Hide": `Access key\n\nSecret access key\n\n${ID}\n\n${SECRET}\nHide`,
  "1Password's export": `title,website,username,password,notes\nAWS,https://console.aws.amazon.com,${ID},${SECRET},\n`,
  "Bitwarden's export": `folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp\n,,login,aws,,,0,https://aws.amazon.com,${ID},${SECRET},\n`,
  "KeePass's export": `"Group","Title","Username","Password","URL","Notes"\n"Root","AWS","${ID}","${SECRET}","",""`,
  "KeePass, copied": `Title: AWS\nUser Name: ${ID}\nPassword: ${SECRET}\nURL: https://aws.amazon.com`,
  "LastPass's note": `NoteType:Server\nAccess Key ID:${ID}\nSecret Access Key:${SECRET}\n`,
  "docker -e with quotes": `docker run -it -e "AWS_ACCESS_KEY_ID=${ID}" -e "AWS_SECRET_ACCESS_KEY=${SECRET}" img python run.py`,
  "docker --env= over lines": `--env=AWS_ACCESS_KEY_ID=${ID} \\\n  --env=AWS_SECRET_ACCESS_KEY=${SECRET} \\\n`,
  ".env with blanks and remarks": `AWS_ACCESS_KEY_ID = ${ID} # ann's\nAWS_SECRET_ACCESS_KEY = "${SECRET}" # do not share\n`,
  "PowerShell, braces in one line": `\${env:AWS_ACCESS_KEY_ID} = '${ID}'; \${env:AWS_SECRET_ACCESS_KEY} = '${SECRET}'`,
  "cmd, set with quotes": `set "AWS_ACCESS_KEY_ID=${ID}"&&set "AWS_SECRET_ACCESS_KEY=${SECRET}"\r\n`,
  setx: `setx AWS_ACCESS_KEY_ID ${ID}\r\nsetx AWS_SECRET_ACCESS_KEY ${SECRET}\r\n`,
  "fish, set -gx in one line": `set -gx AWS_ACCESS_KEY_ID "${ID}"; set -gx AWS_SECRET_ACCESS_KEY "${SECRET}"`,
  "Terraform's tfvars": `aws_access_key = "${ID}"\naws_secret_key = "${SECRET}"\nregion = "us-east-1"`,
  "Terraform's variables of the shell": `export TF_VAR_access_key="${ID}" TF_VAR_secret_key="${SECRET}"`,
  "GitHub's page of secrets": `Name *\nAWS_ACCESS_KEY_ID\nSecret *\n${ID}\nName *\nAWS_SECRET_ACCESS_KEY\nSecret *\n${SECRET}\n`,
  "gh secret set": `gh secret set AWS_ACCESS_KEY_ID --body "${ID}"\ngh secret set AWS_SECRET_ACCESS_KEY --body "${SECRET}"`,
  "Slack, with signs that nobody sees": `Ann Lee  10:32 AM\nhere are the keys \u{1F511}\n\u200B${ID}\u200B\n\u200B${SECRET}\u200B\n`,
  "Slack, as code": `key: \`${ID}\` secret: \`${SECRET}\``,
  "Excel, with apostrophes": `'${ID}\t'${SECRET}`,
  "Excel, formulas": `="${ID}",="${SECRET}"`,
  "R, Sys.setenv over lines": `Sys.setenv("AWS_ACCESS_KEY_ID" = "${ID}",\n           "AWS_SECRET_ACCESS_KEY" = "${SECRET}",\n           "AWS_DEFAULT_REGION" = "us-east-1")`,
  "Python, environ.update": `os.environ.update({"AWS_ACCESS_KEY_ID": "${ID}", "AWS_SECRET_ACCESS_KEY": "${SECRET}"})`,
  "Python, setdefault": `os.environ.setdefault("AWS_ACCESS_KEY_ID", "${ID}")\nos.environ.setdefault("AWS_SECRET_ACCESS_KEY", "${SECRET}")`,
  "AWS CLI, a created key as YAML": `AccessKey:\n  AccessKeyId: ${ID}\n  CreateDate: '2026-11-28T00:00:00+00:00'\n  SecretAccessKey: ${SECRET}\n  Status: Active\n  UserName: ann\n`,
  "XML of IAM": `<AccessKey><UserName>ann</UserName><AccessKeyId>${ID}</AccessKeyId><Status>Active</Status><SecretAccessKey>${SECRET}</SecretAccessKey></AccessKey>`,
  systemd: `Environment="AWS_ACCESS_KEY_ID=${ID}" "AWS_SECRET_ACCESS_KEY=${SECRET}"`,
  "a line of German labels": `Zugriffsschlüssel-ID\n${ID}\nGeheimer Zugriffsschlüssel\n${SECRET}`,
};

describe("forms of tools and programming languages", () => {
  it.each(Object.entries({ ...PAIRS, ...COPIED }))("%s", (_, text) => {
    const pasted = readPasted(text, { practice: false });
    if (pasted.kind !== "pair")
      throw new Error(
        `taken as ${pasted.kind}: ${"why" in pasted ? pasted.why : "problem" in pasted ? pasted.problem.message : ""}`,
      );
    expect([
      pasted.key.accessKeyId,
      pasted.key.secretAccessKey.reveal(),
      pasted.key.sessionToken,
    ]).toEqual([ID, SECRET, undefined]);
    expect(pasted.findings).toEqual([]);
  });

  it.each([
    ["AWS CLI, --output text", `CREDENTIALS\t${TEMPORARY_ID}\t${DATE}\t${OTHER_SECRET}\t${TOKEN}`],
    [
      "AWS CLI, --output text of a role",
      `ASSUMEDROLEUSER\tarn:aws:sts::123456789012:assumed-role/x/me\tAROA3XFRBF535EXAMPLE:me\nCREDENTIALS\t${TEMPORARY_ID}\t${DATE}\t${OTHER_SECRET}\t${TOKEN}`,
    ],
    [
      "AWS CLI, --output yaml",
      `Credentials:\n  AccessKeyId: ${TEMPORARY_ID}\n  Expiration: '${DATE}'\n  SecretAccessKey: ${OTHER_SECRET}\n  SessionToken: ${TOKEN}`,
    ],
    ["Python, a tuple", `("${TEMPORARY_ID}", "${OTHER_SECRET}", "${TOKEN}")`],
  ])("with a session token: %s", (_, text) => {
    const pasted = readPasted(text, { practice: false });
    if (pasted.kind !== "pair") throw new Error(`taken as ${pasted.kind}`);
    expect([
      pasted.key.accessKeyId,
      pasted.key.secretAccessKey.reveal(),
      pasted.key.sessionToken?.reveal(),
    ]).toEqual([TEMPORARY_ID, OTHER_SECRET, TOKEN]);
  });

  it("says that all of it was commented out", () => {
    const pasted = readPasted(`# aws_access_key_id = ${ID}\n; aws_secret_access_key = ${SECRET}`, {
      practice: false,
    });
    expect("notes" in pasted && pasted.notes).toEqual([
      "every line was commented out; read them all the same",
    ]);
  });
});

/** Two different keys in one form each: one of them may be old, and nobody can tell which. */
const TWO: Readonly<Record<string, string>> = {
  "two lines of the AWS CLI": `ACCESSKEY\t${ID}\t${DATE}\t${SECRET}\tActive\tann\nACCESSKEY\t${OTHER_ID}\t${DATE}\t${OTHER_SECRET}\tActive\tbob`,
  "two answers in JSON": `${JSON.stringify({ AccessKey: { AccessKeyId: ID, SecretAccessKey: SECRET } }, null, 2)}\n${JSON.stringify({ AccessKey: { AccessKeyId: OTHER_ID, SecretAccessKey: OTHER_SECRET } }, null, 2)}`,
  "two answers in JSON, one line": `${JSON.stringify({ AccessKeyId: ID, SecretAccessKey: SECRET })}${JSON.stringify({ AccessKeyId: OTHER_ID, SecretAccessKey: OTHER_SECRET })}`,
  "JSON, and lines below it": `${JSON.stringify({ AccessKeyId: ID, SecretAccessKey: SECRET })}\nexport AWS_ACCESS_KEY_ID=${OTHER_ID}\nexport AWS_SECRET_ACCESS_KEY=${OTHER_SECRET}`,
  "lines, and JSON below them": `export AWS_ACCESS_KEY_ID=${OTHER_ID}\nexport AWS_SECRET_ACCESS_KEY=${OTHER_SECRET}\n${JSON.stringify({ AccessKeyId: ID, SecretAccessKey: SECRET })}`,
  "two lists": `['${ID}', '${SECRET}']\n['${OTHER_ID}', '${OTHER_SECRET}']`,
  "a list of lists": `[['${ID}', '${SECRET}'], ['${OTHER_ID}', '${OTHER_SECRET}']]`,
  "two of R's": `c("${ID}","${SECRET}"); c("${OTHER_ID}","${OTHER_SECRET}")`,
  "one named, one bare, on one line": `aws_access_key_id=${ID} aws_secret_access_key=${SECRET} ${OTHER_ID} ${OTHER_SECRET}`,
  "an old one behind two slashes": `//key = '${OTHER_ID}', secret = '${OTHER_SECRET}'\nconst key = '${ID}', secret = '${SECRET}'`,
  "AWS's names, and short ones": `aws_access_key_id=${ID}\naws_secret_access_key=${SECRET}\naccess_key=${OTHER_ID}\nsecret_key=${OTHER_SECRET}`,
  "one id, two secrets": `aws_access_key_id=${ID}\naws_secret_access_key=${SECRET}\nsecret_key=${OTHER_SECRET}`,
  "two addresses": `s3://${ID}:${"a1B2".repeat(10)}@b s3://${OTHER_ID}:${"c3D4".repeat(10)}@b`,
  "both commented out": `# ${ID} ${SECRET}\n# ${OTHER_ID} ${OTHER_SECRET}`,
};

describe("several different keys", () => {
  it.each(Object.entries(TWO))("are refused: %s", (_, text) => {
    const pasted = readPasted(text, { practice: false });
    expect(pasted).toMatchObject({
      kind: "nothing",
      problem: { message: expect.stringMatching(/^Several different/) as string },
    });
  });
});

describe("what only looks like a half of a key", () => {
  it.each([
    [
      "a web token",
      `eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.${"QWJjZGVm".repeat(15)}.${"aB3dE5gH".repeat(5)}`,
    ],
    ["a long name of a host", `${"a1B2".repeat(10)}.example.org`],
    [
      "a signed address",
      `https://b.s3.amazonaws.com/k?AWSAccessKeyId=${ID}&Signature=${"a1B2".repeat(10)}`,
    ],
  ])("%s", (_, text) => {
    expect(readPasted(`${text} x`, { practice: false }).kind).toBe("nothing");
  });
});

describe("the longest run of signs", () => {
  it.each([
    "c(",
    "{}",
    "{}\n",
    "[{}]",
    "[{",
    '{"a":1}',
    "=>",
    "\uFF1A",
    "'='",
    "s3://",
    `//${ID}:`,
    "a=b:",
    `${"a1B2".repeat(10)}=`,
    "access_key|",
    "# x\n",
    "REM ",
    "// ",
    '\\"',
    "secret.key=-",
  ])("%j is read in no time to speak of", (part) => {
    // A reader whose time grows with the square of the length runs into the runner's limit here.
    expect(["nothing", "incomplete", "secret", "id"]).toContain(
      readPasted(part.repeat(Math.floor(65_000 / part.length)), { practice: false }).kind,
    );
  });
});
