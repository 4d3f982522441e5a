"""What of docs/compatibility.md a change of docs/openapi.yaml or docs/asyncapi.yaml breaks: two
documents are compared, the released one and the present one. Each breach is a sentence with its
place. Pure functions.

Who writes a value decides what may change of it: a client may not have to write more or otherwise
(IN), and may go on reading what it reads (OUT). Of messages both hold, since the two services of a
message are upgraded one after the other (BOTH).
"""
IN, OUT, BOTH = 'in', 'out', 'both'
METHODS = ('get', 'put', 'post', 'delete', 'patch', 'head', 'options')
LIMITS = {'maxLength': 1, 'maximum': 1, 'maxItems': 1, 'minLength': -1, 'minimum': -1,
          'minItems': -1}


class Document:
    def __init__(self, content):
        self.content = content

    def resolved(self, node):
        """What a reference names; members beside it only describe."""
        while isinstance(node, dict) and '$ref' in node:
            target = self.content
            for part in node['$ref'].removeprefix('#/').split('/'):
                target = target[part.replace('~1', '/').replace('~0', '~')]
            node = target
        return node

    def merged(self, schema):
        """A schema with its allOf as one."""
        schema = self.resolved(schema)
        whole = {name: value for name, value in schema.items() if name != 'allOf'}
        for part in map(self.merged, schema.get('allOf', ())):
            properties = {**part.get('properties', {}), **whole.get('properties', {})}
            required = [*part.get('required', ()), *whole.get('required', ())]
            whole = {**part, **whole}
            if properties:
                whole['properties'] = properties
            if required:
                whole['required'] = required
        return whole


def alternatives_of_pattern(pattern):
    """a, b of ^(a|b)$; the pattern itself where it is none of these."""
    inner = pattern.removeprefix('^(').removesuffix(')$')
    if inner == pattern or '(' in inner:
        return {pattern}
    return set(inner.split('|'))


def name_of_alternative(document, schema, number):
    """By the constant of its `type`, else by what it refers to, else by its place."""
    properties = document.merged(schema).get('properties', {})
    kind = document.resolved(properties.get('type', {}))
    return kind.get('const', schema.get('$ref', number))


