"""An operator at the page: the words of its two languages that stories look for, and what is done
by roles and names.
"""
import re

from playwright.sync_api import expect

SCREENS = ('', 'sagas', 'sessions', 'dead-letters', 'units', 'audit', 'charts')

WORDS = {
    'pt-BR': {
        'allow': 'Permitir mudanças nesta aba', 'token': 'Token de operação',
        'use_token': 'Usar este token', 'wrong_token': 'O servidor recusou este token.',
        'retry': 'Pedir de novo', 'give_up': 'Desistir', 'write_off': 'Dar baixa',
        'requeue': 'Reenviar', 'drop': 'Descartar', 'drop_word': 'descartar',
        'reason': 'Motivo', 'type': 'Para confirmar', 'asked_again': 'Pedido de novo às',
        'written_off': 'Baixa dada às', 'no_stuck': 'Nada está parado.',
        'no_letters': 'Nenhuma mensagem morta.', 'sums_right': 'Todas as somas desta página',
        'wrong_sums': 'Só somas erradas', 'wrong_sum': 'errada: 1 a mais do que há',
        'gone': 'sumiu', 'reference': 'Localizador ou id da sessão', 'find': 'Procurar',
        'diagram': 'Diagrama de sequência', 'curl': 'Copiar como curl',
        'copied': 'copiado', 'json': 'JSON', 'history': 'História',
    },
    'en-US': {
        'allow': 'Allow changes in this tab', 'token': "Operator's token",
        'use_token': 'Use this token', 'wrong_token': 'The server refused this token.',
        'retry': 'Ask again', 'give_up': 'Give up', 'write_off': 'Write off',
        'requeue': 'Send again', 'drop': 'Drop', 'drop_word': 'drop',
        'reason': 'Reason', 'type': 'To confirm', 'asked_again': 'Asked again',
        'written_off': 'Written off', 'no_stuck': 'Nothing is stuck.',
        'no_letters': 'There is no dead letter.', 'sums_right': 'All sums of this page',
        'wrong_sums': 'Wrong sums only', 'wrong_sum': 'wrong: 1 more than there are',
        'gone': 'gone', 'reference': 'Booking reference or id of the session', 'find': 'Find',
        'diagram': 'Sequence diagram', 'curl': 'Copy as curl',
        'copied': 'copied', 'json': 'JSON', 'history': 'Story',
    },
}


class Operator:
    def __init__(self, stage, look):
        self.stage, self.look = stage, look
        self.tab = stage.traveller(look, 'operator')
        self.page = self.tab.page
        self.words = WORDS[look.language]

    def say(self, key):
        return self.words[key]

    def open(self, screen='', query=''):
        self.page.goto('/operator' + (f'/{screen}' if screen else '') + query)
        expect(self.page.get_by_role('heading', level=1)).to_be_visible()

    def use_token(self, token):
        self.page.get_by_label(self.say('token')).fill(token)
        self.page.get_by_role('button', name=self.say('use_token')).click()

    def button(self, key):
        return self.page.get_by_role('button', name=self.say(key), exact=True)

    def row(self, text):
        return self.page.get_by_role('row').filter(has_text=text)

    def tick(self, text):
        self.row(text).get_by_role('checkbox').check()

    def act(self, key, reason='', word=''):
        """Presses the action, fills its dialog, and confirms."""
        self.button(key).click()
        dialog = self.page.get_by_role('dialog')
        confirm = dialog.get_by_role('button', name=self.say(key), exact=True)
        if reason:
            dialog.get_by_label(self.say('reason')).fill(reason)
        if word:
            expect(confirm).to_be_disabled()
            dialog.get_by_label(re.compile(self.say('type'))).fill(word)
        confirm.click()
        expect(dialog).to_have_count(0)

    def sees(self, key, **options):
        expect(self.page.get_by_text(self.say(key)).first).to_be_visible(**options)

    def check_screen(self, name):
        """No wider than the window, nothing that axe finds; its picture is kept."""
        self.tab.check_screen(name)
        self.stage.check_accessible(self.page, f'{name} in {self.look.name()}')
