// Words of the frame around every page.

import { dictionary } from './language';

const pt = {
  title: 'Viaja',
  slogan: 'viagens inteiras, pagas uma vez',
  skip: 'Ir para o conteúdo',
  home: 'Viaja, página inicial',
  language: 'Idioma',
  theme: 'Cores',
  themes: { system: 'do sistema', light: 'claras', dark: 'escuras' },
  steps: 'Passos da viagem',
  step: { out: 'Ida', back: 'Volta', hotel: 'Hotel', pay: 'Pagamento' },
  oneWay: 'só ida',
  offline: 'Sem conexão. O que está reservado continua no servidor; tentando de novo…',
  offlinePaying:
    'Sem conexão. Seu pagamento será repetido com a mesma chave quando o servidor voltar; nada é cobrado duas vezes.',
  backAgain: 'Você voltou: nada se perdeu.',
  pages: {
    search: 'Buscar',
    trip: 'Sua viagem',
    code: 'Continuar uma viagem',
    missing: 'Página não encontrada',
  },
  missing: 'Não há nada neste endereço.',
  toSearch: 'Ir para a busca',
  haveCode: 'Continuar com um código',
  footer: 'Demonstração: companhias, hotéis e cartões são inventados; os aeroportos existem.',
  crashed: 'Esta página parou por um erro dela. O que está reservado ou pago continua no servidor.',
  notLoaded: 'Esta parte da página não foi carregada.',
  reload: 'Carregar de novo',
};

const en = {
  title: 'Viaja',
  slogan: 'whole trips, paid once',
  skip: 'Skip to content',
  home: 'Viaja, home page',
  language: 'Language',
  theme: 'Colours',
  themes: { system: 'as the system', light: 'light', dark: 'dark' },
  steps: 'Steps of the trip',
  step: { out: 'Outbound', back: 'Return', hotel: 'Hotel', pay: 'Payment' },
  oneWay: 'one way',
  offline: 'No connection. What you hold stays on the server; trying again…',
  offlinePaying:
    'No connection. Your payment is repeated under the same key when the server is back; nothing is charged twice.',
  backAgain: 'You are back: nothing was lost.',
  pages: {
    search: 'Search',
    trip: 'Your trip',
    code: 'Continue a trip',
    missing: 'Page not found',
  },
  missing: 'There is nothing at this address.',
  toSearch: 'Go to the search',
  haveCode: 'Continue with a code',
  footer: 'A demonstration: airlines, hotels and cards are invented; the airports exist.',
  crashed: 'This page stopped because of its own error. What is held or paid stays on the server.',
  notLoaded: 'This part of the page was not loaded.',
  reload: 'Load it again',
};

export const shellTexts = dictionary(pt, en);
