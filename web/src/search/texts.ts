// Every text of the search side in both languages.
import { dictionary } from '../texts/language';

const count = (number: number, one: string, many: string) =>
  `${number} ${number === 1 ? one : many}`;

export const t = dictionary({
  form_: ['Busca de voos', 'Flight search'],
  from_: ['De', 'From'],
  to_: ['Para', 'To'],
  swap_: ['Trocar origem e destino', 'Swap origin and destination'],
  departure_: ['Ida', 'Departure'],
  return_: ['Volta', 'Return'],
  returnOptional_: ['Volta (opcional)', 'Return (optional)'],
  people_: ['Pessoas', 'People'],
  peopleCount_: [
    (people: number) => count(people, 'pessoa', 'pessoas'),
    (people) => count(people, 'person', 'people'),
  ],
  edit_: ['Alterar', 'Change'],
  fold_: ['Fechar', 'Close'],
  search_: ['Buscar voos', 'Search flights'],
  placeHint_: ['Cidade ou código do aeroporto', 'City or airport code'],
  places_: [
    (number: number) => count(number, 'lugar encontrado', 'lugares encontrados'),
    (number) => count(number, 'place found', 'places found'),
  ],
  noPlace_: ['Nenhum lugar com este nome.', 'No place of this name.'],
  noReturn_: ['Só ida', 'One way'],

  // These are found by the name of a fault and keep theirs.
  wrongPlace: [
    'Não conhecemos este lugar. Escolha uma cidade da lista.',
    'We do not know this place. Choose a city from the list.',
  ],
  samePlace: [
    'Origem e destino são o mesmo lugar. Escolha outro destino.',
    'Origin and destination are the same place. Choose another destination.',
  ],
  wrongDay_: [
    (from: string, to: string) => `Escolha um dia entre ${from} e ${to}.`,
    (from, to) => `Choose a day between ${from} and ${to}.`,
  ],
  wrongReturn: ['A volta não pode ser antes da ida.', 'The return cannot be before the departure.'],
  wrongPeople: ['Escolha de 1 a 9 pessoas.', 'Choose 1 to 9 people.'],

  welcome_: ['Voos e hotéis, pagos de uma vez.', 'Flights and hotels, paid once.'],
  welcomeMore_: [
    'Compare horários e preços sem cadastro. O que você segurar fica reservado por dez minutos, pelo preço que viu.',
    'Compare times and prices without an account. What you hold stays yours for ten minutes, at the price that you saw.',
  ],
  examples_: ['Comece por um destes', 'Begin with one of these'],
  exampleLine_: [
    (from: string, to: string) => `${from} para ${to}`,
    (from, to) => `${from} to ${to}`,
  ],
  exampleMore_: [
    (back: string, people: number) => `volta ${back}, ${count(people, 'pessoa', 'pessoas')}`,
    (back, people) => `back ${back}, ${count(people, 'person', 'people')}`,
  ],

  resultsOut_: [
    (from: string, to: string) => `Ida: ${from} para ${to}`,
    (from, to) => `Outbound: ${from} to ${to}`,
  ],
  resultsBack_: [
    (from: string, to: string) => `Volta: ${from} para ${to}`,
    (from, to) => `Return: ${from} to ${to}`,
  ],
  onDay_: [
    (day: string, people: number) =>
      `${day}, preço total para ${count(people, 'pessoa', 'pessoas')}`,
    (day, people) => `${day}, total price for ${count(people, 'person', 'people')}`,
  ],
  searching_: ['Buscando…', 'Searching…'],
  found_: [
    (number: number) => count(number, 'voo', 'voos'),
    (number) => count(number, 'flight', 'flights'),
  ],
  foundRooms_: [
    (number: number) => count(number, 'tipo de quarto', 'tipos de quarto'),
    (number) => count(number, 'room type', 'room types'),
  ],
  moreFlights_: [
    (number: number) => `Mostrar mais ${number} voos`,
    (number) => `Show ${number} more flights`,
  ],
  hotelsName_: ['O serviço de hotéis', 'The hotel service'],
  perNight_: [(price: string) => `${price} por noite`, (price) => `${price} a night`],
  sort_: ['Ordenar por', 'Order by'],
  sortTime_: ['horário', 'time'],
  sortPrice_: ['preço', 'price'],
  sortLength_: ['duração', 'duration'],
  directOnly_: ['só diretos', 'direct only'],
  view_: ['Mostrar', 'Show'],
  viewList_: ['lista', 'list'],
  viewMatrix_: ['dia × hora', 'day × hour'],
  band_: [
    (from: string, to: string) => `Saída entre ${from} e ${to}`,
    (from, to) => `Departing between ${from} and ${to}`,
  ],
  wholeDay_: ['Mostrar o dia inteiro', 'Show the whole day'],

  direct_: ['direto', 'direct'],
  stops_: [
    (number: number, where: string) => `${count(number, 'parada', 'paradas')}: ${where}`,
    (number, where) => `${count(number, 'stop', 'stops')}: ${where}`,
  ],
  layover_: [
    (length: string, place: string) => `espera de ${length} em ${place}`,
    (length, place) => `${length} wait in ${place}`,
  ],
  days_: [
    (number: number) =>
      number < 0 ? 'chega um dia antes' : `chega ${count(number, 'dia', 'dias')} depois`,
    (number) =>
      number < 0 ? 'arrives one day earlier' : `arrives ${count(number, 'day', 'days')} later`,
  ],
  departs_: [
    (time: string, place: string) => `sai de ${place} às ${time}`,
    (time, place) => `leaves ${place} at ${time}`,
  ],
  arrives_: [
    (time: string, place: string) => `chega a ${place} às ${time}`,
    (time, place) => `arrives in ${place} at ${time}`,
  ],
  localTimes_: [(place: string) => `barras: hora de ${place}`, (place) => `bars: time in ${place}`],
  seats_: [
    (number: number) => (number === 1 ? 'último lugar' : `restam ${number} lugares`),
    (number) => (number === 1 ? 'last seat' : `${number} seats left`),
  ],
  isFastest_: ['o mais rápido', 'the fastest'],
  isCheapest_: ['o mais barato', 'the cheapest'],
  longer_: [(length: string) => `${length} a mais`, (length) => `${length} longer`],
  sameLength_: [
    (price: string) => `${price} mais caro, mesma duração`,
    (price) => `${price} more, same duration`,
  ],
  cheaperThan_: [
    (price: string) => `${price} mais barato que o mais rápido`,
    (price) => `${price} cheaper than the fastest`,
  ],
  dearerThan_: [
    (price: string) => `${price} mais caro que o mais rápido`,
    (price) => `${price} dearer than the fastest`,
  ],
  samePrice_: ['mesmo preço do mais rápido', 'same price as the fastest'],

  hold_: ['Segurar', 'Hold'],
  holding_: ['Segurando…', 'Holding…'],
  asked_: [
    'Perguntando à companhia… a viagem mostra a resposta.',
    'Asking the supplier… your trip shows the answer.',
  ],
  held_: ['Reservado para você.', 'Held for you.'],
  heldTag_: ['reservado', 'held'],
  heldNextBack_: ['Escolher a volta', 'Choose the return'],
  heldNextHotel_: ['Escolher o hotel', 'Choose the hotel'],
  heldNextPay_: ['Ver a viagem e pagar', 'See the trip and pay'],
  soldOut_: [
    (what: string, seats: number) =>
      seats === 1
        ? `O último lugar de ${what} acabou de ser vendido.`
        : `${what} já não tem ${seats} lugares.`,
    (what, seats) =>
      seats === 1
        ? `The last seat of ${what} has just been sold.`
        : `${what} has no ${seats} seats any more.`,
  ],
  roomGone_: [
    (what: string, rooms: number) =>
      rooms === 1
        ? `O último quarto de ${what} acabou de ser reservado.`
        : `${what}: já não há ${rooms} quartos em todas as noites.`,
    (what, rooms) =>
      rooms === 1
        ? `The last room of ${what} has just been taken.`
        : `${what}: there are no ${rooms} rooms on all nights any more.`,
  ],
  notOffered_: [
    (what: string) => `${what} não está mais à venda.`,
    (what) => `${what} is no longer on sale.`,
  ],
  tripReplaced_: [
    'Outra viagem tomou o lugar daquela deste pedido; tente de novo.',
    'Another trip took the place of the one that this was for; try again.',
  ],
  searchAgain_: ['Buscar de novo', 'Search again'],
  priceChanged_: [
    (before: string, now: string) => `O preço mudou de ${before} para ${now}.`,
    (before, now) => `The price changed from ${before} to ${now}.`,
  ],
  holdAt_: [(price: string) => `Reservar por ${price}`, (price) => `Hold it at ${price}`],
  leave_: ['Deixar', 'Leave it'],
  swapFor_: ['Trocar por este', 'Swap for this'],
  swapping_: [
    'Você está trocando uma reserva: ela continua valendo até a nova ser aceita.',
    'You are swapping a hold: it stays until the new one is held.',
  ],
  swapNot_: ['Não trocar', 'Do not swap'],

  missing_: [
    (who: string, number: number) =>
      number === 1
        ? `${who} não respondeu; estes resultados são parciais.`
        : `${who} não responderam; estes resultados são parciais.`,
    (who) => `${who} did not answer; these results are partial.`,
  ],
  retry_: ['Tentar de novo', 'Try again'],
  failed_: ['A busca não foi respondida.', 'The search was not answered.'],
  none_: ['Nenhum voo neste dia.', 'No flight on this day.'],
  noneDirect_: ['Nenhum voo direto neste dia.', 'No direct flight on this day.'],
  noneBand_: ['Nenhum voo nestas horas.', 'No flight in these hours.'],
  noneWeek_: ['Também não nos outros dias desta semana.', 'Nor on the other days of this week.'],
  nearest_: [
    (day: string, price: string) => `Há voo em ${day}, a partir de ${price}`,
    (day, price) => `There is one on ${day}, from ${price}`,
  ],
  withStops_: ['Mostrar com paradas', 'Show with stops'],
  needBack_: [
    'Escolha o dia da volta para ver os voos.',
    'Choose the day of your return to see flights.',
  ],
  needBackDay_: ['Dia da volta', 'Day of return'],
  skipBack_: ['Não preciso de volta: ir ao hotel', 'No return needed: go on to the hotel'],

  week_: ['Menor preço de cada dia', 'Lowest price of each day'],
  weekBefore_: ['Semana anterior', 'Week before'],
  weekAfter_: ['Semana seguinte', 'Week after'],
  weekDay_: [
    (day: string, price: string) => `${day}, a partir de ${price}`,
    (day, price) => `${day}, from ${price}`,
  ],
  weekNone_: [(day: string) => `${day}, nenhum voo`, (day) => `${day}, no flight`],
  weekFailed_: [(day: string) => `${day}, sem resposta`, (day) => `${day}, no answer`],
  weekAsking_: [(day: string) => `${day}, buscando`, (day) => `${day}, searching`],
  noFlight_: ['sem voo', 'no flight'],
  matrix_: ['Menor preço por dia e hora de saída', 'Lowest price by day and hour of departure'],
  matrixHours_: ['Saída', 'Departs'],
  cell_: [
    (day: string, from: string, to: string, price: string, number: number) =>
      `${day}, das ${from} às ${to}: a partir de ${price}, ${count(number, 'voo', 'voos')}`,
    (day, from, to, price, number) =>
      `${day}, ${from} to ${to}: from ${price}, ${count(number, 'flight', 'flights')}`,
  ],
  cheapestLegend_: ['mais barato', 'cheapest'],
  dearestLegend_: ['mais caro', 'dearest'],
  inCurrency_: [
    (currency: string) => `em ${currency}, preço total`,
    (currency) => `in ${currency}, total price`,
  ],

  hotels_: [(place: string) => `Hotéis perto de ${place}`, (place) => `Hotels near ${place}`],
  stay_: [
    (from: string, to: string, nights: number) =>
      `${from} a ${to}, ${count(nights, 'noite', 'noites')}`,
    (from, to, nights) => `${from} to ${to}, ${count(nights, 'night', 'nights')}`,
  ],
  checkIn_: ['Chegada', 'Check-in'],
  checkOut_: ['Saída', 'Check-out'],
  rooms_: ['Quartos', 'Rooms'],
  wrongStay_: [
    'A saída vem depois da chegada, no máximo 30 noites.',
    'Check-out comes after check-in, 30 nights at most.',
  ],
  perStay_: [
    (nights: number, rooms: number) =>
      `${count(nights, 'noite', 'noites')}, ${count(rooms, 'quarto', 'quartos')}`,
    (nights, rooms) => `${count(nights, 'night', 'nights')}, ${count(rooms, 'room', 'rooms')}`,
  ],
  roomsLeft_: [
    (number: number) => (number === 1 ? 'último quarto' : `restam ${number} quartos`),
    (number) => (number === 1 ? 'last room' : `${number} rooms left`),
  ],
  noRooms_: [
    'Nenhum quarto livre em todas estas noites para tantas pessoas.',
    'No room is free on all of these nights for so many people.',
  ],
  noRoomsHint_: [
    'Tente mais quartos, ou veja na grade em que noites há vagas.',
    'Try more rooms, or see in the grid which nights are free.',
  ],
  toGrid_: ['Ver quarto × noite', 'See room × night'],
  viewNights_: ['quarto × noite', 'room × night'],
  nightsGrid_: ['Quartos livres por noite', 'Free rooms by night'],
  room_: ['Quarto', 'Room'],
  night_: [(day: string) => `noite de ${day}`, (day) => `night of ${day}`],
  nightFree_: [(price: string) => `livre, ${price}`, (price) => `free, ${price}`],
  nightTaken_: ['ocupado', 'taken'],
  nightAsking_: ['buscando', 'searching'],
  nightUnknown_: ['sem resposta', 'no answer'],
  stayGroup_: [
    (room: string, nights: number) =>
      `${room}: ${nights === 1 ? 'a sua noite' : `as suas ${nights} noites`}`,
    (room, nights) => `${room}: ${nights === 1 ? 'your night' : `your ${nights} nights`}`,
  ],
  legendFree_: ['livre: preço da noite', 'free: price of the night'],
  legendStay_: ['as suas noites', 'your nights'],
  chooseNights_: [
    'Toque numa noite para pôr ou tirar do período.',
    'Press a night to add it to your stay or to leave it out.',
  ],
  moreRooms_: [
    (number: number) => `Mostrar mais ${number} quartos`,
    (number) => `Show ${number} more rooms`,
  ],

  choices_: [
    (number: number) => `Escolhas guardadas (${number})`,
    (number) => `Kept choices (${number})`,
  ],
  keep_: [(what: string) => `Guardar ${what}`, (what) => `Keep ${what}`],
  unkeep_: [
    (what: string) => `Tirar ${what} das escolhas`,
    (what) => `Remove ${what} from the choices`,
  ],
  choicesFull_: [
    'A lista tem lugar para 20 escolhas. Tire uma para guardar outra.',
    'The list has room for 20 choices. Remove one to keep another.',
  ],
  choiceChanged_: [
    (before: string, now: string) => `era ${before}, agora ${now}`,
    (before, now) => `was ${before}, now ${now}`,
  ],
  choiceGone_: ['não está mais à venda', 'no longer on sale'],
  choiceAsking_: ['conferindo o preço…', 'checking the price…'],
  choiceUnknown_: ['preço não conferido', 'price not checked'],
  remove_: ['Tirar', 'Remove'],
  holdAll_: ['Segurar tudo', 'Hold all'],
  holdingOf_: [
    (number: number, total: number) => `Segurando ${number} de ${total}…`,
    (number, total) => `Holding ${number} of ${total}…`,
  ],
  allHeld_: [
    (number: number) => `${count(number, 'escolha reservada', 'escolhas reservadas')}.`,
    (number) => `${count(number, 'choice is', 'choices are')} held.`,
  ],
  someHeld_: [
    (held: number, failed: string) =>
      `${count(held, 'reservada', 'reservadas')}; não foi possível segurar: ${failed}.`,
    (held, failed) => `${held} held; could not hold: ${failed}.`,
  ],
});
