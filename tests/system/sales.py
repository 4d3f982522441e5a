"""Travellers who keep buying trips while a test does something else."""
import random
import threading
import time

from viaja_process import check, wait_until

PATIENCE = 90  # seconds for one trip


class Sales:
    """So many threads, each buying one trip after the other; an error in one fails the test."""

    def __init__(self, client, wishes, chance, travellers=4):
        self.client, self.wishes = client, wishes
        self.trips, self.errors = [], []
        self.over = threading.Event()
        self.lock = threading.Lock()
        self.threads = [threading.Thread(target=self.buy, args=(random.Random(chance.random()),),
                                         daemon=True)
                        for _ in range(travellers)]
        for thread in self.threads:
            thread.start()

    def buy(self, chance):
        try:
            while not self.over.wait(chance.uniform(0, 0.05)):
                trip = self.wishes.trip(chance)
                with self.lock:
                    self.trips.append(trip)
                trip.go_on(self.client, time.monotonic() + PATIENCE, patient=True)
        except Exception as error:  # raised again by check()
            self.errors.append(error)

    def check(self):
        if self.errors:
            raise self.errors[0]

    def confirmed(self):
        with self.lock:
            return sum(trip.outcome in ('confirmed', 'cancelled') for trip in self.trips)

    def wait_for_more(self, count, seconds, when):
        """So many trips more that were paid."""
        enough = self.confirmed() + count

        def sold():
            self.check()
            return self.confirmed() >= enough

        wait_until(sold, seconds, f'{count} more trips are sold {when}')

    def end(self):
        """Nothing new is begun; the trips, each of which has its outcome."""
        self.over.set()
        for thread in self.threads:
            thread.join(PATIENCE + 60)
            check(not thread.is_alive(), 'a call was left without an end')
        self.check()
        return self.trips

    def slowest(self):
        return max((trip.slowest for trip in self.trips), default=0.0)
