// Words of the frame around every page.

import { dictionary } from './language';

export const t = dictionary({
  title_: ['Viaja', 'Viaja'],
  slogan_: ['viagens inteiras, pagas uma vez', 'whole trips, paid once'],
  skip_: ['Ir para o conteúdo', 'Skip to content'],
  home_: ['Viaja, página inicial', 'Viaja, home page'],
  language_: ['Idioma', 'Language'],
  theme_: ['Cores', 'Colours'],
  themes_: [
    { system: 'do sistema', light: 'claras', dark: 'escuras' },
    { system: 'as the system', light: 'light', dark: 'dark' },
  ],
  steps_: ['Passos da viagem', 'Steps of the trip'],
  step_: [
    { out: 'Ida', back: 'Volta', hotel: 'Hotel', pay: 'Pagamento' },
    { out: 'Outbound', back: 'Return', hotel: 'Hotel', pay: 'Payment' },
  ],
  oneWay_: ['só ida', 'one way'],
  offline_: [
    'Sem conexão. O que está reservado continua no servidor; tentando de novo…',
    'No connection. What you hold stays on the server; trying again…',
  ],
  offlinePaying_: [
    'Sem conexão. Seu pagamento será repetido com a mesma chave quando o servidor voltar; nada é cobrado duas vezes.',
    'No connection. Your payment is repeated under the same key when the server is back; nothing is charged twice.',
  ],
  backAgain_: ['Você voltou: nada se perdeu.', 'You are back: nothing was lost.'],
  pageSearch_: ['Buscar', 'Search'],
  pageTrip_: ['Sua viagem', 'Your trip'],
  pageCode_: ['Continuar uma viagem', 'Continue a trip'],
  pageMissing_: ['Página não encontrada', 'Page not found'],
  missing_: ['Não há nada neste endereço.', 'There is nothing at this address.'],
  toSearch_: ['Ir para a busca', 'Go to the search'],
  haveCode_: ['Continuar com um código', 'Continue with a code'],
  footer_: [
    'Demonstração: companhias, hotéis e cartões são inventados; os aeroportos existem.',
    'A demonstration: airlines, hotels and cards are invented; the airports exist.',
  ],
  crashed_: [
    'Esta página parou por um erro dela. O que está reservado ou pago continua no servidor.',
    'This page stopped because of its own error. What is held or paid stays on the server.',
  ],
  notLoaded_: ['Esta parte da página não foi carregada.', 'This part of the page was not loaded.'],
  reload_: ['Carregar de novo', 'Load it again'],
});
