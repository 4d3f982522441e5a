"""A receiver of OTLP over HTTP: spans in JSON alone, and only what OTLP's schema allows."""
import base64
import http.server
import json
import re
import threading

from google.protobuf import json_format
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2

IDS = {'traceId': 32, 'spanId': 16, 'parentSpanId': 16}


def with_ids_as_bytes(value):
    """OTLP writes these ids as hexadecimal digits, in place of the base64 of JSON for Protobuf."""
    if isinstance(value, list):
        return [with_ids_as_bytes(item) for item in value]
    if not isinstance(value, dict):
        return value
    changed = {}
    for name, item in value.items():
        if name in IDS:
            if item == '' and name == 'parentSpanId':
                continue  # a root
            if not re.fullmatch(f'[0-9a-f]{{{IDS[name]}}}', item):
                raise ValueError(f'{name} is {item!r}')
            changed[name] = base64.b64encode(bytes.fromhex(item)).decode()
        else:
            changed[name] = with_ids_as_bytes(item)
    return changed


class Span:
    """One span as it was received; ids are hexadecimal digits, a root has the parent ''."""

    def __init__(self, service, span):
        self.service, self.name, self.kind = service, span.name, span.kind
        self.trace, self.id = span.trace_id.hex(), span.span_id.hex()
        self.parent = span.parent_span_id.hex()
        self.begun, self.ended = span.start_time_unix_nano, span.end_time_unix_nano
        self.failed = span.status.code == span.status.STATUS_CODE_ERROR
        self.attributes = attributes_of(span)

    def __repr__(self):
        return f'{self.service} {self.name} {self.id} < {self.parent or "root"}'


def attributes_of(message):
    return {one.key: getattr(one.value, one.value.WhichOneof('value'))
            for one in message.attributes}


def spans_of(text):
    """Of one request to export traces, as JSON; an exception where the schema does not allow it."""
    request = trace_service_pb2.ExportTraceServiceRequest()
    json_format.ParseDict(with_ids_as_bytes(json.loads(text)), request)
    return [Span(attributes_of(of_resource.resource)['service.name'], span)
            for of_resource in request.resource_spans
            for of_scope in of_resource.scope_spans for span in of_scope.spans]


class Receiver:
    """Listens on a port of its own until close(). `status` is what it answers; None: nothing, for
    as long as it lives."""

    def __init__(self, status=200):
        self.status = status
        self.wrong, self.texts = [], []
        self._spans = []
        self._lock = threading.Lock()
        self._closed = threading.Event()
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = 'HTTP/1.1'

            def do_POST(self):
                body = self.rfile.read(int(self.headers['Content-Length']))
                if receiver.status is None:
                    receiver._closed.wait()
                    return
                receiver.take(self.path, self.headers, body)
                self.send_response(receiver.status)
                self.send_header('Content-Type', 'application/json')
                self.send_header('Content-Length', '2')
                self.end_headers()
                self.wfile.write(b'{}')

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self._server.daemon_threads = True
        self.url = f'http://127.0.0.1:{self._server.server_address[1]}'
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def take(self, path, headers, body):
        try:
            if path != '/v1/traces' or headers['Content-Type'] != 'application/json':
                raise ValueError(f'{path} {headers["Content-Type"]}')
            spans = spans_of(body)
        except Exception as error:  # told by check() on the test's own thread
            self.wrong.append(f'{error}: {body[:2000]!r}')
            return
        with self._lock:
            self._spans += spans
            self.texts.append(body.decode())

    def spans(self, trace=None):
        if self.wrong:
            raise AssertionError(f'not OTLP: {self.wrong[0]}')
        with self._lock:
            return [span for span in self._spans if trace in (None, span.trace)]

    def close(self):
        self._closed.set()
        self._server.shutdown()
        self._server.server_close()
