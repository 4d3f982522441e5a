"""The chart deploy/helm/viaja: what it renders is taken by Kubernetes 1.31 and by the operators,
every pod has what a pod needs and no more rights, and values that are not meant are refused with a
sentence that names them.
"""
import json
import re
import sys

from helm import ROOT, Helm
from kubernetes_schemas import Schemas

sys.path.insert(0, f'{ROOT}/tests/system')
from viaja_process import check, check_equal  # noqa: E402  (needs the path above)

OPERATORS = ('rabbitmq.host=', 'rabbitmq.cluster.enabled=true', 'mysql.host=',
             'mysql.cluster.enabled=true')
# Each is a way to install it.
MEANT = {
    'defaults': (),
    'operators': (*OPERATORS, 'rabbitmq.cluster.storageClass=fast',
                  'mysql.cluster.storageClass=fast'),
    'autoscaling': ('autoscaling.enabled=true', 'podMonitor=true', 'session.autoscaling.max=12'),
    'ingress': ('entrance.enabled=false', 'ingress.enabled=true', 'ingress.className=nginx',
                'ingress.host=viaja.example', 'ingress.tlsSecret=viaja-tls',
                'ingress.annotations={"a/b":"c"}', 'networkPolicies.clientsFrom='
                '[{"namespaceSelector":{"matchLabels":{"name":"ingress"}}}]'),
    'nothing in front': ('entrance.enabled=false',),
    'tls': ('rabbitmq.tls.secret=broker-tls', 'rabbitmq.tls.clientCertificate=true',
            'mysql.tls.secret=mysql-tls', 'redis.host=redis.example',
            'redis.tls.secret=redis-tls'),
    'smallest': ('session.replicas=1', 'hotel.replicas=1', 'flight.replicas=1',
                 'flight.carriers=["G3"]', 'event.replicas=1', 'payment.replicas=1',
                 'entrance.replicas=1', 'audit.enabled=false', 'migrations.job=false',
                 'networkPolicies.enabled=false', 'redis.host=redis.example',
                 'rabbitmq.queues=classic', 'gateway=test', 'testMode=true', 'legacyApi=true',
                 'secrets.operatorToken=false', 'secrets.webhook=false'),
    'odd': ('fullnameOverride=a-name-that-is-far-too-long-for-a-label-of-the-dns-and-longer',
            'rabbitmq.vhost=travel: #1', 'rabbitmq.port=1',
            'secrets.stripeWebhook=true', 'mysql.port=65535',
            'image.repository=registry.example:5000/travel/viaja', 'image.tag=1.2',
            'settings={"VIAJA_HOLD_SECONDS":"60","OTEL_EXPORTER_OTLP_ENDPOINT":'
            '"http://otel.example:4318"}', 'imagePullSecrets=["registry"]',
            'scheduling.nodeSelector={"disk":"ssd"}', 'scheduling.priorityClassName=high',
            'scheduling.tolerations=[{"key":"travel","operator":"Exists"}]',
            'scheduling.spreadZones=DoNotSchedule', 'trustedProxies=fd00::/8',
            'session.resources={"requests":{"cpu":0.5},"limits":{"memory":"1Gi","cpu":2}}',
            'networkPolicies.metricsFrom=[{"namespaceSelector":{}}]',
            'networkPolicies.mysqlTo=[{"ipBlock":{"cidr":"10.1.2.3/32"}}]'),
}
# What is refused, and what the sentence has to name.
REFUSED = {
    ('session.replica=3',): 'replica',
    ('session.replicas=0',): 'replicas',
    ('session.replicas=-1',): 'replicas',
    ('session.replicas=two',): 'replicas',
    ('session.replicas=1.5',): 'replicas',
    ('rabbitmq.queues=mirrored',): 'queues',
    ('rabbitmq.host=',): 'rabbitmq.host is empty',
    ('mysql.host=',): 'mysql.host is empty',
    ('mysql.cluster.enabled=true',): 'mysql.host and mysql.cluster.enabled',
    ('redis.tls.secret=redis-tls',): 'redis.tls.secret needs redis.host',
    ('mysql.tls.clientCertificate=true',): 'mysql.tls.clientCertificate needs mysql.tls.secret',
    ('rabbitmq.tls.ca=x',): 'ca',
    ('rabbitmq.host=amqp://user:secret@broker',): 'host',
    ('rabbitmq.port=70000',): 'port',
    ('rabbitmq.host=', 'rabbitmq.cluster.enabled=true', 'rabbitmq.cluster.replicas=2'): 'replicas',
    ('gateway=test',): 'Nothing could be paid',
    ('gateway=paypal',): 'gateway',
    ('ingress.enabled=true',): 'entrance.enabled and ingress.enabled',
    ('entrance.enabled=false', 'ingress.enabled=true', 'ingress.tlsSecret=x'): 'ingress.host',
    ('autoscaling.enabled=true', 'hotel.autoscaling.min=9'): 'autoscaling of hotel',
    ('flight.carriers=["I0","I0"]',): 'carriers',
    ('flight.carriers=["i0"]',): 'carriers',
    ('flight.carriers=[]',): 'carriers',
    ('settings={"VIAJA_PORT":"9"}',): 'settings.VIAJA_PORT',
    ('settings={"VIAJA_CARRIERS":"I0"}',): 'settings.VIAJA_CARRIERS',
    ('settings={"VIAJA_STRIPE_KEY":"sk_live_1"}',): 'settings.VIAJA_STRIPE_KEY',
    ('settings={"VIAJA_MYSQL_DATABASE":"viaja"}',): 'all services would have one schema',
    ('settings={"VIAJA_SHARD":"1"}',): 'shard 0 alone',
    ('settings={"OTEL_SERVICE_NAME":"viaja"}',): 'one name',
    ('settings={"PATH":"/"}',): 'PATH',
    ('settings={"VIAJA_HOLD_SECONDS":60}',): 'VIAJA_HOLD_SECONDS',
    ('session.resources={"limits":{"memory":null}}',): 'memory',
    ('session.resources={"limits":null}',): 'limits',
    ('session.resources={"requests":{"memory":"64 MB"},"limits":{"memory":"1Gi"}}',): 'memory',
    ('trustedProxies=everyone',): 'trustedProxies',
    ('image.pullPolicy=Sometimes',): 'pullPolicy',
    ('scheduling.spreadZones=Never',): 'spreadZones',
    ('fullnameOverride=8g',): 'fullnameOverride',
}


