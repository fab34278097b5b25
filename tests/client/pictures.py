"""Photos as a camera gives them, made in the browser: any size, held upright or not; giving and sending them."""

from __future__ import annotations

import base64
import struct
from typing import Any

from playwright.sync_api import Page

from tests.client.conftest import question, saved, sync, to_list

TALL = b"\xff\xe1\x00\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
"""The EXIF segment of a camera held upright: turn a quarter to the right."""
PICTURE = """([width, height]) => {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const pen = canvas.getContext("2d");
  const data = pen.createImageData(width, height);
  let seed = 7;
  for (let at = 0; at < data.data.length; at += 1) {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    data.data[at] = at % 4 === 3 ? 255 : 96 + seed / 2147483648 * 64;
  }
  pen.putImageData(data, 0, 0);
  return canvas.toDataURL("image/jpeg", 0.95).split(",")[1];
}"""


def picture(page: Page, width: int = 800, height: int = 600, tall: bool = False) -> dict[str, Any]:
    """A photo as a camera gives it, for a file input."""
    data = base64.b64decode(page.evaluate(PICTURE, [width, height]))
    data = data[:2] + TALL + data[2:] if tall else data
    return {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": data}


def size_of(jpeg: bytes) -> tuple[int, int]:
    """Width and height as the JPEG says."""
    at = 2
    while jpeg[at + 1] not in {0xC0, 0xC2}:
        at += 2 + struct.unpack(">H", jpeg[at + 2 : at + 4])[0]
    height, width = struct.unpack(">HH", jpeg[at + 5 : at + 9])
    return width, height


def give(page: Page, path: str, file: dict[str, Any]) -> None:
    """Take a photo or choose a file, and wait until it is said to be saved."""
    question(page, path).locator("input[type=file]").first.set_input_files([file])
    page.wait_for_selector(f'[data-path="{path}"] .file-status.kept')
    saved(page)


def all_sent(page: Page) -> None:
    """Leave the interview and send until nothing waits."""
    to_list(page)
    sync(page)
    page.wait_for_selector('[data-unsent="0"][data-files="0"]')
