"""Serves the client: the shell and the service worker with the hash of all files in them, and the files themselves.

The files stand under the hash, for ever.
What the files do is theirs; nothing here knows an account or an answer. `index.html` says `{{ASSETS}}` where it means
`/client/<hash>`; `sw.js` has a line `const ASSETS = /*ASSETS*/…` that is replaced by the hash and the list of files.
"""

from __future__ import annotations

import hashlib
import json
import mimetypes
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Response, abort, current_app

from offline_client.pack import Pack, packed

ROOT = Path(__file__).parent
NO_CACHE = "no-cache"
FOR_EVER = "public, max-age=31536000, immutable"

# Python's table depends on the machine; a module served as text/plain does not run.
MEDIA_TYPES = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".css": "text/css",
    ".html": "text/html",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json",
    ".wasm": "application/wasm",
    ".txt": "text/plain",
}
NOT_SERVED = {".py", ".pyc", ".md"}
NOT_KEPT = (".LICENSE", "OFL.txt", "VENDOR.json")  # given to whoever asks, of no use without a network
# Files without which the client works too, by the names that sync/extras.js and storage/extras.js know: kept apart from
# the shell, when asked. Only some forms need them; the letters are for the look, and the device has others.
EXTRAS = {
    "letters": tuple(
        f"fonts/be-vietnam-pro-5.3.0-{letters}-{weight}.woff2"
        for letters in ("latin", "vietnamese")
        for weight in (400, 600)
    ),
    "barcode": (
        "widgets/barcode_worker.js",
        "vendor/zxing-wasm-reader-3.1.4.js",
        "vendor/zxing-reader-3.1.4.wasm",
    ),
}
# Served at their own addresses, so that they are always asked for anew.
SHELL = "index.html"
WORKER = "sw.js"
MANIFEST = "manifest.webmanifest"
PACK = "shell.pack"

# The preview stands in a frame of the designer; nothing else of the client is framed.
PREVIEW = "preview.html"
FRAMED_HERE = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'",
    "X-Frame-Options": "SAMEORIGIN",
}

# The one script that may run WebAssembly: it stands in a worker and is given pictures only.
DECODER = "widgets/barcode_worker.js"
DECODES_HERE = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'",
}

POLICIES = {PREVIEW: FRAMED_HERE, DECODER: DECODES_HERE}

# The style sheet that names the others; on a device they are kept within it.
STYLES = "styles/client.css"
IMPORT = re.compile(rb'^@import "([^"]+)";$', re.MULTILINE)

COMMENT = re.compile(rb"^[ \t]*/\*\*(?:(?!\*/).)*\*/[ \t]*(?=\n)", re.MULTILINE | re.DOTALL)

