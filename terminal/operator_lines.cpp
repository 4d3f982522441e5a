#include "terminal/operator_lines.hpp"

#include "terminal/format.hpp"

namespace viaja::terminal {

namespace {

constexpr Phrase kSince{"desde {}", "since {}"};
constexpr Phrase kSeen{"ouvido {}", "heard {}"};
constexpr Phrase kFlights{"{} voos", "{} flights"};
constexpr Phrase kNextProbe{"próxima tentativa {}", "next probe {}"};
constexpr Phrase kGone{"nenhum processo vivo", "no process alive"};
constexpr Phrase kNoSagas{"Nenhuma saga.", "No sagas."};
constexpr Phrase kNoLetters{"Nenhuma mensagem morta.", "No dead letters."};
constexpr Phrase kMoreSagas{"Há {} ao todo.", "There are {} in all."};
constexpr Phrase kCaptured{"cobrado {}", "captured {}"};
constexpr Phrase kWaits{"espera {} de {}", "waits for {} from {}"};
constexpr Phrase kTries{"{} vezes desde {}, de novo em {} s",
                        "sent {} times since {}, again in {} s"};
constexpr Phrase kLast{"última resposta: {}", "last answer: {}"};
constexpr Phrase kWrittenOff{"baixado: {}", "written off: {}"};
constexpr Phrase kUnreadableRows{"{}: linhas que não se podem ler; veja o log",
                                 "{}: rows that cannot be read; see the log"};
constexpr Phrase kAttempt{"pagamento {}: {} {} {}", "payment {}: {} {} {}"};
constexpr Phrase kBytes{"{} bytes", "{} bytes"};
constexpr Phrase kSum{"{} = {} livres + {} reservados + {} confirmados",
                      "{} = {} free + {} held + {} confirmed"};
constexpr Phrase kOversold{"! {} a mais do que há", "! {} more than there are"};
constexpr Phrase kWrongSum{"! soma errada", "! wrong sum"};
constexpr Phrase kNoUnits{"Nenhuma unidade com reservas.", "No units with holds."};
constexpr Phrase kNoSessions{"Nenhuma sessão.", "No sessions."};
constexpr Phrase kMoreLines{"Há mais.", "There are more."};
constexpr Phrase kNoActions{"Nada foi feito pela operação.", "Operators did nothing yet."};
constexpr Phrase kSoldMore{"! em {} dias há mais vendido do que isso",
                           "! on {} days more is sold than that"};
constexpr Phrase kReason{"motivo: {}", "reason: {}"};
constexpr std::size_t kTextColumns = 70;

/// "12:00:04" of an RFC 3339 instant, in UTC.
std::string utc_clock(const Json& object, std::string_view name) {
    const auto instant = text_at(object, name);
    return instant.size() >= 19 ? instant.substr(11, 8) : "-";
}

std::string what_of(const Json& object, std::string_view name) {
    const auto text = printable(text_at(object, name));
    return text.empty() ? "-" : text;
}

/// A request that waits for its answer: two lines at most.
void add_request(Language language, const Json& request, const std::string& server_time,
                 Lines& lines) {
    if (!request.is_object()) return;
    const auto next = text_at(request, "next_attempt_at");
    std::string first =
        "    " + say(language, kWaits, what_of(request, "command"), what_of(request, "address"));
    if (const auto hold = text_at(request, "hold"); !hold.empty()) first += "  " + printable(hold);
    lines.push_back(first);
    std::string second =
        "      " + say(language, kTries, number_at(request, "attempts"),
                       utc_clock(request, "since"),
                       std::max<std::int64_t>(seconds_between(server_time, next), 0));
    if (const auto error = text_at(request, "last_error"); !error.empty())
        second += "; " + say(language, kLast, printable(error));
    lines.push_back(second);
    if (const auto reason = text_at(request, "written_off"); !reason.empty())
        lines.push_back("      " + say(language, kWrittenOff, printable(reason)));
}

/// Of a saga or of an operator's session: all requests that wait.
void add_requests(Language language, const Json& saga, const std::string& server_time,
                  Lines& lines) {
    add_request(language, member(saga, "step"), server_time, lines);
    for (const Json& hold : list_at(saga, "holds"))
        add_request(language, hold.contains("command") ? hold : member(hold, "asking"), server_time,
                    lines);
    for (const Json& notice : list_at(saga, "notices"))
        if (text_at(notice, "state") != "ended" && text_at(notice, "state") != "acknowledged")
            add_request(language, notice, server_time, lines);
}

void add_unreadable(Language language, const Json& answer, Lines& lines) {
    for (const Json& session : list_at(answer, "unreadable"))
        if (session.is_string())
            lines.push_back(say(language, kUnreadableRows, printable(session.get<std::string>())));
}

}  // namespace

Lines lines_of_services(Language language, const Json& answer) {
    Lines lines;
    for (const Json& service : list_at(answer, "services"))
        lines.push_back(fmt::format("{} {} {} {}  {}  {}", fitted(what_of(service, "address"), 12),
                                    fitted(what_of(service, "state"), 6),
                                    fitted(what_of(service, "version"), 8),
                                    text_at(service, "instance").substr(0, 8),
                                    say(language, kSince, utc_clock(service, "since")),
                                    say(language, kSeen, utc_clock(service, "last_seen"))));
    for (const Json& carrier : list_at(answer, "carriers"))
        lines.push_back(fmt::format("{} {} {}  {}", fitted(what_of(carrier, "carrier"), 12),
                                    fitted(what_of(carrier, "state"), 9),
                                    say(language, kFlights, number_at(carrier, "flights")),
                                    printable(text_at(carrier, "problem"))));
    return lines;
}

Lines lines_of_breakers(Language language, const Json& breakers) {
    Lines lines;
    for (const Json& breaker : breakers) {
        std::string line = fmt::format("{} {}", fitted(what_of(breaker, "address"), 12),
                                       fitted(what_of(breaker, "state"), 9));
        if (text_at(breaker, "since") != "")
            line += "  " + say(language, kSince, utc_clock(breaker, "since"));
        if (text_at(breaker, "next_probe") != "")
            line += "  " + say(language, kNextProbe, utc_clock(breaker, "next_probe"));
        if (member(breaker, "gone") == true) line += "  " + std::string(kGone.in(language));
        lines.push_back(line);
    }
    return lines;
}

Lines lines_of_sagas(Language language, const Json& answer) {
    Lines lines;
    const auto server_time = text_at(answer, "server_time");
    for (const Json& saga : list_at(answer, "sagas")) {
        lines.push_back(fmt::format(
            "{} {} {}{}", what_of(saga, "session"), fitted(what_of(saga, "session_state"), 10),
            say(language, kCaptured, money_text(language, member(saga, "money_captured"))),
            member(saga, "needs_attention") == true ? "  !" : ""));
        add_requests(language, saga, server_time, lines);
    }
    add_unreadable(language, answer, lines);
    if (member(answer, "more") == true)
        lines.push_back(say(language, kMoreSagas, number_at(answer, "total")));
    if (lines.empty()) lines.emplace_back(kNoSagas.in(language));
    return lines;
}

Lines lines_of_operator_session(Language language, const Json& session) {
    Lines lines = {fmt::format(
        "{} {}  {}{}", what_of(session, "id"), what_of(session, "state"),
        say(language, kCaptured, money_text(language, member(session, "money_captured"))),
        member(session, "needs_attention") == true ? "  !" : "")};
    for (const Json& hold : list_at(session, "holds"))
        lines.push_back(fmt::format("  {} {} {}  {}", what_of(hold, "id"),
                                    fitted(what_of(hold, "state"), 9), what_of(hold, "address"),
                                    what_of(hold, "description")));
    add_requests(language, session, text_at(session, "server_time"), lines);
    for (const Json& payment : list_at(session, "payments"))
        lines.push_back("  " + say(language, kAttempt, number_at(payment, "attempt"),
                                   what_of(payment, "state"),
                                   money_text(language, member(payment, "amount")),
                                   printable(text_at(payment, "failure"))));
    for (const Json& entry : list_at(session, "timeline"))
        lines.push_back(fmt::format("  {:>4}  {}  {} {} {}", number_at(entry, "seq"),
                                    utc_clock(entry, "at"), fitted(what_of(entry, "type"), 22),
                                    text_at(entry, "hold").substr(0, 8),
                                    printable(text_at(entry, "detail"))));
    return lines;
}

Lines lines_of_sessions_found(Language language, const Json& answer) {
    Lines lines;
    for (const Json& session : list_at(answer, "sessions")) {
        std::string line = fmt::format(
            "{} {} {}", what_of(session, "session"), fitted(what_of(session, "state"), 10),
            say(language, kCaptured, money_text(language, member(session, "money_captured"))));
        for (const Json& reference : list_at(session, "booking_references"))
            line += "  " + printable(text_at(reference, "reference"));
        if (member(session, "needs_attention") == true) line += "  !";
        lines.push_back(line);
    }
    add_unreadable(language, answer, lines);
    if (member(answer, "more") == true) lines.emplace_back(kMoreLines.in(language));
    if (lines.empty()) lines.emplace_back(kNoSessions.in(language));
    return lines;
}

Lines lines_of_dead_letters(Language language, const Json& answer) {
    Lines lines;
    for (const Json& letter : list_at(answer, "dead_letters")) {
        lines.push_back(fmt::format("{}  {}  {}", what_of(letter, "id"), utc_clock(letter, "at"),
                                    say(language, kBytes, number_at(letter, "bytes"))));
        lines.push_back("    " + what_of(letter, "reason"));
        lines.push_back("    " + fitted(what_of(letter, "text"), kTextColumns));
    }
    if (lines.empty()) lines.emplace_back(kNoLetters.in(language));
    return lines;
}

Lines lines_of_units(Language language, const Json& answer) {
    Lines lines;
    for (const Json& unit : list_at(answer, "units")) {
        std::string line = fitted(what_of(unit, "unit"), 26) + " " +
                           say(language, kSum, number_at(unit, "capacity"), number_at(unit, "free"),
                               number_at(unit, "held"), number_at(unit, "confirmed"));
        const auto oversold = number_at(unit, "oversold");
        if (oversold > 0) {
            line += "  " + say(language, kOversold, oversold);
        } else if (member(unit, "sum_is_right") == false) {
            line += "  " + std::string(kWrongSum.in(language));
        }
        lines.push_back(line);
    }
    if (lines.empty()) lines.emplace_back(kNoUnits.in(language));
    if (member(answer, "more") == true) lines.emplace_back(kMoreLines.in(language));
    return lines;
}

Lines lines_of_catalogue_change(Language language, const Json& answer) {
    Lines lines;
    for (const Json& item : list_at(answer, "items")) {
        std::string line = what_of(item, "item") + "  ";
        if (item.contains("price")) {
            line += fmt::format("{} → {}", money_text(language, member(item, "price_before")),
                                money_text(language, member(item, "price")));
        } else {
            line += fmt::format("{} → {}", number_at(item, "capacity_before"),
                                number_at(item, "capacity"));
        }
        if (const auto days = number_at(item, "oversold_units"); days > 0)
            line += "  " + say(language, kSoldMore, days);
        lines.push_back(line);
    }
    return lines;
}

Lines lines_of_actions(Language language, const Json& answer) {
    Lines lines;
    for (const Json& action : list_at(answer, "actions")) {
        lines.push_back(fmt::format(
            "{} {}  {} {}  {} {}", text_at(action, "at").substr(0, 10), utc_clock(action, "at"),
            fitted(what_of(action, "action"), 17), fitted(what_of(action, "outcome"), 15),
            what_of(action, "client"), printable(text_at(action, "token"))));
        std::string about = "   ";
        for (const char* name : {"session", "hold", "dead_letter"}) {
            const auto text = text_at(action, name);
            if (!text.empty()) about += " " + printable(text);
        }
        lines.push_back(about);
        if (const auto detail = text_at(action, "detail"); !detail.empty())
            lines.push_back("    " + printable(detail));
        if (const auto reason = text_at(action, "reason"); !reason.empty())
            lines.push_back("    " + say(language, kReason, printable(reason)));
    }
    if (lines.empty()) lines.emplace_back(kNoActions.in(language));
    if (member(answer, "more") == true) lines.emplace_back(kMoreLines.in(language));
    return lines;
}

bool is_marked(std::string_view line) {
    return line.ends_with("  !") || line.find("  ! ") != std::string_view::npos;
}

}  // namespace viaja::terminal
