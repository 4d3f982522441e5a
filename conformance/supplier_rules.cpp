// What a supplier of any kind must keep (docs/supplier.md, docs/messages.md).

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "common/contract/topology.hpp"
#include "common/text/json_text.hpp"
#include "conformance/shared_rules.hpp"
#include "conformance/supplier_session_rules.hpp"
#include "conformance/supplier_trials.hpp"
#include "conformance/wanted_item.hpp"

namespace viaja::conformance {
namespace {

using nlohmann::json;

/// How far past its deadline a hold still has to be taken, since clocks may differ by
/// kClockSkewMax, and has to be refused.
constexpr Duration kWithinSkew = kClockSkewMax - std::chrono::minutes(4);
constexpr Duration kBeyondSkew = kClockSkewMax + std::chrono::minutes(1);

void hold(SupplierTest& test) {
    const auto trial = test.begin();
    const auto reply = test.ask(trial, Command::hold);
    expect_answer(reply, Answer::held);
    expect_state(reply, "held", 0);
    expect(reply.price.amount > 0, "held names no price");
    expect(reply.item.has_value(), "held names no item");
    expect(asked_item(*reply.item) == test.wanted().item, "held names another item than was asked");
}

void hold_repeated(SupplierTest& test) {
    const auto trial = test.begin();
    const auto first = test.ask(trial, Command::hold);
    expect_answer(first, Answer::held);
    const auto taken = test.taken_units();
    const auto second = test.ask(trial, Command::hold);
    expect_answer(second, Answer::held);
    expect(first.price == second.price, "the second answer has another price");
    expect(first.item == second.item, "the second answer has another item");
    expect(first.guarantee == second.guarantee, "the second answer has another guarantee");
    expect(test.taken_units() == taken, "the second hold has taken something again (ask-units)");
}

void hold_unknown(SupplierTest& test) {
    const auto trial = test.begin();
    auto message = test.hold(trial);
    message.request->item = unknown_item(message.request->item);
    const auto first = test.participant.ask(message);
    expect_answer(first, Answer::refused);
    expect_state(first, "refused", 0);
    expect_answer(test.participant.ask(message), Answer::refused, first.reason);
}

void confirm(SupplierTest& test) {
    const auto trial = test.held();
    const auto reply = test.ask(trial, Command::confirm, 1);
    expect_answer(reply, Answer::confirmed);
    expect_state(reply, "confirmed", 1);
    expect(!reply.reference.empty(), "confirmed has no booking reference");
}

void confirm_repeated(SupplierTest& test) {
    const auto trial = test.held();
    const auto first = test.ask(trial, Command::confirm, 1);
    expect_answer(first, Answer::confirmed);
    const auto second = test.ask(trial, Command::confirm, 1);
    expect_answer(second, Answer::confirmed);
    expect(first.reference == second.reference, "the second answer has another booking reference");
}

void hold_of_confirmed(SupplierTest& test) {
    const auto trial = test.held();
    expect_answer(test.ask(trial, Command::confirm, 1), Answer::confirmed);
    const auto reply = test.ask(trial, Command::hold);
    expect_answer(reply, Answer::held);
    expect_state(reply, "confirmed", 1);
}

void unconfirm(SupplierTest& test) {
    const auto trial = test.held();
    expect_answer(test.ask(trial, Command::confirm, 1), Answer::confirmed);
    const auto reply = test.ask(trial, Command::unconfirm, 1);
    expect_answer(reply, Answer::unconfirmed);
    expect_state(reply, "held", 1);
}

void confirm_undone(SupplierTest& test) {
    const auto trial = test.held();
    expect_answer(test.ask(trial, Command::unconfirm, 1), Answer::unconfirmed);
    expect_answer(test.ask(trial, Command::confirm, 1), Answer::refused, "attempt_over");
}

void confirm_old(SupplierTest& test) {
    const auto trial = test.held();
    expect_answer(test.ask(trial, Command::confirm, 2), Answer::confirmed);
    expect_answer(test.ask(trial, Command::confirm, 1), Answer::refused, "attempt_over");
}

void unconfirm_old(SupplierTest& test) {
    const auto trial = test.held();
    expect_answer(test.ask(trial, Command::confirm, 2), Answer::confirmed);
    const auto reply = test.ask(trial, Command::unconfirm, 1);
    expect_answer(reply, Answer::unconfirmed);
    expect_state(reply, "confirmed", 2);
}

void confirm_newer(SupplierTest& test) {
    const auto trial = test.held();
    expect_answer(test.ask(trial, Command::confirm, 1), Answer::confirmed);
    expect_answer(test.ask(trial, Command::unconfirm, 1), Answer::unconfirmed);
    const auto reply = test.ask(trial, Command::confirm, 2);
    expect_answer(reply, Answer::confirmed);
    expect_state(reply, "confirmed", 2);
}

void confirm_unknown(SupplierTest& test) {
    const auto trial = test.begin();
    expect_answer(test.ask(trial, Command::confirm, 1), Answer::refused, "gone");
}

void cancel(SupplierTest& test) {
    const auto before = test.taken_units();
    const auto trial = test.held();
    const auto reply = test.ask(trial, Command::cancel);
    expect_answer(reply, Answer::cancelled);
    expect_state(reply, "cancelled", 0);
    expect_answer(test.ask(trial, Command::cancel), Answer::cancelled);
    expect_answer(test.ask(trial, Command::confirm, 1), Answer::refused, "gone");
    expect(test.taken_units() == before, "what was held is not back on sale (ask-units)");
}

void cancel_confirmed(SupplierTest& test) {
    const auto before = test.taken_units();
    const auto trial = test.held();
    expect_answer(test.ask(trial, Command::confirm, 1), Answer::confirmed);
    const auto reply = test.ask(trial, Command::cancel);
    expect_answer(reply, Answer::cancelled);
    expect_state(reply, "cancelled", 1);
    expect(test.taken_units() == before, "what was sold is not back on sale (ask-units)");
}

void hold_late(SupplierTest& test, Command end, Answer answer, const std::string& state) {
    const auto trial = test.begin();
    expect_answer(test.ask(trial, end), answer);
    expect_answer(test.ask(trial, Command::hold), Answer::refused, state);
}

void cancel_first(SupplierTest& test) {
    hold_late(test, Command::cancel, Answer::cancelled, "cancelled");
}

void expire_first(SupplierTest& test) {
    hold_late(test, Command::expire, Answer::expired, "expired");
}

void unconfirm_first(SupplierTest& test) {
    const auto trial = test.begin();
    expect_answer(test.ask(trial, Command::unconfirm, 1), Answer::unconfirmed);
    expect_answer(test.ask(trial, Command::hold), Answer::refused, "cancelled");
}

void expire(SupplierTest& test) {
    const auto before = test.taken_units();
    const auto trial = test.held();
    const auto reply = test.ask(trial, Command::expire);
    expect_answer(reply, Answer::expired);
    expect_state(reply, "expired", 0);
    expect(test.taken_units() == before, "what was held is not back on sale (ask-units)");
}

void expire_confirmed(SupplierTest& test) {
    const auto trial = test.held();
    expect_answer(test.ask(trial, Command::confirm, 1), Answer::confirmed);
    const auto reply = test.ask(trial, Command::expire);
    expect_answer(reply, Answer::not_expired);
    expect_state(reply, "confirmed", 1);
}

void deadline_just_past(SupplierTest& test) {
    auto trial = test.begin();
    trial.deadline = test.participant.now() - kWithinSkew;
    expect_answer(test.ask(trial, Command::hold), Answer::held);
}

void deadline_long_past(SupplierTest& test) {
    auto trial = test.begin();
    trial.deadline = test.participant.now() - kBeyondSkew;
    expect_answer(test.ask(trial, Command::hold), Answer::refused, "expired");
}

void other_session(SupplierTest& test) {
    const auto trial = test.held();
    const auto before = test.participant.dead_letters();
    auto foreign = test.command(trial, Command::cancel);
    foreign.session_id = SessionId{test.participant.new_id()};
    test.participant.send(foreign);
    const auto letters = test.participant.new_dead_letters(before, 1);
    expect(letters.size() == 1, "a cancel of another session is no dead letter");
    expect_state(test.ask(trial, Command::hold), "held", 0);
}

void list(SupplierTest& test) {
    const auto sold = test.held();
    const auto given_up = test.held();
    const auto first = test.command(sold, Command::confirm, 1);
    const auto last = test.command(given_up, Command::cancel);
    auto broken = json::parse(test.participant.text_of(test.command(sold, Command::confirm, 2)));
    broken["key"]["attempt"] = -1;
    examine_list(test.participant, first, broken, last, [&] {
        expect_answer(test.participant.answer_to(first), Answer::confirmed);
        expect_answer(test.participant.answer_to(last), Answer::cancelled);
    });
}

void garbage(SupplierTest& test) {
    auto wrong = json::parse(test.participant.text_of(test.hold(test.begin())));
    wrong["content"]["quantity"] = 10;
    examine_garbage(test.participant, {"this is no JSON", R"({"type":"hold"})", json_text(wrong)});
    test.held();
}

void unknown_members(SupplierTest& test) {
    const auto trial = test.begin();
    const auto message = test.hold(trial);
    auto body = json::parse(test.participant.text_of(message));
    body["x-of-a-later-version"] = {{"any", "thing"}};
    body["content"]["x-of-a-later-version"] = 1;
    test.participant.send_text(json_text(body));
    expect_answer(test.participant.answer_to(message), Answer::held);
}

void units(SupplierTest& test) {
    test.held();
    const auto answer = test.participant.ask(UnitQuestion{});
    const auto& units = std::get<UnitCounts>(answer.offers);
    expect(!units.empty(), "no unit is shown although one is held");
    expect(std::ranges::is_sorted(units, {}, &UnitCount::unit), "units are not in order");
    for (const auto& unit : units)
        expect(unit.sum_is_right(), unit.unit + ": free, held and confirmed are not the capacity");
}

/// Of a supplier that does not say it the price stands until the deadline, and nothing is asked.
void prices(SupplierTest& test) {
    const auto trial = test.begin();
    const auto held = test.ask(trial, Command::hold);
    expect_answer(held, Answer::held);
    if (!held.guarantee) throw NotExamined("held says no price_guaranteed_until");
    const auto& [item, quantity, travellers] = test.wanted();
    const auto answer =
        test.participant.ask(PricesQuestion{{{item, quantity}, {unknown_item(item), quantity}}});
    expect(answer.problem.empty(), "ask-prices is answered with the problem " + answer.problem);
    const auto& prices = std::get<ItemPrices>(answer.offers).items;
    expect(prices.size() == 2, "there is not one price for each item");
    expect(prices[0].price == held.price, "what is held costs something else in ask-prices");
    expect(!prices[1].price, "an unknown item has a price");
}

void timeout(SupplierTest& test) {
    examine_timeout(test.participant);
}

void heartbeat(SupplierTest& test) {
    examine_heartbeat(test.participant);
}

void schedule(SupplierTest& test) {
    auto& participant = test.participant;
    if (topology::carrier_of(participant.address()).empty()) throw NotExamined("it is no carrier");
    const auto alive = participant.heartbeat();
    expect(alive.schedule.has_value(), "its heartbeat names no schedule");
    std::set<std::string> flights;
    for (int page = 1, pages = 1; page <= pages; ++page) {
        const auto answer = participant.ask(ScheduleQuestion{alive.schedule->version, page});
        const auto& got = std::get<SchedulePage>(answer.offers);
        expect(answer.problem.empty(), "page " + std::to_string(page) + ": " + answer.problem);
        expect(got.page == page, "another page than was asked");
        pages = got.pages;
        for (const auto& flight : got.flights)
            expect(flights.insert(flight.flight).second, flight.flight + " is there twice");
    }
    expect(std::cmp_equal(flights.size(), alive.schedule->flights),
           std::to_string(flights.size()) + " flights on the pages, " +
               std::to_string(alive.schedule->flights) + " in the heartbeat");
    const auto other = participant.ask(ScheduleQuestion{"no-such-version", 1});
    expect(other.problem == "other_version" &&
               std::get<SchedulePage>(other.offers).version == alive.schedule->version,
           "a question for another version is not answered other_version with the present one");
}

void restart(SupplierTest& test) {
    if (!test.options.restart) throw NotExamined("--restart does not say how to restart it");
    const auto sold = test.held();
    const auto gone = test.held();
    const auto before = test.ask(sold, Command::confirm, 1);
    expect_answer(before, Answer::confirmed);
    expect_answer(test.ask(gone, Command::cancel), Answer::cancelled);
    test.options.restart();
    const auto after = test.participant.ask_until_answered(test.command(sold, Command::confirm, 1));
    expect_answer(after, Answer::confirmed);
    expect(after.reference == before.reference, "the booking reference has changed");
    expect_answer(test.ask(gone, Command::hold), Answer::refused, "cancelled");
}

constexpr Rule<SupplierTest> kRules[] = {
    {"heartbeat", "service.who is answered with service.alive", heartbeat},
    {"hold", "a hold is answered held, with its price and the item that was asked for", hold},
    {"hold-repeated", "a repeated hold takes nothing again and has the same price and item",
     hold_repeated},
    {"hold-unknown", "an unknown item is refused, and again with the same reason", hold_unknown},
    {"confirm", "a confirm is answered confirmed, with a booking reference", confirm},
    {"confirm-repeated", "a repeated confirm has the same booking reference", confirm_repeated},
    {"hold-of-confirmed", "a repeated hold is answered held when it is confirmed meanwhile",
     hold_of_confirmed},
    {"unconfirm", "an unconfirm brings the hold back to held", unconfirm},
    {"confirm-undone", "an attempt that was undone confirms nothing any more", confirm_undone},
    {"confirm-old", "an older attempt confirms nothing", confirm_old},
    {"unconfirm-old", "an older attempt undoes nothing of a newer one", unconfirm_old},
    {"confirm-newer", "a newer attempt confirms after one that was undone", confirm_newer},
    {"confirm-unknown", "a confirm of a hold that never came is refused as gone", confirm_unknown},
    {"cancel", "a cancel ends the hold and puts it back on sale, also when repeated", cancel},
    {"cancel-confirmed", "a cancel ends a confirmed hold", cancel_confirmed},
    {"cancel-first", "a hold that comes after its cancel is refused as cancelled", cancel_first},
    {"expire-first", "a hold that comes after its expire is refused as expired", expire_first},
    {"unconfirm-first", "an unconfirm is answered before its hold, which then is refused",
     unconfirm_first},
    {"expire", "an expire ends a held hold and puts it back on sale", expire},
    {"expire-confirmed", "an expire of a confirmed hold is answered not_expired", expire_confirmed},
    {"deadline-just-past", "a hold one minute past its deadline is held: clocks may differ",
     deadline_just_past},
    {"deadline-long-past", "a hold six minutes past its deadline is refused as expired",
     deadline_long_past},
    {"other-session", "a command of another session changes nothing and is a dead letter",
     other_session},
    {"list", "of a list each item succeeds or fails alone", list},
    {"garbage", "what cannot be read is a dead letter with a reason, and work goes on", garbage},
    {"unknown-members", "members of a later version are ignored", unknown_members},
    {"reply-to", "an answer goes to the address that its command or question names, not to session",
     examine_reply_to},
    {"units", "ask-units is answered by ascending name, with sums that are right", units},
    {"prices", "where held guarantees a price, ask-prices says what the same costs now", prices},
    {"timeout", "a timeout of a schedule is acknowledged", timeout},
    {"check-session", "after a timeout the session is asked about the holds that there are",
     examine_check_session},
    {"shard", "a session of another shard is answered and asked at its shard's address",
     examine_shard},
    {"schedule", "a carrier's pages are those of the version in its heartbeat", schedule},
    {"restart", "what was answered before a restart is answered the same after it", restart},
};

}  // namespace

std::vector<Finding> examine_supplier(const Wire& wire, const Options& options,
                                      const std::function<void(const Finding&)>& on_found) {
    Participant participant(wire, options.address, options.patience);
    if (options.alone) participant.play_session();
    SupplierTest test{participant, options};
    std::vector<Finding> findings;
    for (const auto& rule : kRules) {
        if (!is_wanted(options, rule.name)) continue;
        findings.push_back(
            found_by(participant, rule.name, rule.sentence, [&] { rule.examine(test); }));
        test.clean_up();
        on_found(findings.back());
    }
    return findings;
}

}  // namespace viaja::conformance
