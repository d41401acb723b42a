"""The judge of sources-dotenv.test.ts: what python-dotenv reads from each text of a JSON list, as `load_dotenv()` would."""

import io
import json
import logging
import os
import sys

request = json.load(sys.stdin)
try:
    from dotenv.main import DotEnv
except ImportError:
    json.dump(None, sys.stdout)
    sys.exit()

logging.disable(logging.CRITICAL)
os.environ.clear()
os.environ.update(request["env"])
readings = []
for text in request["texts"]:
    # As a file opened for reading: line ends become "\n".
    stream = io.TextIOWrapper(io.BytesIO(text.encode("utf-8")), encoding="utf-8")
    values = DotEnv(dotenv_path=None, stream=stream, override=False).dict()
    readings.append({name: value for name, value in values.items() if value is not None})
json.dump(readings, sys.stdout)
