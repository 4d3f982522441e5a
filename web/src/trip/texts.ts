// Words of the trip: what is in it, its clock, how it is paid, how it ended.

import { dictionary } from '../texts/language';

const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

export const t = dictionary({
  trip_: ['Sua viagem', 'Your trip'],
  empty_: ['Sua viagem está vazia.', 'Your trip is empty.'],
  emptyHint_: [
    'Escolha um voo ou um quarto: fica reservado no seu nome enquanto você decide, sem cadastro.',
    'Choose a flight or a room: it is held in your name while you decide, without an account.',
  ],
  loading_: ['Abrindo sua viagem…', 'Opening your trip…'],
  items_: ['O que está na viagem', 'What is in the trip'],
  total_: ['Total', 'Total'],
  see_: ['Ver viagem', 'See trip'],
  toPayment_: [
    (total: string) => `Ir para o pagamento · ${total}`,
    (total) => `Go to payment · ${total}`,
  ],
  searchOn_: ['Buscar mais', 'Search on'],
  search_: ['Buscar voos', 'Search flights'],
  newSearch_: ['Nova busca', 'New search'],

  left_: [
    (clock: string) => `Reservado para você por mais ${clock}.`,
    (clock) => `Held for you for another ${clock}.`,
  ],
  heldUntil_: ['Reservado para você por mais', 'Held for you for another'],
  priceStays_: ['O preço não muda até lá.', 'The price stays the same until then.'],
  announce_: [
    (minutes: number) => `Sua reserva dura mais ${plural(minutes, 'minuto', 'minutos')}.`,
    (minutes) => `Your hold lasts another ${plural(minutes, 'minute', 'minutes')}.`,
  ],
  paused_: [
    'A reserva está parada por outro sistema; o tempo volta a correr sozinho.',
    'The hold is paused by another system; the clock goes on by itself.',
  ],
  clockSafe_: [
    'Tempo parado: sua reserva está protegida.',
    'The clock stands still: what you hold is safe.',
  ],

  people_: [
    (count: number) => plural(count, 'pessoa', 'pessoas'),
    (count) => plural(count, 'person', 'people'),
  ],
  rooms_: [
    (count: number) => plural(count, 'quarto', 'quartos'),
    (count) => plural(count, 'room', 'rooms'),
  ],
  nights_: [
    (count: number) => plural(count, 'noite', 'noites'),
    (count) => plural(count, 'night', 'nights'),
  ],
  kinds_: [
    { flight: 'Voo', room: 'Hotel' },
    { flight: 'Flight', room: 'Hotel' },
  ],
  nextDay_: [
    (days: number) => (days === 1 ? 'chega no dia seguinte' : `chega ${days} dias depois`),
    (days) => (days === 1 ? 'arrives the next day' : `arrives ${days} days later`),
  ],
  localTime_: ['horário local', 'local time'],
  asked_: ['Perguntando se ainda há lugar…', 'Asking whether it is still free…'],
  askedLong_: [
    'Ainda sem resposta; perguntamos de novo sozinhos.',
    'No answer yet; we ask again by ourselves.',
  ],
  lost_: [
    'Deixou de estar reservado. Solte ou troque antes de pagar.',
    'It is not held any more. Drop or swap it before you pay.',
  ],
  priceUnknown_: ['preço a confirmar', 'price to be confirmed'],
  drop_: ['Soltar', 'Drop'],
  dropping_: ['Soltando…', 'Dropping…'],
  swap_: ['Trocar', 'Swap'],
  rename_: ['Corrigir nomes', 'Correct names'],
  giveUp_: ['Desistir deste', 'Give this up'],
  refusedItems_: ['Não deu para reservar', 'Could not be held'],
  lookAgain_: ['Procurar de novo', 'Search again'],

  travellers_: ['Quem viaja', 'Who travels'],
  traveller_: [
    (number: number) => `Nome da ${number}ª pessoa`,
    (number) => `Name of traveller ${number}`,
  ],
  travellerHint_: [
    'Como está no documento. Vai junto com cada reserva.',
    'As in the document. It goes with every hold.',
  ],
  unnamed_: [(number: number) => `Passageiro ${number}`, (number) => `Traveller ${number}`],
  travellerLine_: [(names: string) => `em nome de ${names}`, (names) => `for ${names}`],

  choosePayment_: ['Como pagar', 'How to pay'],
  testCards_: ['Cartões de teste', 'Test cards'],
  testCardsHint_: [
    'Esta é uma demonstração: nenhum dinheiro de verdade é movido. Cada cartão faz uma coisa diferente.',
    'This is a demonstration: no real money moves. Each card does something different.',
  ],
  moreCards_: ['Cartões que dão problema', 'Cards that make trouble'],
  pay_: [(total: string) => `Pagar ${total}`, (total) => `Pay ${total}`],
  payAgain_: [(total: string) => `Pagar ${total} de novo`, (total) => `Pay ${total} again`],
  paySending_: ['Enviando o pagamento…', 'Sending the payment…'],
  payOnce_: [
    'Clicar de novo ou recarregar não cobra duas vezes.',
    'Clicking again or reloading does not charge twice.',
  ],
  lostFirst_: [
    'Antes de pagar, solte ou troque o que deixou de estar reservado.',
    'Before you pay, drop or swap what is not held any more.',
  ],
  noMoreAttempts_: [
    'Esta viagem já tentou pagar tantas vezes quanto pode. Cancele e comece outra; nada foi cobrado.',
    'This trip has tried to pay as often as it may. Cancel it and begin another one; nothing was charged.',
  ],
  waitForAnswer_: [
    'Dá para pagar assim que houver resposta para tudo o que foi pedido.',
    'You can pay as soon as everything that was asked for is answered.',
  ],

  share_: ['Continuar em outro aparelho', 'Continue on another device'],
  shareHint_: [
    'Aponte a câmera para o código, ou copie o link. Quem tem o link tem a viagem.',
    'Point a camera at the code, or copy the link. Whoever has the link has the trip.',
  ],
  shareQr_: ['Código QR com o link desta viagem', 'QR code with the link of this trip'],
  copyLink_: ['Copiar o link', 'Copy the link'],
  copied_: ['Copiado', 'Copied'],
  copyByHand_: ['Copie o texto selecionado', 'Copy the selected text'],
  getCode_: ['Gerar um código para digitar', 'Get a code to type'],
  code_: [
    (host: string, time: string) => `Digite em ${host}/code até ${time}:`,
    (host, time) => `Type it at ${host}/code before ${time}:`,
  ],
  codeFailed_: [
    'Este servidor não dá códigos agora. Use o link.',
    'This server gives no codes now. Use the link.',
  ],

  cancelUnpaid_: ['Desistir e soltar tudo', 'Give up and drop everything'],
  cancelUnpaidSure_: [
    'Tudo o que está reservado volta a ser de todos. Nada foi cobrado.',
    'Everything that is held becomes free for others. Nothing was charged.',
  ],
  cancelUnpaidYes_: ['Sim, soltar tudo', 'Yes, drop everything'],
  cancelPaid_: [
    (amount: string) => `Cancelar a viagem inteira e receber ${amount} de volta`,
    (amount) => `Cancel the whole trip and get ${amount} back`,
  ],
  cancelPaidSure_: [
    'Todas as reservas desta viagem são desfeitas. Isto não tem volta.',
    'Every booking of this trip is undone. This cannot be taken back.',
  ],
  cancelPaidYes_: [
    (amount: string) => `Sim, cancelar e receber ${amount}`,
    (amount) => `Yes, cancel and get ${amount}`,
  ],
  keepIt_: ['Ficar com a viagem', 'Keep the trip'],
  cancelSending_: ['Cancelando…', 'Cancelling…'],

  gone_: ['Esta viagem não está mais aqui.', 'This trip is not here any more.'],
  goneHint_: [
    'O servidor não conhece este código de acesso. Viagens antigas são apagadas depois de um tempo.',
    'The server does not know this access code. Old trips are deleted after a while.',
  ],
  forgetIt_: ['Esquecer esta viagem', 'Forget this trip'],
  earlier_: ['Outras viagens neste navegador', 'Other trips in this browser'],
  attention_: [
    (code: string) => `Uma pessoa foi avisada. Guarde este código: ${code}.`,
    (code) => `A person has been told. Keep this code: ${code}.`,
  ],
});
