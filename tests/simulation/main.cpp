// Runs seeds of the simulation:  simulation --seeds 1000 --from 1 --travellers 24
// A seed that fails is printed with its complaints and with the command that runs it again.

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>

#include "tests/simulation/run.hpp"

namespace {

using viaja::simulation::Result;
using viaja::simulation::run_seed;
using viaja::simulation::Sightings;

struct Sighted {
    const char* what;
    unsigned long times;
};

std::vector<Sighted> list_of(const Sightings& s) {
    return {
        {"confirmed trips", s.confirmed_trips},
        {"failed payments", s.failed_payments},
        {"second payments that succeeded", s.second_payment_succeeded},
        {"captures refused", s.capture_refused},
        {"trips cancelled after they were confirmed", s.cancelled_trips},
        {"swaps", s.swaps},
        {"hold lists that were held", s.lists_held},
        {"hold lists that were given up", s.lists_given_up},
        {"hold lists with a flight that could not be reached", s.lists_with_impossible_connections},
        {"holds given up for a list that was held", s.lists_swapped},
        {"itineraries of three carriers that were confirmed", s.itineraries_confirmed},
        {"itineraries of three carriers that replaced others", s.itineraries_swapped},
        {"itineraries of three carriers that were given up", s.itineraries_given_up},
        {"services told of a timeout that they wanted to know of", s.told_of_timeouts},
        {"requests sent again because a replica seemed silent", s.asked_again_by_suspicion},
        {"Pix of another amount", s.paid_another_amount},
        {"Pix at the last moment or too late", s.paid_too_late},
        {"Pix paid twice", s.paid_twice},
        {"Pix that were paid", s.pix_paid},
        {"money given back that no trip took", s.returned_beside},
        {"prices asked before a payment", s.prices_asked},
        {"payments refused because a price had changed", s.prices_changed},
        {"payments of prices that were the same still", s.paid_after_asking},
        {"holds swapped for the same at its new price", s.new_prices_taken},
        {"answers given again under their key", s.replayed_answers},
        {"processes that died", s.crashes},
        {"commits of unknown outcome", s.uncertain_commits},
        {"undo after a late confirm", s.undo_after_late_confirm},
        {"firing before a payment", s.fire_against_pay},
        {"expiry when a failed payment gave the clock back", s.expired_while_paused},
        {"payments taken over by another coordinator", s.orphan_taken_over},
        {"holds that met their tombstone", s.tombstone_hit},
        {"unknown authorizations resolved as authorized", s.unknown_resolved_authorized},
        {"unknown authorizations resolved as declined", s.unknown_resolved_declined}};
}

void print_failure(const char* program, std::uint64_t seed, int travellers, bool prunes,
                   const Result& result) {
    std::printf("seed %llu FAILED\n", static_cast<unsigned long long>(seed));
    for (const auto& complaint : result.complaints)
        std::printf("    %s\n", complaint.c_str());
    std::printf("    again: %s --from %llu --seeds 1 --travellers %d%s\n", program,
                static_cast<unsigned long long>(seed), travellers, prunes ? " --prune" : "");
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"Runs the whole system against a world in which everything goes wrong."};
    std::uint64_t from = 1;
    std::uint64_t seeds = 1;
    int travellers = 24;
    bool rare = false;
    bool prunes = false;
    std::uint64_t twice_every = 50;
    app.add_option("--from", from, "the first seed")->capture_default_str();
    app.add_option("--seeds", seeds, "how many")->capture_default_str();
    app.add_option("--travellers", travellers, "sessions at once")->capture_default_str();
    app.add_option("--twice-every", twice_every, "every so manieth seed runs twice and is compared")
        ->capture_default_str();
    app.add_flag("--prune", prunes, "remove what has ended after twenty minutes");
    app.add_flag("--rare", rare, "fail if a rare situation was never met");
    CLI11_PARSE(app, argc, argv);

    Sightings sightings;
    unsigned long failed = 0;
    unsigned long long messages = 0;
    const auto started = std::chrono::steady_clock::now();
    for (auto seed = from; seed < from + seeds; ++seed) {
        auto result = run_seed(seed, travellers, sightings, prunes);
        messages += result.messages;
        if (twice_every > 0 && seed % twice_every == 0) {
            Sightings ignored;
            const auto again = run_seed(seed, travellers, ignored, prunes);
            if (again.trace != result.trace) {
                result.complaints.push_back("the second run of the seed differs from the first");
            }
        }
        if (!result.complaints.empty()) {
            ++failed;
            print_failure(argv[0], seed, travellers, prunes, result);
        }
        if ((seed - from + 1) % 25 == 0 || seed + 1 == from + seeds) {
            const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
            std::printf("%llu of %llu seeds, %lu failed, %.0f s\n",
                        static_cast<unsigned long long>(seed - from + 1),
                        static_cast<unsigned long long>(seeds), failed, took.count());
            std::fflush(stdout);
        }
    }
    std::printf("%llu messages\n", messages);
    bool all_seen = true;
    for (const auto& [what, times] : list_of(sightings)) {
        std::printf("%10lu  %s\n", times, what);
        all_seen = all_seen && times > 0;
    }
    if (rare && !all_seen) std::printf("FAILED: a rare situation was never met\n");
    return failed > 0 || (rare && !all_seen) ? 1 : 0;
}
