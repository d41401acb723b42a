"""The judge of settings.test.ts: does real boto3 make its clients with these settings, and does one call get through?

Reads a JSON object from stdin: the endpoints and the pair of a practice AWS, and a list of set-ups (environment, home,
working directory). Writes for each what boto3 stopped on, and what a program stopped on that hands over its own address and
region as psiTurk does, with keys of its own or with those that boto3 finds. Null: nothing.
"""

import json
import logging
import os
import sys
import warnings

import boto3
import botocore.loaders
import botocore.session

try:
    import dotenv
except ImportError:
    dotenv = None

logging.disable(logging.CRITICAL)
warnings.simplefilter("ignore")

# The descriptions of the services are the same for every set-up: read once, unless a set-up names others.
SHARED = botocore.loaders.Loader()


def create_loader(search_path_string=None):
    return SHARED if search_path_string is None else botocore.loaders.create_loader(search_path_string)


botocore.session.create_loader = create_loader

CALLS = {"sts": "get_caller_identity", "mturk": "get_account_balance"}


def attempt(action):
    try:
        action()
        return None
    except Exception as error:
        return type(error).__name__


def with_boto3(task):
    """Both clients, made as any program makes them, and a call with the address given, for no test may reach Amazon."""

    def both():
        session = boto3.Session()
        for service in CALLS:
            session.client(service)
        for service, call in CALLS.items():
            getattr(session.client(service, endpoint_url=task["endpoints"][service]), call)()

    return attempt(both)


def with_psiturk(task, setup):
    """https://github.com/NYUCCL/psiTurk/blob/master/psiturk/amt_services.py: region and address are given."""
    if dotenv is not None:
        dotenv.load_dotenv(dotenv.find_dotenv(usecwd=True))
    keys = {"aws_access_key_id": task["id"], "aws_secret_access_key": task["secret"]} if setup["own"] else {}

    def called():
        session = boto3.Session(region_name="us-east-1", **keys)
        session.get_credentials()
        session.client("mturk", endpoint_url=task["endpoints"]["mturk"]).get_account_balance()

    return attempt(called)


def judge(task, setup):
    os.environ.clear()
    os.environ.update(setup["env"])
    os.chdir(setup["cwd"])
    return {"boto3": with_boto3(task), "psiturk": with_psiturk(task, setup)}


task = json.load(sys.stdin)
json.dump({"dotenv": dotenv is not None, "verdicts": [judge(task, setup) for setup in task["setups"]]}, sys.stdout)
