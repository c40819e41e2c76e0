"""Both behind gunicorn with two workers: requests a second by wrk, where it is installed, and memory."""

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

SECONDS = 4


@contextmanager
def server(module, port, env):
    command = [sys.executable, "-m", "gunicorn", module, "--preload", "--bind", f"127.0.0.1:{port}", "--workers", "2"]
    command += ["--worker-class", "gthread", "--threads", "2", "--log-level", "error"]
    process = subprocess.Popen(command, env={**os.environ, **env})
    try:
        for _attempt in range(100):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).read()
                break
            except OSError:
                time.sleep(0.1)
        yield process
    finally:
        process.terminate()
        process.wait(timeout=30)


def memory_mb(process):
    """Proportional set size of the server and its workers."""
    pids = [
        process.pid,
        *map(int, subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True).stdout.split()),
    ]
    found = [re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE) for pid in pids]
    return sum(int(match[1]) for match in found) // 1024


def load(port, path, headers=()):
    """Requests a second, and errors."""
    options = [part for header in headers for part in ("-H", header)]
    command = ["wrk", "-t1", "-c8", f"-d{SECONDS}s", *options, f"http://127.0.0.1:{port}{path}"]
    out = subprocess.run(command, capture_output=True, text=True).stdout
    return float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1]), "Non-2xx" in out


def serve(env, rounds=2):
    """Best of ``rounds`` for each side, the sides taking turns; memory after the load."""
    ours, base, path = 18631, 18632, "/c/gen-1/notices/"
    best = {"floor": 0, "hit": 0, "hit_304": 0}
    with server("portal.wsgi", ours, env) as mine, server("tests.bench.floor_server", base, env) as floor:
        with urllib.request.urlopen(f"http://127.0.0.1:{ours}{path}") as reply:
            etag = reply.headers["ETag"]
        if shutil.which("wrk"):
            for _round in range(rounds):
                best["floor"] = max(best["floor"], load(base, "/")[0])
                best["hit"] = max(best["hit"], load(ours, path)[0])
                best["hit_304"] = max(best["hit_304"], load(ours, path, [f"If-None-Match: {etag}"])[0])
        return {"rps": best if best["floor"] else None, "mb": {"ours": memory_mb(mine), "floor": memory_mb(floor)}}
