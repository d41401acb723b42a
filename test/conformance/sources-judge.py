"""The judge of sources.test.ts: what real boto3, and psiTurk 3.3.1's documented order, make of set-ups on disk.

Reads a JSON list of set-ups from stdin, writes a JSON list of verdicts. Each set-up runs in a process of its own (fork), for
environment, working directory and botocore's caches must not leak. No network: keys of roles and single sign-on are
never fetched, only the method is asked for.
"""

import json
import logging
import os
import sys

import boto3
import botocore.credentials
from psiturk_reading import LOGIN_ERRORS, dotenv, key_of, with_psiturk

logging.disable(logging.CRITICAL)


def with_boto3(setup):
    arguments = {} if setup["profile"] is None else {"profile_name": setup["profile"]}
    verdict = {"region": None}
    try:
        session = boto3.Session(**arguments)
        verdict["region"] = session.region_name
        verdict.update(key_of(session.get_credentials()))
        if setup["client"]:
            session.client("mturk", region_name="us-east-1")
    except Exception as error:
        name = type(error).__name__
        if name in LOGIN_ERRORS:
            return {**verdict, "method": "login"}
        return {**verdict, "method": None, "error": name}
    return verdict


def judge(setup):
    os.environ.clear()
    os.environ.update(setup["env"])
    os.chdir(setup["cwd"])
    botocore.credentials.BotoProvider.DEFAULT_CONFIG_FILENAMES = [setup["systemBotoFile"], "~/.boto"]
    return {"boto3": with_boto3(setup), "psiturk": with_psiturk()}


def in_child(setup):
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(read)
        with os.fdopen(write, "w") as out:
            json.dump(judge(setup), out)
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as answer:
        text = answer.read()
    _, status = os.waitpid(pid, 0)
    if status != 0 or not text:
        raise RuntimeError("no verdict for " + setup["name"])
    return json.loads(text)


setups = json.load(sys.stdin)
json.dump(
    {
        "boto3": boto3.__version__,
        "dotenv": dotenv is not None,
        "login": hasattr(botocore.credentials, "LoginProvider"),
        "verdicts": [in_child(setup) for setup in setups],
    },
    sys.stdout,
)
