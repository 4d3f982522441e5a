// viaja_routes_bench: how long the search for routes takes on a network, by the processor time of
// its thread. docs/performance.md.

#include <time.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <exception>
#include <functional>
#include <random>
#include <set>

#include "bench/routes/networks.hpp"
#include "session-service/routes/routes.hpp"
#include "session-service/routes/zone_data.hpp"

namespace {

using namespace viaja;
using namespace viaja::routes;

constexpr int kBuilds = 20;

struct Arguments {
    std::string folder = VIAJA_CATALOGUE_FOLDER;
    std::size_t pairs = 10'000;
    std::uint64_t seed = 1;
    bool uniform = false;
    std::string date = "2027-03-15";
};

double milliseconds_now() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

/// Of a sorted list, by nearest rank.
template <class T>
T percentile(const std::vector<T>& sorted, double share) {
    const auto rank = static_cast<std::size_t>(share * static_cast<double>(sorted.size()));
    return sorted[std::min(rank, sorted.size() - 1)];
}

struct Bench {
    std::shared_ptr<const Timetable> timetable;
    std::vector<RouteQuery> queries;
};

/// Asks each query; `count_of` does the work and says how much it found.
void measure(const Bench& bench, const std::string& name, int segments, std::size_t queries,
             const std::function<std::size_t(const RouteQuery&)>& count_of) {
    std::vector<double> times;
    std::vector<std::size_t> counts;
    std::size_t answered = 0;
    double total = 0;
    for (std::size_t number = 0; number < std::min(queries, bench.queries.size()); ++number) {
        RouteQuery query = bench.queries[number];
        query.max_segments = segments;
        const double before = milliseconds_now();
        counts.push_back(count_of(query));
        times.push_back(milliseconds_now() - before);
        total += static_cast<double>(counts.back());
        if (counts.back() > 0) ++answered;
    }
    std::ranges::sort(times);
    std::ranges::sort(counts);
    const auto size = static_cast<double>(times.size());
    std::printf("%-34s %8zu  %8.3f %8.3f %8.3f   %8.1f %6zu  %6.1f %%\n", name.c_str(),
                times.size(), percentile(times, 0.5), percentile(times, 0.99), times.back(),
                total / size, percentile(counts, 0.99), 100 * static_cast<double>(answered) / size);
    std::fflush(stdout);
}

void measure_searches(const Bench& bench, std::size_t pairs) {
    std::printf("%-34s %8s  %8s %8s %8s   %8s %6s  %8s\n", "", "asked", "p50 ms", "p99 ms",
                "max ms", "found", "p99", "answered");
    for (const int segments : {2, 3, 4}) {
        const auto name = "best routes, " + std::to_string(segments) + " segments";
        measure(bench, name, segments, pairs, [&bench](const RouteQuery& query) {
            return best_routes(*bench.timetable, query).routes.size();
        });
    }
    measure(bench, "the same without the next day, 4", 4, pairs, [&bench](RouteQuery query) {
        query.next_day_beats = false;
        return best_routes(*bench.timetable, query).routes.size();
    });
    for (const int segments : {3, 4}) {
        measure(bench, "31 days' lowest, " + std::to_string(segments) + " segments", segments,
                pairs / 5, [&bench](const RouteQuery& query) {
                    const auto days = calendar(*bench.timetable, query, 31);
                    return static_cast<std::size_t>(std::ranges::count_if(
                        days, [](const CalendarDay& day) { return day.cheapest.has_value(); }));
                });
    }
}

/// Day prices that differ from the schedule's, as carriers say them: 1.3 to 1.5 times those, by day
/// and carrier. The bounds know that no price is below `floor_permille` of the schedule's.
void measure_day_prices(const Bench& bench, std::size_t pairs, int floor_permille) {
    const Timetable& timetable = *bench.timetable;
    const auto name = "day prices, bounds by " + std::to_string(floor_permille) + " per mille";
    measure(bench, name, kSegmentsMax, pairs, [&](RouteQuery query) {
        query.price_floor_permille = floor_permille;
        query.seat_price = [&](FlightIndex flight, Day day) -> std::optional<std::int32_t> {
            const FlightDetails& details = timetable.flight(flight);
            const int level = 1'300 + 50 * (day % 3) + 25 * (details.carrier % 4);
            return static_cast<std::int32_t>(std::int64_t{details.price} * level / kPermille);
        };
        return best_routes(timetable, query).routes.size();
    });
}

/// The first page, the next, and one from the middle of what is there.
void measure_pages(const Bench& bench, std::size_t pairs, int segments, int layover_max) {
    constexpr std::size_t kSize = 50;
    std::vector<std::optional<PageKey>> second;
    std::vector<std::optional<PageKey>> middle;
    for (std::size_t number = 0; number < std::min(pairs, bench.queries.size()); ++number) {
        RouteQuery query = bench.queries[number];
        query.max_segments = segments;
        query.layover_max = layover_max;
        const Page first = page_of_routes(*bench.timetable, query, Order::price, kSize);
        second.push_back(first.last);
        PageKey key = first.last.value_or(PageKey{});
        key.order = Order::price;
        key.rank[0] = key.rank[0] * 2;
        middle.emplace_back(key);
    }
    const auto name =
        std::to_string(segments) + " segments, waits <= " + std::to_string(layover_max / 60) + " h";
    const auto run = [&](const std::string& which, const auto* after) {
        std::size_t number = 0;
        measure(bench, which + name, segments, pairs, [&](RouteQuery query) {
            query.layover_max = layover_max;
            const auto key = after ? (*after)[number] : std::nullopt;
            ++number;
            const Page page = page_of_routes(*bench.timetable, query, Order::price, kSize, key);
            return page.routes.size();
        });
    };
    run("page 1, ", static_cast<const std::vector<std::optional<PageKey>>*>(nullptr));
    run("page 2, ", &second);
    run("twice the price, ", &middle);
}

std::vector<RouteQuery> draw_queries(const Timetable& timetable, const Arguments& arguments) {
    std::mt19937_64 random(arguments.seed);
    std::vector<double> weights;
    for (std::size_t airport = 0; airport < timetable.airports(); ++airport) {
        double flights = 0;
        for (const Pair& pair : timetable.pairs_from(static_cast<AirportIndex>(airport)))
            flights += pair.count;
        weights.push_back(arguments.uniform && flights > 0 ? 1 : flights);
    }
    std::discrete_distribution<std::size_t> draw(weights.begin(), weights.end());
    std::vector<RouteQuery> queries;
    while (queries.size() < arguments.pairs) {
        const auto from = static_cast<AirportIndex>(draw(random));
        const auto to = static_cast<AirportIndex>(draw(random));
        if (from == to) continue;
        RouteQuery query;
        query.from = {timetable.airport(from).code};
        query.to = {timetable.airport(to).code};
        query.date = plus_days(parse_date(arguments.date).value(), static_cast<int>(random() % 7));
        query.now = Instant(std::chrono::sys_days(query.date)) - std::chrono::days(60);
        queries.push_back(query);
    }
    return queries;
}

Bench build(const Arguments& arguments) {
    const auto network = bench::read_network(arguments.folder);
    std::set<std::string> zones;
    for (const Airport& airport : network.airports)
        zones.insert(airport.zone);
    const double before_clock = milliseconds_now();
    const auto clock = std::make_shared<const WallClock>(read_wall_clock(
        {zones.begin(), zones.end()}, plus_days(parse_date(arguments.date).value(), -100)));
    const double clock_time = milliseconds_now() - before_clock;
    Bench bench;
    std::vector<double> times;
    for (int build = 0; build < kBuilds; ++build) {
        const double before = milliseconds_now();
        const auto built = build_timetable(network.airports, network.schedules, clock);
        times.push_back(milliseconds_now() - before);
        if (!built.left_out.empty() && build == 0) {
            std::printf("%zu flights left out, the first %s: %s\n", built.left_out.size(),
                        built.left_out.front().flight.c_str(),
                        built.left_out.front().reason.c_str());
        }
        bench.timetable = built.timetable;
    }
    std::ranges::sort(times);
    const auto flights = static_cast<double>(bench.timetable->flights());
    std::printf("%zu flights of %zu carriers, %zu airports, %zu zones\n",
                bench.timetable->flights(), bench.timetable->carriers(),
                bench.timetable->airports(), zones.size());
    std::printf("built in %.2f ms, %.1f bytes a flight (%.0f KiB); local times in %.1f ms\n",
                percentile(times, 0.5), static_cast<double>(bench.timetable->bytes()) / flights,
                static_cast<double>(bench.timetable->bytes()) / 1024, clock_time);
    bench.queries = draw_queries(*bench.timetable, arguments);
    return bench;
}

}  // namespace

int main(int count, char** values) {
    Arguments arguments;
    CLI::App app("Measures the search for routes (docs/performance.md).");
    app.add_option("folder", arguments.folder, "a catalogue, or the data folder of OpenFlights")
        ->capture_default_str();
    app.add_option("--pairs", arguments.pairs, "queries asked")->capture_default_str();
    app.add_option("--seed", arguments.seed, "of the queries")->capture_default_str();
    app.add_option("--date", arguments.date, "the first of the seven days asked for")
        ->capture_default_str();
    app.add_flag("--uniform", arguments.uniform,
                 "each airport as often; otherwise by its number of flights");
    CLI11_PARSE(app, count, values);
    try {
        const Bench bench = build(arguments);
        measure_searches(bench, arguments.pairs);
        for (const int floor_permille : {kPermille, 1'300})
            measure_day_prices(bench, arguments.pairs, floor_permille);
        measure_pages(bench, arguments.pairs / 10, 3, 1'440);
        measure_pages(bench, arguments.pairs / 100, 4, 780);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
    return 0;
}
