"""Asks for the balance with what boto3 and psiTurk find in a home at that moment, as often as it is told to.

Arguments: the practice AWS's address for MTurk. Reads a JSON object in each line of stdin: {"cwd", "profiles"} for boto3 with each of
these profiles, {"cwd", "psiturk": true} for psiTurk. Writes a line for each: the id and the balance, or the name of what stopped it;
null where psiTurk would read `.env` and this Python cannot.
"""

import json
import logging
import os
import sys

import boto3
import botocore.loaders
import botocore.session
from botocore.config import Config
from psiturk_reading import dotenv, with_psiturk

logging.disable(logging.CRITICAL)
(MTURK,) = sys.argv[1:]
DIRECT = Config(proxies={}, retries={"max_attempts": 0})

# The descriptions of the services never change: read once. Keys are read anew by each session.
SHARED = botocore.loaders.Loader()
botocore.session.create_loader = lambda search_path_string=None: SHARED


def asked(session, key_id):
    client = session.client("mturk", region_name="us-east-1", endpoint_url=MTURK, config=DIRECT)
    return {"id": key_id, "balance": client.get_account_balance()["AvailableBalance"]}


def by_boto3(profile):
    try:
        session = boto3.Session(profile_name=profile)
        return asked(session, session.get_credentials().access_key)
    except Exception as error:
        return {"stopped": f"{type(error).__name__}: {error}"}


def by_psiturk():
    if dotenv is None and os.path.exists(".env"):
        return None
    before = dict(os.environ)
    try:
        found = with_psiturk()
        if found.get("id") is None or found.get("secret") is None:
            return {"stopped": f"psiTurk finds no key: {found.get('error', found)}"}
        session = boto3.Session(aws_access_key_id=found["id"], aws_secret_access_key=found["secret"])
        return asked(session, found["id"])
    except Exception as error:
        return {"stopped": f"{type(error).__name__}: {error}"}
    finally:
        os.environ.clear()
        os.environ.update(before)


for line in sys.stdin:
    order = json.loads(line)
    os.chdir(order["cwd"])
    answer = by_psiturk() if order.get("psiturk") else {name: by_boto3(name) for name in order["profiles"]}
    print(json.dumps(answer), flush=True)
