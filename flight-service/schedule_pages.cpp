#include "flight-service/schedule_pages.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "common/catalogue/airports.hpp"
#include "common/catalogue/loading.hpp"
#include "common/ports/errors.hpp"
#include "flight-service/catalogue.hpp"

namespace viaja::flight {
namespace {

/// Reads of a schedule that changes at each of them. An import commits a few times a second.
constexpr int kReadsMax = 5;

ScheduledFlight announced(const Flight& flight) {
    ScheduledFlight scheduled;
    scheduled.flight = flight.number;
    scheduled.from = flight.origin;
    scheduled.to = flight.destination;
    scheduled.departs = flight.departure_minutes;
    scheduled.days = flight.days;
    scheduled.minutes = flight.block_minutes;
    scheduled.seats = flight.seats;
    scheduled.price = flight.price;
    return scheduled;
}

ScheduledAirport announced(const catalogue::Airport& airport) {
    return {airport.iata, airport.zone,     airport.country,
            airport.city, airport.latitude, airport.longitude};
}

std::vector<ScheduledAirport> airports_of(Connection& connection, const std::string& carrier) {
    std::vector<ScheduledAirport> airports;
    for (const auto& [code, airport] :
         catalogue::find_airports(connection, airports_flown_to(connection, carrier)))
        airports.push_back(announced(airport));
    return airports;
}

/// Every announced member of every row, each closed by a sign that no member contains.
class Digester {
  public:
    void add(const ScheduledFlight& flight) {
        add({flight.flight, flight.from, flight.to, std::to_string(flight.departs), flight.days,
             std::to_string(flight.minutes), std::to_string(flight.seats),
             std::to_string(flight.price.amount), flight.price.currency});
    }
    void add(const ScheduledAirport& airport) {
        add({airport.airport, airport.zone, airport.country, airport.city,
             std::to_string(airport.latitude), std::to_string(airport.longitude)});
    }
    std::string digest() const { return catalogue::fingerprint(content_); }

  private:
    void add(const std::vector<std::string>& members) {
        for (const auto& member : members)
            content_ += member + '\x1f';
        content_ += '\n';
    }

    std::string content_;
};

}  // namespace

SchedulePages::SchedulePages(std::string carrier) : carrier_(std::move(carrier)) {}

ScheduleVersion SchedulePages::version(Connection& connection) {
    return digest(connection).version;
}

/// Every change of rows changes the revision in its transaction, so what was read between two equal
/// readings of the revision is of that revision.
SchedulePages::Digest SchedulePages::digest(Connection& connection) {
    for (int reads = 0; reads < kReadsMax; ++reads) {
        const auto revision = schedule_revision(connection, carrier_);
        {
            const std::lock_guard guard(mutex_);
            if (known_ && known_->revision == revision) return *known_;
        }
        Digester digester;
        const auto flights = flights_by_number(connection, carrier_, "", kScheduleFlightsMax);
        for (const auto& flight : flights)
            digester.add(announced(flight));
        std::vector<std::string> page_ends;
        for (auto end = kFlightsPerPage; end <= flights.size(); end += kFlightsPerPage)
            page_ends.push_back(flights[end - 1].number);
        for (const auto& airport : airports_of(connection, carrier_))
            digester.add(airport);
        if (schedule_revision(connection, carrier_) != revision) continue;
        const std::lock_guard guard(mutex_);
        known_ = Digest{
            revision, {digester.digest(), static_cast<int>(flights.size())}, std::move(page_ends)};
        return *known_;
    }
    throw Conflict("the schedule of " + carrier_ + " changes faster than it can be read");
}

SchedulePages::Answer SchedulePages::page(Connection& connection,
                                          const ScheduleQuestion& question) {
    for (int reads = 0; reads < kReadsMax; ++reads) {
        const Digest before = digest(connection);
        auto answer = read_page(connection, before, question);
        if (schedule_revision(connection, carrier_) == before.revision) return answer;
    }
    throw Conflict("the schedule of " + carrier_ + " changes faster than it can be read");
}

SchedulePages::Answer SchedulePages::read_page(Connection& connection, const Digest& present,
                                               const ScheduleQuestion& question) const {
    const auto flights = static_cast<std::size_t>(present.version.flights);
    const auto pages = std::max<std::size_t>(1, (flights + kFlightsPerPage - 1) / kFlightsPerPage);
    Answer answer;
    auto& page = answer.page;
    page.version = present.version.version;
    page.page = question.page;
    page.pages = static_cast<int>(pages);
    if (question.version != page.version) {
        answer.problem = "other_version";
        return answer;
    }
    if (page.page < 1 || page.page > page.pages) {
        answer.problem = "unknown_page";
        return answer;
    }
    if (page.page == 1) page.airports = airports_of(connection, carrier_);
    // From where the page before ends: a page costs the same however many there are.
    const auto before = static_cast<std::size_t>(page.page - 1);
    const auto after = before == 0 ? "" : present.page_ends[before - 1];
    for (const auto& flight : flights_by_number(connection, carrier_, after, kFlightsPerPage))
        page.flights.push_back(announced(flight));
    return answer;
}

}  // namespace viaja::flight
