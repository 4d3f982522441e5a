"""What is on sale while the API is fuzzed: wishes that a supplier can hold, on days to come."""
import urllib.parse

from viaja_process import Client, check, day_in, flight_wish, room_wish, ticket_wish

DAYS = range(31, 38)
CHECK_IN, CHECK_OUT = day_in(31), day_in(34)
TEST_FLIGHTS = ('I09901', 'I09903')  # refuses to confirm; answers twice


class Offers:
    """Asked for once, by searches."""

    def __init__(self, url):
        address = urllib.parse.urlsplit(url)
        client = Client(address.hostname, address.port)
        flights = [flight_wish(segment) for day in DAYS
                   for segment in client.flights('GRU', 'REC', day_in(day))]
        flights += [{**flights[0], 'carrier': 'I0', 'flight': flight} for flight in TEST_FLIGHTS]
        rooms = [room_wish(room, CHECK_IN, CHECK_OUT)
                 for room in client.rooms('REC', CHECK_IN, CHECK_OUT)]
        tickets = [ticket_wish(section) for section in client.tickets('GRU', CHECK_IN, day_in(61))]
        self.kinds = (flights, rooms, tickets)
        check(all(self.kinds), 'there is not enough on sale')

    def one(self, chance):
        return dict(chance.choice(chance.choice(self.kinds)))

    def wish(self, chance, may_be_list, replaced):
        """The body of a hold: one item, or a list that may replace what is held."""
        if not may_be_list or chance.random() < 0.6:
            return self.one(chance)
        body = {'items': [self.one(chance) for _ in range(chance.randrange(1, 4))]}
        if replaced and chance.random() < 0.3:
            body['replaces'] = replaced[:1]
        return body


def put_days(chance, query):
    """Days that are on sale in place of those of the examples."""
    first = chance.randrange(1, 300)
    for name, days in (('date', 0), ('until', chance.randrange(0, 31)),
                       ('check_in', 0), ('check_out', chance.randrange(1, 31))):
        if name in query:
            query[name] = day_in(first + days)
