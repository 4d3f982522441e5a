"""Routes over several carriers: pairs that no carrier serves alone are found, held and paid; a
search knows what was sold a moment before."""
from route_enumeration import check_all_routes
from viaja_process import check, check_equal, day_in, flight_wish, new_key, payment, run

# Of the demo's airports; none of these pairs has a path of one carrier.
PAIRS = (('FLN', 'MAO'), ('AFL', 'FEN'), ('AQA', 'BEL'), ('JPA', 'POA'))
HOLD_SECONDS = 10
CARRIERS = ('I0', '8G', 'J0', 'P1', '9B', 'A0')


def search(client, origin, destination, **more):
    query = ''.join(f'&{name}={value}' for name, value in more.items())
    answer = client.call('GET', f'/v1/flights/search?from={origin}&to={destination}'
                                f'&date={day_in(30)}{query}')
    check_equal(answer.status, 200, f'a search: {answer}')
    return answer.json()


def check_whole(offer, origin, destination):
    """Each segment is boarded where and after the one before has landed."""
    segments = offer['segments']
    check_equal((segments[0]['from'], segments[-1]['to']), (origin, destination), 'the ends')
    for before, after in zip(segments, segments[1:]):
        check_equal(after['from'], before['to'], 'where the next segment begins')
        check(after['departs_at'] > before['arrives_at'], f'{before} is not over before {after}')
        check(45 <= after['layover_minutes'] <= 1440, f'a layover: {after}')


def check_found(client):
    for origin, destination in PAIRS:
        found = search(client, origin, destination)
        check_equal(found['missing'], [], 'carriers missing')
        check(found['offers'], f'no route from {origin} to {destination}')
        for offer in found['offers']:
            check_whole(offer, origin, destination)
        alone = [offer for offer in found['offers']
                 if len({segment['carrier'] for segment in offer['segments']}) == 1]
        print(f'{origin}-{destination}: {len(found["offers"])} offers, {len(alone)} of one carrier')


def check_pages(client):
    """All routes, page by page: none comes twice."""
    seen, after = [], {}
    for _ in range(3):
        page = search(client, 'FLN', 'MAO', all=1, limit=40, sort='price', **after)
        seen += [tuple((one['flight'], one['date']) for one in offer['segments'])
                 for offer in page['offers']]
        check_equal(page['more'], True, 'more pages')
        after = {'after': page['next']}
    check_equal((len(seen), len(set(seen))), (120, 120), 'routes of three pages')


def book(client, offer):
    path, token = client.open_session()
    for segment in offer['segments']:
        held = client.call('POST', path + '/holds', flight_wish(segment, 2), token=token,
                           key=new_key(), wait=HOLD_SECONDS)
        check_equal(held.status, 201, f'the hold of {segment}: {held}')
    total = client.call('GET', path, token=token).json()['total']
    check_equal(total, offer['price'], 'the total of what was offered')
    paid = client.call('POST', path + '/payments', payment(total), token=token, key=new_key(),
                       wait=20)
    check_equal((paid.status, paid.json()['state']), (200, 'confirmed'), f'the payment: {paid}')


def story(viaja):
    client = viaja.start()
    check_found(client)
    check_pages(client)
    check_all_routes([client], CARRIERS)
    [offer, *_] = search(client, 'FLN', 'MAO', passengers=2)['offers']
    check(len(offer['segments']) > 1, f'a route of several segments: {offer}')
    book(client, offer)
    left = {segment['flight']: segment['seats_left'] for segment in offer['segments']}
    again = [other for other in search(client, 'FLN', 'MAO', passengers=2)['offers']
             if [one['flight'] for one in other['segments']] == list(left)]
    check_equal([one['seats_left'] for one in again[0]['segments']],
                [seats - 2 for seats in left.values()], 'seats after the sale')
    days = client.call('GET', '/v1/flights/calendar?from=FLN&to=MAO&month='
                              + day_in(30)[:7]).json()
    check_equal(days['missing'], [], 'carriers missing in the calendar')
    check(all(day['checked'] and 'price' in day for day in days['days']), f'a calendar: {days}')


run(story, TEST_MODE=1)
