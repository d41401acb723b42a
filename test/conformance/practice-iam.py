"""Calls IAM, STS and MTurk through boto3 as told on stdin, one JSON document a line, and tells what came of it on stdout."""
import json
import sys

import boto3
import botocore.exceptions
from botocore.config import Config


# One session: it reads the services' models only once.
SESSION = boto3.Session(region_name="us-east-1")


def call(task):
    # Values that botocore would not send are to be judged by the server.
    config = Config(
        retries={"mode": "legacy", "max_attempts": task.get("retries", 0)},
        connect_timeout=600,
        # Short only where silence is what the test waits for.
        read_timeout=task.get("patience", 600),
        proxies={},
        parameter_validation=False,
    )
    client = SESSION.client(
        task["service"],
        endpoint_url=task["endpoint"],
        config=config,
        aws_access_key_id=task["id"],
        aws_secret_access_key=task["secret"],
        aws_session_token=task.get("token"),
    )
    try:
        answer = getattr(client, task["operation"])(**task.get("parameters", {}))
    except botocore.exceptions.ClientError as error:
        told = error.response.get("Error", {})
        metadata = error.response.get("ResponseMetadata", {})
        return {
            "kind": type(error).__name__,
            "code": told.get("Code"),
            "message": told.get("Message"),
            "type": told.get("Type"),
            "status": metadata.get("HTTPStatusCode"),
            "requestId": metadata.get("RequestId"),
        }
    except Exception as error:  # what a test expects is told by its name
        return {"kind": type(error).__name__, "message": str(error)}
    metadata = answer.pop("ResponseMetadata")
    return {"kind": "ok", "answer": answer, "status": metadata["HTTPStatusCode"], "requestId": metadata.get("RequestId")}


for line in sys.stdin:
    print(json.dumps(call(json.loads(line)), default=lambda instant: instant.isoformat()), flush=True)
