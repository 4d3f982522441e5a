"""A stream of trips that goes on while services and servers fail: viaja_load in short runs, each at
the port that a replica has then."""
import csv
import json
import os
import subprocess
import threading

from real_system import CARRIERS
from test_servers import ROOT
from viaja_process import check

PEAK_SECONDS = 15
PEAK_IN_FLIGHT = 200
RUN_SECONDS = 20
FILES = ('airports.csv', 'room_types.csv')
# Of the trips that were wanted, this part must be sold at least: nothing is sold while all are
# killed, or a server is.
SOLD_PART_MIN = 0.5


def catalogue_of(carriers, folder):
    """What viaja_load chooses from, with the flights of these carriers alone."""
    demo = os.path.join(ROOT, 'data', 'demo')
    os.makedirs(folder, exist_ok=True)
    for name in FILES:
        with open(os.path.join(demo, name), encoding='utf-8') as whole, \
                open(os.path.join(folder, name), 'w', encoding='utf-8') as part:
            part.write(whole.read())
    with open(os.path.join(demo, 'flights.csv'), encoding='utf-8', newline='') as whole, \
            open(os.path.join(folder, 'flights.csv'), 'w', encoding='utf-8', newline='') as part:
        flights = csv.DictReader(whole)
        writer = csv.DictWriter(part, flights.fieldnames)
        writer.writeheader()
        writer.writerows(flight for flight in flights if flight['carrier'] in carriers)
    return folder


class Load:
    """`replica` is the service that it asks."""

    def __init__(self, replica, build, folder):
        self.replica = replica
        self.program = os.path.join(build, 'bench', 'load', 'viaja_load')
        check(os.path.exists(self.program), f'there is no {self.program}: -DVIAJA_BENCH=ON')
        self.catalogue = catalogue_of(CARRIERS, os.path.join(folder, 'catalogue'))
        self.wanted = self.sold = 0
        self.over = threading.Event()
        self.thread = None

    def run(self, *words):
        """The report of a run."""
        url = f'http://127.0.0.1:{self.replica.port()}'
        done = subprocess.run(
            ['setpriv', '--pdeathsig', 'KILL', self.program, '--url', url, '--json',
             '--catalogue', self.catalogue, *words],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        check(done.returncode in (0, 1) and done.stdout, f'viaja_load: {done.stderr[-1000:]}')
        return json.loads(done.stdout)

    def peak(self):
        """Trips a second in a closed loop."""
        return self.run('--in-flight', str(PEAK_IN_FLIGHT), '--seconds',
                        str(PEAK_SECONDS))['trips_a_second']

    def start(self, rate):
        self.thread = threading.Thread(target=self.go_on, args=(rate,), daemon=True)
        self.thread.start()

    def go_on(self, rate):
        while not self.over.is_set():
            if self.replica.port() is None:  # it is started anew at this moment
                self.wanted += rate
                self.over.wait(1)
                continue
            self.wanted += rate * RUN_SECONDS
            self.sold += self.run('--rate', str(rate), '--seconds', str(RUN_SECONDS),
                                  '--warm-up', '0')['trips']

    def end(self):
        self.over.set()
        self.thread.join(10 * RUN_SECONDS)
        check(not self.thread.is_alive(), 'viaja_load does not end')

    def check_sold(self):
        print(f'the stream sold {self.sold} of {self.wanted:.0f} trips', flush=True)
        check(self.sold >= SOLD_PART_MIN * self.wanted, 'the stream sold too little')
