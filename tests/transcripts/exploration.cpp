#include "tests/transcripts/exploration.hpp"

#include <algorithm>
#include <deque>
#include <functional>
#include <iterator>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "session-service/core/commands.hpp"
#include "session-service/core/queries.hpp"
#include "tests/transcripts/invariants.hpp"
#include "tests/transcripts/rest.hpp"

namespace viaja::story {
namespace {

using Key = std::string;

// More rounds of letters than a quiet world needs until nothing is pending.
constexpr int kQuietRoundsMax = 200;

void add(Key& key, int number) {
    key.push_back(static_cast<char>(number + 1));
}

template <class Enum>
requires std::is_enum_v<Enum>
void add(Key& key, Enum value) {
    add(key, static_cast<int>(value));
}

void add(Key& key, const GatewayBook::Answer& answer) {
    add(key, answer ? static_cast<int>(answer->kind) + 1 : 0);
}

/// Letters by a number of their own. Why a confirm was refused matters only if the hold is gone.
class LetterNumbers {
  public:
    int of(const std::string& name) {
        const auto colon = name.find(": ");
        const bool matters = colon == std::string::npos || name.ends_with(": gone");
        const auto plain = matters ? name : name.substr(0, colon);
        return numbers_.emplace(plain, static_cast<int>(numbers_.size())).first->second;
    }

