// What each problem means and what to do, in both languages.

import type { Language } from '../texts/language';
import type { Charge, ProblemCode } from './codes';

export interface ProblemWords {
  title: string;
  meaning: string;
  next: string;
}

export interface Words {
  page: string;
  charged: string;
  whatToDo: string;
  code: string;
  unknown: string;
  charge: Record<Charge, string>;
  problems: Record<ProblemCode, ProblemWords>;
}

const pt: Words = {
  page: 'O que esta resposta quer dizer',
  charged: 'Algo foi cobrado?',
  whatToDo: 'O que fazer',
  code: 'Código',
  unknown: 'Nenhuma resposta de Viaja tem este código.',
  charge: {
    nothing: 'Não. Esta chamada não cobrou nada.',
    running:
      'Esta chamada não cobrou nada. Um pagamento que já está em andamento pode cobrar, uma única vez.',
    unsure:
      'O campo side_effects da resposta diz: com "none" este envio não cobrou nada. Com "possible", ou se um envio anterior ficou sem resposta, o pedido pode ter chegado; repita com a mesma Idempotency-Key, que nunca cobra duas vezes.',
  },
  problems: {
    malformed_request: {
      title: 'O pedido não é HTTP bem formado',
      meaning: 'O servidor não conseguiu ler o pedido e não fez nada com ele.',
      next: 'Corrija o programa que o enviou; o campo detail diz onde a leitura parou.',
    },
    malformed_json: {
      title: 'O corpo não é o JSON esperado',
      meaning: 'O corpo precisa ser um só objeto JSON, em UTF-8, sem nomes repetidos.',
      next: 'Corrija o corpo e envie de novo; a mesma Idempotency-Key pode ser usada.',
    },
    invalid_field: {
      title: 'Um campo tem um valor que não pode ser usado',
      meaning: 'Cada campo errado está em errors, com o seu lugar e o motivo.',
      next: 'Corrija os campos e envie de novo; a mesma Idempotency-Key pode ser usada.',
    },
    missing_idempotency_key: {
      title: 'Falta a Idempotency-Key',
      meaning: 'Reservar e pagar pedem uma chave, para que repetir o pedido seja seguro.',
      next: 'Envie uma chave nova para cada coisa que quer, e a mesma ao repetir.',
    },
    bad_signature: {
      title: 'A assinatura do aviso não confere',
      meaning: 'Um aviso de pagamento veio sem assinatura válida ou tarde demais. Nada foi feito.',
      next: 'Confira o segredo do webhook no provedor de pagamento e em payment-service.',
    },
    payment_declined: {
      title: 'O banco recusou o pagamento',
      meaning: 'O motivo está em decline_code. O que estava reservado continua reservado.',
      next: 'Pague com outro cartão, com uma chave nova, antes que o tempo acabe.',
    },
    foreign_page: {
      title: 'O pedido veio de uma página de outro site',
      meaning: 'Sem token de operador, só a página deste servidor muda algo. Nada foi feito.',
      next: 'Abra /operator deste servidor, ou configure VIAJA_OPERATOR_TOKEN.',
    },
    not_found: {
      title: 'Não há nada aqui',
      meaning: 'O endereço não existe, ou a viagem não existe, ou o token não é o dela.',
      next: 'Confira o endereço e o token. Sessões antigas são apagadas.',
    },
    method_not_allowed: {
      title: 'Este método não é atendido aqui',
      meaning: 'O endereço existe, mas não com este método.',
      next: 'Use um dos métodos do cabeçalho Allow.',
    },
    not_acceptable: {
      title: 'Não há uma forma aceitável da resposta',
      meaning: 'O cabeçalho Accept exclui application/json.',
      next: 'Inclua application/json em Accept, ou deixe o cabeçalho fora.',
    },
    request_timeout: {
      title: 'O pedido demorou demais para chegar',
      meaning: 'O servidor esperou pelo resto do pedido e desistiu.',
      next: 'Envie de novo, com a mesma Idempotency-Key.',
    },
    not_available: {
      title: 'O que foi pedido não está disponível',
      meaning: 'O último lugar ou quarto foi vendido, ou não é vendido neste dia.',
      next: 'Procure de novo e escolha outra opção.',
    },
    supplier_refused: {
      title: 'O fornecedor recusou',
      meaning: 'A companhia ou o hotel não aceitou. O que já estava confirmado foi desfeito.',
      next: 'Troque o item recusado por outro e pague de novo.',
    },
    invalid_state: {
      title: 'Isto não é possível no estado atual',
      meaning: 'O campo session_state diz como a viagem está agora.',
      next: 'Leia a viagem de novo; available_actions diz o que é possível.',
    },
    session_expired: {
      title: 'O tempo da reserva acabou',
      meaning: 'O que estava reservado foi solto.',
      next: 'Comece uma viagem nova e reserve de novo.',
    },
    payment_in_progress: {
      title: 'Um pagamento está em andamento',
      meaning: 'Enquanto ele dura, a viagem não muda, e o tempo da reserva fica parado.',
      next: 'Espere o resultado: leia a viagem de novo. Não pague outra vez.',
    },
    payment_undone: {
      title: 'O pagamento foi desfeito',
      meaning: 'Alguém não respondeu a tempo, e tudo o que já estava feito foi desfeito.',
      next: 'Leia a viagem de novo e, se ela estiver aberta, pague com uma Idempotency-Key nova.',
    },
    hold_pending: {
      title: 'Uma reserva ainda não foi respondida',
      meaning: 'O fornecedor ainda não disse se aceita; a pergunta é repetida até ele responder.',
      next: 'Espere a resposta, ou desista desse item, e pague depois.',
    },
    hold_lost: {
      title: 'Uma reserva se perdeu',
      meaning: 'O fornecedor deixou de guardar um dos itens.',
      next: 'Solte ou troque esse item, e pague depois.',
    },
    no_holds: {
      title: 'Não há nada para pagar',
      meaning: 'A viagem não tem nenhum item reservado.',
      next: 'Reserve um voo ou um quarto antes de pagar.',
    },
    request_in_progress: {
      title: 'O mesmo pedido ainda está em andamento',
      meaning: 'Um pedido com esta Idempotency-Key já chegou e ainda não terminou.',
      next: 'Espere um instante e repita com a mesma chave: a resposta será a do primeiro pedido.',
    },
    busy: {
      title: 'A viagem está ocupada com outro pedido',
      meaning: 'Outro pedido estava mudando a mesma viagem, e este não esperou mais.',
      next: 'Repita em um instante, com a mesma Idempotency-Key.',
    },
    capture_pending: {
      title: 'A cobrança ainda não foi respondida',
      meaning: 'O banco foi chamado a cobrar e ainda não respondeu; a pergunta é repetida.',
      next: 'Espere. Não pague de novo e não desfaça nada.',
    },
    impossible_connection: {
      title: 'Um voo parte antes que se possa chegar a ele',
      meaning: 'Ele parte antes do pouso do voo anterior, ou cedo demais para a conexão.',
      next: 'Escolha outro voo. Nada da lista ficou reservado.',
    },
    quote_expired: {
      title: 'O orçamento do cancelamento não vale mais',
      meaning: 'Ele vale 10 minutos, e só o mais novo da viagem. Nada foi cancelado nem devolvido.',
      next: 'Peça outro orçamento e confirme esse.',
    },
    price_changed: {
      title: 'Um preço mudou',
      meaning:
        'O preço de um item reservado não era mais garantido, e o de agora é outro. Os dois estão em prices. Nada foi cobrado.',
      next: 'Troque cada item de prices pelo mesmo: a reserva continua, ao preço atual. Depois pague o total novo.',
    },
    version_mismatch: {
      title: 'A viagem tem outra versão',
      meaning: 'Ela mudou depois da leitura que este pedido supõe (If-Match).',
      next: 'Leia a viagem de novo, veja o que mudou e decida outra vez.',
    },
    body_too_large: {
      title: 'O corpo é grande demais',
      meaning: 'Um corpo tem no máximo 64 KiB.',
      next: 'Envie menos de uma vez.',
    },
    uri_too_long: {
      title: 'O endereço é longo demais',
      meaning: 'A linha do pedido tem no máximo 8 KiB.',
      next: 'Encurte o endereço.',
    },
    unsupported_media_type: {
      title: 'O tipo do corpo não é aceito',
      meaning: 'O corpo precisa vir como application/json, em UTF-8.',
      next: 'Envie o cabeçalho Content-Type: application/json.',
    },
    wrong_shard: {
      title: 'A viagem é de outra partição',
      meaning: 'O pedido chegou a um processo que não guarda esta viagem, e que não fez nada.',
      next: 'A entrada precisa encaminhar o pedido pela partição que está no número da viagem.',
    },
    amount_mismatch: {
      title: 'O valor não é o preço',
      meaning: 'O valor enviado não é o total da viagem, que está em expected_amount.',
      next: 'Mostre o total novo a quem paga, e pague esse valor.',
    },
    idempotency_key_reused: {
      title: 'Esta Idempotency-Key veio antes com outro corpo',
      meaning: 'Uma chave vale para um só pedido, e este é diferente do primeiro.',
      next: 'Use uma chave nova para um pedido novo.',
    },
    upgrade_required: {
      title: 'É preciso outra versão do protocolo',
      meaning: 'O pedido de WebSocket usa uma versão que o servidor não fala.',
      next: 'Use a versão do cabeçalho Sec-WebSocket-Version, ou peça text/event-stream.',
    },
    too_many_requests: {
      title: 'Pedidos demais',
      meaning: 'Há um limite de pedidos por tempo, e ele foi passado.',
      next: 'Espere o que diz o cabeçalho Retry-After.',
    },
    headers_too_large: {
      title: 'Os cabeçalhos são grandes demais',
      meaning: 'Eles têm no máximo 16 KiB e 100 linhas.',
      next: 'Envie menos cabeçalhos.',
    },
    overloaded: {
      title: 'Há pedidos demais neste momento',
      meaning: 'O servidor recusou o pedido antes de começar.',
      next: 'Espere o que diz Retry-After e repita, com a mesma Idempotency-Key.',
    },
    supplier_unavailable: {
      title: 'Um fornecedor não responde agora',
      meaning: 'O servidor recusou o pedido antes de começar.',
      next: 'Espere o que diz Retry-After e repita, com a mesma Idempotency-Key.',
    },
    unavailable: {
      title: 'Falta algo de que o servidor precisa',
      meaning:
        'Um banco de dados ou outra parte não respondeu. O que foi aceito antes não se perde.',
      next: 'Espere o que diz Retry-After e repita, com a mesma Idempotency-Key.',
    },
    draining: {
      title: 'Este processo está terminando',
      meaning: 'Ele acaba o que começou e não aceita mais nada; outro responde no lugar dele.',
      next: 'Repita agora, com a mesma Idempotency-Key.',
    },
  },
};

