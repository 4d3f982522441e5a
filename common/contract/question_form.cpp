// The envelopes of all questions to suppliers and of their answers, and lists of offers. What
// stands in each kind of question: search_form.hpp, schedule_form.hpp, unit_form.hpp,
// other_form.hpp, catalogue_change_form.hpp.

#include "common/contract/catalogue_change_form.hpp"
#include "common/contract/encoding.hpp"
#include "common/contract/form_members.hpp"
#include "common/contract/match.hpp"
#include "common/contract/message_forms.hpp"
#include "common/contract/other_form.hpp"
#include "common/contract/prices_form.hpp"
#include "common/contract/schedule_form.hpp"
#include "common/contract/search_form.hpp"
#include "common/contract/unit_form.hpp"

namespace viaja {
namespace {

constexpr int kWaitMsMax = 60'000;

/// The types of a question and of its answer.
struct Words {
    std::string_view question;
    std::string_view answer;
};
constexpr Words kFlights = {"search-flights", "flight-offers"};
constexpr Words kStays = {"search-stays", "stay-offers"};
constexpr Words kSchedule = {"ask-schedule", "schedule"};
constexpr Words kSeats = {"ask-seats", "seats"};
constexpr Words kEvents = {"search-events", "ticket-offers"};
constexpr Words kNights = {"search-nights", "night-offers"};
constexpr Words kUnits = {"ask-units", "units"};
constexpr Words kOthers = {"search-other", "other-offers"};
constexpr Words kChanges = {"change-catalogue", "catalogue-changed"};
constexpr Words kPrices = {"ask-prices", "prices"};

constexpr Words words_of(const FlightQuestion&) {
    return kFlights;
}
constexpr Words words_of(const StayQuestion&) {
    return kStays;
}
constexpr Words words_of(const FlightOffers&) {
    return kFlights;
}
constexpr Words words_of(const StayOffers&) {
    return kStays;
}

constexpr Words words_of(const ScheduleQuestion&) {
    return kSchedule;
}
constexpr Words words_of(const SchedulePage&) {
    return kSchedule;
}
constexpr Words words_of(const SeatsQuestion&) {
    return kSeats;
}
constexpr Words words_of(const SeatsAnswer&) {
    return kSeats;
}
constexpr Words words_of(const EventQuestion&) {
    return kEvents;
}
constexpr Words words_of(const TicketOffers&) {
    return kEvents;
}
constexpr Words words_of(const NightsQuestion&) {
    return kNights;
}
constexpr Words words_of(const NightOffers&) {
    return kNights;
}
constexpr Words words_of(const UnitQuestion&) {
    return kUnits;
}
constexpr Words words_of(const UnitCounts&) {
    return kUnits;
}
constexpr Words words_of(const OtherQuestion&) {
    return kOthers;
}
constexpr Words words_of(const OtherOffers&) {
    return kOthers;
}
constexpr Words words_of(const CatalogueChange&) {
    return kChanges;
}
constexpr Words words_of(const CatalogueChanged&) {
    return kChanges;
}
constexpr Words words_of(const PricesQuestion&) {
    return kPrices;
}
constexpr Words words_of(const ItemPrices&) {
    return kPrices;
}

template <class... Alternatives>
Words words_of(const std::variant<Alternatives...>& alternatives) {
    return std::visit([](const auto& one) { return words_of(one); }, alternatives);
}

template <class Offer>
void put_members(OrderedJson& json, const std::vector<Offer>& offers) {
    OrderedJson& list = json["offers"] = OrderedJson::array();
    for (const auto& offer : offers)
        list.push_back(to_json(offer));
}

template <class Offer>
void read_members(const JsonReader& content, std::vector<Offer>& offers) {
    for (const JsonReader& offer : content.objects("offers", kItemsMax))
        read_members(offer, offers.emplace_back());
}

}  // namespace

Types MessageForm<Question>::types() {
    Types types;
    for_each_alternative<About>(
        [&](const auto& about) { types.push_back(words_of(about).question); });
    return types;
}

Envelope MessageForm<Question>::envelope(const Question& message) {
    const std::string type(words_of(message.about).question);
    return {.type = type,
            .key = RequestKey{type, message.id, 0},
            .wait = message.wait,
            .deadline = message.deadline,
            .reply_to = message.reply_to};
}

OrderedJson MessageForm<Question>::content(const Question& message) {
    return std::visit([](const auto& about) { return to_json(about); }, message.about);
}

Question MessageForm<Question>::read(const JsonReader& message, std::string_view type) {
    Question read;
    read.id = read_key_of(message, type).id;
    if (message.has("deadline")) read.deadline = message.instant("deadline");
    if (message.has("wait_ms")) {
        read.wait = std::chrono::milliseconds(message.integer("wait_ms", 1, kWaitMsMax));
    }
    read.reply_to = read_reply_to(message);
    read.about = first_alternative<About>([&](const auto& about) {
                     return words_of(about).question == type;
                 }).value();
    const JsonReader content = message.object("content");
    std::visit([&](auto& about) { read_members(content, about); }, read.about);
    return read;
}

Types MessageForm<QuestionAnswer>::types() {
    Types types;
    for_each_alternative<Offers>(
        [&](const auto& offers) { types.push_back(words_of(offers).answer); });
    return types;
}

Envelope MessageForm<QuestionAnswer>::envelope(const QuestionAnswer& message) {
    const Words words = words_of(message.offers);
    return {.type = std::string(words.answer),
            .key = RequestKey{std::string(words.question), message.id, 0}};
}

OrderedJson MessageForm<QuestionAnswer>::content(const QuestionAnswer& message) {
    OrderedJson json;
    json["from"] = message.from;
    put_unless_empty(json, "problem", message.problem);
    std::visit([&](const auto& offers) { put_members(json, offers); }, message.offers);
    if (message.more) json["more"] = true;
    return json;
}

QuestionAnswer MessageForm<QuestionAnswer>::read(const JsonReader& message, std::string_view type) {
    QuestionAnswer read;
    read.offers = first_alternative<Offers>([&](const auto& offers) {
                      return words_of(offers).answer == type;
                  }).value();
    read.id = read_key_of(message, words_of(read.offers).question).id;
    const JsonReader content = message.object("content");
    read.from = content.code("from");
    read.problem = content.optional_text("problem", kCodeBytesMax);
    std::visit([&](auto& offers) { read_members(content, offers); }, read.offers);
    read.more = content.optional_flag("more");
    return read;
}

}  // namespace viaja
