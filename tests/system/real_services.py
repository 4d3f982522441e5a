"""Clients of replicas, which may be killed and started again with other ports."""
from viaja_process import Client


class Replica(Client):
    """A client of one replica, wherever that listens now."""

    def __init__(self, service):
        super().__init__('127.0.0.1', None)
        self.service = service

    def call(self, *arguments, **more):
        self.port = self.service.client().port
        return super().call(*arguments, **more)


class Replicas(Client):
    """Calls all replicas in turn, as a load balancer does: a frozen one gets no calls, and one that
    takes no connection is passed over, for it has heard nothing."""

    def __init__(self, services):
        super().__init__(None, None)
        self.services = services
        self.turn = 0

    def call(self, *arguments, **more):
        self.turn += 1
        for offset in range(len(self.services)):
            service = self.services[(self.turn + offset) % len(self.services)]
            if service.port() is None or service.frozen:
                continue
            try:
                return service.client().call(*arguments, **more)
            except ConnectionRefusedError:
                continue
        raise ConnectionRefusedError('no replica listens')
