"""Barcodes as a camera sees them: films of one picture for Chromium's made-up camera (YUV4MPEG2)."""

from __future__ import annotations

from pathlib import Path

import segno

WIDTH, HEIGHT = 640, 480
LEFT_ODD = (
    "0001101",
    "0011001",
    "0010011",
    "0111101",
    "0100011",
    "0110001",
    "0101111",
    "0111011",
    "0110111",
    "0001011",
)
PARITIES = ("OOOOOO", "OOEOEE", "OOEEOE", "OOEEEO", "OEOOEE", "OEEOOE", "OEEEOO", "OEOEOE", "OEOEEO", "OEEOEO")
"""Of the six digits on the left, by the first digit, which is not drawn (GS1 General Specifications, 5.2.1)."""


def qr(text: str) -> list[bytes]:
    """The rows of a QR code, a byte a module: 1 is dark."""
    return [bytes(row) for row in segno.make(text, error="m", micro=False).matrix]


def ean13(digits: str) -> list[bytes]:
    """The rows of an EAN-13, a byte a module."""
    right = [pattern.translate(str.maketrans("01", "10")) for pattern in LEFT_ODD]
    left = "".join(
        LEFT_ODD[int(digit)] if parity == "O" else right[int(digit)][::-1]
        for digit, parity in zip(digits[1:7], PARITIES[int(digits[0])], strict=True)
    )
    bars = "101" + left + "01010" + "".join(right[int(digit)] for digit in digits[7:]) + "101"
    return [bytes(int(bar) for bar in bars)] * 40


def film(modules: list[bytes], path: Path, scale: int) -> Path:
    """A film that shows the code in the middle of a bright wall, `scale` pixels a module."""
    wall = bytearray([200]) * (WIDTH * HEIGHT)
    across, down = len(modules[0]) * scale, len(modules) * scale
    for y in range(down):
        row = bytes(40 if module else 235 for module in modules[y // scale] for _ in range(scale))
        start = ((HEIGHT - down) // 2 + y) * WIDTH + (WIDTH - across) // 2
        wall[start - 4 * scale : start + across + 4 * scale] = bytes([235] * 4 * scale) + row + bytes([235] * 4 * scale)
    grey = bytes([128]) * (WIDTH * HEIGHT // 2)
    head = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode()
    path.write_bytes(head + (b"FRAME\n" + bytes(wall) + grey) * 2)
    return path
