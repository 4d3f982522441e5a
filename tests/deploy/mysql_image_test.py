"""The suites of the database's port on the server of docker-compose.yml: MySQL, where all other
tests outside of containers have MariaDB; first without TLS, then on a server that takes none
without it.

    mysql_image_test.py PORTS_MYSQL_TEST PORTS_MYSQL_SERVICES_TEST PORTS_TLS_TEST
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, os.fspath(ROOT / 'tests' / 'system'))
sys.path.insert(0, os.fspath(ROOT / 'scripts'))
from compose_containers import docker  # noqa: E402  (the paths stand above)
from private_servers.certificates import Certificates  # noqa: E402
from viaja_process import check, check_equal, wait_until  # noqa: E402

SKIPPED = 77
USER, PASSWORD = 'contract', 'a long password'
ADMINISTRATOR = f"""CREATE DATABASE viaja_test;
CREATE USER '{USER}'@'%' IDENTIFIED BY '{PASSWORD}';
GRANT ALL ON *.* TO '{USER}'@'%' WITH GRANT OPTION;
"""
# As scripts/private_servers/mysql.py starts MariaDB.
TLS = ['--require-secure-transport=ON', '--ssl-ca=/tls/authority.pem',
       '--ssl-cert=/tls/server.pem', '--ssl-key=/tls/server-key.pem']


def image_of_compose():
    text = (ROOT / 'docker-compose.yml').read_text(encoding='utf-8')
    return re.search(r'image: (mysql:\S+)', text).group(1)


class Server:
    """A container that ends with the `with`; where the test is killed before, by the guardian,
    whose input closes then."""

    def __init__(self, folder, words):
        start = os.path.join(folder, 'administrator.sql')
        with open(start, 'w', encoding='utf-8') as file:
            file.write(ADMINISTRATOR)
        os.chmod(start, 0o644)
        self.identity = docker(
            'run', '-d', '--rm', '-e', 'MYSQL_ALLOW_EMPTY_PASSWORD=yes', '-p', '127.0.0.1::3306',
            '-v', f'{start}:/docker-entrypoint-initdb.d/administrator.sql:ro',
            '-v', f'{folder}/tls:/tls:ro', image_of_compose(), 'mysqld', *words,
            seconds=300)
        self.guardian = subprocess.Popen(
            ['setsid', '--fork', 'bash', '-c', 'cat >/dev/null; docker rm -f -v "$0"',
             self.identity], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        docker('rm', '-f', '-v', self.identity, may_fail=True)
        self.guardian.stdin.close()
        self.guardian.wait()

    def answers(self):
        return docker('exec', self.identity, 'mysqladmin', 'ping', '-h', '127.0.0.1', '-u', USER,
                      f'-p{PASSWORD}', may_fail=True)

    def settings(self):
        port = docker('port', self.identity, '3306/tcp').split(':')[-1].strip()
        return {'VIAJA_TEST_MYSQL_HOST': '127.0.0.1', 'VIAJA_TEST_MYSQL_PORT': port,
                'VIAJA_TEST_MYSQL_USER': USER, 'VIAJA_TEST_MYSQL_PASSWORD': PASSWORD}


def run_suite(settings, program, *words):
    done = subprocess.run([program, '--gtest_brief=1', *words], env={**os.environ, **settings},
                          capture_output=True, text=True, timeout=400, check=False)
    name = os.path.basename(program)
    check_equal(done.returncode, 0, f'{name}: {done.stdout[-4000:]}{done.stderr[-2000:]}')
    ran = re.search(r'(\d+) tests? from', done.stdout)
    check(ran and int(ran.group(1)) > 0, f'{name} ran no test: {done.stdout[-500:]}')
    print(f'{name} {" ".join(words)}: {ran.group(1)} tests', flush=True)


def on_server(folder, words, suites, **more):
    with Server(folder, words) as server:
        wait_until(server.answers, 120, 'MySQL answers', pause=0.5)
        settings = {**server.settings(), **more}
        for suite in suites:
            run_suite(settings, *suite)


def main(mysql_test, services_test, tls_test):
    if shutil.which('docker') is None or docker('info', may_fail=True) is None:
        print('No container engine answers "docker info": the suites are not run on MySQL')
        sys.exit(SKIPPED)
    with tempfile.TemporaryDirectory(prefix='viaja-mysql-') as folder:
        certificates = Certificates(folder)
        certificates.make()
        for name in os.listdir(certificates.home):
            os.chmod(os.path.join(certificates.home, name), 0o644)  # for the server's own user
        os.chmod(certificates.home, 0o755)
        os.chmod(folder, 0o755)
        on_server(folder, [], [(mysql_test,), (services_test,)])
        on_server(folder, TLS, [(tls_test, '--gtest_filter=*ysql*')],
                  VIAJA_TEST_MYSQL_TLS_CA=certificates.authority)


main(*sys.argv[1:])
