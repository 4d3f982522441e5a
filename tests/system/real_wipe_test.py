"""RabbitMQ loses its data while twenty trips are bought; all of them settle."""
import random
import threading

from real_system import run
from trips import Round, Trip, Wishes, check_promises, outcomes_of
from viaja_process import check, check_equal, wait_until

TRIPS = 20


class Steps:
    """A client that counts its answers, so that a story can wait for the middle of the trips."""

    def __init__(self, client):
        self.client, self.answers = client, 0
        self.lock = threading.Lock()

    def call(self, *arguments, **more):
        answer = self.client.call(*arguments, **more)
        with self.lock:
            self.answers += 1
        return answer


def story(system):
    client = system.client()
    wishes, chance = Wishes(client), random.Random(1)
    trips = [wishes.trip(chance) for _ in range(TRIPS // 2)]
    # The slow card keeps the other half in the middle of its payment.
    trips += [Trip([wish for _, wish in wishes.trip(chance).wishes], 'tok_slow_3s', False)
              for _ in range(TRIPS - len(trips))]
    steps = Steps(client)
    running = Round(steps, trips, 120, patient=True)
    wait_until(lambda: steps.answers >= 2 * TRIPS, 30, 'the trips are on their way')
    system.servers.wipe()
    check(not running.finished.is_set(), 'the trips were over before the data was lost')
    system.servers.revive('rabbitmq')
    running.end()
    outcomes_of(trips)
    system.wait_until_ready()
    system.wait_until_at_rest()
    books = system.check_books()
    check_promises(books, trips)
    check_equal(sum(trip.cut_off for trip in trips), 0, 'calls without an answer')
    for trip in trips:
        trip.check_replays(client)


run(story, replicas={'session': 2, 'I0': 2}, HOLD_SECONDS=30, IDLE_SECONDS=30)
