#include "terminal/pix_lines.hpp"

#include <sstream>

#include "terminal/format.hpp"

namespace viaja::terminal {

namespace {

constexpr Phrase kPixPay{"Pix de {}: pague no aplicativo do seu banco até as {}.",
                         "Pix of {}: pay it in your bank's app before {}."};
constexpr Phrase kPixCode{"Pix copia e cola:", "Pix copy and paste:"};
constexpr Phrase kPixHoldsStay{
    "O tempo da reserva está parado. Se o Pix não for pago, ela ainda vale por {}.",
    "The clock of what you hold stands still. If the Pix is not paid, it is held for another {}."};
constexpr Phrase kPixHoldsEnd{
    "A reserva só espera por este Pix: se ele não for pago, ela termina.",
    "What you hold waits for this Pix only: if it is not paid, the hold ends."};
constexpr Phrase kPixGiveUp{
    "Ctrl-C para de esperar, e viaja retomar continua; para desistir: viaja pagar --desistir",
    "Ctrl-C stops waiting, and viaja resume goes on; to give it up: viaja pay --stop"};
constexpr Phrase kPixPlayBank{"Só em teste, para fazer o papel do banco: {}{}",
                              "In test mode only, to play the bank: {}{}"};

constexpr Phrase kPixCharging{"Pix: pedindo o código ao banco…",
                              "Pix: asking the bank for the code…"};
constexpr Phrase kPixWaiting{"Pix: esperando o banco; o código vale por mais {}",
                             "Pix: waiting for the bank; the code is valid for another {}"};
constexpr Phrase kPixOver{"Pix: o código venceu; perguntando ao banco se foi pago…",
                          "Pix: the code has expired; asking the bank whether it was paid…"};
constexpr Phrase kPixUndoing{"Pix: retirando o código; o que foi pago volta…",
                             "Pix: withdrawing the code; what was paid comes back…"};

constexpr Phrase kPixMade{"Código Pix gerado. Nada foi cobrado ainda.",
                          "Pix code made. Nothing has been charged yet."};
constexpr Phrase kPixPaid{"Pix recebido.", "Pix received."};
constexpr Phrase kPixNoCode{"O banco não gerou o código. Nada foi cobrado.",
                            "The bank made no code. Nothing was charged."};
constexpr Phrase kPixUnpaid{"O código Pix venceu sem ser pago.",
                            "The Pix code expired without being paid."};
constexpr Phrase kPixStopped{"Desistência do Pix.", "Pix given up."};
constexpr Phrase kPixWithdrawn{"Código Pix retirado; nada foi pago.",
                               "Pix code withdrawn; nothing was paid."};
constexpr Phrase kPixCameBack{"Pix devolvido inteiro.", "The whole Pix was given back."};
constexpr Phrase kPixReturned{"Pix devolvido: {} {}.", "Pix given back: {} {}."};
constexpr Phrase kPixLate{"depois do prazo", "that came too late"};
constexpr Phrase kPixTwice{"pagos outra vez", "paid once more"};
constexpr Phrase kPixWrongAmount{"que não eram o valor do código",
                                 "that were not the amount of the code"};
constexpr Phrase kPixUnexpected{"que não eram esperados", "that were not expected"};

constexpr Phrase kPixNothingCharged{"Nada foi cobrado.", "Nothing was charged."};
constexpr Phrase kPixAllBack{"{} voltaram para a conta que pagou o Pix.",
                             "{} went back to the account that paid the Pix."};
constexpr Phrase kPixWasUnpaid{
    "O Pix não foi pago. Não pague mais o código antigo; se for pago, o dinheiro volta.",
    "The Pix was not paid. Do not pay the old code any more; if it is paid, the money comes back."};
constexpr Phrase kPixNoCodeMade{"O banco não gerou o código.", "The bank made no code."};
constexpr Phrase kPixRefused{"Um item não foi confirmado e tudo foi desfeito; troque ou solte-o.",
                             "An item was not confirmed and everything was undone; swap or release "
                             "it."};
constexpr Phrase kPixSilent{"Não houve resposta a tempo e tudo foi desfeito.",
                            "An answer did not come in time and everything was undone."};
constexpr Phrase kPixAgain{
    "Sua reserva continua. Outro código: viaja pagar --pix; cartão: viaja pagar",
    "What you hold stays. Another code: viaja pay --pix; by card: viaja pay"};
constexpr Phrase kPixHoldIsOver{"O tempo da reserva acabou; reserve de novo: viaja segurar",
                                "The time of the hold is over; hold it again: viaja hold"};

std::string payment_state(const Json& session) {
    return text_at(member(session, "payment"), "state");
}

const Json& charge_of(const Json& session) {
    return member(member(session, "payment"), "pix");
}

/// "12345 BRL paid_late"
std::string returned_text(Language language, const std::string& detail) {
    std::istringstream words(detail);
    std::int64_t amount = 0;
    std::string currency;
    std::string reason;
    words >> amount >> currency >> reason;
    const Phrase& why = reason == "paid_late"      ? kPixLate
                        : reason == "paid_twice"   ? kPixTwice
                        : reason == "wrong_amount" ? kPixWrongAmount
                                                   : kPixUnexpected;
    return say(language, kPixReturned,
               money_text(language, {{"amount", amount}, {"currency", currency}}),
               why.in(language));
}

const Phrase& reason_of(const Json& session) {
    const auto failure = text_at(member(session, "payment"), "failure");
    if (failure == "payment_unpaid") return kPixWasUnpaid;
    if (failure == "payment_declined") return kPixNoCodeMade;
    return failure == "supplier_refused" || failure == "hold_lost" ? kPixRefused : kPixSilent;
}

}  // namespace

bool is_by_pix(const Json& session) {
    return text_at(member(session, "payment"), "method") == "pix";
}

std::string pix_code(const Json& session) {
    const bool waits = text_at(session, "state") == "paying" && is_by_pix(session) &&
                       payment_state(session) == "waiting";
    return waits ? text_at(charge_of(session), "copy_and_paste") : std::string();
}

std::optional<std::int64_t> seconds_to_pay(const Json& session) {
    if (pix_code(session).empty()) return std::nullopt;
    return seconds_between(text_at(session, "server_time"),
                           text_at(charge_of(session), "expires_at"));
}

Lines lines_above_code(Language language, const Json& session) {
    return {
        say(language, kPixPay, money_text(language, member(member(session, "payment"), "amount")),
            local_clock(text_at(charge_of(session), "expires_at"))),
        std::string(kPixCode.in(language))};
}

Lines lines_below_code(Language language, const Json& session, const std::string& address) {
    Lines lines;
    const auto holds_end = text_at(member(session, "timeout"), "expires_at");
    const auto code_ends = text_at(charge_of(session), "expires_at");
    if (!holds_end.empty()) {
        const auto left = seconds_between(text_at(session, "server_time"), holds_end);
        lines.push_back(seconds_between(code_ends, holds_end) > 0
                            ? say(language, kPixHoldsStay, clock_text(left))
                            : std::string(kPixHoldsEnd.in(language)));
    }
    lines.emplace_back(kPixGiveUp.in(language));
    if (const auto bank = text_at(charge_of(session), "test_bank"); !bank.empty())
        lines.push_back(say(language, kPixPlayBank, address, bank));
    return lines;
}

std::string pix_waiting_line(Language language, const Json& session,
                             std::optional<std::int64_t> seconds) {
    if (seconds && *seconds > 0) return say(language, kPixWaiting, clock_text(*seconds));
    if (seconds) return std::string(kPixOver.in(language));
    const auto state = payment_state(session);
    if (state == "charging") return std::string(kPixCharging.in(language));
    return state == "voiding" ? std::string(kPixUndoing.in(language)) : std::string();
}

std::string line_of_pix_entry(Language language, const Json& entry) {
    const auto type = text_at(entry, "type");
    if (type == "payment.returned") return returned_text(language, text_at(entry, "detail"));
    if (type == "step.charge_waiting") return std::string(kPixMade.in(language));
    if (type == "step.paid") return std::string(kPixPaid.in(language));
    if (type == "step.declined") return std::string(kPixNoCode.in(language));
    if (type == "step.silent" && text_at(entry, "hold").empty())
        return std::string(kPixUnpaid.in(language));
    if (type == "payment.stopped") return std::string(kPixStopped.in(language));
    if (type == "undo.voided") return std::string(kPixWithdrawn.in(language));
    if (type == "undo.refunded") return std::string(kPixCameBack.in(language));
    return {};
}

std::string pix_failure_text(Language language, const Json& session) {
    const auto paid = money_text(language, member(member(session, "payment"), "amount"));
    const std::string first = payment_state(session) == "refunded"
                                  ? say(language, kPixAllBack, paid)
                                  : std::string(kPixNothingCharged.in(language));
    const Phrase& next = text_at(session, "state") == "expired" ? kPixHoldIsOver : kPixAgain;
    return fmt::format("{} {}\n{}", first, reason_of(session).in(language), next.in(language));
}

}  // namespace viaja::terminal
