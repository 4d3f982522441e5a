"""A proxy before a server that admits so many connections and then no more, until it is opened."""
import contextlib
import socket
import threading


class AdmittingProxy:
    """Listens on a port of its own. A connection that is not admitted is closed at once, as by a
    server that is going down."""

    def __init__(self, server_port, admitted):
        self.server_port, self.left = server_port, admitted
        self.refused = 0
        self.opened = threading.Event()
        self.sockets = []
        self.listener = socket.create_server(('127.0.0.1', 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def open(self):
        self.opened.set()

    def accept(self):
        while True:
            try:
                client = self.listener.accept()[0]
            except OSError:
                return
            if self.left <= 0 and not self.opened.is_set():
                self.refused += 1
                client.close()
                continue
            self.left -= 1
            server = socket.create_connection(('127.0.0.1', self.server_port))
            self.sockets += [client, server]
            for source, target in ((client, server), (server, client)):
                threading.Thread(target=self.copy, args=(source, target), daemon=True).start()

    @staticmethod
    def copy(source, target):
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                target.sendall(data)
        AdmittingProxy.shut_down(source, target)

    @staticmethod
    def shut_down(*ends):
        for end in ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def close(self):
        self.listener.close()
        for end in self.sockets:
            with contextlib.suppress(OSError):
                end.close()
