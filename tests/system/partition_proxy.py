"""A proxy between a process and a server that cuts them off from each other for a while."""
import contextlib
import math
import threading

from admitting_proxy import AdmittingProxy


class PartitionProxy(AdmittingProxy):
    """Admits every connection. While it is cut no byte passes, in neither direction, and no
    connection ends: neither side is told anything, as on a network that is broken. What was sent
    meanwhile passes afterwards."""

    def __init__(self, server_port):
        self.whole = threading.Event()
        self.whole.set()
        super().__init__(server_port, math.inf)

    def cut(self):
        self.whole.clear()

    def heal(self):
        self.whole.set()

    def copy(self, source, target):
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                self.whole.wait()
                target.sendall(data)
        self.whole.wait()
        self.shut_down(source, target)

    def close(self):
        self.heal()
        super().close()
