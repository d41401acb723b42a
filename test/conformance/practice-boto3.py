"""Calls STS and MTurk through boto3 as told on stdin, one JSON document a line, and tells what came of it on stdout."""
import json
import sys

import boto3
import botocore.exceptions
from botocore.config import Config

OPERATIONS = {"sts": "get_caller_identity", "mturk": "get_account_balance"}


def call(task):
    # Short only where silence is what the test waits for.
    patience = task.get("patience", 600)
    one_attempt = Config(retries={"max_attempts": 0}, connect_timeout=600, read_timeout=patience, proxies={})
    session = boto3.Session(
        aws_access_key_id=task["id"],
        aws_secret_access_key=task["secret"],
        aws_session_token=task.get("token"),
        region_name=task.get("region", "us-east-1"),
    )
    client = session.client(task["service"], endpoint_url=task["endpoint"], config=one_attempt)
    try:
        answer = getattr(client, OPERATIONS[task["service"]])()
    except botocore.exceptions.ClientError as error:
        told = error.response.get("Error", {})
        metadata = error.response.get("ResponseMetadata", {})
        return {
            "kind": type(error).__name__,
            "code": told.get("Code"),
            "message": told.get("Message"),
            "status": metadata.get("HTTPStatusCode"),
            "requestId": metadata.get("RequestId"),
            "turkErrorCode": error.response.get("TurkErrorCode"),
        }
    except Exception as error:  # what a test expects is told by its name
        return {"kind": type(error).__name__, "message": str(error)}
    metadata = answer.pop("ResponseMetadata")
    return {"kind": "ok", "answer": answer, "status": metadata["HTTPStatusCode"], "requestId": metadata.get("RequestId")}


for line in sys.stdin:
    print(json.dumps(call(json.loads(line))), flush=True)
