"""The OpenTelemetry Collector takes the spans of a process for each service: one trip is one tree
in one trace, over all services.

    collector_test.py BUILD
"""
import collector
import trip_traces
from real_system import run
from viaja_process import check, check_equal

OF_A_TRIP = {'session', 'flight.I0', 'hotel', 'payment'}


def check_services(spans):
    check(OF_A_TRIP <= {span.service for span in spans}, f'services of the spans: {spans}')


def story(system):
    receiver = collector.Collector(PROGRAM, system.servers.folder)
    try:
        for service in system.services.values():
            service.environment['OTEL_EXPORTER_OTLP_ENDPOINT'] = receiver.url
        system.start_services()
        booking = trip_traces.check_own_trace(receiver, system.client())
        trip_traces.check_callers_trace(receiver, system.client())
        for trace in {span.trace for span in receiver.spans() if span.name == 'captured'}:
            check_services(receiver.spans(trace))
        for service in system.services.values():
            check_equal(service.metric('viaja_spans_dropped_total'), 0, f'of {service.name}')
            for secret in (booking.token, trip_traces.CARD, 'Bearer'):
                check(secret not in service.said(), f'the log of {service.name} has {secret}')
            check('receiver' not in service.said(), f'{service.name}: {service.said()[-1000:]}')
    finally:
        receiver.close()


PROGRAM = collector.build()  # first, so that no server waits for it
run(story, services=False, replicas={'session': 2})
