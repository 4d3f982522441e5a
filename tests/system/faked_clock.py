"""The wall clock of one process, set by a test through Debian's libfaketime while the process runs.
Its monotonic clock, by which it waits, stays that of the machine."""
import glob
import os
import sys

SKIPPED = 77
LIBRARIES = glob.glob('/usr/lib/*/faketime/libfaketimeMT.so.1')


class FakedClock:
    def __init__(self, folder, name, offset='+0'):
        if not LIBRARIES:
            print('libfaketime is not installed: ./test installs it')
            sys.exit(SKIPPED)
        self.file = os.path.join(folder, name + '.clock')
        self.set(offset)

    def set(self, offset):
        """'+3', '-1h', '+1d': how far it is ahead of the machine's from now on."""
        with open(self.file + '.new', 'w', encoding='ascii') as file:
            file.write(offset + '\n')
        os.replace(self.file + '.new', self.file)

    def environment(self):
        return {'LD_PRELOAD': LIBRARIES[0], 'FAKETIME_TIMESTAMP_FILE': self.file,
                'FAKETIME_NO_CACHE': '1', 'FAKETIME_DONT_FAKE_MONOTONIC': '1', 'NO_FAKE_STAT': '1'}