  private:
    std::unordered_map<std::string, int> numbers_;
};

void add_session(Key& key, const session::Session& session, Instant now) {
    add(key, session.state);
    add(key, session.timeout.state);
    add(key, session.timeout.expires_at && now >= *session.timeout.expires_at);
    add(key, session.attempt);
    for (const auto& hold : session.holds) {
        add(key, hold.state);
        add(key, hold.release);
        add(key, hold.attempt);
        add(key, hold.replaces.has_value());
        add(key, hold.list);
        add(key, hold.swapped_for);
        add(key, hold.reason == session::kImpossibleConnection);
        add(key, hold.retry.next_attempt_at.has_value());
        add(key, hold.refund.has_value());
    }
    if (session.cancellation) {
        key += name_of(HoldId{session.cancellation->id});
        add(key, session.cancellation->confirmed);
    }
    for (const auto& payment : session.payments) {
        add(key, payment.state);
        if (payment.returned > 0) key += std::to_string(payment.returned);
    }
    for (const auto& subscription : session.subscriptions)
        add(key, subscription.state);
    add(key, session.saga ? static_cast<int>(session.saga->pending) + 1 : 0);
    if (!session.saga) return;
    key += session.saga->hold ? name_of(*session.saga->hold) : "-";
    add(key, session.saga->retry.next_attempt_at.has_value());
}

/// All that decides what may happen next; not how often something was asked, and when.
Key key_of(const World& world, LetterNumbers& numbers) {
    Key key;
    add_session(key, *world.session, world.now);
    key += '|';
    add_session(key, *world.saved, world.now);
    key += '|';
    for (const auto& [id, row] : world.rows) {
        key += name_of(id);
        add(key, row.state);
        add(key, row.attempt);
        add(key, world.taken_away.contains(id));
    }
    key += '|';
    for (const auto& [attempt, row] : world.payments) {
        add(key, row.state);
        if (row.refunded + row.refund_to > 0)
            key += std::to_string(row.refunded) + ">" + std::to_string(row.refund_to);
    }
    key += '|';
    for (const auto& [attempt, book] : world.gateway) {
        add(key, book.authorize);
        add(key, book.capture);
        add(key, book.void_);
        for (const auto& [refund_to, outcome] : book.refunds)
            key += std::to_string(refund_to) + (book.is_yes(outcome) ? '+' : '-');
    }
    key += '|';
    for (const auto& [attempt, charge] : world.charges) {
        add(key, charge.state);
        for (const auto& receipt : charge.receipts) {
            add(key, receipt.kept);
            key += receipt.id + std::to_string(receipt.returned) + ">" +
                   std::to_string(receipt.return_to);
        }
        key += std::to_string(charge.told);
    }
    key += '|';
    for (const auto& [attempt, book] : world.bank)
        key += describe(book) + (book.opened ? "+" : book.refuses ? "!" : "-");
    key += '|';
    add(key, static_cast<int>(world.wanted.size()));
    add(key, static_cast<int>(world.told.size()));
    key += '|';
    std::string letters;
    for (const auto& letter : world.letters) {
        const auto number = static_cast<std::size_t>(numbers.of(letter.name));
        if (letters.size() <= number / 7) letters.resize(number / 7 + 1, '\1');
        letters[number / 7] = static_cast<char>(letters[number / 7] | (2 << number % 7));
    }
    return key + letters;
}

struct Deed {
    std::string name;
    std::function<void(World&)> act;
};

Deed refused_by_supplier(const Letter& letter, char supplier) {
    return {letter.name + ", refused", [letter, supplier](World& world) {
                auto& desk = world.suppliers.at(supplier);
                const int capacity =
                    std::exchange(desk.unit.capacity, desk.unit.held + desk.unit.confirmed);
                desk.confirm_refusal = "overbooked";
                deliver(world, letter);
                desk.unit.capacity = capacity;
                desk.confirm_refusal.clear();
            }};
}

Deed refused_by_gateway(const Letter& letter, GatewayCall call) {
    const bool authorize = call.operation == payment::Operation::authorize;
    call.token = authorize ? "tok_do_not_honor" : "tok_capture_refused";
    const Letter unlucky{.name = letter.name, .content = std::make_shared<const Content>(call)};
    return {letter.name + ", refused", [unlucky](World& world) { deliver(world, unlucky); }};
}

/// The bank makes no code, and keeps to that.
Deed refused_by_bank(const Letter& letter, int attempt) {
    return {letter.name + ", refused", [letter, attempt](World& world) {
                auto& book = world.bank[attempt];
                book.refuses = !book.opened;
                deliver(world, letter);
            }};
}

/// Payment takes the call for silent, at whatever moment, executed or not.
Deed unanswered_by_gateway(const Letter& letter, const GatewayCall& call) {
    const Letter silence{.name = letter.name + ", unanswered",
                         .content = std::make_shared<const Content>(silence_of(call))};
    return {silence.name, [silence](World& world) { deliver(world, silence); }};
}

void add_letters(const World& world, std::vector<Deed>& deeds) {
    for (const auto& letter : world.letters) {
        deeds.push_back({letter.name, [letter](World& next) { deliver(next, letter); }});
        if (const auto* command = std::get_if<SupplierCommand>(letter.content.get())) {
            const bool may_refuse =
                command->command == Command::hold || command->command == Command::confirm;
            if (may_refuse)
                deeds.push_back(
                    refused_by_supplier(letter, letter.name.at(letter.name.find('(') + 1)));
        }
        const auto* of_bank = std::get_if<BankCall>(letter.content.get());
        if (of_bank && of_bank->call.operation == payment::ChargeOperation::charge)
            deeds.push_back(refused_by_bank(letter, of_bank->attempt));
        if (const auto* call = std::get_if<GatewayCall>(letter.content.get())) {
            const bool authorize = call->operation == payment::Operation::authorize;
            if (authorize || call->operation == payment::Operation::capture)
                deeds.push_back(refused_by_gateway(letter, *call));
            if (authorize) deeds.push_back(unanswered_by_gateway(letter, *call));
        }
    }
}

session::AskHoldList list_of(const std::vector<std::string>& names) {
    session::AskHoldList list;
    for (const auto& name : names)
        list.holds.push_back({hold_named(name), request_for("flight")});
    return list;
}

void add_wishes(const World& world, const Wishes& wishes, std::vector<Deed>& deeds) {
    const auto& session = *world.session;
    const auto wish = [&](std::string name, auto input) {
        deeds.push_back({std::move(name), [input](World& next) { act(next, input); }});
    };
    if (!wishes.list.empty() && session.holds.empty()) wish("list", list_of(wishes.list));
    const bool may_swap_list = !wishes.instead_of_list.empty() && !session.holds.empty() &&
                               !find_hold(session, hold_named(wishes.instead_of_list.front()));
    if (may_swap_list) {
        auto list = list_of(wishes.instead_of_list);
        for (const auto& old : wishes.list)
            list.replaces.push_back(hold_named(old));
        wish("swap list", std::move(list));
    }
    const auto asked = session.holds.size();
    if (asked < wishes.holds.size()) {
        const auto& name = wishes.holds[asked];
        wish("hold " + name, session::AskHold{hold_named(name), request_for("flight"), {}});
    }
    const auto a1 = hold_named("A1");
    const auto a2 = hold_named("A2");
    if (wishes.swap && !find_hold(session, a2)) {
        wish("swap A1 -> A2", session::AskHold{a2, request_for("flight"), a1});
    }
    if (wishes.force_cancel) wish("force-cancel", session::ForceCancel{});
    if (wishes.schedule && session.subscriptions.empty() && world.wanted.empty()) {
        deeds.push_back(
            {"supplier A schedules T1 for B", [](World& next) { want_told(next, "T1", "B"); }});
    }
    if (wishes.drop) wish("drop A1", session::DropHold{a1});
    if (wishes.cancel) {
        deeds.push_back({"cancel the trip", [](World& next) { cancel_trip(next, {}); }});
    }
    if (wishes.cancel_parts) {
        for (const auto& hold : session.holds) {
            const auto name = name_of(hold.id);
            wish("quote " + name, session::QuoteCancellation{quote_named(name), {hold.id}});
            wish("confirm the quote for " + name, session::ConfirmCancellation{quote_named(name)});
        }
    }
    if (session.attempt < wishes.attempts && wishes.pix) {
        wish("pay by pix", session::Pay{"pix", "", total(session)});
    } else if (session.attempt < wishes.attempts) {
        wish("pay", session::Pay{"card", "tok_ok", total(session)});
    }
    if (wishes.pix) wish("stop the payment", session::StopPayment{});
    for (const auto& [attempt, book] : world.bank) {
        if (!book.opened) continue;
        for (const auto amount : wishes.receipts) {
            if (book.receipts.size() >= wishes.receipts.size()) break;
            const auto paid = book.amount + amount;
            deeds.push_back(
                {"the bank pays " + std::to_string(paid),
                 [attempt = attempt, paid](World& next) { bank_pays(next, attempt, paid); }});
        }
    }
    if (wishes.expire_by_hand && world.rows.contains(a1)) {
        deeds.push_back(
            {"supplier A expires A1 by hand", [a1](World& next) { expire_by_hand(next, a1); }});
    }
}

std::vector<Deed> deeds_in(const World& world, const Wishes& wishes) {
    std::vector<Deed> deeds;
    add_wishes(world, wishes, deeds);
    const auto deadline = world.session->timeout.expires_at;
    if (deadline && world.now < *deadline) {
        deeds.push_back({"clock to deadline", [deadline](World& next) { next.now = *deadline; }});
    }
    deeds.push_back({"silence or tick", tick_session});
    deeds.push_back({"the coordinator forgets", forget_progress});
    add_letters(world, deeds);
    return deeds;
}

/// A session whose steps may be given up at any moment, so that the clock has only two readings
/// that matter: before the deadline, and at it.
World first_world(const Wishes& wishes) {
    auto world = new_world();
    world.suppliers.at('B').departs_early = wishes.departs_early;
    if (wishes.cancel_parts) world.suppliers.at('A').refund_percent = 50;
    world.rules.limits.step_time = Duration(0);
    world.rules.limits.charge_time = Duration(0);
    world.rules.tables.for_payments = wishes.table;
    open_session(world);
    return world;
}

bool deliver_what_is_new(World& world) {
    std::vector<Letter> letters;
    std::ranges::copy_if(world.letters, std::back_inserter(letters), &Letter::is_new);
    for (const auto& letter : letters)
        deliver(world, letter);
    return !letters.empty();
}

class Explorer {
  public:
    Explorer(const Wishes& wishes, std::size_t worlds_max)
        : wishes_(wishes), worlds_max_(worlds_max) {}

