"""The cars for rent: what there is, what it costs, how it is shown. Your own goods go here."""
import datetime
import zoneinfo

DAY = datetime.timedelta(days=1)
OPENS = datetime.time(10)  # cars are fetched from ten o'clock on, by the clock at the airport
KIND = {'kind': 'Rental car', 'kind_pt': 'Carro de aluguel'}
ZONES = {'REC': 'America/Recife', 'GRU': 'America/Sao_Paulo', 'GIG': 'America/Sao_Paulo'}
CLASSES = {  # title, in Portuguese, seats, gearbox, in Portuguese, centavos a day, cars there
    'eco': ('Economy car', 'Carro econômico', '5', 'manual', 'manual', 11900, 3),
    'suv': ('SUV', 'SUV', '5', 'automatic', 'automático', 24900, 2),
    'van': ('Minivan', 'Minivan', '7', 'automatic', 'automático', 31900, 1),
}


def cars():
    return [f'{name}-{near.lower()}' for near in ZONES for name in CLASSES]


def parts_of(car):
    name, _, near = car.partition('-')
    return CLASSES[name], near.upper()


def fleet(car):
    return parts_of(car)[0][-1]


def days(first, last):
    first, last = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
    return [(first + number * DAY).isoformat() for number in range((last - first).days + 1)]


def starts_at(near, first):
    """When a rental begins, in UTC."""
    local = datetime.datetime.combine(datetime.date.fromisoformat(first), OPENS,
                                      zoneinfo.ZoneInfo(ZONES[near]))
    return local.astimezone(datetime.timezone.utc)


def instant(at):
    return at.strftime('%Y-%m-%dT%H:%M:%S.%fZ')


def item_of(supplier, car, first, last):
    """What is sold, as offers and "held" show it."""
    (title, title_pt, seats, gearbox, gearbox_pt, *_), near = parts_of(car)
    return {'type': 'other', 'supplier': supplier, 'item_id': car, 'from': first, 'until': last,
            **KIND, 'title': title, 'title_pt': title_pt,
            'details': [{'name': 'Seats', 'name_pt': 'Lugares', 'value': seats, 'value_pt': seats},
                        {'name': 'Gearbox', 'name_pt': 'Câmbio', 'value': gearbox,
                         'value_pt': gearbox_pt}],
            'near': near, 'starts_at': instant(starts_at(near, first)),
            'starts_at_local': f'{first}T{OPENS:%H:%M}'}


def price_of(car, first, last, quantity):
    a_day = parts_of(car)[0][-2]
    return {'amount': a_day * len(days(first, last)) * quantity, 'currency': 'BRL'}


def left(store, car, first, last):
    """How many are free on every day."""
    return fleet(car) - max(store.taken(car, day) for day in days(first, last))


def why_not(store, wish, now):
    """Why a new hold is refused; empty if there are enough cars."""
    car, first = wish['item_id'], wish['from']
    if car not in cars():
        return 'unknown_item'
    if now >= starts_at(parts_of(car)[1], first):
        return 'in_the_past'
    return '' if left(store, car, first, wish['until']) >= wish['quantity'] else 'sold_out'


def offers(store, supplier, question, now):
    """What fits, by local start and then by id."""
    first, last, quantity = question['from'], question['until'], question['quantity']
    after = question.get('after', {'starts_at_local': '', 'item_id': ''})
    found = []
    for car in sorted(cars()):
        item = item_of(supplier, car, first, last)
        is_behind = (item['starts_at_local'], car) > (after['starts_at_local'], after['item_id'])
        free = left(store, car, first, last)
        if item['near'] in question['near'] and is_behind and free >= quantity \
                and now < starts_at(item['near'], first):
            found.append({**item, 'left': free, 'price': price_of(car, first, last, quantity)})
    return found
