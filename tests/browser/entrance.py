"""One address before several replicas, as a load balancer is: each connection goes, byte by byte,
to the first replica that takes it, and ends with it.
"""
import socket
import threading

PIECE = 64 * 1024


class Entrance:
    def __init__(self, ports):
        """ports() gives the ports of the replicas that may be asked, the preferred one first."""
        self.ports = ports
        self.listener = socket.create_server(('127.0.0.1', 0))
        self.host, self.port = self.listener.getsockname()
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        self.listener.close()

    def _accept(self):
        while True:
            try:
                incoming, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(incoming,), daemon=True).start()

    def _serve(self, incoming):
        outgoing = self._replica()
        if outgoing is None:
            incoming.close()
            return
        back = threading.Thread(target=self._pass, args=(outgoing, incoming), daemon=True)
        back.start()
        self._pass(incoming, outgoing)
        back.join()
        incoming.close()
        outgoing.close()

    def _replica(self):
        for port in self.ports():
            try:
                return socket.create_connection(('127.0.0.1', port), timeout=2)
            except OSError:
                continue
        return None

    @staticmethod
    def _pass(source, target):
        """Until one of them ends; then both do."""
        source.settimeout(None)
        try:
            while piece := source.recv(PIECE):
                target.sendall(piece)
        except OSError:
            pass
        for end in (source, target):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
