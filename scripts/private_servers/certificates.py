"""Certificates of one folder's servers, for trial and for tests: FOLDER/tls, made by openssl.

    authority.pem                clients that trust it trust the servers of this folder
    server.pem, server-key.pem   for localhost and 127.0.0.1
    client.pem, client-key.pem   of a client, where a server asks for one

A folder that has them starts its servers with TLS, and without a port for plain connections.
"""
import os
import subprocess
import tempfile

from private_servers.server import program
from private_servers.terminal import Failure

SECONDS = 60
DAYS = '3650'
KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']


class Certificates:
    def __init__(self, folder):
        self.home = os.path.join(folder, 'tls')
        self.authority = os.path.join(self.home, 'authority.pem')
        self.server = os.path.join(self.home, 'server.pem')
        self.server_key = os.path.join(self.home, 'server-key.pem')

    def are_used(self):
        return os.path.isdir(self.home)

    def make(self):
        """Under another name until they are complete, so that half of them is never used."""
        if self.are_used():
            return
        if program('openssl') is None:
            raise Failure("Missing is Debian's package openssl.")
        with tempfile.TemporaryDirectory(dir=os.path.dirname(self.home)) as new:
            _run(new, ['req', '-x509', *KEY, '-days', DAYS, '-subj', '/CN=Viaja trial authority',
                       '-addext', 'keyUsage=critical,keyCertSign,cRLSign',
                       '-keyout', 'authority-key.pem', '-out', 'authority.pem'])
            _sign(new, 'server', 'localhost',
                  'subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth\n')
            _sign(new, 'client', 'viaja', 'extendedKeyUsage=clientAuth\n')
            os.mkdir(self.home + '.new')
            for name in os.listdir(new):
                os.rename(os.path.join(new, name), os.path.join(self.home + '.new', name))
        os.rename(self.home + '.new', self.home)


def _sign(folder, name, subject, extensions):
    with open(os.path.join(folder, 'extensions'), 'w', encoding='ascii') as file:
        file.write(extensions)
    _run(folder, ['req', *KEY, '-subj', f'/CN={subject}', '-keyout', f'{name}-key.pem',
                  '-out', 'request.pem'])
    _run(folder, ['x509', '-req', '-in', 'request.pem', '-days', DAYS, '-CA', 'authority.pem',
                  '-CAkey', 'authority-key.pem', '-CAcreateserial', '-extfile', 'extensions',
                  '-out', f'{name}.pem'])


def _run(folder, words):
    done = subprocess.run([program('openssl'), *words], cwd=folder, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          timeout=SECONDS, check=False)
    if done.returncode != 0:
        raise Failure(f'openssl {words[0]}: {done.stdout}')
