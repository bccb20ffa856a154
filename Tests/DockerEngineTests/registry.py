"""A registry with one image of two layers, for pulls: registry.py NAME PASSWORD. Without a password all may pull."""

import base64
import gzip
import hashlib
import io
import json
import os
import sys
import tarfile
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

MANIFEST_TYPE = "application/vnd.docker.distribution.manifest.v2+json"
PIECE = 1 << 18


def layer(files: dict[str, bytes]) -> bytes:
    """The tar archive of a layer."""
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as tar:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return archive.getvalue()


def digest(content: bytes) -> str:
    """The name that registries know bytes by."""
    return "sha256:" + hashlib.sha256(content).hexdigest()


def make_image() -> tuple[dict[str, bytes], bytes]:
    """The blobs by their digests, and the manifest. The second layer is large enough for its progress to be seen."""
    layers = [layer({"hello.txt": b"hello"}), layer({"noise": os.urandom(8 << 20)})]
    packed = [gzip.compress(content, 1) for content in layers]
    config = json.dumps(
        {
            "architecture": "amd64",
            "os": "linux",
            "config": {"Cmd": ["/hello"]},
            "rootfs": {"type": "layers", "diff_ids": [digest(content) for content in layers]},
        }
    ).encode()
    manifest = json.dumps(
        {
            "schemaVersion": 2,
            "mediaType": MANIFEST_TYPE,
            "config": {
                "mediaType": "application/vnd.docker.container.image.v1+json",
                "size": len(config),
                "digest": digest(config),
            },
            "layers": [
                {
                    "mediaType": "application/vnd.docker.image.rootfs.diff.tar.gzip",
                    "size": len(content),
                    "digest": digest(content),
                }
                for content in packed
            ],
        }
    ).encode()
    return {digest(content): content for content in [config, *packed]}, manifest


class Registry(BaseHTTPRequestHandler):
    """The part of the registries' protocol that a pull needs."""

    protocol_version = "HTTP/1.1"
    blobs, manifest = make_image()
    login = base64.b64encode(":".join(sys.argv[1:3]).encode()).decode() if len(sys.argv) > 2 else None

    def do_GET(self) -> None:
        if self.login and self.headers["Authorization"] != "Basic " + self.login:
            return self.answer(
                401,
                b'{"errors":[{"code":"UNAUTHORIZED","message":"who are you?"}]}',
                [("WWW-Authenticate", 'Basic realm="test"')],
            )
        parts = self.path.split("/")
        if self.path == "/v2/":
            return self.answer(200, b"{}")
        if parts[-2] == "manifests" and parts[-1] in ("1", digest(self.manifest)):
            return self.answer(
                200, self.manifest, [("Content-Type", MANIFEST_TYPE), ("Docker-Content-Digest", digest(self.manifest))]
            )
        if parts[-2] == "blobs" and parts[-1] in self.blobs:
            return self.answer(200, self.blobs[parts[-1]])
        return self.answer(404, b'{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}')

    do_HEAD = do_GET

    def answer(self, status: int, body: bytes, headers: list[tuple[str, str]] | None = None) -> None:
        self.send_response(status)
        for name, value in headers or []:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "HEAD":
            return
        for start in range(0, len(body), PIECE):
            self.wfile.write(body[start : start + PIECE])
            # As slow as a network, so that a pull has progress to tell.
            time.sleep(0.03)

    def log_message(self, *_: object) -> None:
        """Nothing: what it prints is that it is ready."""


server = ThreadingHTTPServer(("", 5000), Registry)
print("ready", flush=True)
server.serve_forever()
