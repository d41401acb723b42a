"""The judge of reach.endurance.test.ts: which address real boto3 would ask, and which certificates it would trust; nothing is sent.

Reads a JSON list of set-ups (home, env, profile) from stdin, writes what boto3's clients say of each. A process of its own for each.
"""

import json
import os
import sys

import boto3


def judged(setup):
    os.environ.update(setup["env"])
    session = boto3.Session(profile_name=setup["profile"])
    said = {}
    for service in ("sts", "mturk"):
        client = session.client(service, region_name="us-east-1")
        said[service] = client.meta.endpoint_url
        said["verify"] = client._endpoint.http_session._verify
    return said


answers = []
for setup in json.load(sys.stdin):
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            told = judged(setup)
        except Exception as error:
            told = {"error": type(error).__name__}
        os.write(writer, json.dumps(told).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as told:
        answers.append(json.load(told))
    os.waitpid(child, 0)
print(json.dumps(answers))
