// Words of the trip: what is in it, its clock, how it is paid, how it ended.

import { dictionary } from '../texts/language';

const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

const pt = {
  trip: 'Sua viagem',
  empty: 'Sua viagem está vazia.',
  emptyHint:
    'Escolha um voo ou um quarto: fica reservado no seu nome enquanto você decide, sem cadastro.',
  loading: 'Abrindo sua viagem…',
  items: 'O que está na viagem',
  total: 'Total',
  see: 'Ver viagem',
  toPayment: (total: string) => `Ir para o pagamento · ${total}`,
  searchOn: 'Buscar mais',
  search: 'Buscar voos',
  newSearch: 'Nova busca',

  left: (clock: string) => `Reservado para você por mais ${clock}.`,
  heldUntil: 'Reservado para você por mais',
  priceStays: 'O preço não muda até lá.',
  announce: (minutes: number) => `Sua reserva dura mais ${plural(minutes, 'minuto', 'minutos')}.`,
  paused: 'A reserva está parada por outro sistema; o tempo volta a correr sozinho.',
  clockSafe: 'Tempo parado: sua reserva está protegida.',

  people: (count: number) => plural(count, 'pessoa', 'pessoas'),
  rooms: (count: number) => plural(count, 'quarto', 'quartos'),
  nights: (count: number) => plural(count, 'noite', 'noites'),
  kinds: { flight: 'Voo', room: 'Hotel' },
  nextDay: (days: number) => (days === 1 ? 'chega no dia seguinte' : `chega ${days} dias depois`),
  localTime: 'horário local',
  asked: 'Perguntando se ainda há lugar…',
  askedLong: 'Ainda sem resposta; perguntamos de novo sozinhos.',
  lost: 'Deixou de estar reservado. Solte ou troque antes de pagar.',
  releasing: 'soltando…',
  priceUnknown: 'preço a confirmar',
  drop: 'Soltar',
  dropping: 'Soltando…',
  swap: 'Trocar',
  rename: 'Corrigir nomes',
  giveUp: 'Desistir deste',
  refusedItems: 'Não deu para reservar',
  lookAgain: 'Procurar de novo',

  travellers: 'Quem viaja',
  traveller: (number: number) => `Nome da ${number}ª pessoa`,
  travellerHint: 'Como está no documento. Vai junto com cada reserva.',
  unnamed: (number: number) => `Passageiro ${number}`,
  travellerLine: (names: string) => `em nome de ${names}`,

  choosePayment: 'Como pagar',
  testCards: 'Cartões de teste',
  testCardsHint:
    'Esta é uma demonstração: nenhum dinheiro de verdade é movido. Cada cartão faz uma coisa diferente.',
  moreCards: 'Cartões que dão problema',
  pay: (total: string) => `Pagar ${total}`,
  payAgain: (total: string) => `Pagar ${total} de novo`,
  paySending: 'Enviando o pagamento…',
  payOnce: 'Clicar de novo ou recarregar não cobra duas vezes.',
  lostFirst: 'Antes de pagar, solte ou troque o que deixou de estar reservado.',
  noMoreAttempts:
    'Esta viagem já tentou pagar tantas vezes quanto pode. Cancele e comece outra; nada foi cobrado.',
  waitForAnswer: 'Dá para pagar assim que houver resposta para tudo o que foi pedido.',

  share: 'Continuar em outro aparelho',
  shareHint: 'Aponte a câmera para o código, ou copie o link. Quem tem o link tem a viagem.',
  shareQr: 'Código QR com o link desta viagem',
  copyLink: 'Copiar o link',
  copied: 'Copiado',
  copyByHand: 'Copie o texto selecionado',
  getCode: 'Gerar um código para digitar',
  code: (host: string, time: string) => `Digite em ${host}/code até ${time}:`,
  codeFailed: 'Este servidor não dá códigos agora. Use o link.',

  cancelUnpaid: 'Desistir e soltar tudo',
  cancelUnpaidSure: 'Tudo o que está reservado volta a ser de todos. Nada foi cobrado.',
  cancelUnpaidYes: 'Sim, soltar tudo',
  cancelPaid: (amount: string) => `Cancelar a viagem inteira e receber ${amount} de volta`,
  cancelPaidSure: 'Todas as reservas desta viagem são desfeitas. Isto não tem volta.',
  cancelPaidYes: (amount: string) => `Sim, cancelar e receber ${amount}`,
  keepIt: 'Ficar com a viagem',
  cancelSending: 'Cancelando…',

  gone: 'Esta viagem não está mais aqui.',
  goneHint:
    'O servidor não conhece este código de acesso. Viagens antigas são apagadas depois de um tempo.',
  forgetIt: 'Esquecer esta viagem',
  earlier: 'Outras viagens neste navegador',
  attention: (code: string) => `Uma pessoa foi avisada. Guarde este código: ${code}.`,

  codePage: {
    title: 'Continuar uma viagem',
    hint: 'Digite o código de 8 letras que aparece no outro aparelho.',
    label: 'Código',
    submit: 'Abrir a viagem',
    empty: 'Digite as 8 letras e números do código.',
    unknown: 'Este código não vale: já foi usado, passou do prazo ou tem uma letra trocada.',
    tooMany: 'Tentativas demais. Espere um minuto e tente de novo.',
    replaces:
      'A viagem que está aberta neste navegador deixa de ser mostrada aqui; ela continua no servidor.',
  },
};

