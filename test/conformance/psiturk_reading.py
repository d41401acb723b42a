"""Reads a set-up as psiTurk 3.3.1 does, in its documented order; the judges of the tests import it."""

import configparser
import contextlib
import os

import boto3
import botocore.credentials

try:
    import dotenv
except ImportError:
    dotenv = None

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


@contextlib.contextmanager
def like_botocore_1_12():
    """psiTurk is pinned on botocore 1.12, which knows neither single sign-on nor `aws login`."""
    builder = botocore.credentials.ProfileProviderBuilder
    everything = builder.providers

    def providers(self, profile_name, disable_env_vars=False):
        found = everything(self, profile_name, disable_env_vars)
        return [provider for provider in found if provider.METHOD not in ("sso", "login")]

    builder.providers = providers
    try:
        yield
    finally:
        builder.providers = everything


def with_psiturk():
    """What it takes in this working directory and environment, to which it adds `.env`:
    https://github.com/NYUCCL/psiTurk/blob/master/psiturk/psiturk_config.py, as its documentation tells it.
    """
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
        with like_botocore_1_12():
            verdict = key_of(boto3.Session(region_name="us-east-1").get_credentials())
        if verdict["method"] == "env":
            names = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]
            sources = {"environment" if name in before else "dotenv" for name in names}
            verdict["source"] = sources.pop() if len(sources) == 1 else "mixed"
        return verdict
    except Exception as error:
        return {"method": None, "error": type(error).__name__}
