"""Spans of a process for each service: one trip is one tree in one trace.

    real_traces_test.py BUILD
"""
import trip_traces
from otlp_receiver import Receiver
from real_system import run
from viaja_process import check


def story(system):
    receiver = Receiver()
    for service in system.services.values():
        service.environment['OTEL_EXPORTER_OTLP_ENDPOINT'] = receiver.url
    system.start_services()
    trip_traces.check_own_trace(receiver, system.client())
    trip_traces.check_callers_trace(receiver, system.client())
    for name in ('session-1', 'I0-1', 'hotel-1', 'payment-1'):
        exported = system.services[name].metric('viaja_spans_exported_total')
        check(exported > 0, f'{name} has exported {exported} spans')
    system.wait_until_at_rest()
    system.check_books()
    receiver.close()


run(story, services=False, replicas={'session': 2})
