// The texts of Pix, in the file that shows them.
import { pix as en } from '../texts/en/pix';
import { language } from '../texts/language';
import { pix as pt } from '../texts/pt/pix';

export const pixTexts = (): typeof pt => (language.value === 'pt-BR' ? pt : en);
