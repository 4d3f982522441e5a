#include "terminal/trip_lines.hpp"

#include <map>
#include <optional>

#include "terminal/fares.hpp"
#include "terminal/format.hpp"
#include "terminal/hold_words.hpp"
#include "terminal/pix_lines.hpp"
#include "terminal/price_lines.hpp"

namespace viaja::terminal {

namespace {

constexpr Phrase kEmpty{"Sua viagem está vazia. Procure com: viaja buscar",
                        "Your trip is empty. Look for flights with: viaja search"};
constexpr Phrase kLeft{"Reservado para você por mais {}. O preço não muda até lá.",
                       "Held for you for another {}. The price stays the same until then."};
constexpr Phrase kLeftOnly{"Reservado para você por mais {}.", "Held for you for another {}."};
constexpr Phrase kPaused{"O tempo foi parado por outro sistema; ele volta a correr sozinho.",
                         "The clock was paused by another system; it runs again by itself."};
constexpr Phrase kPaying{"Pagando {}. Sua reserva está protegida: o tempo está parado.",
                         "Paying {}. What you hold is safe: the clock stands still."};
constexpr Phrase kVerifying{"Estamos confirmando a cobrança com o banco. Não pague de novo.",
                            "We are checking the charge with the bank. Do not pay again."};
constexpr Phrase kAttention{"Uma pessoa foi avisada. Guarde este código: {}.",
                            "A person has been told. Keep this code: {}."};
constexpr Phrase kConfirmed{"Viagem confirmada. {} cobrados.", "Trip confirmed. {} charged."};
constexpr Phrase kExpired{"O tempo acabou e a reserva foi desfeita. Nada foi cobrado.",
                          "Time ran out and the hold was released. Nothing was charged."};
constexpr Phrase kCancelling{"Cancelando. {} voltam para o seu cartão.",
                             "Cancelling. {} go back to your card."};
constexpr Phrase kCancellingPix{"Cancelando. {} voltam para a conta que pagou o Pix.",
                                "Cancelling. {} go back to the account that paid the Pix."};
constexpr Phrase kCancellingWithoutRefund{"Cancelando. Nada é devolvido.",
                                          "Cancelling. Nothing comes back."};
constexpr Phrase kCancelledWithoutRefund{
    "Cancelada. Pelas condições da compra, nada foi devolvido.",
    "Cancelled. By its terms nothing came back."};
constexpr Phrase kCancelledPaid{"Cancelada. {} devolvidos.", "Cancelled. {} given back."};
constexpr Phrase kCancelled{"Cancelada. Nada foi cobrado.", "Cancelled. Nothing was charged."};
constexpr Phrase kTotal{"Total", "Total"};
constexpr Phrase kReference{"localizador {}", "reference {}"};
constexpr Phrase kNightsHeld{"{} noites", "{} nights"};
constexpr Phrase kAsked{"sem resposta ainda", "not answered yet"};
constexpr Phrase kLost{"deixou de estar reservado: solte ou troque",
                       "not held any more: release or swap it"};
constexpr Phrase kRefused{"{}: {}", "{}: {}"};

constexpr Phrase kWaitBetween{"espera de {} em {}", "{} wait at {}"};

constexpr std::size_t kTitleColumns = 32;
constexpr std::int64_t kLongestLayoverSeconds = 24 * 60 * 60;

constexpr Phrase kUnknownItem{"não é vendido por este fornecedor.",
                              "this supplier does not sell it."};
constexpr Phrase kNotOnThisDay{"não há voo neste dia.", "there is no flight on this day."};
constexpr Phrase kDeparted{"este voo já partiu.", "this flight has departed."};
constexpr Phrase kStarted{"o evento já começou.", "the event has started."};
constexpr Phrase kInThePast{"este dia já passou.", "this day is over."};
constexpr Phrase kTooFarAhead{"só se reserva até 330 dias antes.",
                              "it can be held at most 330 days ahead."};
constexpr Phrase kOther{"o fornecedor não aceitou.", "the supplier did not accept it."};

const std::map<std::string_view, const Phrase*>& reasons() {
    static const std::map<std::string_view, const Phrase*> all = {
        {"unknown_item", &kUnknownItem}, {"not_on_this_day", &kNotOnThisDay},
        {"departed", &kDeparted},        {"started", &kStarted},
        {"in_the_past", &kInThePast},    {"too_far_ahead", &kTooFarAhead},
    };
    return all;
}

/// `type` is that of the hold.
std::string reason_text(Language language, std::string_view type, const std::string& reason) {
    if (reason == "sold_out") return sold_out_text(language, type);
    const auto found = reasons().find(reason);
    return std::string((found == reasons().end() ? kOther : *found->second).in(language));
}

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

std::string reference_of(const Json& session, const std::string& hold) {
    for (const Json& reference : list_at(session, "booking_references"))
        if (text_at(reference, "hold") == hold) return text_at(reference, "reference");
    return {};
}

const Json& hold_of(const Json& session, const std::string& id) {
    static const Json none;
    for (const Json& hold : list_at(session, "holds"))
        if (text_at(hold, "id") == id) return hold;
    return none;
}

/// What stands behind the price: the reference, or what is wrong.
std::string remark_of(Language language, const Json& session, const Json& hold) {
    const auto state = text_at(hold, "state");
    if (state == "asked") return std::string(kAsked.in(language));
    if (state == "lost") return std::string(kLost.in(language));
    const auto reference = reference_of(session, text_at(hold, "id"));
    return reference.empty() ? std::string() : say(language, kReference, printable(reference));
}

Lines lines_of_hold(Language language, const Json& session, const Json& hold, std::size_t number) {
    std::string title = title_within(language, hold, kTitleColumns);
    if (const auto nights = number_at(member(hold, "item"), "nights"); nights > 1)
        title += ", " + say(language, kNightsHeld, nights);
    Lines lines = {fmt::format("{:>3}  {} {} {}", number, fitted(title, kTitleColumns),
                               fitted(when_text(language, hold), 25),
                               right_aligned(money_text(language, member(hold, "price")), 13))};
    std::string names;
    for (const Json& traveller : list_at(hold, "travellers"))
        names += (names.empty() ? "" : ", ") + printable(text_at(traveller, "name"));
    const auto remark = remark_of(language, session, hold);
    lines.push_back(fitted("     " + names + (remark.empty() ? "" : " · " + remark), 79));
    lines.back().erase(lines.back().find_last_not_of(' ') + 1);
    if (const auto guarantee = guarantee_text(language, session, hold); !guarantee.empty())
        lines.push_back("     " + guarantee);
    if (const auto terms = refund_terms(language, hold)) lines.push_back("     " + *terms);
    return lines;
}

/// The wait between two flights that are held for the same travellers, the second of which goes on
/// from where the first has come to; nothing for others.
std::optional<std::int64_t> layover_minutes(const Json& before, const Json& hold) {
    const Json& first = member(before, "item");
    const Json& next = member(hold, "item");
    const bool are_flights =
        text_at(before, "type") == "flight" && text_at(hold, "type") == "flight";
    const auto at = text_at(next, "from");
    if (!are_flights || at.empty() || text_at(first, "to") != at) return std::nullopt;
    const bool goes_back = text_at(next, "to") == text_at(first, "from");
    if (goes_back || number_at(before, "quantity") != number_at(hold, "quantity"))
        return std::nullopt;
    const auto seconds = seconds_between(text_at(first, "arrives_at"), text_at(next, "departs_at"));
    if (seconds <= 0 || seconds > kLongestLayoverSeconds) return std::nullopt;
    return seconds / 60;
}

/// Whether the entry is of the last payment, and that is by Pix; money may come back at any time.
bool is_of_pix(const Json& entry, const Json& session) {
    const auto attempt = number_at(entry, "attempt");
    const bool is_of_last =
        attempt == 0 || attempt == number_at(member(session, "payment"), "attempt");
    return text_at(entry, "type") == "payment.returned" || (is_of_last && is_by_pix(session));
}

std::string paying_sentence(Language language, const Json& session) {
    const Json& payment = member(session, "payment");
    if (text_at(payment, "state") == "capturing") return std::string(kVerifying.in(language));
    return say(language, kPaying, money_text(language, member(payment, "amount")));
}

std::string state_sentence(Language language, const Json& session) {
    const auto state = text_at(session, "state");
    const Json& payment = member(session, "payment");
    const auto paid = money_text(language, member(payment, "amount"));
    if (state == "paying") return paying_sentence(language, session);
    if (state == "confirmed") return say(language, kConfirmed, paid);
    if (state == "expired") return std::string(kExpired.in(language));
    const Json& back = member(payment, "refund");
    const auto refund = back.is_null() ? std::string() : money_text(language, back);
    if (state == "cancelling") {
        return back.is_null()
                   ? std::string(kCancellingWithoutRefund.in(language))
                   : say(language, is_by_pix(session) ? kCancellingPix : kCancelling, refund);
    }
    if (state == "cancelled") {
        const bool was_paid = is_one_of(text_at(payment, "state"), {"captured", "paid"});
        if (!back.is_null()) return say(language, kCancelledPaid, refund);
        return std::string((was_paid ? kCancelledWithoutRefund : kCancelled).in(language));
    }
    if (text_at(member(session, "timeout"), "state") == "paused")
        return std::string(kPaused.in(language));
    const auto left = seconds_left(session);
    if (present_holds(session).empty() || !left) return std::string(kEmpty.in(language));
    return clock_sentence(language, *left, prices_stand(session));
}

}  // namespace

std::vector<Json> present_holds(const Json& session) {
    std::vector<Json> present;
    for (const Json& hold : list_at(session, "holds"))
        if (is_one_of(text_at(hold, "state"), {"asked", "held", "confirmed", "lost"}))
            present.push_back(hold);
    return present;
}

std::optional<std::int64_t> seconds_left(const Json& session) {
    const Json& timeout = member(session, "timeout");
    if (text_at(timeout, "state") != "running") return std::nullopt;
    return seconds_between(text_at(session, "server_time"), text_at(timeout, "expires_at"));
}

std::string clock_sentence(Language language, std::int64_t seconds, bool prices_stand) {
    return say(language, prices_stand ? kLeft : kLeftOnly, clock_text(seconds));
}

Lines lines_of_trip(Language language, const Json& session) {
    Lines lines = {state_sentence(language, session)};
    std::size_t number = 0;
    const auto holds = present_holds(session);
    Json before;
    for (const Json& hold : holds) {
        if (const auto minutes = layover_minutes(before, hold))
            lines.push_back("     " + say(language, kWaitBetween, duration_text(*minutes),
                                          printable(text_at(member(hold, "item"), "from"))));
        for (std::string& line : lines_of_hold(language, session, hold, ++number))
            lines.push_back(std::move(line));
        before = hold;
    }
    if (!holds.empty())
        lines.push_back(fitted("     " + std::string(kTotal.in(language)), 64) +
                        right_aligned(money_text(language, member(session, "total")), 13));
    if (member(session, "needs_attention") == true)
        lines.push_back(say(language, kAttention, printable(text_at(session, "id"))));
    return lines;
}

bool is_settled(const Json& session) {
    const auto state = text_at(session, "state");
    if (state == "paying" || state == "cancelling") return false;
    for (const Json& hold : list_at(session, "holds"))
        if (text_at(hold, "state") == "asked") return false;
    return true;
}

std::string waiting_line(Language language, const Json& session) {
    static constexpr Phrase kCard{"Cartão: perguntando ao banco…", "Card: asking the bank…"};
    static constexpr Phrase kConfirming{"{}: confirmando…", "{}: confirming…"};
    static constexpr Phrase kAgain{"{}: sem resposta, {}ª tentativa.",
                                   "{}: no answer yet, attempt {}."};
    static constexpr Phrase kCharging{"Cobrança: tudo confirmado, cobrando…",
                                      "The charge: everything is confirmed, charging…"};
    static constexpr Phrase kUndoing{"{}: desfazendo a confirmação…",
                                     "{}: undoing the confirmation…"};
    static constexpr Phrase kVoiding{"Cartão: desfazendo a autorização…",
                                     "Card: undoing the authorization…"};
    static constexpr Phrase kRefunding{"Devolução: pedindo ao banco…", "Refund: asking the bank…"};
    static constexpr Phrase kReleasing{"{}: cancelando…", "{}: cancelling…"};
    if (text_at(session, "state") == "paying" && is_by_pix(session)) {
        auto pix = pix_waiting_line(language, session, seconds_to_pay(session));
        if (!pix.empty()) return pix;
    }
    const Json& waits = member(session, "waiting_for");
    const auto command = text_at(waits, "command");
    const auto item = short_title(language, hold_of(session, text_at(waits, "hold")));
    const auto attempts = number_at(waits, "attempts");
    if (!item.empty() && attempts > 1) return say(language, kAgain, item, attempts);
    if (command == "authorize") return std::string(kCard.in(language));
    if (command == "confirm") return say(language, kConfirming, item);
    if (command == "capture") return std::string(kCharging.in(language));
    if (command == "unconfirm") return say(language, kUndoing, item);
    if (command == "void") return std::string(kVoiding.in(language));
    if (command == "refund") return std::string(kRefunding.in(language));
    if (command == "cancel") return say(language, kReleasing, item);
    return {};
}

std::string line_of_entry(Language language, const Json& entry, const Json& session) {
    static constexpr Phrase kHeld{"{}: reservado.", "{}: held."};
    static constexpr Phrase kReleased{"{}: solto.", "{}: released."};
    static constexpr Phrase kAuthorized{"Cartão autorizado. Nada foi cobrado ainda.",
                                        "Card authorized. Nothing has been charged yet."};
    static constexpr Phrase kDeclined{"Cartão recusado pelo banco.", "Card declined by the bank."};
    static constexpr Phrase kDone{"{}: confirmado, localizador {}.",
                                  "{}: confirmed, reference {}."};
    static constexpr Phrase kNot{"{}: não confirmou.", "{}: did not confirm."};
    static constexpr Phrase kSilent{"{}: não respondeu a tempo.", "{}: did not answer in time."};
    static constexpr Phrase kBank{"O banco", "The bank"};
    static constexpr Phrase kCaptured{"Cobrado.", "Charged."};
    static constexpr Phrase kCaptureRefused{"O banco não fez a cobrança.",
                                            "The bank did not make the charge."};
    static constexpr Phrase kRefunded{"Dinheiro devolvido.", "Money given back."};
    static constexpr Phrase kUnconfirmed{"{}: confirmação desfeita; continua reservado.",
                                         "{}: confirmation undone; it is still held."};
    static constexpr Phrase kVoided{"Autorização do cartão desfeita.",
                                    "Authorization of the card undone."};
    const auto type = text_at(entry, "type");
    if (is_of_pix(entry, session)) {
        auto pix = line_of_pix_entry(language, entry);
        if (!pix.empty()) return pix;
    }
    const Json& hold = hold_of(session, text_at(entry, "hold"));
    const auto item =
        hold.is_null() ? std::string(kBank.in(language)) : short_title(language, hold);
    const auto detail = printable(text_at(entry, "detail"));
    if (type == "hold.held") return say(language, kHeld, item);
    if (type == "hold.refused")
        return say(language, kRefused, item, reason_text(language, text_at(hold, "type"), detail));
    if (type == "hold.released") return say(language, kReleased, item);
    if (type == "step.authorized") return std::string(kAuthorized.in(language));
    if (type == "step.declined") return std::string(kDeclined.in(language));
    if (type == "step.confirmed") return say(language, kDone, item, detail);
    if (type == "step.refused") return say(language, kNot, item);
    if (type == "step.silent") return say(language, kSilent, item);
    if (type == "step.captured") return std::string(kCaptured.in(language));
    if (type == "step.capture_refused") return std::string(kCaptureRefused.in(language));
    if (type == "step.refunded") return std::string(kRefunded.in(language));
    if (type == "undo.unconfirmed") return say(language, kUnconfirmed, item);
    if (type == "undo.voided") return std::string(kVoided.in(language));
    return {};
}

}  // namespace viaja::terminal
