#include "terminal/ticket_lines.hpp"

#include "terminal/format.hpp"

namespace viaja::terminal {

namespace {

constexpr Phrase kTicketsLeft{"restam {}", "{} left"};
constexpr Phrase kMoreSections{"Há mais; veja com --limite, ou procure menos dias.",
                               "There are more; see them with --limit, or search fewer days."};

Json section_item(const std::string& event, const std::string& section) {
    return {{"type", "ticket"}, {"event_id", event}, {"section_id", section}};
}

}  // namespace

std::string event_name(Language language, const Json& item, const std::string& id) {
    const auto name = text_at(item, language == Language::portuguese ? "event_pt" : "event");
    return printable(name.empty() ? id : name);
}

Lines lines_of_tickets(Language language, const Json& answer, std::size_t first_number) {
    Lines lines;
    std::size_t number = first_number;
    for (const Json& offer : list_at(answer, "offers")) {
        const auto starts = text_at(offer, "starts_at_local");
        lines.push_back(
            fmt::format("{:>3}  {} {} {} {} {}  {}", number++,
                        fitted(day_text(language, starts.substr(0, 10)), 10), time_of(starts),
                        fitted(event_name(language, offer, text_at(offer, "event_id")), 24),
                        fitted(printable(text_at(offer, "section_id")), 8),
                        right_aligned(money_text(language, member(offer, "price")), 12),
                        say(language, kTicketsLeft, number_at(offer, "tickets_left"))));
    }
    if (member(answer, "more") == true) lines.emplace_back(kMoreSections.in(language));
    return lines;
}

Json choices_of_tickets(const Json& answer, int quantity) {
    Json choices = Json::array();
    for (const Json& offer : list_at(answer, "offers")) {
        const auto section = text_at(offer, "section_id");
        choices.push_back(
            {{"items", Json::array({section_item(text_at(offer, "event_id"), section)})},
             {"quantity", quantity},
             {"price", member(offer, "price")},
             {"title", printable(text_at(offer, "event") + ", " + section)}});
    }
    return choices;
}

std::optional<Json> ticket_item(std::string_view text) {
    const auto slash = text.find('/');
    const bool named = slash != std::string_view::npos && slash > 0 && slash + 1 < text.size();
    if (!named || text.find('/', slash + 1) != std::string_view::npos) return std::nullopt;
    return section_item(std::string(text.substr(0, slash)), std::string(text.substr(slash + 1)));
}

}  // namespace viaja::terminal
