"""The judge of sources.test.ts: what real boto3, and psiTurk 3.3.1's documented order, make of set-ups on disk.

Reads a JSON list of set-ups from stdin, writes a JSON list of verdicts. Each set-up runs in a process of its own (fork), for
environment, working directory and botocore's caches must not leak. No network: keys of roles and single sign-on are
never fetched, only the method is asked for.
"""

import configparser
import json
import logging
import os
import sys

import boto3
import botocore.credentials

try:
    import dotenv
except ImportError:
    dotenv = None

logging.disable(logging.CRITICAL)

# Their keys are fetched from AWS on first use, so they are not looked at.
DEFERRED = ("assume-role", "assume-role-with-web-identity", "sso", "login", "container-role")
# Raised after the `login` provider was reached, for want of a session that nobody has here.
LOGIN_ERRORS = ("MissingDependencyException", "LoginTokenLoadError")


def key_of(credentials):
    if credentials is None:
        return {"method": None}
    if credentials.method in DEFERRED:
        return {"method": credentials.method}
    return {
        "method": credentials.method,
        "id": credentials.access_key,
        "secret": credentials.secret_key,
        "token": credentials.token,
    }


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


def like_botocore_1_12():
    """psiTurk is pinned on botocore 1.12, which knows neither single sign-on nor `aws login`."""
    builder = botocore.credentials.ProfileProviderBuilder
    everything = builder.providers

    def providers(self, profile_name, disable_env_vars=False):
        found = everything(self, profile_name, disable_env_vars)
        return [provider for provider in found if provider.METHOD not in ("sso", "login")]

    builder.providers = providers


def with_psiturk(setup):
    """https://github.com/NYUCCL/psiTurk/blob/master/psiturk/psiturk_config.py, as its documentation tells it."""
    before = dict(os.environ)
    try:
        if dotenv is not None:
            dotenv.load_dotenv(dotenv.find_dotenv(usecwd=True))
        folder = os.environ.get("PSITURK_GLOBAL_CONFIG_LOCATION", "~")
        files = {
            "psiturkconfig": os.path.expanduser(os.path.join(folder, ".psiturkconfig")),
            "config.txt": "config.txt",
        }
        config = configparser.ConfigParser()
        config.read_string("[AWS Access]\naws_access_key_id =\naws_secret_access_key =\naws_region = us-east-1\n")
        config.read(files.values())
        origins = {}
        for option in ("aws_access_key_id", "aws_secret_access_key"):
            for name, path in files.items():
                alone = configparser.ConfigParser()
                alone.read(path)
                if alone.has_option("AWS Access", option):
                    origins[option] = name
            value = os.environ.get(option.upper())
            variable = option.upper()
            if "PSITURK_" + option.upper() in os.environ:
                variable = "PSITURK_" + option.upper()
                value = os.environ[variable]
            if value:
                config.set("AWS Access", option, value)
                prefix = "psiturk-" if variable.startswith("PSITURK_") else ""
                origins[option] = prefix + "environment" if variable in before else "dotenv"
        key_id = config.get("AWS Access", "aws_access_key_id")
        secret = config.get("AWS Access", "aws_secret_access_key")
        if key_id and secret:
            boto3.Session(aws_access_key_id=key_id, aws_secret_access_key=secret, region_name="us-east-1")
            sources = set(origins.values())
            source = sources.pop() if len(sources) == 1 else "mixed"
            return {"source": source, "id": key_id, "secret": secret, "token": None}
        like_botocore_1_12()
        verdict = key_of(boto3.Session(region_name="us-east-1").get_credentials())
        if verdict["method"] == "env":
            names = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]
            sources = {"environment" if name in before else "dotenv" for name in names}
            verdict["source"] = sources.pop() if len(sources) == 1 else "mixed"
        return verdict
    except Exception as error:
        return {"method": None, "error": type(error).__name__}


def judge(setup):
    os.environ.clear()
    os.environ.update(setup["env"])
    os.chdir(setup["cwd"])
    botocore.credentials.BotoProvider.DEFAULT_CONFIG_FILENAMES = [setup["systemBotoFile"], "~/.boto"]
    return {"boto3": with_boto3(setup), "psiturk": with_psiturk(setup)}


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
