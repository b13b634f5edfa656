"""A language model for a Myelin miner in plain Python: it predicts the next byte, and learns.

    python3 model.py                 requests on standard input, answers on standard output, a JSON object a line
    python3 model.py --http 9000     the same objects by POST, on this machine only

Change `Model`; the rest is the protocol of docs/models/python.md.
"""

import base64
import json
import os
import pickle
import sys
from array import array
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingTCPServer
from threading import Lock

ORDER = 5
UNIFORM = [1 / 256] * 256


class Model:
    """Counts which byte follows the last zero to five bytes. Each length passes on to the next shorter one the share
    of what it has not seen (Witten and Bell 1991)."""

    def __init__(self, path):
        self.path = path
        self.counts = {}  # context -> {byte: count}
        self.ends = {}  # stream -> its last bytes
        if os.path.exists(path):
            with open(path, "rb") as file:
                self.counts, self.ends = pickle.load(file)

    def predict(self, context):
        """256 probabilities of the byte after `context`."""
        result = UNIFORM
        for length in range(min(ORDER, len(context)) + 1):
            seen = self.counts.get(context[len(context) - length :])
            if seen is None:
                break
            whole = sum(seen.values()) + len(seen)
            result = [p * len(seen) / whole for p in result]
            for byte, count in seen.items():
                result[byte] += count / whole
        return result

    def learn(self, stream, text):
        """Learns bytes that continue `stream`."""
        before = self.ends.get(stream, b"")
        known = before + text
        for at in range(len(before), len(known)):
            for length in range(min(ORDER, at) + 1):
                seen = self.counts.setdefault(known[at - length : at], {})
                seen[known[at]] = seen.get(known[at], 0) + 1
        self.ends[stream] = known[-ORDER:]

    def save(self):
        """Keeps what was learned: the old file or the new one, whatever happens."""
        with open(self.path + ".new", "wb") as file:
            pickle.dump((self.counts, self.ends), file)
        os.replace(self.path + ".new", self.path)


class Program:
    """Answers the requests of a miner."""

    def __init__(self):
        self.model = None

    def answer(self, request):
        try:
            return {"id": request["id"], "result": getattr(self, "on_" + request["method"])(request)}
        except Exception as error:  # the miner shows this sentence
            return {"id": request.get("id"), "error": f"{type(error).__name__}: {error}"}

    def on_hello(self, request):
        self.model = Model(os.path.join(request["dir"], "counts.pickle"))
        return {"name": "counts in Python", "context": ORDER}

    def on_predict(self, request):
        values = array("f")
        for context in request["contexts"]:
            values.extend(self.model.predict(base64.b64decode(context)))
        if sys.byteorder == "big":
            values.byteswap()
        return {"probabilities": base64.b64encode(values.tobytes()).decode()}

    def on_learn(self, request):
        for text in request["texts"]:
            self.model.learn(text["stream"], base64.b64decode(text["bytes"]))
        return {}

    def on_save(self, _request):
        self.model.save()
        return {}


def serve_lines(program):
    for line in sys.stdin:
        print(json.dumps(program.answer(json.loads(line))), flush=True)


def serve_http(program, port):
    turn = Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            request = json.loads(self.rfile.read(int(self.headers["content-length"])))
            with turn:
                body = json.dumps(program.answer(request)).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    ThreadingTCPServer.allow_reuse_address = ThreadingTCPServer.daemon_threads = True
    server = ThreadingTCPServer(("127.0.0.1", port), Handler)
    print(f"listening on http://127.0.0.1:{server.server_address[1]}", file=sys.stderr, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--http"]:
        serve_http(Program(), int(sys.argv[2]))
    else:
        serve_lines(Program())
