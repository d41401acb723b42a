"""moto's IAM and STS with signatures and policies checked: makes a user with one key, tells it and the port as JSON, serves until stdin ends."""
import json
import sys

import boto3
from botocore.config import Config
from moto.server import ThreadedMotoServer
import urllib.request

server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
host, port = server.get_host_and_port()
url = f"http://127.0.0.1:{port}"
iam = boto3.client("iam", endpoint_url=url, region_name="us-east-1", aws_access_key_id="AKIAIOSFODNN7EXAMPLE", aws_secret_access_key="made-up", config=Config(proxies={}))
iam.create_user(UserName="wiz")
actions = [f"iam:{verb}" for verb in ("CreateAccessKey", "ListAccessKeys", "UpdateAccessKey", "DeleteAccessKey", "GetAccessKeyLastUsed")]
iam.put_user_policy(UserName="wiz", PolicyName="own-keys", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": actions, "Resource": "*"}]}))
key = iam.create_access_key(UserName="wiz")["AccessKey"]
# From here on every request has to be signed rightly and allowed (https://docs.getmoto.org/en/latest/docs/iam.html).
request = urllib.request.Request(f"{url}/moto-api/reset-auth", data=b"0", headers={"content-type": "application/octet-stream"})
urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request)
print(json.dumps({"url": url, "id": key["AccessKeyId"], "secret": key["SecretAccessKey"]}), flush=True)
sys.stdin.read()
server.stop()