const en: Words = {
  page: 'What this answer means',
  charged: 'Was anything charged?',
  whatToDo: 'What to do',
  code: 'Code',
  unknown: 'No answer of Viaja has this code.',
  charge: {
    nothing: 'No. This call charged nothing.',
    running: 'This call charged nothing. A payment that already runs may charge, once.',
    unsure:
      'The answer\'s field side_effects says so: with "none" this sending charged nothing. With "possible", or where an earlier sending got no answer, the request may have arrived; repeat it with the same Idempotency-Key, which never charges twice.',
  },
  problems: {
    malformed_request: {
      title: 'The request is not well-formed HTTP',
      meaning: 'The server could not read the request and did nothing with it.',
      next: 'Correct the program that sent it; the field detail says where reading stopped.',
    },
    malformed_json: {
      title: 'The body is not the JSON that is expected',
      meaning: 'The body must be one JSON object in UTF-8, without repeated names.',
      next: 'Correct the body and send it again; the same Idempotency-Key may be used.',
    },
    invalid_field: {
      title: 'A field has a value that cannot be used',
      meaning: 'Each wrong field is listed in errors, with its place and the reason.',
      next: 'Correct the fields and send again; the same Idempotency-Key may be used.',
    },
    missing_idempotency_key: {
      title: 'An Idempotency-Key is required',
      meaning: 'Holding and paying need a key, so that a request can be repeated safely.',
      next: 'Send a new key for each thing you want, and the same one when you repeat.',
    },
    bad_signature: {
      title: 'The signature of the report is wrong',
      meaning: 'A payment report came without a valid signature, or too late. Nothing was done.',
      next: 'Compare the webhook secret at the payment provider with that of payment-service.',
    },
    payment_declined: {
      title: 'The bank declined the payment',
      meaning: 'The reason is in decline_code. What was held is still held.',
      next: 'Pay with another card, under a new key, before the time runs out.',
    },
    foreign_page: {
      title: 'A page of another site asked for this',
      meaning: "Without a token only this server's page may change things. Nothing was done.",
      next: 'Open /operator of this server, or set VIAJA_OPERATOR_TOKEN.',
    },
    not_found: {
      title: 'The resource was not found',
      meaning: 'The address does not exist, or the trip does not, or the token is not its own.',
      next: 'Check the address and the token. Old sessions are swept.',
    },
    method_not_allowed: {
      title: 'The method is not allowed here',
      meaning: 'The address exists, but not with this method.',
      next: 'Use one of the methods that the Allow header names.',
    },
    not_acceptable: {
      title: 'No accepted representation exists',
      meaning: 'The Accept header excludes application/json.',
      next: 'Add application/json to Accept, or leave the header out.',
    },
    request_timeout: {
      title: 'The request took too long to arrive',
      meaning: 'The server waited for the rest of the request and gave up.',
      next: 'Send it again, with the same Idempotency-Key.',
    },
    not_available: {
      title: 'What was asked for is not available',
      meaning: 'The last seat or room was sold, or it is not sold on this day.',
      next: 'Search again and choose another offer.',
    },
    supplier_refused: {
      title: 'The supplier refused',
      meaning: 'The airline or the hotel did not accept. What was confirmed before was undone.',
      next: 'Swap the refused item for another and pay again.',
    },
    invalid_state: {
      title: 'This is not possible in the present state',
      meaning: 'The field session_state says how the trip is now.',
      next: 'Read the trip again; available_actions says what is possible.',
    },
    session_expired: {
      title: 'The time of the hold ran out',
      meaning: 'What was held was released.',
      next: 'Begin a new trip and hold again.',
    },
    payment_in_progress: {
      title: 'A payment is in progress',
      meaning: 'While it lasts the trip does not change, and the clock of the hold stands still.',
      next: 'Wait for the outcome: read the trip again. Do not pay once more.',
    },
    payment_undone: {
      title: 'The payment was undone',
      meaning: 'A service did not answer in time, and all that was done already was undone.',
      next: 'Read the trip again and, if it is open, pay with a new Idempotency-Key.',
    },
    hold_pending: {
      title: 'A hold has not been answered yet',
      meaning: 'The supplier has not said yet whether it accepts; it is asked until it answers.',
      next: 'Wait for the answer, or give that item up, and pay then.',
    },
    hold_lost: {
      title: 'A hold was lost',
      meaning: 'The supplier no longer keeps one of the items.',
      next: 'Drop or swap that item, and pay then.',
    },
    no_holds: {
      title: 'There is nothing to pay',
      meaning: 'The trip has no item that is held.',
      next: 'Hold a flight or a room before you pay.',
    },
    request_in_progress: {
      title: 'The same request is still being worked on',
      meaning: 'A request with this Idempotency-Key has arrived and is not finished yet.',
      next: 'Wait a moment and repeat with the same key: the answer will be that of the first.',
    },
    busy: {
      title: 'The session is busy with another request',
      meaning: 'Another request was changing the same trip, and this one waited no longer.',
      next: 'Repeat in a moment, with the same Idempotency-Key.',
    },
    capture_pending: {
      title: 'A capture has not been answered yet',
      meaning: 'The bank was asked to charge and has not answered; it is asked again.',
      next: 'Wait. Do not pay again and do not undo anything.',
    },
    impossible_connection: {
      title: 'A flight cannot be reached from the one before',
      meaning: 'It departs before the flight before it has landed, or too soon for the connection.',
      next: 'Choose another flight. Nothing of the list is held.',
    },
    quote_expired: {
      title: 'The quote cannot be confirmed any more',
      meaning:
        'It holds for 10 minutes, and only the newest of a trip. Nothing was cancelled or refunded.',
      next: 'Ask for another quote and confirm that one.',
    },
    price_changed: {
      title: 'A price has changed',
      meaning:
        'The price of something that is held was no longer guaranteed, and is another one now. Both are in prices. Nothing was charged.',
      next: 'Swap each item of prices for the same: it stays held, at its current price. Then pay the new total.',
    },
    version_mismatch: {
      title: 'The session has another version',
      meaning: 'It changed after the reading that this request supposes (If-Match).',
      next: 'Read the trip again, see what changed and decide anew.',
    },
    body_too_large: {
      title: 'The body is too large',
      meaning: 'A body has 64 KiB at most.',
      next: 'Send less at once.',
    },
    uri_too_long: {
      title: 'The request line is too long',
      meaning: 'The request line has 8 KiB at most.',
      next: 'Make the address shorter.',
    },
    unsupported_media_type: {
      title: 'The body has a type that is not understood',
      meaning: 'The body must come as application/json, in UTF-8.',
      next: 'Send the header Content-Type: application/json.',
    },
    wrong_shard: {
      title: 'The trip is at another shard',
      meaning: 'The request reached a process that does not keep this trip, and that did nothing.',
      next: 'The entrance has to route the request by the shard that is in the id of the trip.',
    },
    amount_mismatch: {
      title: 'The amount is not the price',
      meaning: 'The amount that was sent is not the total of the trip, which is expected_amount.',
      next: 'Show the new total to the payer, and pay that amount.',
    },
    idempotency_key_reused: {
      title: 'This Idempotency-Key came with another body',
      meaning: 'A key stands for one request, and this one differs from the first.',
      next: 'Use a new key for a new request.',
    },
    upgrade_required: {
      title: 'Another version of the protocol is needed',
      meaning: 'The request for a WebSocket has a version that the server does not speak.',
      next: 'Use the version of the Sec-WebSocket-Version header, or ask for text/event-stream.',
    },
    too_many_requests: {
      title: 'Too many requests',
      meaning: 'There is a limit of requests in a time, and it was passed.',
      next: 'Wait as long as the Retry-After header says.',
    },
    headers_too_large: {
      title: 'The header fields are too large',
      meaning: 'They have 16 KiB and 100 lines at most.',
      next: 'Send fewer header fields.',
    },
    overloaded: {
      title: 'The service is overloaded',
      meaning: 'The server refused the request before it began.',
      next: 'Wait as long as Retry-After says and repeat, with the same Idempotency-Key.',
    },
    supplier_unavailable: {
      title: 'A supplier does not answer at present',
      meaning: 'The server refused the request before it began.',
      next: 'Wait as long as Retry-After says and repeat, with the same Idempotency-Key.',
    },
    unavailable: {
      title: 'A required dependency is unavailable',
      meaning: 'A database or another part did not answer. What was accepted before is not lost.',
      next: 'Wait as long as Retry-After says and repeat, with the same Idempotency-Key.',
    },
    draining: {
      title: 'This process is shutting down',
      meaning: 'It finishes what it began and accepts nothing more; another one answers instead.',
      next: 'Repeat now, with the same Idempotency-Key.',
    },
  },
};

export const WORDS: Record<Language, Words> = { 'pt-BR': pt, 'en-US': en };
