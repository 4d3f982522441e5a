#include "tests/simulation/run.hpp"

#include <exception>
#include <set>
#include <utility>

#include "session-service/core/commands.hpp"

namespace viaja::simulation {
namespace {

using namespace std::chrono_literals;

constexpr Duration kTrouble = 150s;
/// Within this long after the last fault everything must have come to its end.
constexpr Duration kRest = 900s;
/// Longer than all of that, so that nothing is removed before the books were checked.
constexpr Duration kAge = 1'200s;

void add(Complaints& to, Complaints from) {
    for (auto& complaint : from)
        to.push_back(std::move(complaint));
}

/// Rare situations that can be read from the books and from what was sent.
void look_for_rare_situations(World& world, const Travellers& travellers,
                              const session::SessionsById& sessions, Sightings& sightings) {
    std::set<std::pair<HoldId, int>> confirmed;
    for (const auto& sent : world.network->history()) {
        const auto* reply = std::get_if<SupplierReply>(&sent.message);
        if (reply && reply->answer == Answer::confirmed) {
            confirmed.insert({reply->hold, reply->attempt});
        }
    }
    for (const auto& [id, session] : sessions) {
        const auto timeline = session::read_timeline(*world.session_reader, id, 0, 1'000);
        bool failed = false;
        for (const auto& payment : session.payments) {
            const bool good = payment.failure == session::Code::accepted;
            if (good && failed) ++sightings.second_payment_succeeded;
            if (!good) ++sightings.failed_payments;
            failed = failed || !good;
        }
        for (const auto& entry : timeline) {
            if (entry.type == "session.confirmed") ++sightings.confirmed_trips;
            if (entry.type == "step.paid") ++sightings.pix_paid;
            if (entry.type == "payment.returned") ++sightings.returned_beside;
            if (entry.type == "session.cancelling") ++sightings.cancelled_trips;
            if (entry.type == "step.capture_refused") ++sightings.capture_refused;
            const bool silent = entry.type == "step.silent" && entry.hold;
            if (silent && confirmed.contains({*entry.hold, entry.attempt})) {
                ++sightings.undo_after_late_confirm;
            }
        }
        for (std::size_t i = 1; i < timeline.size(); ++i) {
            const bool at_once =
                timeline[i - 1].type == "payment.failed" && timeline[i].type == "session.expired";
            if (at_once) ++sightings.expired_while_paused;
        }
    }
    for (const auto& traveller : travellers) {
        for (const auto& asked : traveller->requests()) {
            if (!std::holds_alternative<session::Pay>(asked->wish)) continue;
            for (const auto& answer : asked->answers) {
                if (answer.code == session::Code::session_expired) ++sightings.fire_against_pay;
            }
        }
    }
}

void check_old_messages(World& world, Complaints& complaints) {
    // What old messages meet is no rare situation: it is not counted.
    world.restart();
    const auto sighted = world.sightings;
    const auto before = fingerprint(world);
    world.repeat_history();
    world.run_until(world.now() + 60s);
    if (fingerprint(world) != before) complaints.push_back("I8: old messages changed something");
    world.restart();
    world.sightings = sighted;
}

std::int64_t count(Connection& connection, const std::string& rows) {
    return RowReader(connection.query("SELECT COUNT(*) FROM " + rows).at(0)).integer();
}

/// What has ended is removed while old messages come and processes fail: nothing of it is left, and
/// all the rest is as it was.
void check_pruning(World& world, Complaints& complaints) {
    const auto sighted = world.sightings;
    auto before = all_sessions(world);
    world.faults.on = true;
    world.repeat_history();
    world.run_until(world.now() + kAge);
    add(complaints, check_capacity(world));
    world.make_quiet();
    world.run_until(world.now() + kRest);
    const auto sessions = all_sessions(world);
    if (sessions.size() == before.size()) complaints.push_back("no session was removed");
    for (const auto& [id, session] : sessions) {
        if (session.state == session::SessionState::confirmed) continue;
        complaints.push_back(id.text() + " has ended and was not removed");
    }
    for (const char* part : {"session_holds", "session_payments", "timeline", "kept_answers",
                             "timeout_notices", "ignored_answers"}) {
        const auto orphans =
            count(*world.session_reader,
                  std::string(part) + " WHERE session_id NOT IN (SELECT id FROM sessions)");
        if (orphans != 0) complaints.push_back(std::string(part) + " has rows of no session");
    }
    for (const auto& books : world.suppliers) {
        if (count(*books->reader, "holds WHERE state NOT IN ('held', 'confirmed')") != 0) {
            complaints.push_back(books->address + " keeps holds that have ended");
        }
    }
    add(complaints, check_capacity(world));
    add(complaints, check_ended(world, sessions));
    // What was removed has paid what it had paid.
    auto all = sessions;
    all.merge(before);
    add(complaints, check_money(world, all));
    add(complaints, check_all_or_nothing(world, sessions));
    check_old_messages(world, complaints);
    world.sightings = sighted;
}

Complaints run(World& world, int count, Sightings& sightings) {
    Travellers travellers;
    for (int i = 0; i < count; ++i) {
        travellers.push_back(std::make_unique<Traveller>(world, i));
        travellers.back()->start();
    }
    Complaints complaints;
    const auto trouble_ends = world.now() + kTrouble;
    while (world.now() < trouble_ends && complaints.empty()) {
        world.run_until(world.now() + 10s);
        add(complaints, check_capacity(world));
    }
    world.make_quiet();
    world.run_until(world.now() + kRest);
    const auto sessions = all_sessions(world);
    add(complaints, check_capacity(world));
    add(complaints, check_ended(world, sessions));
    add(complaints, check_notices(world, sessions));
    add(complaints, check_money(world, sessions));
    add(complaints, check_prices(world, travellers, sessions));
    add(complaints, check_all_or_nothing(world, sessions));
    add(complaints, check_lists(world, sessions));
    add(complaints, check_accepted(travellers, sessions));
    add(complaints, check_same_answer(travellers));
    add(complaints, check_refusals(travellers));
    look_for_rare_situations(world, travellers, sessions, sightings);
    check_old_messages(world, complaints);
    return complaints;
}

}  // namespace

Result run_seed(std::uint64_t seed, int travellers, Sightings& sightings, bool prunes) {
    Result result;
    Retention retention;
    if (prunes) {
        retention.age = kAge;
        retention.past_deadline = kClockSkewMax + World::kHoldTime;
    }
    World world(seed, sightings, retention);
    try {
        result.complaints = run(world, travellers, sightings);
        if (prunes && result.complaints.empty()) check_pruning(world, result.complaints);
    } catch (const std::exception& error) {
        result.complaints.push_back(std::string("it ended by an exception: ") + error.what());
    }
    result.trace = world.network->trace();
    result.messages = world.network->history().size();
    return result;
}

}  // namespace viaja::simulation
