"""The OpenTelemetry Collector, built from its Go modules: OTLP over HTTP in, a file out."""
import os
import subprocess

from otlp_receiver import spans_of
from trip_traces import ROOT  # it sets the path of the next ones
from go_programs import go, require_download, require_go
from viaja_process import check, free_ports, wait_until

SOURCES = os.path.join(ROOT, 'tests', 'observe', 'collector')
NAME = 'the OpenTelemetry Collector'

CONFIGURATION = '''receivers:
  otlp:
    protocols:
      http:
        endpoint: 127.0.0.1:{port}
exporters:
  file:
    path: {path}
service:
  telemetry:
    metrics:
      level: none
  pipelines:
    traces:
      receivers: [otlp]
      exporters: [file]
'''


def build():
    """The program. Ends the test with 77 where Go is too old or its module proxy silent."""
    require_go(NAME)
    program = os.path.join(ROOT, 'build', 'otel-collector')
    os.makedirs(os.path.dirname(program), exist_ok=True)
    require_download(go('mod', 'download', folder=SOURCES), NAME)
    built = go('build', '-trimpath', '-ldflags=-s -w', '-o', program, '.', folder=SOURCES)
    check(built.returncode == 0, f'the collector cannot be built: {built.stderr[-2000:]}')
    return program


class Collector:
    """What it has taken and written again; the same calls as those of a Receiver."""

    def __init__(self, program, folder):
        [port] = free_ports(1)
        self.url = f'http://127.0.0.1:{port}'
        self.path = os.path.join(folder, 'spans.json')
        configuration = os.path.join(folder, 'collector.yaml')
        with open(configuration, 'w', encoding='ascii') as file:
            file.write(CONFIGURATION.format(port=port, path=self.path))
        self.log = os.path.join(folder, 'collector.log')
        with open(self.log, 'wb') as log:
            self.process = subprocess.Popen(
                ['setpriv', '--pdeathsig', 'KILL', program, f'--config=file:{configuration}'],
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
        wait_until(lambda: 'Everything is ready' in self.said(), 30, 'the collector is ready')

    def said(self):
        check(self.process.poll() is None, 'the collector has ended')
        with open(self.log, encoding='utf-8') as log:
            return log.read()

    @property
    def texts(self):
        """A request in each; what is being written is not among them."""
        with open(self.path, encoding='utf-8') as file:
            return [line for line in file if line.endswith('\n')]

    def spans(self, trace=None):
        return [span for text in self.texts for span in spans_of(text)
                if trace in (None, span.trace)]

    def close(self):
        self.process.kill()
        self.process.wait()