ASSETS_LINE = re.compile(r"^const ASSETS = /\*ASSETS\*/.*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Assets:
    """The files of the client by their paths, and the hash over all of them."""

    hash: str
    files: dict[str, bytes]

    @property
    def base(self) -> str:
        """The address below which the files are."""
        return f"/client/{self.hash}"


def create_blueprint() -> Blueprint:
    """The blueprint of the client, at the root of the server."""
    blueprint = Blueprint("client", __name__)
    blueprint.add_url_rule("/", view_func=shell)
    blueprint.add_url_rule("/r", view_func=to_code)
    blueprint.add_url_rule("/sw.js", view_func=worker)
    blueprint.add_url_rule("/manifest.webmanifest", view_func=manifest)
    blueprint.add_url_rule(f"/client/<digest>/{PACK}", view_func=pack)
    blueprint.add_url_rule("/client/<digest>/<path:path>", view_func=asset)
    blueprint.add_app_template_global(client_url)
    return blueprint


def client_url(path: str) -> str:
    """The address of a file of the client: a template global for pages that share its palette or frame it."""
    return f"{current_assets().base}/{path}"


def shell() -> Response:
    """The page that starts the client."""
    assets = current_assets()
    return _response(_filled(assets, SHELL), SHELL, NO_CACHE)


def to_code() -> Response:
    """The short address on letters leads to where a code is typed; no code ever stands in what is asked of us."""
    response = Response(status=302)
    response.headers["Location"] = "/#/code"
    return response


def worker() -> Response:
    """The service worker, with the address of what it is to keep."""
    assets = current_assets()
    base = assets.base
    listed = {
        "hash": assets.hash,
        "base": base,
        "pack": {"url": f"{base}/{PACK}", "integrity": current_pack(assets).integrity},
        "extras": EXTRAS,
    }
    line = f"const ASSETS = {json.dumps(listed)};"
    text = ASSETS_LINE.sub(lambda _match: line, _filled(assets, WORKER).decode())
    response = _response(text.encode(), WORKER, NO_CACHE)
    response.headers["Service-Worker-Allowed"] = "/"
    return response


def manifest() -> Response:
    """The web app manifest."""
    return _response(_filled(current_assets(), MANIFEST), MANIFEST, NO_CACHE)


def pack(digest: str) -> Response:
    """All files of the shell in one compressed answer."""
    response = _response(current_pack(_assets_of(digest)).compressed, PACK, FOR_EVER)
    response.headers["Content-Encoding"] = "gzip"  # every browser with a service worker reads it
    return response


def asset(digest: str, path: str) -> Response:
    """A file of the client under the hash of all."""
    assets = _assets_of(digest)
    if path not in assets.files:
        abort(404, "The client has no such file.")
    response = _response(assets.files[path], path, FOR_EVER)
    response.headers.update(POLICIES.get(path, {}))
    return response


def _assets_of(digest: str) -> Assets:
    """The files under this hash; those of another version would not fit the rest, and are not given."""
    assets = current_assets()
    if digest != assets.hash:
        abort(404, "This version of the client is no longer served; load the page again.")
    return assets


def current_assets() -> Assets:
    """The files as they were when the server started; read anew at each request where the application is in debug."""
    if current_app.debug or "offline_client" not in current_app.extensions:
        current_app.extensions["offline_client"] = read_assets(ROOT)
    assets: Assets = current_app.extensions["offline_client"]
    return assets


def current_pack(assets: Assets) -> Pack:
    """The shell of these files in one piece, made once for a version."""
    kept: dict[str, Pack] = current_app.extensions.setdefault("offline_client_pack", {})
    if assets.hash not in kept:
        files = [(path, assets.files[path], _headers(path)) for path in shell_files(assets.files)]
        current_app.extensions["offline_client_pack"] = kept = {assets.hash: packed(files)}
    return kept[assets.hash]


def read_assets(root: Path) -> Assets:
    """All files below a folder that are part of the client."""
    paths = sorted(path for path in root.rglob("*") if path.is_file() and _is_served(path.relative_to(root)))
    files = {name: _lean(name, path.read_bytes()) for path in paths for name in [path.relative_to(root).as_posix()]}
    if STYLES in files:
        files[STYLES] = IMPORT.sub(lambda match: files[f"styles/{match[1].decode()}"], files[STYLES])
    digest = hashlib.sha256()
    for name, data in files.items():
        digest.update(f"{name}\0{len(data)}\0".encode() + data)
    return Assets(digest.hexdigest()[:16], files)


def _lean(name: str, data: bytes) -> bytes:
    """Our scripts without the comments that stand on lines of their own, a third of what would be sent; every other
    line keeps its number. Files of others go as they are."""
    if not name.endswith(".js") or name.startswith("vendor/"):
        return data
    return COMMENT.sub(lambda match: b"\n" * match.group().count(b"\n"), data)


def shell_files(paths: Iterable[str]) -> list[str]:
    """Which of these files every device keeps, so that it works without a network."""
    apart = {SHELL, WORKER, MANIFEST}.union(*EXTRAS.values())
    return [path for path in paths if path not in apart and not path.endswith(NOT_KEPT) and not _within_styles(path)]


def _within_styles(path: str) -> bool:
    return path.endswith(".css") and path != STYLES


def _is_served(path: Path) -> bool:
    hidden = any(part.startswith((".", "_")) or part in {"tests", "node_modules"} for part in path.parts)
    return not hidden and path.suffix not in NOT_SERVED and not path.name.endswith((".d.ts", ".test.js"))


def _filled(assets: Assets, name: str) -> bytes:
    if name not in assets.files:
        abort(404, "The client is not built into this server.")
    return assets.files[name].replace(b"{{ASSETS}}", assets.base.encode()).replace(b"{{HASH}}", assets.hash.encode())


def _headers(path: str) -> dict[str, str]:
    """With what a file of the shell is served from the device."""
    return {"Content-Type": f"{_media_type(path)}; charset=utf-8"} | POLICIES.get(path, {})


def _media_type(name: str) -> str:
    return MEDIA_TYPES.get(Path(name).suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"


def _response(data: bytes, name: str, cache: str) -> Response:
    response = Response(data, mimetype=_media_type(name))
    response.headers["Cache-Control"] = cache
    return response
