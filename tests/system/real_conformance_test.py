"""Every service of Viaja passes `viaja conformance`, while it is restarted in between."""
from conformance_kit import Kit, check_passes
from real_system import run

OF_SESSION = ('check-session', 'shard')
UNKNOWN_CARRIER_RULES = (*OF_SESSION, 'schedule')
PARTICIPANTS = {  # address: its process, and what cannot be examined of it
    'flight.I0': ('I0-1', OF_SESSION),
    'hotel': ('hotel-1', UNKNOWN_CARRIER_RULES),
    'event': ('event-1', UNKNOWN_CARRIER_RULES),
    'payment': ('payment-1', ()),
}


def story(system):
    kit = Kit(system.build, system.servers)
    for address, (name, not_examined) in PARTICIPANTS.items():
        service = system.services[name]

        def restart(service=service):
            service.kill()
            service.start()
            service.wait_until_ready()

        rules = kit.examine(address, '--patience-ms', '10000', restart=restart)
        check_passes(rules, not_examined)
        print(f'{address}: {len(rules)} rules hold', flush=True)
    system.console.check_no_dead_letters()


run(story)
