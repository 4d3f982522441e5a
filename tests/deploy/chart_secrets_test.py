"""deploy/helm/make-secrets: every Secret and key that the chart refers to is made of a folder of
deploy/make-secrets, with the passwords in it and no line end behind them.
"""
import base64
import json
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, 'tests', 'system'))
from viaja_process import check, check_equal  # noqa: E402  (needs the path above)

PROGRAM = os.path.join(ROOT, 'deploy', 'helm', 'make-secrets')
SERVICES = ['session', 'hotel', 'event', 'payment',
            *(f'flight-{carrier}' for carrier in ('i0', '8g', 'j0', 'p1', '9b', 'a0'))]


def run(*words):
    return subprocess.run([PROGRAM, *words], capture_output=True, text=True, check=False)


def secrets(*words):
    done = run(*words)
    check_equal(done.returncode, 0, done.stderr)
    return {found['metadata']['name']: {key: base64.b64decode(value).decode()
                                        for key, value in found['data'].items()}
            for found in json.loads(done.stdout)['items']}


def main():
    with tempfile.TemporaryDirectory() as parent:
        folder = os.path.join(parent, 'secrets')
        subprocess.run([os.path.join(ROOT, 'deploy', 'make-secrets'), folder], check=True)
        made = secrets(folder, '--rabbitmq', 'broker:5672')
        with open(os.path.join(folder, 'session', 'mysql'), encoding='ascii') as file:
            check_equal(made['viaja-session']['mysql'] + '\n', file.read(), 'a password')
        with open(os.path.join(folder, 'mysql', 'accounts.sql'), encoding='ascii') as file:
            check_equal(made['viaja-mysql']['accounts.sql'], file.read(), 'the accounts')
    for service in SERVICES:
        keys = {'rabbitmq', 'mysql', 'operator', *(['redis'] if service == 'session' else []),
                *(['webhook'] if service == 'payment' else [])}
        check_equal(set(made[f'viaja-{service}']), keys, f'keys of {service}')
        address = made['viaja-autoscaling'][service]
        check(re.fullmatch(r'amqp://[a-zA-Z0-9.]+:[0-9a-f]{48}@broker:5672/%2F', address), address)
    check_equal(set(made['viaja-audit']), {'mysql'}, 'keys of audit')
    check_equal(made['viaja-mysql-root']['rootUser'], 'root', 'the administrator')
    check(json.loads(made['viaja-rabbitmq']['definitions.json'])['users'], 'users of RabbitMQ')
    check('user session on' in made['viaja-redis']['users.acl'], 'users of Redis')
    check('viaja-autoscaling' not in secrets(os.path.join(ROOT, 'deploy', 'development')),
          'addresses of RabbitMQ are made where it is said to be')
    refused = run(ROOT)
    check_equal(refused.returncode, 1, 'a folder of something else')
    check('was not made by deploy/make-secrets' in refused.stderr, refused.stderr)


main()
