"""A client that follows a session by a WebSocket, as the page does."""
import base64
import json
import os

from listeners import Listener

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10


class WebSocketListener(Listener):
    """It answers pings, and takes a close frame for the end of the stream."""
    status = b' 101 '

    def __init__(self, path, token):
        super().__init__(path, token)
        self.close_codes = []

    def headers(self):
        key = base64.b64encode(os.urandom(16)).decode()
        return ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13',
                f'Sec-WebSocket-Key: {key}',
                f'Sec-WebSocket-Protocol: viaja.v1, viaja.token.{self.token}']

    def take_pending(self):
        while (frame := self.next_frame()) is not None:
            kind, payload = frame
            if kind == TEXT:
                self.take(json.loads(payload))
            elif kind == PING:
                self.send(PONG, payload)
            elif kind == CLOSE:
                self.close_codes.append(int.from_bytes(payload[:2], 'big'))
                raise EOFError('the WebSocket was closed')

    def next_frame(self):
        """Kind and payload; None while it is not whole. A server does not mask."""
        if len(self.pending) < 2:
            return None
        kind, length, begin = self.pending[0] & 15, self.pending[1], 2
        if length >= 126:
            begin = 4 if length == 126 else 10
            length = int.from_bytes(self.pending[2:begin], 'big')
        if len(self.pending) < max(begin, begin + length):
            return None
        payload = self.pending[begin:begin + length]
        self.pending = self.pending[begin + length:]
        return kind, payload

    def send(self, kind, payload):
        """A short frame, masked by zeros."""
        self.socket.sendall(bytes([0x80 | kind, 0x80 | len(payload)]) + bytes(4) + payload)
