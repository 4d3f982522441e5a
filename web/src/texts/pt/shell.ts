// Words of the frame around every page.

export const shell = {
  title_: 'Viaja',
  slogan_: 'viagens inteiras, pagas uma vez',
  skip_: 'Ir para o conteúdo',
  home_: 'Viaja, página inicial',
  language_: 'Idioma',
  theme_: 'Cores',
  themes_: { system: 'do sistema', light: 'claras', dark: 'escuras' },
  steps_: 'Passos da viagem',
  step_: { out: 'Ida', back: 'Volta', hotel: 'Hotel', pay: 'Pagamento' },
  oneWay_: 'só ida',
  offline_: 'Sem conexão. O que está reservado continua no servidor; tentando de novo…',
  offlinePaying_:
    'Sem conexão. O pagamento será repetido com a mesma chave; nada é cobrado duas vezes.',
  backAgain_: 'Você voltou: nada se perdeu.',
  pageSearch_: 'Buscar',
  pageTrip_: 'Sua viagem',
  pageCode_: 'Continuar uma viagem',
  pageMissing_: 'Página não encontrada',
  missing_: 'Não há nada neste endereço.',
  toSearch_: 'Ir para a busca',
  haveCode_: 'Continuar com um código',
  footer_: 'Demonstração: companhias, hotéis e cartões são inventados; os aeroportos existem.',
  crashed_: 'Esta página parou por um erro. O que está reservado ou pago continua no servidor.',
  notLoaded_: 'Esta parte da página não foi carregada.',
  reload_: 'Carregar de novo',
};
