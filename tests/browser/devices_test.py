"""One trip in two tabs and on two devices: what one does the other shows, within a second."""
import re
import time

from playwright.sync_api import expect

from stage import PHONE, run
from viaja_process import check, check_equal, day_in


def drop_in_another_tab(traveller):
    """The first tab shows within a second what the second one did."""
    first = traveller.page
    expect(first.get_by_role('list').get_by_role('button', name=re.compile(
        '^' + traveller.say('drop'))).first).to_be_visible()
    with traveller.other_tab('/trip'):
        traveller.button('drop').first.click()
        traveller.sees('empty')
        began = time.monotonic()
        expect(first.get_by_text(traveller.say('empty')).first).to_be_visible()
        check(time.monotonic() - began < 1, 'the other tab shows it later than after a second')


def by_link(stage, traveller):
    """The link holds the token in its fragment, which the address loses at once."""
    traveller.page.get_by_text(traveller.say('share')).click()
    link = traveller.page.locator('#share-link').inner_text()
    own = traveller.credentials()
    check_equal(link, f'{stage.address}/trip#{own["id"]}.{own["token"]}', 'the link')
    other = stage.traveller(PHONE, 'phone')
    other.open(link)
    expect(other.button('pay')).to_be_visible()
    check_equal(other.page.url, f'{stage.address}/trip', 'the address after the link was taken')
    check_equal(other.ask()['id'], own['id'], 'the trip on the phone')
    return other


def by_code(stage, traveller):
    """A code is good once, and gives the device a token of its own."""
    traveller.page.get_by_role('button', name=traveller.say('get_code')).click()
    code = traveller.page.locator('#typed-code').inner_text().strip()
    check(re.fullmatch('[A-Z0-9]{8}', code), f'a code of shard 0: {code}')
    own = traveller.credentials()
    for device, works in (('tablet', True), ('thief', False)):
        other = stage.traveller(PHONE, device)
        other.open('/code')
        other.page.get_by_label(other.say('code_label'), exact=True).fill(code.lower())
        other.page.get_by_role('button', name=other.say('open_trip')).click()
        if works:
            expect(other.button('pay')).to_be_visible()
            check_equal(other.credentials()['id'], own['id'], 'the trip on the tablet')
            check(other.credentials()['token'] != own['token'], 'two devices share a token')
        else:
            other.sees_text(other.say('code_wrong'))
            check_equal(other.credentials(), None, 'what the second use of a code opens')


def by_code_of_another_shard(stage):
    """It has ten letters; what is typed between them is not sent."""
    other = stage.traveller(PHONE, 'tablet')
    other.open('/code')
    other.sees_text(other.say('code_letters'))
    label = other.page.get_by_label(other.say('code_label'), exact=True)
    for typed, sent in (('k7qx-2m9p ad', 'K7QX2M9PAD'), ('K7QX2M9P', 'K7QX2M9P')):
        label.fill('')
        label.press_sequentially(typed)
        with other.page.expect_request('**/v1/codes/*') as redeemed:
            other.page.get_by_role('button', name=other.say('open_trip')).click()
        check_equal(redeemed.value.url, f'{stage.address}/v1/codes/{sent}', 'what is sent')
        other.sees_text(other.say('code_wrong'))
    for typed in ('K7QX2M9', 'K7QX2M9PA', 'K7QX2M9PADE'):
        label.fill(typed)
        other.page.get_by_role('button', name=other.say('open_trip')).click()
        other.sees_text(other.say('code_incomplete'))


def story(stage):
    stage.complaints.expect_answers(404, 409, 410, 421, 422)
    traveller = stage.traveller()
    traveller.look_at_flights('GRU', 'REC', day_in(30))
    traveller.hold()
    traveller.to_trip()
    drop_in_another_tab(traveller)
    traveller.look_at_flights('GRU', 'REC', day_in(30))
    traveller.hold()
    traveller.to_trip()
    phone = by_link(stage, traveller)
    by_code(stage, traveller)
    by_code_of_another_shard(stage)
    phone.pay('tok_slow_3s')
    traveller.sees_heading('paying')
    traveller.sees_heading('confirmed')
    phone.sees_heading('confirmed')


run(story)