class Comparison:
    def __init__(self, old, new):
        self.old, self.new = Document(old), Document(new)
        self.breaches = []
        self.under_way = set()

    def breach(self, place, what):
        self.breaches.append(f'{place}: {what}')

    # --- schemas -------------------------------------------------------------------------------

    def schemas(self, place, old, new, way):
        reference = (str(old.get('$ref', place)), str(new.get('$ref', place)), way)
        if reference in self.under_way:
            return  # it contains itself, or was compared at another place
        self.under_way.add(reference)
        old, new = self.old.merged(old), self.new.merged(new)
        self.values(place, old, new, way)
        self.alternatives(place, old, new, way)
        self.members(place, old, new, way)
        if 'items' in old and 'items' in new:
            self.schemas(place + '/items', old['items'], new['items'], way)

    def values(self, place, old, new, way):
        for word in ('type', 'const', 'format'):
            if word in old and old[word] != new.get(word):
                self.breach(place, f'{word} was {old[word]} and is {new.get(word)}')
        lost = set(map(str, old.get('enum', ()))) - set(map(str, new.get('enum', ())))
        if way != OUT and 'enum' in new and ('enum' not in old or lost):
            self.breach(place, f'takes no more {", ".join(sorted(lost)) or "any value"}')
        if way == OUT:
            return
        if 'pattern' in new and not alternatives_of_pattern(old.get('pattern', '')) \
                <= alternatives_of_pattern(new['pattern']):
            self.breach(place, 'its pattern takes less')
        for word, sign in LIMITS.items():
            is_less = word in new and (word not in old or sign * new[word] < sign * old[word])
            if is_less:
                self.breach(place, f'{word} was {old.get(word)} and is {new[word]}')

    def alternatives(self, place, old, new, way):
        for word in ('oneOf', 'anyOf'):
            there = {name_of_alternative(self.new, one, number): one
                     for number, one in enumerate(new.get(word, ()))}
            for number, one in enumerate(old.get(word, ())):
                name = name_of_alternative(self.old, one, number)
                if name in there:
                    self.schemas(f'{place}/{name}', one, there[name], way)
                elif way != OUT:
                    self.breach(place, f'the alternative {name} is gone')

    def members(self, place, old, new, way):
        was, now = old.get('properties', {}), new.get('properties', {})
        for name, schema in was.items():
            if name in now:
                self.schemas(f'{place}/{name}', schema, now[name], way)
            else:
                self.breach(f'{place}/{name}', 'is gone')
        before, after = set(old.get('required', ())), set(new.get('required', ()))
        if way != OUT:
            for name in sorted(after - before):
                self.breach(f'{place}/{name}', 'is required now')
        if way != IN:
            for name in sorted(before - after):
                self.breach(f'{place}/{name}', 'may be missing now')

    # --- the HTTP API --------------------------------------------------------------------------

    def paths(self):
        for path, item in self.old.content['paths'].items():
            there = self.new.content['paths'].get(path)
            if there is None:
                self.breach(path, 'is gone')
                continue
            for method in METHODS:
                if method in item and method not in there:
                    self.breach(f'{method.upper()} {path}', 'is gone')
                elif method in item:
                    self.operation(f'{method.upper()} {path}', item, there, method)

    def operation(self, place, old_item, new_item, method):
        old, new = old_item[method], new_item[method]
        self.parameters(place, self.parameters_of(self.old, old_item, old),
                        self.parameters_of(self.new, new_item, new))
        self.body(place + ' body', old, new)
        for status, response in old.get('responses', {}).items():
            there = new.get('responses', {}).get(status)
            if there is None and str(status).startswith('2'):
                self.breach(f'{place} {status}', 'is gone')
            elif there is not None:
                self.content(f'{place} {status}', self.old.resolved(response),
                             self.new.resolved(there), OUT)

    @staticmethod
    def parameters_of(document, item, operation):
        found = {}
        for each in [*item.get('parameters', ()), *operation.get('parameters', ())]:
            parameter = document.resolved(each)
            found[parameter['in'], parameter['name']] = parameter
        return found

    def parameters(self, place, old, new):
        for (where, name), parameter in new.items():
            was = old.get((where, name))
            if parameter.get('required') and not (was and was.get('required')):
                self.breach(f'{place} {name}', 'is required now')
        for (where, name), parameter in old.items():
            if (where, name) not in new:
                self.breach(f'{place} {name}', 'is gone')
            elif 'schema' in parameter:
                self.schemas(f'{place} {name}', parameter['schema'], new[where, name]['schema'], IN)

    def body(self, place, old, new):
        was = self.old.resolved(old.get('requestBody', {}))
        now = self.new.resolved(new.get('requestBody', {}))
        if now.get('required') and not was.get('required'):
            self.breach(place, 'is required now')
        self.content(place, was, now, IN)

    def content(self, place, old, new, way):
        for kind, media in old.get('content', {}).items():
            there = new.get('content', {}).get(kind)
            if there is None:
                self.breach(place, f'{kind} is gone')
            elif 'schema' in media:
                self.schemas(place, media['schema'], there['schema'], way)

    # --- messages ------------------------------------------------------------------------------

    def messages(self):
        old, new = (document.content['components']['messages'] for document in
                    (self.old, self.new))
        for name, message in old.items():
            if name not in new:
                self.breach(name, 'is gone')
            else:
                self.schemas(name, message['payload'], new[name]['payload'], BOTH)

    def channels(self):
        for name, channel in self.old.content['channels'].items():
            there = self.new.content['channels'].get(name)
            if there is None:
                self.breach(name, 'is gone')
                continue
            for word in ('address', 'bindings', 'x-queue'):
                if channel.get(word) != there.get(word):
                    self.breach(name, f'has another {word}')
            for message in set(channel.get('messages', ())) - set(there.get('messages', ())):
                self.breach(name, f'takes no {message} any more')
        if self.old.content['x-queues'] != {name: self.new.content['x-queues'].get(name)
                                            for name in self.old.content['x-queues']}:
            self.breach('x-queues', 'queues are declared otherwise')


def breaches(old, new):
    """What breaks of the old document, a sentence each."""
    comparison = Comparison(old, new)
    if 'paths' in old:
        comparison.paths()
    else:
        comparison.messages()
        comparison.channels()
    return comparison.breaches


def may_break(old_version, new_version):
    """Whether the version says that something breaks: the first number that is not zero is
    raised."""
    old, new = ([int(part) for part in version.split('.')] for version in
                (old_version, new_version))
    first = next((place for place, part in enumerate(old) if part), 2)
    return new[:first + 1] > old[:first + 1]