def pods(objects):
    """(what, spec, whether it goes on for ever) of each pod."""
    for found in objects:
        if found['kind'] in ('Deployment', 'Job'):
            yield (f'{found["kind"]} {found["metadata"]["name"]}',
                   found['spec']['template']['spec'], found['kind'] == 'Deployment')


def check_pod(what, pod, lives):
    check(pod['securityContext']['runAsNonRoot'] and pod['securityContext']['runAsUser'] > 0,
          f'{what} does not run as root')
    check_equal(pod['securityContext']['seccompProfile'], {'type': 'RuntimeDefault'}, what)
    check_equal(pod['automountServiceAccountToken'], False, f'{what}: a token of the API')
    check_equal(pod['enableServiceLinks'], False, f'{what}: variables such as VIAJA_PORT')
    check(not pod.get('hostNetwork') and not pod.get('hostPID'), f'{what} is apart from its host')
    for container in pod['containers']:
        rights = container['securityContext']
        check(rights['readOnlyRootFilesystem'] and not rights['allowPrivilegeEscalation']
              and not rights.get('privileged'), f'{what}: {rights}')
        check_equal(rights['capabilities'], {'drop': ['ALL']}, what)
        check('memory' in container['resources']['limits'], f'{what} has a limit of memory')
        check('requests' in container['resources'], f'{what} asks for what it needs')
        if lives:
            check('livenessProbe' in container and 'readinessProbe' in container,
                  f'{what} has probes')
            ports = {port['name'] for port in container['ports']}
            for probe in ('startupProbe', 'livenessProbe', 'readinessProbe'):
                if probe in container:
                    asked = container[probe].get('httpGet') or container[probe]['tcpSocket']
                    check(asked['port'] in ports, f'{what}: {probe} asks a port that it has')
        names = [variable['name'] for variable in container.get('env', [])]
        check_equal(len(names), len(set(names)), f'{what}: {names} are set once')
    mounted = {mount['name'] for container in pod['containers']
               for mount in container.get('volumeMounts', [])}
    check_equal({volume['name'] for volume in pod.get('volumes', [])}, mounted,
                f'{what}: volumes and what is mounted')
    check(all('hostPath' not in volume for volume in pod.get('volumes', [])), what)


