// A traveller is offered exactly the actions that would be accepted, and what is refused changes
// nothing: in sessions that were moved by any inputs, at any time.

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <chrono>
#include <string_view>
#include <utility>
#include <vector>

#include "session-service/core/commands.hpp"
#include "session-service/core/preconditions.hpp"
#include "session-service/core/queries.hpp"
#include "session-service/core/timeout.hpp"
#include "tests/core/session_samples.hpp"

namespace viaja::session {
namespace {

const Uuid kQuote = hold_id(200).value;

using namespace std::chrono_literals;

/// One thing that happens to a session. `pick` chooses among its holds and lengths of time.
struct Event {
    enum class Kind {
        ask,
        list,
        swap,
        drop,
        pay,
        cancel,
        force,
        pause,
        resume,
        yes,
        no,
        time,
        later
    };
    Kind kind{};
    int pick = 0;
};

void showValue(const Event& event, std::ostream& out) {
    out << "{kind " << static_cast<int>(event.kind) << ", pick " << event.pick << "}";
}

rc::Gen<Event> any_event() {
    using Kind = Event::Kind;
    return rc::gen::build<Event>(
        rc::gen::set(&Event::kind, rc::gen::weightedElement<Kind>({{4, Kind::ask},
                                                                   {4, Kind::list},
                                                                   {3, Kind::swap},
                                                                   {2, Kind::drop},
                                                                   {5, Kind::pay},
                                                                   {1, Kind::cancel},
                                                                   {1, Kind::force},
                                                                   {1, Kind::pause},
                                                                   {2, Kind::resume},
                                                                   {20, Kind::yes},
                                                                   {2, Kind::no},
                                                                   {3, Kind::time},
                                                                   {2, Kind::later}})),
        rc::gen::set(&Event::pick, rc::gen::inRange(0, 1000)));
}

HoldRequest any_request() {
    HoldRequest request;
    request.item = FlightItem{"I0", "I01370", parse_date("2027-02-01").value()};
    request.travellers = {"Ana Souza"};
    return request;
}

/// A flight of a few minutes' or many days' notice, so that trips begin before and after they are
/// paid.
SupplierReply held(const Hold& hold, int pick) {
    SupplierReply reply;
    reply.answer = Answer::held;
    reply.command = Command::hold;
    reply.hold = hold.id;
    reply.price.amount = pick % 20 == 0 ? kAmountMax : 1000;
    HeldFlight flight;
    flight.item = std::get<FlightItem>(hold.request.item);
    flight.departs_at = kStart + (pick % 3 == 0 ? Duration(20min) : Duration(480h));
    flight.departs_at += hold.position * 1h;
    flight.arrives_at = flight.departs_at + 1h;
    reply.item = flight;
    if (pick % 4 == 1) reply.guarantee = PriceGuarantee{};
    if (pick % 4 == 2) reply.guarantee = PriceGuarantee{kStart + pick * 1s};
    return reply;
}

/// Every hold costs what it is held at, or `more`.
std::vector<CurrentPrice> prices_now(const Session& session, std::int64_t more = 0) {
    std::vector<CurrentPrice> prices;
    for (const auto& hold : session.holds)
        prices.push_back({hold.id, Money{hold.price.amount + more, hold.price.currency}});
    return prices;
}

class World {
  public:
    /// `used` holds were asked for and refused before.
    World(int used, int payments_max) {
        session_.payments_max = payments_max;
        for (; asked_ < used;) {
            ask(session_, ++asked_);
            decide(session_, answer(Command::hold, asked_, 0, Answer::refused), kStart, kRules);
        }
    }

