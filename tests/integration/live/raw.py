"""Connections by hand, to send what no library would."""

import base64
import hashlib
import os
import socket
import struct
import time
import urllib.parse

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


class Raw:
    """A websocket by hand, to send what no library would."""

    def __init__(self, url: str, cookie: str, **headers: str) -> None:
        address = urllib.parse.urlsplit(url)
        self.socket = socket.create_connection((address.hostname, address.port), timeout=15)
        key = base64.b64encode(os.urandom(16)).decode()
        lines = {
            "Host": address.netloc,
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Key": key,
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Extensions": "permessage-deflate",
            "Origin": url,
            "Cookie": f"collab={cookie}",
            **headers,
        }
        request = "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n"
        request += "".join(f"{name}: {value}\r\n" for name, value in lines.items()) + "\r\n"
        self.socket.sendall(request.encode())
        self.reader = self.socket.makefile("rb")
        self.status = self.reader.readline().decode()
        self.headers: dict[str, str] = {}
        while line := self.reader.readline().decode().strip():
            name, _colon, value = line.partition(":")
            self.headers[name.lower()] = value.strip()
        self.accept = base64.b64encode(hashlib.sha1(key.encode() + GUID).digest()).decode()

    def frame(
        self, opcode: int, payload: bytes, *, fin: bool = True, length: int | None = None
    ) -> None:
        length = len(payload) if length is None else length
        head = bytes([(0x80 if fin else 0) | opcode])
        if length < 126:
            head += bytes([0x80 | length])
        elif length < 65536:
            head += bytes([0x80 | 126]) + struct.pack("!H", length)
        else:
            head += bytes([0x80 | 127]) + struct.pack("!Q", length)
        mask = os.urandom(4)
        repeated = (mask * (len(payload) // 4 + 1))[: len(payload)]
        masked = bytes(a ^ b for a, b in zip(payload, repeated, strict=True))
        self.socket.sendall(head + mask + masked)

    def text(self, words: str) -> None:
        self.frame(1, words.encode())

    def receive(self) -> str | bytes | None:
        """The next message; None when the connection has ended."""
        try:
            head = self.reader.read(2)
            if len(head) < 2 or head[0] & 15 == 8:
                return None
            length = head[1] & 127
            if length > 125:
                size = 2 if length == 126 else 8
                length = int.from_bytes(self.reader.read(size), "big")
            data = self.reader.read(length)
        except OSError:
            return None
        return data.decode() if head[0] & 15 == 1 else data

    def wait_for(self, start: str) -> str | None:
        while (message := self.receive()) is not None:
            if isinstance(message, str) and message.startswith(start):
                return message
        return None

    def connect(self) -> str | None:
        self.text("40/live,")
        return self.wait_for("40/live,")

    def wait_for_end(self) -> float:
        began = time.monotonic()
        while self.receive() is not None:
            pass
        return time.monotonic() - began
