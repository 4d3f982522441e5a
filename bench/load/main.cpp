// viaja_load: books trips through the HTTP API and says how long they took. docs/performance.md.

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <exception>

#include "bench/load/load.hpp"

namespace {

using namespace viaja::bench;

struct Arguments {
    std::vector<std::string> urls{"http://127.0.0.1:8080"};
    std::vector<std::string> watched;
    double seconds = 10;
    double warm_up = 2;
    bool no_room = false;
    bool json = false;
    std::optional<std::uint64_t> first_trip;
    LoadOptions load;
    Wishes::Options wishes{.catalogue = VIAJA_CATALOGUE_FOLDER};
};

std::chrono::milliseconds milliseconds_of(double seconds) {
    return std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
}

void describe(CLI::App& app, Arguments& arguments) {
    auto& load = arguments.load;
    app.add_option("--url", arguments.urls, "where Viaja listens; repeated for several replicas")
        ->capture_default_str();
    app.add_option("--in-flight", load.in_flight, "closed loop: trips under way at once")
        ->check(CLI::Range(1, 4000))
        ->capture_default_str();
    app.add_option("--rate", load.rate, "open loop: trips a second, at random moments")
        ->check(CLI::PositiveNumber);
    app.add_flag("--even", load.even, "open loop: at equal pauses instead");
    app.add_option("--seconds", arguments.seconds, "how long is measured")
        ->check(CLI::Range(0.1, 86'400.0))
        ->capture_default_str();
    app.add_option("--warm-up", arguments.warm_up, "seconds before, not measured")
        ->check(CLI::Range(0.0, 3'600.0))
        ->capture_default_str();
    app.add_option("--trips", load.trips, "so many trips instead of so many seconds");
    app.add_option("--flights", load.script.flights, "flights of a trip, each another carrier's")
        ->check(CLI::Range(0, 6))
        ->capture_default_str();
    app.add_flag("--no-room", arguments.no_room, "trips without a hotel");
    app.add_option("--nights", arguments.wishes.nights, "nights in the hotel")
        ->check(CLI::Range(1, 14))
        ->capture_default_str();
    app.add_option("--days", arguments.wishes.days, "trips lie within so many days from now")
        ->check(CLI::Range(14, 327))
        ->capture_default_str();
    app.add_option("--first", arguments.first_trip,
                   "number of the first trip: it decides which seats and rooms are wanted; "
                   "by default it follows from the time of day");
    app.add_option("--catalogue", arguments.wishes.catalogue, "folder of the catalogue's CSV files")
        ->capture_default_str();
    app.add_option("--watch", arguments.watched,
                   "NAME=PID: a process to measure, as CPU time for each trip; repeated");
    app.add_flag("--json", arguments.json, "one line of JSON instead of a table");
}

int run(Arguments arguments) {
    auto& load = arguments.load;
    for (const auto& url : arguments.urls)
        load.addresses.push_back(address_of(url));
    for (const auto& watched : arguments.watched)
        load.watched.push_back(watched_from(watched));
    load.script.host = load.addresses.front().host;
    load.script.room = !arguments.no_room;
    load.measured = milliseconds_of(arguments.seconds);
    load.warm_up = milliseconds_of(arguments.warm_up);
    const auto now = std::chrono::system_clock::now();
    arguments.wishes.today = std::chrono::floor<std::chrono::days>(now);
    const Wishes wishes(arguments.wishes);
    // Runs that follow each other on one database begin at different rooms.
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch());
    load.first_trip = arguments.first_trip.value_or(static_cast<std::uint64_t>(seconds.count()) *
                                                    1'000 % wishes.rooms_total());
    if (load.script.flights == 0 && arguments.no_room) {
        std::fprintf(stderr, "viaja_load: a trip needs a flight or a room\n");
        return 2;
    }
    const auto report = Load(wishes, std::move(load)).run();
    const auto text = arguments.json ? as_json(report) + "\n" : as_text(report);
    std::fputs(text.c_str(), stdout);
    for (const auto& complaint : report.complaints)
        std::fprintf(stderr, "viaja_load: %s\n", complaint.c_str());
    return report.complaints.empty() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"Books trips through Viaja's HTTP API and says how long they took."};
    Arguments arguments;
    describe(app, arguments);
    CLI11_PARSE(app, argc, argv);
    try {
        return run(std::move(arguments));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "viaja_load: %s\n", error.what());
        return 2;
    }
}