def check_secrets(what, objects):
    """Secrets are referred to, never made, and no variable holds one."""
    for found in objects:
        check(found['kind'] != 'Secret', f'{what} makes a Secret: {found["metadata"]}')
    for name, pod, _ in pods(objects):
        for container in pod['containers']:
            for variable in container.get('env', []):
                if re.search('PASSWORD|TOKEN|SECRET|KEY|PWD', variable['name']):
                    check(variable.get('value', '').startswith(('/run/secrets/', '/run/tls/'))
                          or 'secretKeyRef' in variable.get('valueFrom', {}),
                          f'{what}: {name} has {variable} in plain text')


def is_selected(selector, labels):
    return (all(labels.get(key) == value for key, value in
                selector.get('matchLabels', {}).items())
            and all((labels.get(one['key']) in one['values'] if one['operator'] == 'In'
                     else one['key'] in labels)
                    for one in selector.get('matchExpressions', [])))


def check_selectors(what, objects):
    """Every selector finds a pod, and what is selected twice is meant."""
    templates = [found['spec']['template']['metadata']['labels'] for found in objects
                 if found['kind'] in ('Deployment', 'Job')]
    for found in objects:
        spec = found.get('spec', {})
        selector = {'Service': {'matchLabels': spec.get('selector')},
                    'NetworkPolicy': spec.get('podSelector'),
                    'PodDisruptionBudget': spec.get('selector'),
                    'Deployment': spec.get('selector')}.get(found['kind'])
        name = f'{what}: {found["kind"]} {found["metadata"]["name"]}'
        if selector is None or 'app.kubernetes.io/instance' not in selector['matchLabels']:
            continue
        count = sum(is_selected(selector, labels) for labels in templates)
        check(count > 0, f'{name} selects no pod: {selector}')
        if found['kind'] != 'NetworkPolicy':
            check_equal(count, 1, f'{name} selects pods of')


def check_policies(what, objects):
    """Every pod is closed by one policy, and each that asks a server may."""
    policies = [found for found in objects if found['kind'] == 'NetworkPolicy']
    for found in objects:
        if found['kind'] not in ('Deployment', 'Job'):
            continue
        labels = found['spec']['template']['metadata']['labels']
        mine = [policy for policy in policies if is_selected(policy['spec']['podSelector'], labels)]
        name = f'{what}: {found["metadata"]["name"]}'
        check(any(set(policy['spec']['policyTypes']) == {'Ingress', 'Egress'} for policy in mine),
              f'{name} is closed but for what is allowed')
        open_ports = {port['port'] for policy in mine for rule in policy['spec'].get('egress', [])
                      for port in rule['ports']}
        variables = {variable['name']: variable.get('value')
                     for container in found['spec']['template']['spec']['containers']
                     for variable in container.get('env', [])}
        for server in ('RABBITMQ', 'MYSQL', 'REDIS'):
            port = variables.get(f'VIAJA_{server}_PORT')
            if port and not (server == 'MYSQL' and 6446 in open_ports):
                check(int(port) in open_ports, f'{name} reaches {server} at {port}: {open_ports}')


def check_meant(helm, schemas):
    for what, settings in MEANT.items():
        objects = helm.render(*settings)
        keys = [(found['kind'], found['metadata']['name']) for found in objects]
        check_equal(len(keys), len(set(keys)), f'{what}: objects have names of their own')
        for found in objects:
            schemas.check(found)
            check(len(found['metadata']['name']) <= 63, f'{what}: {found["metadata"]["name"]}')
        for pod in pods(objects):
            check_pod(*pod)
        check_secrets(what, objects)
        check_selectors(what, objects)
        if 'networkPolicies.enabled=false' not in settings:
            check_policies(what, objects)
        print(f'{what}: {len(objects)} objects', flush=True)


def of_kind(objects, kind):
    return {found['metadata']['name']: found for found in objects if found['kind'] == kind}


def check_sizes(helm):
    """Budgets only where one replica may go, and no fixed number beside an autoscaler."""
    smallest = helm.render(*MEANT['smallest'])
    check_equal(of_kind(smallest, 'PodDisruptionBudget'), {}, 'budgets of single replicas')
    check_equal(len(of_kind(smallest, 'Job')), 0, 'jobs without migrations.job')
    scaled = helm.render(*MEANT['autoscaling'])
    for name, found in of_kind(scaled, 'ScaledObject').items():
        target = of_kind(scaled, 'Deployment')[found['spec']['scaleTargetRef']['name']]
        check('replicas' not in target['spec'], f'{name}: an upgrade would reset its replicas')
    check_equal(len(of_kind(scaled, 'ScaledObject')), 10, 'autoscalers of ten services')
    check_equal(len(of_kind(helm.render(), 'Job')), 10, 'jobs that migrate ten databases')


