"""What stories of Pix share: a traveller who chose it, the charge on the page, the bank's side."""
from playwright.sync_api import expect

from bookings import Booking
from stage import DESK
from viaja_process import check, check_equal, day_in, flight_wish


def held_flight(stage, look=DESK, test_flight=None):
    """A traveller who comes by a link to a trip of one flight."""
    booking = Booking(stage.client)
    segment = stage.client.flights('GRU', 'REC', day_in(30))[0]
    if test_flight:
        segment = {'carrier': 'I0', 'flight': test_flight, 'date': day_in(30)}
    booking.hold(stage.client, flight_wish(segment))
    traveller = stage.traveller(look)
    traveller.open(f'/trip#{booking.id()}.{booking.token}')
    expect(traveller.button('pay')).to_be_enabled()
    return traveller


def choose_pix(traveller):
    traveller.page.get_by_role('radio', name='Pix').check()
    traveller.button('get_pix').click()
    traveller.sees_heading('pix_waiting')


def charge_of(traveller):
    charge = traveller.ask()['payment']['pix']
    check(charge, 'no charge is waited for')
    return charge


def sees_charge(traveller, charge):
    """All that is needed to pay it, as the server says it."""
    traveller.sees_heading('pix_waiting')
    code = traveller.page.locator('#pix-code')
    expect(code).to_have_text(charge['copy_and_paste'])
    expect(traveller.page.get_by_role('img', name=traveller.say('pix_qr'))).to_be_visible()
    expect(traveller.clock()).to_have_attribute('aria-live', 'off')
    traveller.sees('pix_awaited')


def check_kept(bank, traveller, kept, attempt=1):
    """What the bank received and did not give back; each receipt came back whole or not at all."""
    receipts = bank.receipts(f'/test/bank/{traveller.credentials()["id"]}/{attempt}')
    stays = [each['amount']['amount'] for each in receipts if not returned(each)]
    check_equal(stays, kept, f'what the bank keeps of {receipts}')


def returned(receipt):
    back = (receipt.get('returned') or {}).get('amount', 0)
    check(back in (0, receipt['amount']['amount']), f'a part came back: {receipt}')
    return back > 0
