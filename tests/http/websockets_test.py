"""The client library `websockets`, which shares nothing with Viaja, speaks to its WebSocket.

websockets_test.py SOCKET_ECHO: run by tests/in_venv.py.
"""
import asyncio
import subprocess
import sys

import websockets
from websockets.asyncio.client import connect

MESSAGES = ['', 'olá', 'x' * 125, 'x' * 126, 'x' * 65535, 'x' * 65536, b'', bytes(range(256))]


def expect(found, expected, what):
    if found != expected:
        sys.exit(f'{what}: {found!r} instead of {expected!r}')


async def echoes(address):
    """It offers compression, which is not taken up, and two subprotocols, one of which is."""
    protocols = ['viaja.v1', 'viaja.token.abc']
    async with connect(address, subprotocols=protocols, max_size=None) as socket:
        expect(socket.subprotocol, 'viaja.v1', 'subprotocol')
        expect(socket.response.headers.get('Sec-WebSocket-Extensions'), None, 'extensions')
        for message in MESSAGES:
            await socket.send(message)
            expect(await socket.recv(), message, 'echo')
        await socket.send(['in ', 'three ', 'parts'])
        expect(await socket.recv(), 'in three parts', 'echo of fragments')
        await (await socket.ping(b'still there'))
        await socket.close(4000, 'enough')
        expect(socket.close_code, 4000, 'close code')


async def is_refused(address):
    try:
        async with connect(address):
            sys.exit(f'{address} became a WebSocket')
    except websockets.exceptions.InvalidStatus as refusal:
        expect(refusal.response.status_code, 404, 'status')


async def main(port):
    async with asyncio.timeout(60):
        await asyncio.gather(*(echoes(f'ws://127.0.0.1:{port}/echo') for _ in range(20)))
        await is_refused(f'ws://127.0.0.1:{port}/nothing')


if __name__ == '__main__':
    with subprocess.Popen([sys.argv[1]], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        asyncio.run(main(int(server.stdout.readline())))
        server.stdin.close()
        sys.exit(server.wait(timeout=30))
