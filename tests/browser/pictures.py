"""Makes the pictures of README.md: tests/browser/run pictures.py PROGRAM

They are what the page is, so they are made anew when it changes.
"""
import os

from bookings import Booking
from stage import ROOT, Look, run
from viaja_process import check, day_in, flight_wish, room_wish

FOLDER = ROOT / 'docs' / 'images'
BYTES_MAX = 150_000


def keep(page, name):
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f'{name}.png'
    page.screenshot(path=path)
    check(os.path.getsize(path) < BYTES_MAX, f'{path} has {os.path.getsize(path)} bytes')


def name_the_traveller(traveller):
    traveller.open('/')
    traveller.page.evaluate('''() => localStorage.setItem("viaja.travellers",
        JSON.stringify(["Ana Souza"]))''')


def story(stage):
    desk = stage.traveller(Look('en-US', 1280, 'light'))
    desk.page.set_viewport_size({'width': 1280, 'height': 960})
    name_the_traveller(desk)
    desk.look_at_flights('GRU', 'REC', day_in(30), back=day_in(34))
    desk.hold()
    keep(desk.page, 'search')
    phone = stage.traveller(Look('en-US', 390, 'dark'))
    phone.page.set_viewport_size({'width': 390, 'height': 780})
    booking = Booking(stage.client)
    room = stage.client.rooms('GRU', day_in(30), day_in(33))[0]
    booking.hold(stage.client, room_wish(room, day_in(30), day_in(33)))
    slow_flight = {'carrier': 'I0', 'flight': 'I09902', 'date': day_in(30)}
    booking.hold(stage.client, flight_wish(slow_flight))
    phone.open(f'/trip#{booking.id()}.{booking.token}')
    phone.pay()
    phone.sees_text(phone.say('confirmed_step'))
    phone.page.evaluate('scrollTo(0, 0)')
    keep(phone.page, 'paying')


run(story)
