"""The schemas of Kubernetes' own objects and of those of the operators, out of their Go modules."""
import json
import os

import jsonschema_rs
import yaml

from helm import go, require_download

KUBERNETES = 'k8s.io/kubernetes@v1.31.4'
OPERATORS = {
    'github.com/rabbitmq/cluster-operator/v2@v2.11.0':
        ('config/crd/bases/rabbitmq.com_rabbitmqclusters.yaml',),
    'github.com/kedacore/keda/v2@v2.16.0': ('config/crd/bases/keda.sh_scaledobjects.yaml',
                                            'config/crd/bases/keda.sh_triggerauthentications.yaml'),
    'github.com/prometheus-operator/prometheus-operator@v0.78.2':
        ('example/prometheus-operator-crd/monitoring.coreos.com_podmonitors.yaml',),
}
# The parser in C, where it is there, is ten times as fast.
LOADER = getattr(yaml, 'CSafeLoader', yaml.SafeLoader)
NO_RULES = ('properties', 'format', 'description', 'default')
# Fields in which an API server takes a number for a text, or the other way round.
QUANTITY = 'io.k8s.apimachinery.pkg.api.resource.Quantity'
# The operator of MySQL is no Go module.
UNKNOWN = {('mysql.oracle.com/v2', 'InnoDBCluster')}


def module(name):
    """The folder of a Go module; ends the test with 77 where the proxy does not give it."""
    downloaded = go('mod', 'download', '-json', name, folder='/')
    require_download(downloaded, name)
    return json.loads(downloaded.stdout)['Dir']


def strict(schema):
    """The same schema, in which a field that is not described is refused, as by an API server that
    is told to validate strictly."""
    if isinstance(schema, list):
        return [strict(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get('format') == 'int-or-string' or schema.get('x-kubernetes-int-or-string') is True:
        return {'type': ['integer', 'string']}
    made = {key: strict(value) for key, value in schema.items() if key not in NO_RULES}
    if 'properties' in schema:
        made['properties'] = {name: strict(value) for name, value in schema['properties'].items()}
        if ('additionalProperties' not in schema
                and schema.get('x-kubernetes-preserve-unknown-fields') is not True):
            made['additionalProperties'] = False
    return made


def of_kubernetes(found):
    path = os.path.join(module(KUBERNETES), 'api', 'openapi-spec', 'swagger.json')
    with open(path, encoding='utf-8') as file:
        definitions = json.load(file)['definitions']
    made = {name: strict(definition) for name, definition in definitions.items()}
    made[QUANTITY] = {'type': ['string', 'number']}
    for name, definition in definitions.items():
        for kind in definition.get('x-kubernetes-group-version-kind', []):
            version = '/'.join(part for part in (kind['group'], kind['version']) if part)
            found[version, kind['kind']] = {'$ref': f'#/definitions/{name}', 'definitions': made}


def of_operator(found, path):
    with open(path, encoding='utf-8') as file:
        definition = yaml.load(file, LOADER)
    for version in definition['spec']['versions']:
        schema = strict(version['schema']['openAPIV3Schema'])
        schema['properties']['metadata'] = {'type': 'object'}
        key = (f'{definition["spec"]["group"]}/{version["name"]}',
               definition['spec']['names']['kind'])
        found[key] = schema


class Schemas:
    def __init__(self):
        self.schemas, self.validators = {}, {}
        of_kubernetes(self.schemas)
        for name, paths in OPERATORS.items():
            folder = module(name)
            for path in paths:
                of_operator(self.schemas, os.path.join(folder, path))

    def check(self, found):
        """An AssertionError where the object is not one of its kind."""
        key = (found['apiVersion'], found['kind'])
        if key in UNKNOWN:
            return
        if key not in self.schemas:
            raise AssertionError(f'there is no {key}')
        if key not in self.validators:
            self.validators[key] = jsonschema_rs.validator_for(self.schemas[key])
        errors = [f'{"/".join(map(str, error.instance_path))}: {error.message}'
                  for error in self.validators[key].iter_errors(found)]
        if errors:
            raise AssertionError(f'{key[1]} {found["metadata"]["name"]}: ' + '; '.join(errors))
