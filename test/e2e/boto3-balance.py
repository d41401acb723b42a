"""Asks STS and MTurk through boto3 with nothing but what it finds by itself; tells what it found as JSON."""
import json
import sys

import boto3
from botocore.config import Config

profile, sts, mturk = sys.argv[1:4]
session = boto3.Session(profile_name=profile or None)
found = session.get_credentials().get_frozen_credentials()
direct = Config(proxies={}, retries={"max_attempts": 0})
print(
    json.dumps(
        {
            "accessKeyId": found.access_key,
            "token": found.token,
            "region": session.region_name,
            "account": session.client("sts", endpoint_url=sts, config=direct).get_caller_identity()["Account"],
            "balance": session.client("mturk", endpoint_url=mturk, config=direct).get_account_balance()["AvailableBalance"],
        }
    )
)
