"""A service's port, asked for while it is killed and started, is never that of a run before."""
import os
import shutil
import sys
import tempfile
import threading

from viaja_process import Service, check, check_equal, wait_until

# Says that it is up at the port that it is told, and lives until it is killed.
PROGRAM = '''
import os, signal
print('"msg":"up","http":"http://127.0.0.1:' + os.environ['VIAJA_PORT'] + '"', flush=True)
signal.pause()
'''


def story(service, may_go_on):
    service.start(PORT=1111)
    wait_until(lambda: 'up' in service.said(), 30, 'the first run says that it is up')
    has_read, found = threading.Event(), []
    said = service.run.said

    def said_slowly():
        text = said()
        has_read.set()
        check(may_go_on.wait(30), 'the reader may never go on')
        return text

    service.run.said = said_slowly
    reader = threading.Thread(target=lambda: found.append(service.port()))
    reader.start()
    check(has_read.wait(30), 'the reader does not read')
    service.kill()
    service.start(PORT=2222)
    wait_until(service.is_up, 30, 'the second run says that it is up')
    may_go_on.set()
    reader.join(30)
    check_equal(found, [None], 'what the reader makes of the first run')
    check_equal(service.port(), 2222, 'the port of the second run')
    service.kill()
    check_equal(service.port(), None, 'the port of a service that was killed')


folder = tempfile.mkdtemp(prefix='viaja-service-')
service = Service('a service', [sys.executable, '-c', PROGRAM], dict(os.environ),
                  os.path.join(folder, 'log'))
may_go_on = threading.Event()
try:
    story(service, may_go_on)
finally:
    may_go_on.set()
    service.end()
    shutil.rmtree(folder)
