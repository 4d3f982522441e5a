// viaja_floor: what the real servers alone take for a trip. docs/performance.md.

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <exception>

#include "bench/floor/floor.hpp"

namespace {

using namespace viaja::bench;

struct Arguments {
    std::vector<std::string> watched;
    double seconds = 10;
    double warm_up = 2;
    bool json = false;
    bool prepare = false;
    FloorOptions floor;
    Wishes::Options wishes{.catalogue = VIAJA_CATALOGUE_FOLDER};
};

std::chrono::milliseconds milliseconds_of(double seconds) {
    return std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
}

void describe(CLI::App& app, Arguments& arguments) {
    app.add_option("--in-flight", arguments.floor.in_flight, "trips under way at once")
        ->check(CLI::Range(1, 4000))
        ->capture_default_str();
    app.add_option("--seconds", arguments.seconds, "how long is measured")
        ->check(CLI::Range(0.1, 86'400.0))
        ->capture_default_str();
    app.add_option("--warm-up", arguments.warm_up, "seconds before, not measured")
        ->check(CLI::Range(0.0, 3'600.0))
        ->capture_default_str();
    app.add_option("--nights", arguments.wishes.nights, "nights in the hotel")
        ->check(CLI::Range(1, 14))
        ->capture_default_str();
    app.add_option("--first", arguments.floor.first_trip, "number of the first trip")
        ->capture_default_str();
    app.add_option("--catalogue", arguments.wishes.catalogue, "folder of the catalogue's CSV files")
        ->capture_default_str();
    app.add_option("--watch", arguments.watched,
                   "NAME=PID: a process to measure, as CPU time for each trip; repeated");
    app.add_flag("--prepare", arguments.prepare, "only makes tables and queues, for a later run");
    app.add_flag("--json", arguments.json, "one line of JSON instead of a table");
}

int run(Arguments arguments) {
    auto& floor = arguments.floor;
    for (const auto& watched : arguments.watched)
        floor.watched.push_back(watched_from(watched));
    floor.measured = milliseconds_of(arguments.seconds);
    floor.warm_up = milliseconds_of(arguments.warm_up);
    floor.catalogue = arguments.wishes.catalogue;
    arguments.wishes.today =
        std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
    const Wishes wishes(arguments.wishes);
    const auto configuration = viaja::runtime::Configuration::from_environment();
    Floor parts(configuration, wishes, std::move(floor));
    if (arguments.prepare) return 0;
    const auto report = parts.run();
    const auto text = arguments.json ? as_json(report) + "\n" : as_text(report);
    std::fputs(text.c_str(), stdout);
    for (const auto& complaint : report.complaints)
        std::fprintf(stderr, "viaja_floor: %s\n", complaint.c_str());
    return report.complaints.empty() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{
        "The rows and messages of Viaja's trips through the real servers, without HTTP and without "
        "decisions. The servers are those of the VIAJA_ variables; the databases viaja_floor_… "
        "must exist and be empty (bench/run makes them)."};
    Arguments arguments;
    describe(app, arguments);
    CLI11_PARSE(app, argc, argv);
    try {
        return run(std::move(arguments));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "viaja_floor: %s\n", error.what());
        return 2;
    }
}