    void happens(const Event& event) {
        switch (event.kind) {
            case Event::Kind::ask:
                ask(session_, ++asked_, now_);
                return;
            case Event::Kind::list:
                ask_list(event);
                return;
            case Event::Kind::swap:
                decide(session_, AskHold{hold_id(++asked_), any_request(), picked(event)}, now_,
                       kRules);
                return;
            case Event::Kind::drop:
                decide(session_, DropHold{picked(event)}, now_, kRules);
                return;
            case Event::Kind::pay:
                if (event.pick % 2 == 0) {
                    decide(session_, Pay{"pix", "", total(session_), prices_now(session_)}, now_,
                           kRules);
                } else {
                    pay(session_, now_);
                }
                return;
            case Event::Kind::cancel:
                decide(session_, QuoteCancellation{kQuote, {}}, now_, kRules);
                decide(session_, ConfirmCancellation{kQuote}, now_, kRules);
                return;
            case Event::Kind::force:
                decide(session_, ForceCancel{}, now_, kRules);
                return;
            case Event::Kind::pause:
            case Event::Kind::resume: {
                auto ignored = LegacyAnswer::ok;
                set_state(
                    session_,
                    event.kind == Event::Kind::pause ? LegacyState::paused : LegacyState::running,
                    now_, kRules, ignored);
                return;
            }
            case Event::Kind::time:
                pass_time(session_, now_, kRules);
                return;
            case Event::Kind::later: {
                static constexpr Duration kLengths[] = {1s, 30s, 5min, 10min, 31min, 24h};
                now_ += kLengths[static_cast<std::size_t>(event.pick) % std::size(kLengths)];
                return;
            }
            case Event::Kind::yes:
            case Event::Kind::no:
                answer_one(event);
        }
    }

    const Session& session() const { return session_; }
    Instant now() const { return now_; }

  private:
    /// Two or three holds, instead of another one or of none.
    void ask_list(const Event& event) {
        AskHoldList list;
        for (int count = 2 + event.pick % 2; count > 0; --count)
            list.holds.push_back({hold_id(++asked_), any_request()});
        if (event.pick % 3 == 0) list.replaces = {picked(event)};
        decide(session_, list, now_, kRules);
    }

    HoldId picked(const Event& event) const {
        return hold_id(asked_ == 0 ? 1 : event.pick % asked_ + 1);
    }

    /// Answers what is pending: at a hold, or else of the saga.
    void answer_one(const Event& event) {
        const bool yes = event.kind == Event::Kind::yes;
        std::vector<const Hold*> pending;
        for (const auto& hold : session_.holds)
            if (pending_request(session_, hold)) pending.push_back(&hold);
        if (!pending.empty()) {
            return answer_about(*pending[static_cast<std::size_t>(event.pick) % pending.size()],
                                event);
        }
        if (!session_.saga) return;
        const auto command = session_.saga->pending;
        const auto said =
            command == Command::charge
                ? (yes ? (event.pick % 2 == 0 ? Answer::waiting : Answer::paid) : Answer::declined)
            : command == Command::authorize ? (yes ? Answer::authorized : Answer::declined)
            : command == Command::capture   ? (yes ? Answer::captured : Answer::capture_refused)
            : command == Command::refund    ? Answer::refunded
                                            : Answer::voided;
        decide(session_, answer(command, session_.attempt, said), now_, kRules);
    }

    void answer_about(const Hold& hold, const Event& event) {
        const bool yes = event.kind == Event::Kind::yes;
        const auto command = *pending_request(session_, hold);
        auto reply = held(hold, event.pick);
        if (command != Command::hold) {
            reply.command = command;
            reply.attempt = is_of_saga(command) ? session_.attempt : 0;
            reply.reason = event.pick % 2 == 0 ? "gone" : "overbooked";
            reply.answer = command == Command::confirm ? (yes ? Answer::confirmed : Answer::refused)
                           : command == Command::unconfirm ? Answer::unconfirmed
                           : command == Command::expire    ? Answer::expired
                                                           : Answer::cancelled;
        } else if (!yes) {
            reply.answer = Answer::refused;
        }
        decide(session_, reply, now_, kRules);
    }