def environments(objects):
    """What the variables of each pod with a program of Viaja are."""
    return {found['metadata']['name']:
            {variable['name']: variable.get('value') for variable in container['env']}
            for found in objects if found['kind'] in ('Deployment', 'Job')
            for container in found['spec']['template']['spec']['containers']
            if container['image'].startswith('viaja-services:')}


# What each process has of its own.
OWN = {'VIAJA_MYSQL_USER', 'VIAJA_RABBITMQ_USER'}


def check_settings(helm):
    """Every process that reads a setting has the same one, the audit and the jobs included."""
    settings = {'VIAJA_AUDIT_SECONDS': '30', 'VIAJA_GATEWAY_DATABASE': 'ledger',
                'VIAJA_CATALOGUE': '/catalogue', 'VIAJA_HOLD_SECONDS': '60'}
    found = environments(helm.render(*MEANT['tls'], f'settings={json.dumps(settings)}'))
    check_equal(len(found), 21, 'ten services, their jobs and the audit')
    everywhere = {}
    for name, variables in found.items():
        check_equal({key: variables.get(key) for key in settings}, settings, f'settings of {name}')
        for key, value in variables.items():
            if key not in OWN:
                check_equal(everywhere.setdefault(key, value), value, f'{key} of {name}')
        if name.endswith('-migrate'):
            service = found[name.removesuffix('-migrate')]
            check_equal(variables, {key: service[key] for key in variables}, f'what {name} has')
    check_equal(found['viaja-audit']['VIAJA_MYSQL_USER'], 'audit', 'the login of the audit')


def selector_of(command, page):
    """What is selected by the `-l a=b,c` of that command of kubectl on the page."""
    found = re.search(rf'^kubectl .*{command}.* -l (\S+)', page, re.MULTILINE)
    check(found, f'docs/kubernetes.md says how to {command}')
    words = found[1].split(',')
    return {'matchLabels': dict(word.split('=') for word in words if '=' in word),
            'matchExpressions': [{'key': word, 'operator': 'Exists'}
                                 for word in words if '=' not in word]}


def check_stop(helm):
    """The commands that stop everything for an upgrade reach what they have to, KEDA included, and
    what they scaled to none is started again."""
    with open(f'{ROOT}/docs/kubernetes.md', encoding='utf-8') as file:
        said = file.read()
    commands = {command: selector_of(command, said)
                for command in ('scale deployment', 'wait pod', 'annotate scaledobject')}
    for way in ('defaults', 'autoscaling', 'operators'):
        objects = helm.render(*MEANT[way])
        scaled = of_kind(objects, 'ScaledObject')
        for name, found in scaled.items():
            check(is_selected(commands['annotate scaledobject'], found['metadata']['labels']),
                  f'KEDA is paused for {name}')
        autoscaled = {found['spec']['scaleTargetRef']['name'] for found in scaled.values()}
        for name, found in of_kind(objects, 'Deployment').items():
            check(is_selected(commands['scale deployment'], found['metadata']['labels']),
                  f'{name} is stopped')
            check('replicas' in found['spec'] or name in autoscaled, f'{name} is started again')
        waited_for = {found['metadata']['name'] for found in objects
                      if found['kind'] in ('Deployment', 'Job')
                      and is_selected(commands['wait pod'],
                                      found['spec']['template']['metadata']['labels'])}
        check_equal(waited_for, {name.removesuffix('-migrate') for name in of_kind(objects, 'Job')
                                 if name.endswith('-migrate')}, 'whose end is waited for')


