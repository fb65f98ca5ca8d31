"""Holds the running program against its own OpenAPI document, by tools that we did not write.

    run.py PROGRAM

starts PROGRAM on a database of its own and a free port, makes an account, and asks as that person.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import urllib.request

HERE = pathlib.Path(__file__).parent.resolve()
BIN = pathlib.Path(sys.executable).parent


def main(program: str) -> int:
    with tempfile.TemporaryDirectory() as data:
        log = open(pathlib.Path(data) / "log", "w+")
        cubby = subprocess.Popen(
            [program, "--listen", "127.0.0.1:0", "--data-dir", f"{data}/data"],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        try:
            address = cubby.stdout.readline().strip().rpartition(" ")[2]
            return is_valid(address) or holds(address, data)
        finally:
            cubby.terminate()
            cubby.wait()
            log.seek(0)
            for line in log:
                if "ERROR" in line or "panicked" in line:
                    print(line, end="")


def ask(address: str, path: str) -> dict:
    """What register or login answers."""
    body = json.dumps({"email": "ann@example.com", "password": "correct-horse-7"}).encode()
    request = urllib.request.Request(address + path, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def is_valid(address: str) -> int:
    """Whether the document is OpenAPI 3.1."""
    with urllib.request.urlopen(f"{address}/api/openapi.json") as answer:
        document = answer.read()
    validator = [sys.executable, "-m", "openapi_spec_validator", "--schema", "3.1", "-"]
    return subprocess.run(validator, input=document).returncode


def holds(address: str, folder: str) -> int:
    """Whether every answer is one that the document promises. What schemathesis writes down goes away with the folder."""
    session, other = ask(address, "/api/auth/register"), ask(address, "/api/auth/login")
    command = [BIN / "schemathesis", "--config-file", HERE / "schemathesis.toml", "run", f"{address}/api/openapi.json"]
    variables = {
        "CUBBY_TOKEN": session["access_token"],
        "CUBBY_USER": session["user"]["id"],
        "CUBBY_OTHER_TOKEN": other["access_token"],
    }
    return subprocess.run(
        [*command, "--url", address, "--no-color"], cwd=folder, env={**os.environ, **variables}
    ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
