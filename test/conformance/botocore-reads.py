"""Reads AWS files as botocore does, many in one process: the judge of the tests in botocore-files.test.ts and fuzz-files.test.ts.

One JSON document per line on standard input: {"kind": "credentials"|"config", "base64": the file's bytes}.
One JSON document per line on standard output: null where botocore refuses the file, else
{"sections": [[name, [[option, raw value], ...]], ...]  every section as configparser gives it, nested blocks as text,
 "loaded":   what botocore's loader makes of it (raw_config_parse for credentials, load_config for config)}.
With the argument "shlex", each line is a JSON string and each answer shlex.split's, or null where it raises.
With the argument "version", prints the versions and stops.
"""
import base64
import io
import json
import os
import re
import shlex
import sys

import configparser

import botocore
import botocore.configloader as loader
import botocore.exceptions

CURRENT = {"text": b""}


class FromMemory(configparser.RawConfigParser):
    """Reads the bytes at hand through the same text layer that open() gives, instead of a file on disk."""

    def read(self, filenames, encoding=None):
        with io.TextIOWrapper(io.BytesIO(CURRENT["text"]), encoding="utf-8") as text:
            self._read(text, filenames[0])
        return filenames


class FromMemoryOldHeaders(FromMemory):
    """The header pattern of Python 3.9 and older (https://github.com/python/cpython/blob/3.9/Lib/configparser.py)."""

    SECTCRE = re.compile(r"\[(?P<header>[^]]+)\]")


class MemoryModule:
    """Stands in for the configparser module inside botocore.configloader."""

    Error = configparser.Error
    RawConfigParser = FromMemoryOldHeaders if "--headers-of-3.9" in sys.argv else FromMemory


def answer(request):
    CURRENT["text"] = base64.b64decode(request["base64"])
    try:
        sections = loader.raw_config_parse(os.devnull, parse_subsections=False)
        loaded = loader.raw_config_parse(os.devnull) if request["kind"] == "credentials" else loader.load_config(os.devnull)
    except botocore.exceptions.ConfigParseError:
        return None
    return {"sections": [[name, list(options.items())] for name, options in sections.items()], "loaded": loaded}


def words(text):
    try:
        return shlex.split(text)
    except ValueError:
        return None


def main():
    if "version" in sys.argv:
        print(sys.version.split()[0], botocore.__version__)
        return
    judge = words if "shlex" in sys.argv else answer
    loader.configparser = MemoryModule
    # The bytes come from memory; botocore itself asks only whether the path is a file.
    loader.os.path.isfile = lambda path: True
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", errors="surrogatepass", newline="\n")
    for line in sys.stdin.buffer:
        out.write(json.dumps(judge(json.loads(line))) + "\n")
    out.flush()


main()
