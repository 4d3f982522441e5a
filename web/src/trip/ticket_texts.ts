// The texts of tickets and of what suppliers describe, in the file that shows them.
import { tickets as en } from '../texts/en/tickets';
import { language } from '../texts/language';
import { tickets as pt } from '../texts/pt/tickets';

export const ticketTexts = (): typeof pt => (language.value === 'pt-BR' ? pt : en);
