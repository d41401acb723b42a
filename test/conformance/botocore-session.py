"""What a botocore session takes from a pair of AWS files, many pairs in one process: the judge of saved plans.

One JSON document per line on standard input: {"credentials": text or null, "config": text or null, "profile": name}.
One per line on standard output: {"id", "secret", "token", "region"}, or {"error": name of the exception}.
"""
import json
import os
import sys
import tempfile

import botocore.exceptions
import botocore.session


def answer(request, folder):
    for name in ("credentials", "config"):
        path = os.path.join(folder, name)
        if os.path.exists(path):
            os.unlink(path)
        if request[name] is not None:
            with open(path, "w", encoding="utf-8", newline="") as file:
                file.write(request[name])
    try:
        session = botocore.session.Session(profile=request["profile"])
        keys = session.get_credentials()
        region = session.get_config_variable("region")
    except botocore.exceptions.BotoCoreError as error:
        return {"error": type(error).__name__}
    if keys is None:
        return {"id": None, "secret": None, "token": None, "region": region}
    return {"id": keys.access_key, "secret": keys.secret_key, "token": keys.token, "region": region}


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.environ["AWS_SHARED_CREDENTIALS_FILE"] = os.path.join(folder, "credentials")
        os.environ["AWS_CONFIG_FILE"] = os.path.join(folder, "config")
        os.environ["HOME"] = folder
        for line in sys.stdin.buffer:
            print(json.dumps(answer(json.loads(line), folder)))


main()