const en: typeof pt = {
  trip: 'Your trip',
  empty: 'Your trip is empty.',
  emptyHint:
    'Choose a flight or a room: it is held in your name while you decide, without an account.',
  loading: 'Opening your trip…',
  items: 'What is in the trip',
  total: 'Total',
  see: 'See trip',
  toPayment: (total) => `Go to payment · ${total}`,
  searchOn: 'Search on',
  search: 'Search flights',
  newSearch: 'New search',

  left: (clock) => `Held for you for another ${clock}.`,
  heldUntil: 'Held for you for another',
  priceStays: 'The price stays the same until then.',
  announce: (minutes) => `Your hold lasts another ${plural(minutes, 'minute', 'minutes')}.`,
  paused: 'The hold is paused by another system; the clock goes on by itself.',
  clockSafe: 'The clock stands still: what you hold is safe.',

  people: (count) => plural(count, 'person', 'people'),
  rooms: (count) => plural(count, 'room', 'rooms'),
  nights: (count) => plural(count, 'night', 'nights'),
  kinds: { flight: 'Flight', room: 'Hotel' },
  nextDay: (days) => (days === 1 ? 'arrives the next day' : `arrives ${days} days later`),
  localTime: 'local time',
  asked: 'Asking whether it is still free…',
  askedLong: 'No answer yet; we ask again by ourselves.',
  lost: 'It is not held any more. Drop or swap it before you pay.',
  releasing: 'dropping…',
  priceUnknown: 'price to be confirmed',
  drop: 'Drop',
  dropping: 'Dropping…',
  swap: 'Swap',
  rename: 'Correct names',
  giveUp: 'Give this up',
  refusedItems: 'Could not be held',
  lookAgain: 'Search again',

  travellers: 'Who travels',
  traveller: (number) => `Name of traveller ${number}`,
  travellerHint: 'As in the document. It goes with every hold.',
  unnamed: (number) => `Traveller ${number}`,
  travellerLine: (names) => `for ${names}`,

  choosePayment: 'How to pay',
  testCards: 'Test cards',
  testCardsHint:
    'This is a demonstration: no real money moves. Each card does something different.',
  moreCards: 'Cards that make trouble',
  pay: (total) => `Pay ${total}`,
  payAgain: (total) => `Pay ${total} again`,
  paySending: 'Sending the payment…',
  payOnce: 'Clicking again or reloading does not charge twice.',
  lostFirst: 'Before you pay, drop or swap what is not held any more.',
  noMoreAttempts:
    'This trip has tried to pay as often as it may. Cancel it and begin another one; nothing was charged.',
  waitForAnswer: 'You can pay as soon as everything that was asked for is answered.',

  share: 'Continue on another device',
  shareHint: 'Point a camera at the code, or copy the link. Whoever has the link has the trip.',
  shareQr: 'QR code with the link of this trip',
  copyLink: 'Copy the link',
  copied: 'Copied',
  copyByHand: 'Copy the selected text',
  getCode: 'Get a code to type',
  code: (host, time) => `Type it at ${host}/code before ${time}:`,
  codeFailed: 'This server gives no codes now. Use the link.',

  cancelUnpaid: 'Give up and drop everything',
  cancelUnpaidSure: 'Everything that is held becomes free for others. Nothing was charged.',
  cancelUnpaidYes: 'Yes, drop everything',
  cancelPaid: (amount) => `Cancel the whole trip and get ${amount} back`,
  cancelPaidSure: 'Every booking of this trip is undone. This cannot be taken back.',
  cancelPaidYes: (amount) => `Yes, cancel and get ${amount}`,
  keepIt: 'Keep the trip',
  cancelSending: 'Cancelling…',

  gone: 'This trip is not here any more.',
  goneHint: 'The server does not know this access code. Old trips are deleted after a while.',
  forgetIt: 'Forget this trip',
  earlier: 'Other trips in this browser',
  attention: (code) => `A person has been told. Keep this code: ${code}.`,

  codePage: {
    title: 'Continue a trip',
    hint: 'Type the code of 8 letters that the other device shows.',
    label: 'Code',
    submit: 'Open the trip',
    empty: 'Type the 8 letters and digits of the code.',
    unknown: 'This code is not valid: it was used, is too old, or has a wrong letter.',
    tooMany: 'Too many tries. Wait a minute and try again.',
    replaces:
      'The trip that is open in this browser is no longer shown here; it stays on the server.',
  },
};

export const tripTexts = dictionary(pt, en);
