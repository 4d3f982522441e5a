"""On quorum queues, RabbitMQ is killed as soon as they were declared. A queue may then be without a
leader for ever; its service makes it anew, and trips go on."""
import random

from real_system import run
from trips import Round, Wishes, check_promises, outcomes_of

ROUNDS = 2


def story(system):
    for service in system.services.values():
        service.start()
    system.services['payment-1'].wait_until_ready()
    system.servers.kill('rabbitmq')
    system.servers.revive('rabbitmq')
    system.wait_until_ready()
    client = system.client()
    wishes, chance = Wishes(client), random.Random(1)
    trips = [wishes.trip(chance) for _ in range(10)]
    Round(client, trips, 60, patient=True).end()
    outcomes_of(trips)
    system.wait_until_at_rest()
    check_promises(system.check_books(dead_letters=True), trips)
    system.console.check_no_dead_letters(may_be_without_leader=True)


for _ in range(ROUNDS):
    run(story, services=False, replicas={'session': 2}, HOLD_SECONDS=30, IDLE_SECONDS=30,
        RABBITMQ_QUEUES='quorum')