def check_others(helm):
    """The gateway and the receiver of spans are reached at the port that their address has."""
    test = ('gateway=test', 'testMode=true')
    for settings, ports in (({}, {443}),
                            ({'VIAJA_STRIPE_URL': 'http://stripe.example:12111'}, {443, 12111}),
                            ({'OTEL_EXPORTER_OTLP_ENDPOINT': 'http://otel.example'}, {443, 80}),
                            ({'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT':
                              'https://[fd00::1]:4318/v1/traces'}, {443, 4318})):
        objects = helm.render(f'settings={json.dumps(settings)}')
        policy = of_kind(objects, 'NetworkPolicy')['viaja-to-others']['spec']
        found = [port['port'] for port in policy['egress'][0]['ports']]
        check_equal((set(found), len(found)), (ports, len(ports)), f'ports with {settings}')
        reached = {found['metadata']['name'] for found in objects if found['kind'] == 'Deployment'
                   and is_selected(policy['podSelector'],
                                   found['spec']['template']['metadata']['labels'])}
        check('viaja-payment' in reached, f'payment reaches Stripe with {settings}: {reached}')
        check_equal('viaja-hotel' in reached, any(name.startswith('OTEL') for name in settings),
                    f'others reach a receiver of spans with {settings}')
    check('viaja-to-others' not in of_kind(helm.render(*test), 'NetworkPolicy'), 'nothing else')
    old = helm.render(*test, 'settings={"VIAJA_STRIPE_KEY_FILE":"/run/secrets/stripe"}')
    check('viaja-to-others' in of_kind(old, 'NetworkPolicy'), 'payments that Stripe took before')


# What the API server changes in no object that is there.
FIXED = {'Service': lambda spec: spec.get('clusterIP'), 'Deployment': lambda spec: spec['selector']}


def check_changes(helm):
    """A release that is there is upgraded to any other way."""
    fixed = {}
    for way, settings in MEANT.items():
        for found in helm.render(*settings):
            if found['kind'] in FIXED:
                name = f'{found["kind"]} {found["metadata"]["name"]}'
                part = FIXED[found['kind']](found['spec'])
                check_equal(fixed.setdefault(name, part), part, f'{way}: {name}, which is fixed')


def check_entrance(helm):
    """The configuration of docker compose, with the names of the cluster."""
    objects = helm.render('session.replicas=9')
    configuration = of_kind(objects, 'ConfigMap')['viaja-entrance']
    text = configuration['data']['haproxy.cfg']
    services = of_kind(objects, 'Service')
    for asked in re.findall(r' ([a-z-]+)\.travel\.svc', text):
        spec = services[asked]['spec']
        check_equal(spec.get('clusterIP'), 'None', f'{asked} is each replica')
        check(spec['publishNotReadyAddresses'], f'{asked}: also what is not ready')
        check('clusterIP' not in services[asked.removesuffix('-replicas')]['spec'],
              'and another one has an address')
    check('server-template session 9 viaja-session-replicas.travel.svc.cluster.local:8080' in text,
          text)
    check('parse-resolv-conf' in text and '127.0.0.11' not in text, text)
    check(' session-service:8080' not in text and ' payment-service:8080' not in text, text)


def check_refusals(helm):
    for settings, word in REFUSED.items():
        said = helm.refusal(*settings)
        check(word in said, f'the refusal of {settings} names {word}: {said}')
        check('template: ' not in said or 'error calling fail' in said,
              f'{settings} fails inside of a template: {said}')
    print(f'{len(REFUSED)} odd values are refused', flush=True)


def check_the_checks(schemas, helm):
    """What the checks above are to find is found."""
    [session] = [found for found in helm.render()
                 if found['kind'] == 'Deployment' and found['metadata']['name'] == 'viaja-session']
    text = json.dumps(session)
    for good, bad in (('"readinessProbe"', '"readynessProbe"'), ('"failureThreshold": 2',
                      '"failureThreshold": "2"'), ('"matchLabels"', '"matchLabel"')):
        check(good in text, f'{good} is there to be spoilt')
        try:
            schemas.check(json.loads(text.replace(good, bad)))
        except AssertionError:
            continue
        raise AssertionError(f'the schema takes {bad}')


def main():
    helm, schemas = Helm(), Schemas()
    for settings in ((), MEANT['autoscaling'], MEANT['operators']):
        code, said = helm.lint('rabbitmq.host=a', 'mysql.host=b', 'gateway=stripe', *settings)
        check_equal(code, 0, said)
    check_the_checks(schemas, helm)
    check_meant(helm, schemas)
    check_sizes(helm)
    check_settings(helm)
    check_stop(helm)
    check_changes(helm)
    check_others(helm)
    check_entrance(helm)
    check_refusals(helm)


main()
