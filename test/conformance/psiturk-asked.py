"""The judge of psiturk-asked.test.ts: takes the pair that psiTurk 3.3.1 would take, and asks a practice AWS with it as psiTurk does.

Reads a JSON object from stdin: the endpoints and a list of set-ups. Writes for each what psiTurk takes and what the two services
answered: "ok" or the code of the error; null where there is nothing to ask with. Each set-up runs in a fork, for environment,
working directory and botocore's caches must not leak.
"""

import json
import logging
import os
import sys

import boto3
import botocore.loaders
import botocore.session
from botocore.config import Config
from botocore.exceptions import ClientError
from psiturk_reading import DEFERRED, dotenv, with_psiturk

logging.disable(logging.CRITICAL)
DIRECT = Config(proxies={}, retries={"max_attempts": 0}, parameter_validation=False)
CALLS = {"sts": "get_caller_identity", "mturk": "get_account_balance"}

# The descriptions of the services never change: read once, before the forks.
SHARED = botocore.loaders.Loader()
botocore.session.create_loader = lambda search_path_string=None: SHARED

# psiTurk is pinned on botocore 1.12, which knows no single sign-on, so it does not stop on its settings either.
if hasattr(botocore.session.Session, "get_auth_token"):
    botocore.session.Session.get_auth_token = lambda self, **_: None


def client_of(session, service, endpoints):
    """https://github.com/NYUCCL/psiTurk/blob/master/psiturk/amt_services.py: region and address are given, a token never is."""
    return session.client(service, region_name="us-east-1", endpoint_url=endpoints[service], config=DIRECT)


def asked(found, service, endpoints):
    session = boto3.Session(
        aws_access_key_id=found["id"],
        aws_secret_access_key=found["secret"],
        aws_session_token=found["token"] or None,
        region_name="us-east-1",
    )
    try:
        getattr(client_of(session, service, endpoints), CALLS[service])()
        return "ok"
    except ClientError as error:
        return error.response["Error"]["Code"]
    except Exception as error:
        return type(error).__name__


def judge(setup, endpoints):
    os.environ.clear()
    os.environ.update(setup["env"])
    os.chdir(setup["cwd"])
    found = with_psiturk()
    takes = found.get("source") or found.get("method")
    if not found.get("id") or not found.get("secret"):
        return {"takes": takes, "fetches": takes in DEFERRED, "id": None, "sts": None, "mturk": None}
    return {"takes": takes, "fetches": takes == "custom-process", "id": found["id"], **{service: asked(found, service, endpoints) for service in CALLS}}


def in_child(setup, endpoints):
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(read)
        with os.fdopen(write, "w") as out:
            json.dump(judge(setup, endpoints), out)
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as answer:
        text = answer.read()
    os.waitpid(pid, 0)
    if not text:
        raise RuntimeError("no verdict for " + setup["name"])
    return json.loads(text)


task = json.load(sys.stdin)
warm = boto3.Session(aws_access_key_id="AKIAIOSFODNN7EXAMPLE", aws_secret_access_key="x", region_name="us-east-1")
for name in CALLS:
    client_of(warm, name, task["endpoints"])
verdicts = [in_child(setup, task["endpoints"]) for setup in task["setups"]]
json.dump({"dotenv": dotenv is not None, "verdicts": verdicts}, sys.stdout)
