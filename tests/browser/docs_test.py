"""The pages for people who write programs: the API explorer and what a problem means."""
from playwright.sync_api import expect

from stage import DESK, PHONE, run
from viaja_process import check, check_equal

STRICT = ["default-src 'none'", "script-src 'self'", "style-src 'self'",
          "require-trusted-types-for 'script'"]


def try_the_api(stage, look):
    """A session is opened, searched, held and paid with the forms alone."""
    traveller = stage.traveller(look)
    page = traveller.page
    answer = page.goto('/docs')
    for directive in STRICT:
        check(directive in answer.headers['content-security-policy'], f'{directive} is missing')

    page.get_by_role('heading', level=1, name='Viaja').wait_for()
    for operation, status in (('openSession', 201), ('searchFlights', 200), ('hold', 201),
                              ('pay', 202)):
        form = page.locator(f'#{operation}')
        form.locator(':scope > summary').click()
        form.get_by_role('button', name='Send').click()
        expect(form.get_by_role('status')).to_contain_text(str(status))
    width = page.evaluate('document.documentElement.scrollWidth')
    check(width <= look.width, f'the explorer is {width} px wide in {look.width} px')
    stage.picture(page, f'{look.width}-explorer')
    stage.check_accessible(page, 'the explorer')
    traveller.context.close()


def read_a_problem(stage, look):
    traveller = stage.traveller(look)
    for code in ('payment_declined', 'unavailable', 'capture_pending'):
        traveller.open(f'/problems/{code}')
        traveller.sees_heading('charged_question', level=2)
        traveller.sees_text(code)
        traveller.check_screen(f'problem-{code}')
    answer = traveller.page.goto('/problems/unheard_of')
    check_equal(answer.status, 404, 'the status of an unknown code')
    traveller.context.close()


def story(stage):
    stage.complaints.expect_answers(404)
    for look in (DESK, PHONE):
        try_the_api(stage, look)
        read_a_problem(stage, look)


run(story)
