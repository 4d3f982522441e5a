// What a problem of the server means for the traveller. `detail` is the server's English sentence;
// it is shown behind ours where it says more, and alone for a code that is not listed.

#include <map>

#include "terminal/format.hpp"
#include "terminal/trip_lines.hpp"

namespace viaja::terminal {

namespace {

struct Meaning {
    Phrase text;
    bool with_detail;  ///< the server's sentence names the item, the field or the reason
};

const std::map<std::string_view, Meaning> kMeanings = {
    {"not_available",
     {{"Não há mais lugar. Nada foi reservado nem cobrado; procure de novo com: viaja buscar",
       "It is not available any more. Nothing was held or charged; look again with: viaja "
       "search"},
      true}},
    {"supplier_refused",
     {{"Um fornecedor recusou. Nada foi cobrado; troque ou solte o item, e tente de novo.",
       "A supplier refused. Nothing was charged; swap or release the item, and try again."},
      true}},
    {"supplier_unavailable",
     {{"Um fornecedor não responde agora. Nada foi cobrado; tente de novo ou escolha outro.",
       "A supplier does not answer now. Nothing was charged; try again or choose another."},
      true}},
    {"impossible_connection",
     {{"Não dá tempo de chegar a um dos voos. Nada ficou reservado nem foi cobrado.",
       "One of the flights cannot be reached in time. Nothing is held or charged."},
      true}},
    {"hold_lost",
     {{"Um item deixou de estar reservado. Nada foi cobrado; solte ou troque-o, e pague.",
       "An item is not held any more. Nothing was charged; release or swap it, and pay."},
      false}},
    {"payment_undone",
     {{"Um fornecedor não respondeu e tudo foi desfeito. Nada foi cobrado; pague de novo.",
       "A supplier did not answer and everything was undone. Nothing was charged; pay again."},
      false}},
    {"session_expired",
     {{"O tempo acabou e a reserva foi desfeita. Nada foi cobrado; reserve de novo.",
       "Time ran out and the hold was released. Nothing was charged; hold it again."},
      false}},
    {"payment_in_progress",
     {{"Esta viagem já está sendo paga. Nada mais foi cobrado; acompanhe: viaja retomar",
       "This trip is being paid already. Nothing more was charged; follow it: viaja resume"},
      false}},
    {"hold_pending",
     {{"Falta a resposta de algo que foi pedido. Nada foi cobrado; espere um pouco.",
       "Something that was asked for is not answered yet. Nothing was charged; wait a little."},
      false}},
    {"busy",
     {{"O servidor está ocupado com esta viagem. O pedido fica guardado; siga com: viaja "
       "retomar",
       "The server is busy with this trip. The call is kept; go on with: viaja resume"},
      false}},
    {"request_in_progress",
     {{"O servidor ainda faz este pedido, que não se repete sozinho; siga com: viaja retomar",
       "The server still makes this call, which is not made twice; go on with: viaja resume"},
      false}},
    {"no_holds",
     {{"Não há nada reservado para pagar. Nada foi cobrado; reserve com: viaja segurar",
       "Nothing is held that could be paid. Nothing was charged; hold with: viaja hold"},
      false}},
    {"invalid_state",
     {{"Isso não é possível agora. Nada foi feito nem cobrado; veja: viaja viagem",
       "That is not possible now. Nothing was done or charged; see: viaja trip"},
      true}},
    {"quote_expired",
     {{"O valor que volta precisa ser calculado de novo. Nada foi cancelado; repita: viaja "
       "cancelar",
       "What comes back has to be worked out again. Nothing was cancelled; repeat: viaja cancel"},
      false}},
    {"price_changed",
     {{"O preço mudou. Nada foi cobrado; para reservar pelo preço atual: viaja trocar",
       "The price has changed. Nothing was charged; to hold at the current price: viaja swap"},
      false}},
    {"amount_mismatch",
     {{"O total mudou. Nada foi cobrado; confira o novo total e pague de novo.",
       "The total changed. Nothing was charged; check the new total and pay again."},
      false}},
    {"too_many_requests",
     {{"Pedidos demais desta rede. Nada foi feito nem cobrado; espere um minuto e repita.",
       "Too many requests from this network. Nothing was done or charged; wait a minute and "
       "repeat it."},
      false}},
    {"wrong_shard",
     {{"Nenhum dos endereços atende esta viagem. O que está reservado continua no servidor dela; "
       "nada se perdeu.\nConfira VIAJA_URL; depois: viaja retomar",
       "None of the addresses serves this trip. What you hold stays on its server; nothing is "
       "lost.\nCheck VIAJA_URL; later: viaja resume"},
      true}},
    {"not_found",
     {{"O servidor não conhece esta viagem ou este código. Nada foi feito nem cobrado agora.",
       "The server does not know this trip or code. Nothing was done or charged now."},
      false}},
    {"invalid_field",
     {{"O pedido tem um valor que não serve. Nada foi feito nem cobrado.",
       "The request has a value that cannot be used. Nothing was done or charged."},
      true}},
};

std::string decline_text(Language language, const Json& problem) {
    static constexpr Phrase kDeclined{
        "Nada foi cobrado. O banco recusou o cartão ({}). Sua reserva continua; tente outro "
        "cartão: viaja pagar",
        "Nothing was charged. The bank declined the card ({}). What you hold stays; try another "
        "card: viaja pay"};
    static constexpr Phrase kFunds{"saldo insuficiente", "insufficient funds"};
    static constexpr Phrase kHonor{"não autorizado pelo banco", "not authorized by the bank"};
    static constexpr Phrase kNone{"sem motivo dito", "no reason given"};
    const auto code = text_at(problem, "decline_code");
    const Phrase& reason = code == "insufficient_funds" ? kFunds
                           : code == "do_not_honor"     ? kHonor
                                                        : kNone;
    return say(language, kDeclined, reason.in(language));
}

/// The sentence about this case, with those of `errors` behind it.
std::string detail_of(const Json& problem) {
    std::string text = text_at(problem, "detail");
    for (const Json& error : list_at(problem, "errors")) {
        const auto detail = text_at(error, "detail");
        if (!detail.empty() && text.find(detail) == std::string::npos)
            text += " " + text_at(error, "pointer") + ": " + detail + ".";
    }
    return printable(text);
}

}  // namespace

std::string problem_text(Language language, const Json& problem) {
    const auto code = text_at(problem, "code");
    if (code == "payment_declined") return decline_text(language, problem);
    const auto found = kMeanings.find(code);
    if (found == kMeanings.end()) return detail_of(problem);
    std::string text(found->second.text.in(language));
    if (found->second.with_detail) text += "\n(" + detail_of(problem) + ")";
    return text;
}

}  // namespace viaja::terminal
