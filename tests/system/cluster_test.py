"""The cluster of deploy/cluster sells trips while its nodes and replicas are killed, frozen and cut
off in turn, Redis fails over and MySQL is promoted; the books agree afterwards, and what the time
was until a new trip was sold is printed for each.

    cluster_test.py SOURCE_ROOT [SEED]
"""
import contextlib
import random
import sys
import time

from cluster_system import NODES, ClusterSystem, can_filter
from compose_system import run
from sales import Sales
from trips import Trip, Wishes, check_promises, outcomes_of
from viaja_process import check, check_equal, flight_wish, wait_until

TRAVELLERS = 3
SOLD_WITHIN = 120  # a new trip, in the worst case


@contextlib.contextmanager
def killed(container):
    container.kill()
    yield
    container.start()


@contextlib.contextmanager
def frozen(container):
    container.pause()
    yield
    container.unpause()


class Measured:
    """Failures, each with the time until a trip that was begun after it was sold."""

    def __init__(self, system, sales, wishes):
        self.system, self.sales, self.wishes = system, sales, wishes
        self.chance = random.Random(1)

    def sold(self):
        """Seconds until a new trip is sold, all of whose calls are made from now on."""
        begin = time.monotonic()
        trip = Trip([flight_wish(self.chance.choice(self.wishes.flights))], 'tok_ok', False)
        while trip.outcome != 'confirmed':
            if trip.outcome is not None:  # sold out, or its time was over
                trip = Trip([flight_wish(self.chance.choice(self.wishes.flights))], 'tok_ok', False)
            check(time.monotonic() < begin + SOLD_WITHIN, f'no trip is sold: {trip.last}')
            trip.go_on(self.sales.client, begin + SOLD_WITHIN, patient=True)
        return time.monotonic() - begin

    def fail(self, what, failure, meanwhile=lambda: None):
        """`meanwhile` is what an operator does while it lasts."""
        begin = time.monotonic()
        with failure:
            meanwhile()
            told = time.monotonic() - begin
            first = told + self.sold()
            again = self.sold()
            self.sales.wait_for_more(TRAVELLERS, 90, f'while {what}')
        self.sales.check()
        print(f'{what}: a new trip sold after {first:.1f} s, the next one in {again:.1f} s',
              flush=True)


def fail_rabbitmq(system, measured):
    leader = system.leader_of('session')
    measured.fail(f'{leader.name}, the leader of the sessions\' queue, is killed', killed(leader))
    wait_for_nodes(system)
    node = system.leader_of('session')
    measured.fail(f'{node.name}, the leader now, is frozen', frozen(node))
    wait_for_nodes(system)
    if not can_filter():
        print('no root, nsenter or iptables: no node is cut off')
        return
    node = system.leader_of('payment')
    measured.fail(f'{node.name}, the leader of payment\'s queue, is cut off from the others',
                  system.cut_off(node))
    wait_for_nodes(system)


def wait_for_nodes(system):
    """A node that was frozen is found by its healthcheck, which lets it join the others anew."""
    for name in NODES:
        container = system.containers[name]
        wait_until(container.is_healthy, 240, f'{name} is healthy', pause=1)
    system.wait_until_three_members()


def fail_redis(system, measured):
    first, second = system.containers['redis-1'], system.containers['redis-2-1']
    measured.fail('the first Redis is killed', killed(first))
    measured.fail('the first Redis is frozen', frozen(first))
    measured.fail('the second Redis is killed', killed(second))


def fail_mysql(system, measured):
    for what, failure in (('killed', killed), ('frozen', frozen)):
        system.wait_until_together()
        writer = system.writer()
        measured.fail(f'{writer.name}, which takes the writes, is {what} and the other is promoted',
                      failure(writer), system.promote)
        check(system.writer() is not writer, f'{writer.name} still takes the writes')
    system.wait_until_together()
    system.check_one_writer()
    measured.fail('the other MySQL is promoted while both run', contextlib.nullcontext(),
                  system.promote)
    system.wait_until_together()
    writer = system.writer()
    follower = next(container for name, container in system.containers.items()
                    if name in ('mysql-1', 'mysql-2-1') and container is not writer)
    measured.fail(f'{follower.name}, which follows, is killed', killed(follower),
                  lambda: check_refused_promotion(system))
    system.wait_until_together()


def check_refused_promotion(system):
    status, text = system.pair('promote')
    check_equal(status, 1, f'a promotion of a server that does not run: {text}; its status')


def fail_replicas(system, measured, chance):
    services = [f'session-service-{number}' for number in (1, 2, 3)]
    services += ['hotel-service-1', 'payment-service-2', 'flight-i0-1', 'entrance-1',
                 'servers-1', 'mysql-pair-1']
    chance.shuffle(services)
    for name in services:
        container = system.containers[name]
        measured.fail(f'{name} is killed', killed(container))
        container.wait_until_ready()


def story(system):
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.SystemRandom().randrange(1 << 32)
    print(f'seed {seed}', flush=True)
    chance = random.Random(seed)
    client = system.client()
    system.wait_until_three_members()
    wishes = Wishes(client)
    sales = Sales(client, wishes, chance, TRAVELLERS)
    measured = Measured(system, sales, wishes)
    sales.wait_for_more(TRAVELLERS, 90, 'at first')
    print(f'a trip is sold in {measured.sold():.1f} s while nothing fails', flush=True)
    fail_rabbitmq(system, measured)
    fail_redis(system, measured)
    fail_mysql(system, measured)
    fail_replicas(system, measured, chance)
    trips = sales.end()
    outcomes_of(trips)
    wait_for_nodes(system)
    system.wait_until_together()
    system.wait_until_at_rest()
    check_promises(system.check_books(), trips)
    check_equal(sum(trip.without_retry_after for trip in trips), 0,
                'answers 503 without Retry-After')
    print(f'slowest answer {sales.slowest():.1f} s, {sum(trip.cut_off for trip in trips)} calls '
          'without an answer', flush=True)


run(story, kind=ClusterSystem, HOLD_SECONDS=60, IDLE_SECONDS=60, PAUSE_SECONDS=60, STEP_SECONDS=5)
