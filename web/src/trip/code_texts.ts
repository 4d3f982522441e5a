// Words of the page for a code from another device.

import { dictionary } from '../texts/language';

export const t = dictionary({
  title_: ['Continuar uma viagem', 'Continue a trip'],
  hint_: [
    'Digite o código de 8 letras que aparece no outro aparelho.',
    'Type the code of 8 letters that the other device shows.',
  ],
  label_: ['Código', 'Code'],
  submit_: ['Abrir a viagem', 'Open the trip'],
  empty: ['Digite as 8 letras e números do código.', 'Type the 8 letters and digits of the code.'],
  unknown: [
    'Este código não vale: já foi usado, passou do prazo ou tem uma letra trocada.',
    'This code is not valid: it was used, is too old, or has a wrong letter.',
  ],
  tooMany: [
    'Tentativas demais. Espere um minuto e tente de novo.',
    'Too many tries. Wait a minute and try again.',
  ],
  replaces_: [
    'A viagem que está aberta neste navegador deixa de ser mostrada aqui; ela continua no servidor.',
    'The trip that is open in this browser is no longer shown here; it stays on the server.',
  ],
});
