#include "terminal/dialogue.hpp"

#include <algorithm>

#include "common/contract/quantity.hpp"
#include "common/text/whole_number.hpp"
#include "terminal/fares.hpp"
#include "terminal/format.hpp"
#include "terminal/places.hpp"
#include "terminal/yes_or_no.hpp"

namespace viaja::terminal {

namespace {

constexpr Phrase kFrom{"De onde? (cidade ou código)", "From where? (city or code)"};
constexpr Phrase kTo{"Para onde?", "To where?"};
constexpr Phrase kDate{"Dia da ida? (25/12 ou 2026-12-25)", "Day of departure? (25/12 is 25 Dec)"};
constexpr Phrase kReturnDay{"Dia da volta? (Enter: só ida)", "Day of return? (Enter: one way)"};
constexpr Phrase kPeople{"Quantas pessoas? (Enter: 1)", "How many people? (Enter: 1)"};
constexpr Phrase kOutward{"Número do voo de ida? (<: voltar)", "Number of the flight? (<: back)"};
constexpr Phrase kInward{"Número do voo de volta? (<: voltar)",
                         "Number of the flight back? (<: back)"};
constexpr Phrase kFare{"Tarifa? (Enter: light)", "Fare? (Enter: light)"};
/// In the order of choices_of(Option::fare).
constexpr Phrase kRefunds[] = {{"se cancelar, nada volta", "cancelled, nothing comes back"},
                               {"se cancelar, metade volta", "cancelled, half comes back"},
                               {"se cancelar, tudo volta", "cancelled, all comes back"}};
constexpr Phrase kNoFare{"Responda light, plus ou flex.", "Answer light, plus or flex."};
constexpr Phrase kHotel{"Procurar hotel até a volta? (S/N)",
                        "Look for a hotel until the return? (Y/N)"};
constexpr Phrase kRoomNumber{"Número do quarto? (Enter: sem hotel)",
                             "Number of the room? (Enter: none)"};
constexpr Phrase kName{"Nome da {}ª pessoa, como no documento?",
                       "Name of traveller {}, as in the passport?"};
constexpr Phrase kSure{"Reservar tudo isso? (S/N)", "Hold all of this? (Y/N)"};

constexpr Phrase kNoPlace{"Não conheço este lugar.", "This place is not known."};
constexpr Phrase kSamePlace{"É o mesmo lugar da partida.", "That is where you start."};
constexpr Phrase kNoDay{"Isto não é um dia a partir de hoje.", "That is no day from today on."};
constexpr Phrase kEarly{"A volta não pode ser antes da ida.",
                        "The return cannot be before the departure."};
constexpr Phrase kNoPeople{"De 1 a {} pessoas.", "1 to {} people."};
constexpr Phrase kNoNumber{"Escolha um número da lista.", "Choose a number of the list."};
constexpr Phrase kNeitherYesNorNo{"Responda S ou N.", "Answer Y or N."};
constexpr Phrase kNoName{"Falta o nome.", "The name is missing."};
constexpr Phrase kNoFlight{"Nada livre neste dia; escolha outro.",
                           "Nothing is free on this day; choose another one."};
constexpr Phrase kNoRoom{"Nenhum quarto livre nestas noites.", "No room is free on these nights."};

enum { kOut, kIn, kRoom };

}  // namespace

std::string Dialogue::question() const {
    switch (stage_) {
        case Stage::from:
            return std::string(kFrom.in(language_));
        case Stage::to:
            return std::string(kTo.in(language_));
        case Stage::date:
            return std::string(kDate.in(language_));
        case Stage::back:
            return std::string(kReturnDay.in(language_));
        case Stage::people:
            return std::string(kPeople.in(language_));
        case Stage::outward:
            return std::string(kOutward.in(language_));
        case Stage::inward:
            return std::string(kInward.in(language_));
        case Stage::fare:
            return std::string(kFare.in(language_));
        case Stage::hotel:
            return std::string(kHotel.in(language_));
        case Stage::stay:
            return std::string(kRoomNumber.in(language_));
        case Stage::name:
            return say(language_, kName, names_.size() + 1);
        case Stage::sure:
            return std::string(kSure.in(language_));
        case Stage::end:
            break;
    }
    return {};
}

Reaction Dialogue::refuse(const Phrase& phrase) const {
    return {Act::ask, std::string(phrase.in(language_))};
}

Reaction Dialogue::go(Stage next, Act act) {
    before_.push_back(stage_);
    stage_ = next;
    return {act, {}};
}

Reaction Dialogue::go_back() {
    // Each name is a question of its own.
    if (stage_ != Stage::name || names_.empty()) {
        if (before_.empty()) return {Act::give_up, {}};
        stage_ = before_.back();
        before_.pop_back();
    }
    if (stage_ == Stage::name && !names_.empty()) names_.pop_back();
    return {};
}

Reaction Dialogue::answer(std::string_view typed) {
    if (typed == "<") return go_back();
    switch (stage_) {
        case Stage::from:
            return place(typed, from_, Stage::to);
        case Stage::to:
            return place(typed, to_, Stage::date);
        case Stage::date:
            return day(typed);
        case Stage::back:
            return day_back(typed);
        case Stage::people:
            return number_of_people(typed);
        case Stage::outward:
            return choose(typed, chosen_[kOut]);
        case Stage::inward:
            return choose(typed, chosen_[kIn]);
        case Stage::stay:
            return choose(typed, chosen_[kRoom]);
        case Stage::fare:
            return choose_fare(typed);
        case Stage::hotel:
        case Stage::sure:
            return decide(typed);
        case Stage::name:
            return name(typed);
        case Stage::end:
            break;
    }
    return {};
}

Reaction Dialogue::place(std::string_view typed, std::string& place, Stage next) {
    const auto codes = airports_named(places_, typed);
    if (codes.empty()) return refuse(kNoPlace);
    if (codes.size() > 1) return {Act::ask, fmt::format("{}", fmt::join(codes, ", ")) + "?"};
    if (next == Stage::date && codes.front() == from_) return refuse(kSamePlace);
    place = codes.front();
    return go(next);
}

Reaction Dialogue::day(std::string_view typed) {
    const auto date = day_typed(typed, today_);
    if (!date || *date < today_) return refuse(kNoDay);
    date_ = iso_date(*date);
    return go(Stage::back);
}

Reaction Dialogue::day_back(std::string_view typed) {
    back_.clear();
    if (typed.empty()) return go(Stage::people);
    const auto date = day_typed(typed, today_);
    if (!date) return refuse(kNoDay);
    if (*date < *parse_date(date_)) return refuse(kEarly);
    back_ = iso_date(*date);
    return go(Stage::people);
}

Reaction Dialogue::number_of_people(std::string_view typed) {
    const auto people = typed.empty() ? 1 : whole_number<int>(typed, 1, kQuantityMax);
    if (!people) return {Act::ask, say(language_, kNoPeople, kQuantityMax)};
    people_ = *people;
    chosen_[kOut] = chosen_[kIn] = chosen_[kRoom] = std::nullopt;
    names_.clear();
    return go(Stage::outward, Act::search_outward);
}

Reaction Dialogue::found(Json choices) {
    const bool none = choices.empty();
    if (stage_ == Stage::stay) {
        found_[kRoom] = std::move(choices);
        if (!none) return {};
        stage_ = Stage::name;
        return refuse(kNoRoom);
    }
    found_[stage_ == Stage::inward ? kIn : kOut] = std::move(choices);
    if (!none) return {};
    // The stage before is asked again: it is the day that decides.
    const Stage again = stage_ == Stage::inward ? Stage::back : Stage::date;
    while (stage_ != again)
        go_back();
    return refuse(kNoFlight);
}

Reaction Dialogue::choose(std::string_view typed, std::optional<std::size_t>& place) {
    if (stage_ == Stage::stay && typed.empty()) {
        place.reset();
        return go(Stage::name);
    }
    const auto kind = stage_ == Stage::outward ? kOut : stage_ == Stage::inward ? kIn : kRoom;
    const auto number = whole_number<std::size_t>(typed, 1, found_[kind].size());
    if (!number) return refuse(kNoNumber);
    place = *number - 1;
    if (stage_ == Stage::outward && !back_.empty()) return go(Stage::inward, Act::search_inward);
    return go(stage_ == Stage::stay ? Stage::name : Stage::fare);
}

Reaction Dialogue::choose_fare(std::string_view typed) {
    const auto fares = choices_of(Option::fare);
    const auto fare = typed.empty() ? fares.front() : typed;
    if (std::find(fares.begin(), fares.end(), fare) == fares.end()) return refuse(kNoFare);
    fare_ = fare;
    const bool has_nights = !back_.empty() && check_in() < back_;
    return go(has_nights ? Stage::hotel : Stage::name);
}

Lines Dialogue::lines_of_fares() const {
    Lines lines;
    for (const auto fare : choices_of(Option::fare)) {
        Json price;
        std::int64_t amount = 0;
        for (const auto kind : {kOut, kIn}) {
            if (!chosen_[kind]) continue;
            price = price_in_fare(found_[kind][*chosen_[kind]], fare);
            amount += number_at(price, "amount");
        }
        price["amount"] = amount;
        lines.push_back(fmt::format("  {} {}  {}", fitted(fare, 5),
                                    right_aligned(money_text(language_, price), 14),
                                    kRefunds[lines.size()].in(language_)));
    }
    return lines;
}

Json Dialogue::flight_in_fare(const Json& choice) const {
    Json flight = choice;
    flight["price"] = price_in_fare(choice, fare_);
    for (Json& item : flight["items"])
        item["fare"] = fare_;
    return flight;
}

Reaction Dialogue::decide(std::string_view typed) {
    const auto yes = yes_or_no(typed);
    if (!yes) return refuse(kNeitherYesNorNo);
    if (stage_ == Stage::hotel) {
        chosen_[kRoom].reset();
        return *yes ? go(Stage::stay, Act::search_stays) : go(Stage::name);
    }
    return go(Stage::end, *yes ? Act::hold : Act::give_up);
}

Reaction Dialogue::name(std::string_view typed) {
    if (typed.empty()) return refuse(kNoName);
    names_.emplace_back(typed);
    if (names_.size() < static_cast<std::size_t>(people_)) return {};
    return go(Stage::sure);
}

std::string Dialogue::check_in() const {
    if (!chosen_[kOut]) return date_;
    return text_at(found_[kOut][*chosen_[kOut]], "arrives").substr(0, 10);
}

std::vector<Json> Dialogue::chosen() const {
    std::vector<Json> all;
    for (const auto kind : {kOut, kRoom, kIn}) {
        if (!chosen_[kind]) continue;
        const Json& choice = found_[kind][*chosen_[kind]];
        all.push_back(kind == kRoom ? choice : flight_in_fare(choice));
    }
    return all;
}

}  // namespace viaja::terminal
