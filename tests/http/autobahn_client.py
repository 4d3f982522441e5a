"""The protocol object that a case of autobahntestsuite works with, on one asyncio connection.

The names are those that the cases call. It writes what a case wants, however wrong, and reads as a
strict client: a masked frame or a reserved bit from the server fails the case.
"""
import asyncio
import base64
import os
import struct
import types

from autobahn.websocket.protocol import WebSocketProtocol

from autobahn_cases import as_bytes

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
MASKED, FINAL = 0x80, 0x80


def length_bytes(length):
    if length < 126:
        return bytes([MASKED | length])
    if length < 65536:
        return bytes([MASKED | 126]) + struct.pack('!H', length)
    return bytes([MASKED | 127]) + struct.pack('!Q', length)


def masked(payload, key):
    length = len(payload)
    keys = (key * (length // 4 + 1))[:length]
    number = int.from_bytes(payload, 'big') ^ int.from_bytes(keys, 'big')
    return number.to_bytes(length, 'big')


class CaseProtocol:
    CLOSE_STATUS_CODE_NORMAL = 1000
    CLOSE_STATUS_CODE_PROTOCOL_ERROR = 1002
    CLOSE_STATUS_CODE_INVALID_PAYLOAD = 1007

    def __init__(self, writer):
        self.writer = writer
        self.state = WebSocketProtocol.STATE_OPEN
        self.connectionWasOpen = True
        self.closedByMe = self.wasClean = self.droppedByMe = self.failedByMe = False
        self.remoteCloseCode = self.localCloseReason = self.trafficStats = None
        self.createWirelog = False
        self.factory = types.SimpleNamespace(isServer=False)
        self.autoFragmentSize = 0
        self.txFrameStats = {}
        self.close_sent = False
        self.next_opcode = CONTINUATION

    def write(self, data, piece=None):
        if self.writer.is_closing():
            return
        for start in range(0, len(data), piece or max(1, len(data))):
            self.writer.write(data[start:start + (piece or len(data))])

    def sendFrame(self, opcode, payload=b'', fin=True, rsv=0, mask=None, payload_len=None,
                  chopsize=None, sync=False):
        payload = as_bytes(payload)
        if payload_len is not None:
            payload = (payload * (payload_len // max(1, len(payload)) + 1))[:payload_len]
        self.txFrameStats[opcode] = self.txFrameStats.get(opcode, 0) + 1
        key = os.urandom(4)
        head = bytes([(FINAL if fin else 0) | rsv << 4 | opcode]) + length_bytes(len(payload))
        self.write(head + key + masked(payload, key), chopsize)

    def sendMessage(self, payload, isBinary=False, fragmentSize=None, **_):
        payload = as_bytes(payload)
        size = fragmentSize or self.autoFragmentSize or max(1, len(payload))
        parts = [payload[at:at + size] for at in range(0, len(payload), size)] or [b'']
        for number, part in enumerate(parts):
            opcode = CONTINUATION if number else BINARY if isBinary else TEXT
            self.sendFrame(opcode=opcode, payload=part, fin=number == len(parts) - 1)

    def beginMessage(self, isBinary=False):
        self.next_opcode = BINARY if isBinary else TEXT

    def beginMessageFrame(self, length):
        self.write(bytes([self.next_opcode]) + length_bytes(length) + bytes(4))
        self.next_opcode = CONTINUATION

    def sendMessageFrameData(self, payload, sync=False):
        self.write(as_bytes(payload))
        return 0

    def endMessage(self):
        self.sendFrame(opcode=CONTINUATION)

    def sendCloseFrame(self, code=None, reasonUtf8=None, isReply=False):
        if self.close_sent:
            return
        self.close_sent = True
        self.closedByMe = not isReply
        self.state = WebSocketProtocol.STATE_CLOSING
        status = struct.pack('!H', code) if code else b''
        self.sendFrame(opcode=CLOSE, payload=status + as_bytes(reasonUtf8 or b''))

    def sendClose(self, code=None, reason=None):
        self.sendCloseFrame(code, reason)

    def failConnection(self, *_):
        if self.state == WebSocketProtocol.STATE_CLOSED:
            return
        self.failedByMe = self.droppedByMe = True
        self.closedByMe = self.closedByMe or not self.close_sent
        self.writer.close()

    def later(self, seconds, function):
        def call():
            if self.state != WebSocketProtocol.STATE_CLOSED:
                function()
        asyncio.get_running_loop().call_later(seconds, call)

    def killAfter(self, seconds):
        self.later(seconds, self.failConnection)

    def closeAfter(self, seconds):
        self.later(seconds, self.sendClose)

    def continueLater(self, seconds, function, tag=None):
        self.later(seconds, function)

    def registerProducer(self, producer, streaming):
        producer.resumeProducing()

    def enableWirelog(self, enabled):
        pass


async def read_frame(reader):
    first, second = await reader.readexactly(2)
    assert not second & MASKED, 'the server masked a frame'
    assert not first & 0x70, 'the server set a reserved bit'
    length = second & 0x7f
    if length > 125:
        size = 2 if length == 126 else 8
        length = int.from_bytes(await reader.readexactly(size), 'big')
    return first & 0x0f, bool(first & FINAL), await reader.readexactly(length)


def receive_close(protocol, case, payload):
    if len(payload) >= 2:
        protocol.remoteCloseCode = struct.unpack('!H', payload[:2])[0]
        payload[2:].decode('utf-8')
    if not protocol.close_sent:
        protocol.sendCloseFrame(protocol.remoteCloseCode, isReply=True)
    protocol.wasClean = True
    case.onClose(True, protocol.remoteCloseCode, '')


async def read_frames(reader, protocol, case):
    parts, kind = [], TEXT
    while True:
        opcode, final, payload = await read_frame(reader)
        if opcode == PING:
            protocol.sendFrame(opcode=PONG, payload=payload)
            case.onPing(payload.decode('latin-1'))
        elif opcode == PONG:
            case.onPong(payload.decode('latin-1'))
        elif opcode == CLOSE:
            receive_close(protocol, case, payload)
        else:
            if opcode != CONTINUATION:
                parts, kind = [], opcode
            parts.append(payload)
            if final:
                case.onMessage(b''.join(parts).decode('latin-1'), kind == BINARY)


async def run_case(case_class, port, path):
    """The case after its connection has ended."""
    reader, writer = await asyncio.open_connection('127.0.0.1', port, limit=1 << 25)
    key = base64.b64encode(os.urandom(16)).decode()
    writer.write((f'GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\n'
                  f'Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\n'
                  'Sec-WebSocket-Version: 13\r\n\r\n').encode())
    head = await reader.readuntil(b'\r\n\r\n')
    assert head.startswith(b'HTTP/1.1 101 '), head
    protocol = CaseProtocol(writer)
    case = case_class(protocol)
    protocol.runCase = case
    case.onOpen()
    try:
        await read_frames(reader, protocol, case)
    except (asyncio.IncompleteReadError, ConnectionError):
        pass  # the end that each case expects
    protocol.state = WebSocketProtocol.STATE_CLOSED
    writer.close()
    case.onConnectionLost(protocol.failedByMe)
    return case