    Explored explore() {
        visit(first_world(wishes_), 0, "open");
        while (!waiting_.empty() && found_.complaints.empty() && nodes_.size() < worlds_max_) {
            const auto [world, node] = std::move(waiting_.front());
            waiting_.pop_front();
            for (const auto& deed : deeds_in(world, wishes_)) {
                auto next = world;
                deed.act(next);
                visit(std::move(next), node, deed.name);
                if (!found_.complaints.empty()) break;
            }
        }
        found_.worlds = nodes_.size();
        found_.complete = waiting_.empty();
        return std::move(found_);
    }

  private:
    struct Node {
        std::size_t before;
        std::string deed;
    };

    void visit(World world, std::size_t before, const std::string& deed) {
        world.sent.clear();
        world.timeline.clear();
        world.unanswered.clear();  // a process that dies loses them; silence is a deed of its own
        if (!seen_.insert(key_of(world, numbers_)).second) return;
        nodes_.push_back({before, deed});
        const auto node = nodes_.size() - 1;
        complain(wrong_now(world), node);
        if (!is_waiting(world)) {
            ++found_.at_rest;
            complain(wrong_at_rest(world), node);
        }
        see_it_come_to_rest(world, node);
        waiting_.emplace_back(std::move(world), node);
    }

    /// Everything under way is lost; then all parts ask again, and every letter arrives.
    void see_it_come_to_rest(World world, std::size_t node) {
        for (auto& letter : world.letters)
            letter.is_new = false;
        const auto begin = key_of(world, numbers_);
        for (int round = 0; round < kQuietRoundsMax; ++round) {
            if (restful_.contains(key_of(world, numbers_))) {
                restful_.insert(begin);
                return;
            }
            if (!deliver_what_is_new(world)) {
                if (!is_waiting(world)) {
                    complain(wrong_at_rest(world), node);
                    restful_.insert(begin);
                    return;
                }
                ask_everything_now(world);
            }
        }
        complain({"from here the quiet world never comes to rest"}, node);
    }

    void complain(const Complaints& complaints, std::size_t node) {
        if (complaints.empty() || !found_.complaints.empty()) return;
        found_.complaints = complaints;
        for (auto at = node; at != 0; at = nodes_[at].before)
            found_.story.push_back(nodes_[at].deed);
        std::ranges::reverse(found_.story);
    }

    const Wishes& wishes_;
    std::size_t worlds_max_;
    Explored found_;
    LetterNumbers numbers_;
    std::vector<Node> nodes_;
    std::unordered_set<Key> seen_;
    std::unordered_set<Key> restful_;  ///< from which the quiet world comes to rest
    std::deque<std::pair<World, std::size_t>> waiting_;
};

}  // namespace

Explored explore(const Wishes& wishes, std::size_t worlds_max) {
    return Explorer(wishes, worlds_max).explore();
}

}  // namespace viaja::story
