"""Spans of `viaja all`: one trip is one tree in one trace; a receiver that is dead, refuses or
hangs harms nothing; a wrong address ends the start with a sentence.

    traces_test.py VIAJA
"""
import os
import subprocess

import trip_traces
from otlp_receiver import Receiver
from trip_traces import ROOT  # noqa: F401  (sets the path of the next one)
from viaja_process import check, check_equal, own_environment, run, wait_until


def set_otel(viaja, **variables):
    for name in [name for name in viaja.environment if name.startswith('OTEL_')]:
        del viaja.environment[name]
    viaja.environment.update(variables)


def check_received(viaja):
    receiver = Receiver()
    set_otel(viaja, OTEL_EXPORTER_OTLP_ENDPOINT=receiver.url)
    client = viaja.start()
    trip_traces.check_own_trace(receiver, client)
    trip_traces.check_callers_trace(receiver, client)
    trip_traces.check_unsampled(receiver, client)
    check(viaja.metric('viaja_spans_exported_total') > 50, 'spans are counted')
    check_equal(viaja.metric('viaja_spans_dropped_total'), 0, 'dropped spans')
    check('input decided' not in viaja.said(), 'spans take the place of lines')
    before = len(receiver.spans())
    client.call('GET', '/v1/places')
    viaja.terminate()
    check(len(receiver.spans()) > before, 'the last spans are sent at the end')
    receiver.close()


def check_named(viaja):
    """The whole address, and the service's name, as the standard's variables give them."""
    receiver = Receiver()
    set_otel(viaja, OTEL_EXPORTER_OTLP_ENDPOINT='http://127.0.0.1:9',
             OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=receiver.url + '/v1/traces',
             OTEL_SERVICE_NAME='trips')
    viaja.start().call('GET', '/v1/places')
    wait_until(receiver.spans, 15, 'a span')
    check_equal({span.service for span in receiver.spans()}, {'trips'}, 'the name')
    viaja.terminate()
    receiver.close()


def check_harmless(viaja, receiver, url, what):
    """Trips are paid as ever, what is dropped is counted, and the end is in time."""
    set_otel(viaja, OTEL_EXPORTER_OTLP_ENDPOINT=url)
    client = viaja.start()
    trip_traces.book(client)
    if receiver is None or receiver.status is not None:
        wait_until(lambda: viaja.metric('viaja_spans_dropped_total') > 0, 15,
                   f'dropped spans of {what}')
    viaja.terminate()
    lines = viaja.said().count('spans dropped')
    check(lines <= 1, f'{lines} lines about {what}')
    if receiver:
        receiver.close()


def check_off(viaja):
    set_otel(viaja, OTEL_EXPORTER_OTLP_ENDPOINT='http://127.0.0.1:9', OTEL_SDK_DISABLED='true')
    client = viaja.start()
    trip_traces.book(client)
    check_equal(viaja.metric('viaja_spans_dropped_total'), 0, 'spans where they are off')
    viaja.terminate()


def check_wrong_address(viaja):
    for variable in ('OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'):
        environment = dict(own_environment({'PORT': 0}), **{variable: 'localhost:4318'})
        ended = subprocess.run([viaja.program, 'all', '--data', os.path.join(viaja.folder, 'no')],
                               env=environment, capture_output=True, text=True, timeout=30,
                               check=False)
        check_equal(ended.returncode, 1, f'the status with a wrong {variable}')
        check(variable in ended.stderr and 'localhost:4318' in ended.stderr, ended.stderr)


def story(viaja):
    check_wrong_address(viaja)
    check_received(viaja)
    check_named(viaja)
    check_off(viaja)
    check_harmless(viaja, None, 'http://127.0.0.1:9', 'a dead receiver')
    for status in (503, None):
        receiver = Receiver(status)
        check_harmless(viaja, receiver, receiver.url, f'a receiver that answers {status}')


run(story)