    Session session_ = new_session();
    Instant now_ = kStart;
    int asked_ = 0;
};

/// What elapsed time makes of the session before a command is looked at.
Session after_elapsed_time(Session session, Instant now) {
    std::vector<Entry> entries;
    DecisionContext context{session, now, kRules, entries};
    apply_elapsed_time(context);
    return session;
}

/// True if the command is accepted and writes one of the entries. Refused, it changes nothing.
template <class Input>
bool does(const World& world, const Input& input, std::initializer_list<std::string_view> types) {
    auto session = world.session();
    const auto outcome = decide(session, input, world.now(), kRules);
    if (outcome.code != Code::accepted) {
        RC_ASSERT(session == after_elapsed_time(world.session(), world.now()));
        return false;
    }
    return std::ranges::any_of(outcome.entries, [&](const Entry& entry) {
        return std::ranges::find(types, entry.type) != types.end();
    });
}

template <class Make>
bool does_with_any_hold(const World& world, Make command, std::string_view type) {
    return std::ranges::any_of(world.session().holds, [&](const Hold& hold) {
        return does(world, command(hold.id), {type});
    });
}

std::vector<std::string> accepted_actions(const World& world) {
    const auto wish = any_request();
    const auto fresh = hold_id(255);
    std::vector<std::string> actions;
    if (does(world, AskHold{fresh, wish, {}}, {"hold.asked"})) actions.push_back("hold");
    if (does_with_any_hold(
            world,
            [&](const HoldId& id) {
                return AskHold{fresh, wish, id};
            },
            "hold.asked"))
        actions.push_back("swap");
    if (does_with_any_hold(
            world, [](const HoldId& id) { return DropHold{id}; }, "hold.releasing"))
        actions.push_back("drop");
    const auto total_held = total(world.session());
    if (does(world, Pay{"card", "tok_ok", total_held, prices_now(world.session())},
             {"payment.accepted"}))
        actions.push_back("pay");
    if (does(world, StopPayment{}, {"payment.stopped"})) actions.push_back("stop_payment");
    auto session = world.session();
    const QuoteCancellation quote{kQuote, {}};
    if (decide(session, quote, world.now(), kRules).code == Code::accepted)
        actions.push_back("cancel");
    return actions;
}

RC_GTEST_PROP(SessionProperties, APaymentPaysWhatIsHeldAndOtherPricesCountFromTheGuaranteeOn, ()) {
    World world(0, 3);
    const auto events = *rc::gen::scale(2.0, rc::gen::container<std::vector<Event>>(any_event()));
    for (const auto& event : events) {
        world.happens(event);
        const auto sum = total(world.session());
        const bool guaranteed = std::ranges::none_of(world.session().holds, [&](const Hold& hold) {
            return needs_current_price(hold, world.now());
        });
        const auto try_to_pay = [&](std::vector<CurrentPrice> prices) {
            auto session = world.session();
            const auto outcome =
                decide(session, Pay{"card", "tok_ok", sum, std::move(prices)}, world.now(), kRules);
            if (outcome.code == Code::accepted) RC_ASSERT(session.payments.back().amount == sum);
            return outcome.code;
        };
        const auto same = try_to_pay(prices_now(world.session()));
        const auto unasked = try_to_pay({});
        const auto dearer = try_to_pay(prices_now(world.session(), 1));
        const auto cheaper = try_to_pay(prices_now(world.session(), -1));
        RC_ASSERT(unasked == (same != Code::accepted || guaranteed ? same : Code::price_unknown));
        RC_ASSERT(dearer == (same != Code::accepted || guaranteed ? same : Code::price_changed));
        RC_ASSERT(cheaper == dearer);
    }
}

RC_GTEST_PROP(SessionProperties, ExactlyTheActionsAreOfferedThatWouldBeAccepted, ()) {
    const bool nearly_full = *rc::gen::weightedElement<bool>({{3, false}, {1, true}});
    World world(nearly_full ? static_cast<int>(kHoldsMax) - 2 : 0, *rc::gen::inRange(1, 4));
    const auto events = *rc::gen::scale(2.0, rc::gen::container<std::vector<Event>>(any_event()));
    for (const auto& event : events) {
        world.happens(event);
        const auto offered = available_actions(world.session(), world.now());
        RC_ASSERT(offered == accepted_actions(world));
    }
}

}  // namespace
}  // namespace viaja::session
