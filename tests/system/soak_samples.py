"""What the processes of a system and its servers use, sample by sample, as rows of a CSV file."""
import csv
import os
import threading
import time

PAGE_KB = os.sysconf('SC_PAGE_SIZE') // 1024
COLUMNS = ('second', 'what', 'name', 'value')
SIZES = ("SELECT table_schema AS part, SUM(data_length + index_length) AS size "
         "FROM information_schema.tables WHERE table_schema LIKE 'viaja\\_%' GROUP BY table_schema")


def process_numbers(pid):
    """{what: number} of a process; None where it has ended."""
    try:
        with open(f'/proc/{pid}/statm', encoding='ascii') as file:
            resident = int(file.read().split()[1]) * PAGE_KB
        return {'rss_kb': resident, 'descriptors': len(os.listdir(f'/proc/{pid}/fd')),
                'threads': len(os.listdir(f'/proc/{pid}/task'))}
    except OSError:
        return None


def take_turns(servers):
    """Commands to the servers' program may come from several threads from now on."""
    lock, command = threading.Lock(), servers.command

    def in_turn(*words):
        with lock:
            return command(*words)

    servers.command = in_turn


class Samples:
    """Looks every so many seconds, on a thread of its own; what cannot be asked at that moment, for
    it was killed, has no row then. `sold` is how many trips were sold so far."""

    def __init__(self, system, path, pause, sold):
        self.system, self.pause, self.sold = system, pause, sold
        self.rows = []
        self.begin = time.monotonic()
        self.file = open(path, 'w', encoding='ascii', newline='')
        self.writer = csv.writer(self.file)
        self.writer.writerow(COLUMNS)
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.look_again, daemon=True)
        self.thread.start()

    def note(self, what, name, value):
        row = (round(time.monotonic() - self.begin, 1), what, name, value)
        self.rows.append(row)
        self.writer.writerow(row)

    def look_again(self):
        while not self.over.wait(self.pause):
            for look in (self.look_at_services, self.look_at_servers, self.look_at_queues,
                         self.look_at_tables, self.look_at_sales):
                try:
                    look()
                except (OSError, AssertionError, RuntimeError, ValueError):
                    continue  # a server that was killed or frozen
            self.file.flush()

    def look_at_services(self):
        for name, service in self.system.services.items():
            if service.runs():
                self.look_at_process(name, service.process.pid)

    def look_at_servers(self):
        for line in self.system.servers.command('ports').split('\n'):
            name, _, pid = line.split()
            if name != 'console' and pid != '-':
                self.look_at_process(name, pid)

    def look_at_process(self, name, pid):
        for what, value in (process_numbers(pid) or {}).items():
            self.note(what, name, value)

    def look_at_queues(self):
        depths = self.system.console.queues()
        for name, depth in depths.items():
            if not name.endswith('.dead'):
                self.note('queue', name, depth)

    def look_at_tables(self):
        for row in self.system.store.rows('information_schema', SIZES):
            self.note('bytes', row['part'], int(row['size']))

    def look_at_sales(self):
        self.note('sold', 'trips', self.sold())

    def end(self):
        self.over.set()
        self.thread.join(120)
        self.file.close()


def median(values):
    ordered = sorted(values)
    return ordered[len(ordered) // 2]


def growth(rows, what, seconds):
    """{name: (median of the second quarter of the time, median of the last)} of what was looked at
    in both."""
    found = {}
    for name in {row[2] for row in rows if row[1] == what}:
        values = [(second, value) for second, kind, other, value in rows
                  if kind == what and other == name]
        early = [value for second, value in values if seconds / 4 <= second < seconds / 2]
        late = [value for second, value in values if second >= seconds * 3 / 4]
        if early and late:
            found[name] = (median(early), median(late))
    return found
