#include "event-service/events.hpp"

#include <set>
#include <utility>

#include "common/catalogue/airports.hpp"
#include "common/catalogue/zones.hpp"
#include "common/contract/check.hpp"
#include "common/contract/quantity.hpp"
#include "common/contract/sale_window.hpp"
#include "common/contract/schedule.hpp"
#include "common/contract/topology.hpp"
#include "common/supplier/store.hpp"

namespace viaja::event {
namespace {

using supplier::NoQuote;
using supplier::Quote;
using Airports = std::map<std::string, catalogue::Airport>;

constexpr int kDaysMax = 31;
constexpr std::size_t kSectionsAtOnce = 200;

/// Which event, when and where, of an offer or of what is held; its item is set.
void set_event(auto& ticket, const Section& section, const std::string& zone) {
    const Date day = day_of_local_time(section.starts).value();
    const int minutes = minutes_of_day(std::string_view(section.starts).substr(11)).value();
    ticket.event = section.name;
    ticket.event_pt = section.name_pt;
    ticket.near = section.airport;
    ticket.starts_at = catalogue::instant_of(catalogue::wall_clock(day, minutes), zone);
    ticket.starts_at_local = section.starts;
}

/// Why it cannot be bought now; empty if it can.
std::string outside_of_sale(Instant starts_at, const std::string& zone, Instant now) {
    if (starts_at <= now) return "started";
    const auto day = [&](Instant at) { return catalogue::local_date(at, zone); };
    return days_between(day(now), day(starts_at)) > kDaysAheadMax ? "too_far_ahead" : "";
}

const std::string& zone_of(const Section& section, const Airports& airports) {
    const auto airport = airports.find(section.airport);
    check(airport != airports.end(), "an event of the catalogue is near no known airport");
    return airport->second.zone;
}

std::variant<Quote, NoQuote> quote_one(const HoldRequest& request,
                                       const std::map<std::string, Section>& sections,
                                       const Airports& airports, Instant now) {
    const auto* item = std::get_if<TicketItem>(&request.item);
    const auto found = item ? sections.find(id_of(*item)) : sections.end();
    if (found == sections.end()) return NoQuote{"unknown_item"};
    if (!is_quantity(request.quantity)) return NoQuote{"invalid_quantity"};
    const Section& section = found->second;
    const std::string& zone = zone_of(section, airports);
    HeldTicket held;
    held.item = *item;
    set_event(held, section, zone);
    std::string reason = outside_of_sale(held.starts_at, zone, now);
    if (!reason.empty()) return NoQuote{std::move(reason)};

    Quote quote;
    quote.claims = {{unit_id(section), section.capacity, request.quantity}};
    quote.price = Money{section.price.amount * request.quantity, section.price.currency};
    quote.description =
        section.name + ", " + item->section_id + ", " + held.starts_at_local.substr(0, 10);
    quote.sale_ends = held.starts_at;
    held.refund =
        catalogue::terms_of(section.refund, day_of_local_time(section.starts).value(), zone);
    quote.item = std::move(held);
    return quote;
}

/// Adds what is for sale of some sections, in their order, until the answer is full.
void add_offers(Connection& connection, const EventQuestion& question,
                std::span<const Section> sections, const Airports& airports, Instant now,
                QuestionAnswer& answer) {
    auto& offers = std::get<TicketOffers>(answer.offers);
    std::vector<std::string> units;
    for (const Section& section : sections)
        units.push_back(unit_id(section));
    const auto taken = supplier::taken(connection, units);
    for (const Section& section : sections) {
        const auto sold = taken.find(unit_id(section));
        TicketOffer offer;
        offer.item = section.item;
        offer.kind = section.kind;
        offer.tickets_left = section.capacity - (sold == taken.end() ? 0 : sold->second);
        if (offer.tickets_left < question.quantity) continue;
        const std::string& zone = zone_of(section, airports);
        set_event(offer, section, zone);
        if (!outside_of_sale(offer.starts_at, zone, now).empty()) continue;
        answer.more = offers.size() == kOffersMax;
        if (answer.more) return;
        offer.price = Money{section.price.amount * question.quantity, section.price.currency};
        offers.push_back(std::move(offer));
    }
}

bool is_valid(const EventQuestion& question) {
    if (question.near.empty() || question.near.size() > EventQuestion::kNearMax) return false;
    if (!is_quantity(question.quantity)) return false;
    if (!question.from.ok() || !question.until.ok()) return false;
    const int days = days_between(question.from, question.until);
    return days >= 0 && days < kDaysMax;
}

}  // namespace

std::vector<std::variant<Quote, NoQuote>> Events::quote(Connection& connection,
                                                        std::span<const HoldRequest> requests,
                                                        Instant now) {
    std::set<std::string> ids;
    for (const HoldRequest& request : requests)
        if (const auto* item = std::get_if<TicketItem>(&request.item)) ids.insert(id_of(*item));
    const auto sections = find_sections(connection, std::vector(ids.begin(), ids.end()));
    std::set<std::string> codes;
    for (const auto& [id, section] : sections)
        codes.insert(section.airport);
    const auto airports =
        catalogue::find_airports(connection, std::vector(codes.begin(), codes.end()));

    std::vector<std::variant<Quote, NoQuote>> results;
    for (const HoldRequest& request : requests)
        results.push_back(quote_one(request, sections, airports, now));
    return results;
}

QuestionAnswer Events::answer(Connection& connection, const Question& question, Instant now) {
    QuestionAnswer answer;
    answer.offers = TicketOffers{};
    const auto* about = std::get_if<EventQuestion>(&question.about);
    if (!about) {
        answer.problem = "unknown_question";
        return answer;
    }
    if (!is_valid(*about)) {
        answer.problem = "invalid_question";
        return answer;
    }
    const Airports airports = catalogue::find_airports(connection, about->near);
    if (airports.empty()) {
        answer.problem = "unknown_airport";
        return answer;
    }
    TicketPlace place = about->after.value_or(TicketPlace{});
    for (bool complete = false; !complete && !answer.more;) {
        const auto sections = sections_near(connection, *about, place, kSectionsAtOnce);
        add_offers(connection, *about, sections, airports, now, answer);
        complete = sections.size() < kSectionsAtOnce;
        if (!complete) place = {sections.back().starts, sections.back().item};
    }
    return answer;
}

supplier::Program program() {
    return {.service = "event-service",
            .address = std::string(topology::kEvent),
            .legacy_key = {},
            .goods = "events",
            .migrations = event_migrations(),
            .load = load_demo,
            .inventory = [](bool) { return std::make_unique<Events>(); }};
}

}  // namespace viaja::event
