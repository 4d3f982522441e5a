#include "terminal/pix_command.hpp"

#include "terminal/commands.hpp"
#include "terminal/pix_lines.hpp"
#include "terminal/random_key.hpp"
#include "terminal/stop.hpp"

namespace viaja::terminal {

namespace {

constexpr const char* kStopPath = "/payments/stop";

constexpr Phrase kNothingToStop{
    "Nenhum Pix está sendo esperado. Nada foi feito nem cobrado; veja: viaja viagem",
    "No Pix is waited for. Nothing was done or charged; see: viaja trip"};
constexpr Phrase kStopSure{"Desistir deste Pix? O que for pago volta.",
                           "Give up this Pix? What is paid comes back."};

Exit exit_of_unpaid(const Json& session) {
    if (text_at(session, "state") == "expired") return Exit::too_late;
    const auto failure = text_at(member(session, "payment"), "failure");
    return failure == "payment_unpaid" || failure == "payment_declined" ? Exit::declined
                                                                        : Exit::refused;
}

}  // namespace

void refuse_unpaid_pix(Language language, const Json& session) {
    const auto failure = text_at(member(session, "payment"), "failure");
    const auto state = text_at(session, "state");
    if (!is_by_pix(session) || failure.empty() || (state != "open" && state != "expired")) return;
    throw Stop(exit_of_unpaid(session), failure, pix_failure_text(language, session), session);
}

const Answer& require_paid(Client& client, const Answer& answer) {
    if (answer.status >= 400 && !client.pending())
        refuse_unpaid_pix(client.language(), client.session());
    return require_success(client.language(), answer);
}

Exit pay_by_pix(Client& client, const Json& session) {
    const Answer answer = ask_to_pay(client, session, {{"method", "pix"}});
    require_paid(client, answer);
    return client.show(answer.body, answer.body);
}

Exit stop_pix(Client& client) {
    client.require_trip();
    const Json before = client.session();
    if (pix_code(before).empty())
        throw Stop(Exit::usage, "invalid_state", std::string(kNothingToStop.in(client.language())));
    if (!is_agreed(client, std::string(kStopSure.in(client.language()))))
        return client.show(before, before);
    const Answer answer =
        client.server().call(client.bounded({"POST",
                                             "/v1/sessions/" + client.trip().id + kStopPath,
                                             {{"Idempotency-Key", random_key()}},
                                             "{}"}));
    require_success(client.language(), answer);
    // The payment that an earlier run left open has its outcome now.
    if (client.pending()) client.finish();
    const Json session = client.session();
    return client.show(session, session);
}

}  // namespace viaja::terminal
