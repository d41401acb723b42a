"""Makes the calls with which psiTurk's shell starts, through boto3 and with nothing but the environment; tells what came of each as JSON."""
import json
import os

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

ONE_ATTEMPT = Config(retries={"max_attempts": 0}, connect_timeout=5, read_timeout=5, proxies={})


def client(service, **keys):
    return boto3.client(service, region_name="us-east-1", endpoint_url=os.environ["ENDPOINT_" + service.upper()], config=ONE_ATTEMPT, **keys)


def told(call):
    try:
        answer = call()
    except ClientError as error:
        return {"error": error.response["Error"]["Code"], "message": error.response["Error"]["Message"], "turk": error.response.get("TurkErrorCode")}
    if isinstance(answer, dict):
        answer.pop("ResponseMetadata", None)
    return {"answer": answer}


mturk, iam, sts = client("mturk"), client("iam"), client("sts")
results = {
    "balance": told(mturk.get_account_balance),
    "hits": told(lambda: [hit for page in mturk.get_paginator("list_hits").paginate(PaginationConfig={"PageSize": 100}) for hit in page["HITs"]]),
    "reviewable": told(mturk.list_reviewable_hits),
    "qualifications": told(lambda: mturk.list_qualification_types(MustBeRequestable=False, MustBeOwnedByCaller=True)),
    "qualificationPages": told(lambda: [page["NumResults"] for page in mturk.get_paginator("list_qualification_types").paginate(MustBeRequestable=True)]),
    "blocks": told(mturk.list_worker_blocks),
    "hit": told(lambda: mturk.get_hit(HITId="3EXAMPLEHITID")),
    "assignments": told(lambda: mturk.list_assignments_for_hit(HITId="3EXAMPLEHITID", AssignmentStatuses=["Submitted"])),
    "create": told(lambda: mturk.create_worker_block(WorkerId="A1", Reason="x")),
    "user": told(lambda: iam.get_user()),
    "short": told(lambda: sts.get_session_token(DurationSeconds=900)["Credentials"]["AccessKeyId"][:4]),
}

made = {}


def session():
    made.update(sts.get_session_token()["Credentials"])
    keys = {"aws_access_key_id": made["AccessKeyId"], "aws_secret_access_key": made["SecretAccessKey"]}
    return keys, {**keys, "aws_session_token": made["SessionToken"]}


try:
    bare, whole = session()
    results["temporary"] = {
        "whole": told(client("mturk", **whole).get_account_balance),
        "who": told(lambda: client("sts", **whole).get_caller_identity()["Arn"]),
        "withoutToken": told(client("mturk", **bare).get_account_balance),
        "again": told(client("sts", **whole).get_session_token),
        "iam": told(client("iam", **whole).get_user),
        "hours": round((made["Expiration"].timestamp() - __import__("time").time()) / 3600),
    }
except ClientError as error:
    results["temporary"] = {"error": error.response["Error"]["Code"]}
print(json.dumps(results, default=str))
