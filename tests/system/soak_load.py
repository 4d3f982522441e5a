"""A stream of trips that goes on while services and servers fail: viaja_load in short runs, each at
the port that a replica has then."""
import csv
import json
import os
import shutil
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from real_system import CARRIERS
from test_servers import ROOT
from viaja_process import check

PEAK_SECONDS = 15
PEAK_IN_FLIGHT = 200
RUN_SECONDS = 20
END_SECONDS = 180  # for a run that waits for a server to end
# Of the trips that were wanted, this part must be sold at least: nothing is sold while all are
# killed, or a server is.
SOLD_PART_MIN = 0.5


def catalogue_of(carriers, folder):
    """What viaja_load chooses from, with the flights of these carriers alone."""
    demo = os.path.join(ROOT, 'data', 'demo')
    os.makedirs(folder, exist_ok=True)
    shutil.copy(os.path.join(demo, 'room_types.csv'), folder)
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
        self.stream = None

    def run(self, port, seconds, *words):
        """The report of a run."""
        done = subprocess.run(
            ['setpriv', '--pdeathsig', 'KILL', self.program, '--url', f'http://127.0.0.1:{port}',
             '--json', '--catalogue', self.catalogue, '--seconds', str(seconds), *words],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
            timeout=seconds + END_SECONDS)
        check(done.returncode in (0, 1) and done.stdout, f'viaja_load: {done.stderr[-1000:]}')
        return json.loads(done.stdout)

    def peak(self):
        """Trips a second in a closed loop."""
        report = self.run(self.replica.port(), PEAK_SECONDS, '--in-flight', str(PEAK_IN_FLIGHT))
        return report['trips_a_second']

    def start(self, rate):
        self.stream = ThreadPoolExecutor(1).submit(self.go_on, rate)

    def go_on(self, rate):
        begin = time.monotonic()
        while not self.over.is_set():
            port = self.replica.port()
            if port is None:  # it is started anew at this moment
                self.over.wait(1)
            else:
                self.sold += self.run(port, RUN_SECONDS, '--rate', str(rate), '--warm-up',
                                      '0')['trips']
        self.wanted = rate * (time.monotonic() - begin)

    def end(self):
        """Fails where a run did."""
        self.over.set()
        self.stream.result(RUN_SECONDS + 2 * END_SECONDS)

    def check_sold(self):
        print(f'the stream sold {self.sold} of {self.wanted:.0f} trips', flush=True)
        check(self.sold >= SOLD_PART_MIN * self.wanted, 'the stream sold too little')
