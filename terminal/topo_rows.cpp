#include "terminal/topo_rows.hpp"

#include <algorithm>
#include <cctype>
#include <iterator>

#include "terminal/format.hpp"
#include "terminal/operator_lines.hpp"

namespace viaja::terminal {

namespace {

constexpr Phrase kStuckSagas{"Sagas paradas ({})", "Stuck sagas ({})"};
constexpr Phrase kRunningSagas{"Sagas em curso ({})", "Running sagas ({})"};
constexpr Phrase kReplicaBreakers{"Disjuntores das reservas desta réplica ({})",
                                  "Breakers of this replica's holds ({})"};
constexpr Phrase kReplicaSearchBreakers{"Disjuntores das buscas desta réplica ({})",
                                        "Breakers of this replica's searches ({})"};
constexpr Phrase kServices{"Processos ({})", "Processes ({})"};
constexpr Phrase kLetters{"Mensagens mortas ({})", "Dead letters ({})"};
constexpr Phrase kNothingAnswered{"  sem resposta", "  no answer"};
constexpr Phrase kNoneThere{"  nenhuma", "  none"};
constexpr Phrase kAgainIn{"{}× de novo em {} s", "{}× again in {} s"};
constexpr Phrase kUnreadableSaga{"linhas que não se podem ler; veja o log",
                                 "rows that cannot be read; see the log"};

std::string lower(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(), [](unsigned char letter) {
        return static_cast<char>(std::tolower(letter));
    });
    return result;
}

std::string shown_text(const Json& object, std::string_view name) {
    return printable(text_at(object, name));
}

/// What a saga waits for most: its step, else the first of its holds or notices.
const Json& request_of(const Json& saga) {
    const Json& step = member(saga, "step");
    if (step.is_object()) return step;
    for (const char* list : {"holds", "notices"}) {
        const Json& all = list_at(saga, list);
        if (!all.empty()) return all.front();
    }
    return step;
}

std::vector<TopoRow> saga_rows(Language language, const Json& document, Tone tone) {
    std::vector<TopoRow> all;
    const auto server_time = text_at(document, "server_time");
    for (const Json& saga : list_at(document, "sagas")) {
        const Json& request = request_of(saga);
        const auto next = seconds_between(server_time, text_at(request, "next_attempt_at"));
        const auto tries = request.is_object()
                               ? say(language, kAgainIn, number_at(request, "attempts"),
                                     std::max<std::int64_t>(next, 0))
                               : std::string();
        all.push_back({fmt::format("{} {} {} {}", shown_text(saga, "session"),
                                   fitted(shown_text(request, "command"), 9),
                                   fitted(shown_text(request, "address"), 9), tries),
                       tone, text_at(saga, "session")});
    }
    for (const Json& session : list_at(document, "unreadable")) {
        if (!session.is_string()) continue;
        all.push_back({printable(session.get<std::string>()) + ' ' +
                           std::string(kUnreadableSaga.in(language)),
                       Tone::alarm});
    }
    return all;
}

std::vector<TopoRow> service_rows(const Json& document) {
    std::vector<TopoRow> all;
    for (const Json& service : list_at(document, "services")) {
        const auto seen = text_at(service, "last_seen");
        all.push_back({fmt::format("{} {} {} {} {}", fitted(shown_text(service, "address"), 12),
                                   fitted(shown_text(service, "state"), 6),
                                   fitted(shown_text(service, "version"), 8),
                                   shown_text(service, "instance").substr(0, 8),
                                   seen.size() >= 19 ? seen.substr(11, 8) : ""),
                       text_at(service, "state") == "gone" ? Tone::alarm : Tone::plain});
    }
    return all;
}

std::vector<TopoRow> breaker_rows(Language language, const Json& breakers) {
    std::vector<TopoRow> all;
    for (auto& line : lines_of_breakers(language, breakers)) {
        const auto& breaker = breakers.at(all.size());
        all.push_back(
            {std::move(line), text_at(breaker, "state") == "closed" ? Tone::plain : Tone::alarm});
    }
    return all;
}

std::vector<TopoRow> letter_rows(const Json& document) {
    std::vector<TopoRow> all;
    for (const Json& letter : list_at(document, "dead_letters"))
        all.push_back(
            {shown_text(letter, "id") + "  " + shown_text(letter, "reason"), Tone::alarm});
    return all;
}

/// One list of the overview. `document` is what it was made of.
struct Section {
    const Phrase& title;
    const Json& document;
    std::vector<TopoRow> rows;
};

void add(std::vector<TopoRow>& all, Section section, Language language, const std::string& wanted) {
    std::erase_if(section.rows, [&](const TopoRow& row) {
        return lower(row.text).find(wanted) == std::string::npos;
    });
    all.push_back(
        {say(language, section.title, number_or_none(section.document, section.rows.size())),
         Tone::heading});
    if (!section.document.is_object()) {
        all.push_back({nothing_answered(language), Tone::faint});
    } else if (section.rows.empty()) {
        all.push_back({std::string(kNoneThere.in(language)), Tone::faint});
    }
    std::ranges::move(section.rows, std::back_inserter(all));
}

}  // namespace

std::string nothing_answered(Language language) {
    return std::string(kNothingAnswered.in(language));
}

std::string number_or_none(const Json& document, std::size_t number) {
    return document.is_object() ? std::to_string(number) : "–";
}

std::vector<TopoRow> overview_of(const TopoDocuments& documents, Language language,
                                 const std::string& filter) {
    const auto breakers_of = [&](const char* list) {
        return breaker_rows(language, list_at(documents.breakers, list));
    };
    Section sections[] = {
        {kStuckSagas, documents.stuck, saga_rows(language, documents.stuck, Tone::alarm)},
        {kRunningSagas, documents.running, saga_rows(language, documents.running, Tone::plain)},
        {kReplicaBreakers, documents.breakers, breakers_of("breakers")},
        {kReplicaSearchBreakers, documents.breakers, breakers_of("searches")},
        {kServices, documents.services, service_rows(documents.services)},
        {kLetters, documents.dead_letters, letter_rows(documents.dead_letters)},
    };
    const auto wanted = lower(filter);
    std::vector<TopoRow> all;
    for (auto& section : sections)
        add(all, std::move(section), language, wanted);
    return all;
}

}  // namespace viaja::terminal
