#include "tests/simulation/traveller.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "session-service/core/commands.hpp"
#include "session-service/core/queries.hpp"
#include "session-service/core/step_tables.hpp"
#include "session-service/store/store.hpp"

namespace viaja::simulation {
namespace {

using namespace std::chrono_literals;
using session::HoldState;
using session::SessionState;

/// How long a coordinator may think about a request before it tells the traveller to try again.
constexpr Duration kPatience = 5s;

std::size_t count(const session::Session& session, HoldState state) {
    return static_cast<std::size_t>(
        std::ranges::count(session.holds, state, &session::Hold::state));
}

}  // namespace

Traveller::Traveller(World& world, int number)
    : world_(world),
      name_("t" + std::to_string(number)),
      session_{new_uuid(world.clock, world.chance)},
      holds_wanted_(1 + world.chance.pick(3)),
      payments_left_(3),
      visits_left_(40) {}

void Traveller::start() {
    come_back_in(0s, 30s);
}

void Traveller::come_back_in(Duration shortest, Duration longest) {
    if (visits_left_-- <= 0) return;
    world_.agenda.at(world_.now() + world_.chance.between(shortest, longest), [this] { turn(); });
}

std::optional<session::Session> Traveller::look() const {
    const std::array ids = {session_};
    auto sessions = session::find_sessions(*world_.session_reader, ids);
    if (sessions.empty()) return std::nullopt;
    return std::move(sessions.begin()->second);
}

void Traveller::turn() {
    if (world_.chance.in_ten_thousand(100)) return;  // and was never seen again
    const auto session = look();
    if (!session) {
        open();
        return come_back_in(100ms, 2s);
    }
    if (!repeat_something()) go_on(*session);
    const bool slow = world_.chance.in_ten_thousand(500);
    come_back_in(50ms, slow ? Duration(40s) : Duration(2s));
}

void Traveller::open() {
    session::OpenSession wish;
    wish.session_id = session_;
    wish.token_hash = "hash of " + name_;
    wish.first_version = true;  // some changes of mind are its calls
    wish.on_decided = [this](const session::Decided&) { open_ = true; };
    auto input = session::to_input(session::SessionInput(std::move(wish)));
    input.give_up_at = world_.clock.moment() + kPatience;
    world_.submit(std::move(input));
}

/// True if there was an earlier request to ask again: because no answer came, or for no reason.
bool Traveller::repeat_something() {
    for (const auto& asked : requests_) {
        const bool unanswered = asked->answers.empty() && asked->sent < 6;
        if (unanswered && world_.chance.in_ten_thousand(7'000)) {
            send(asked);
            return true;
        }
    }
    if (requests_.empty() || !world_.chance.in_ten_thousand(800)) return false;
    send(requests_[world_.chance.pick(requests_.size())]);
    return true;
}

void Traveller::go_on(const session::Session& session) {
    if (session.state == SessionState::confirmed) {
        if (world_.chance.in_ten_thousand(2'000)) give_back(session);
        return;
    }
    if (waits_for_bank(session) && world_.chance.in_ten_thousand(500)) {
        return send_new("", session::StopPayment{});
    }
    if (session.state != SessionState::open) return;
    if (world_.chance.in_ten_thousand(500)) subscribe_a_service();
    if (world_.chance.in_ten_thousand(600)) return change_mind(session);
    const bool waits = count(session, HoldState::asked) > 0 && world_.chance.in_ten_thousand(7'000);
    if (waits) return;
    const auto lost = std::ranges::find(session.holds, HoldState::lost, &session::Hold::state);
    if (lost != session.holds.end()) return send_new("", session::DropHold{lost->id});
    const auto mine = count(session, HoldState::held) + count(session, HoldState::asked);
    if (mine < holds_wanted_ && session.holds.size() < 8) {
        if (world_.chance.in_ten_thousand(4'000)) return send_new("holds", any_list());
        return send_new("holds", session::AskHold{HoldId{new_uuid(world_.clock, world_.chance)},
                                                  any_wish(world_.chance, world_.carriers),
                                                  {}});
    }
    const bool may_swap = count(session, HoldState::held) > 0 && session.holds.size() < 16;
    if (may_swap && world_.chance.in_ten_thousand(800)) return swap_for_a_list(session);
    if (payments_left_ > 0) pay(session);
}

/// What was quoted before is confirmed, or something is quoted: all of the trip, or a part of it.
void Traveller::give_back(const session::Session& session) {
    const auto& quote = session.cancellation;
    if (quote && !quote->confirmed && world_.chance.in_ten_thousand(8'000))
        return send_new("cancellations", session::ConfirmCancellation{quote->id});
    session::QuoteCancellation wish{new_uuid(world_.clock, world_.chance), {}};
    const auto sold = std::ranges::find(session.holds, HoldState::confirmed, &session::Hold::state);
    if (sold != session.holds.end() && world_.chance.in_ten_thousand(5'000))
        wish.holds.push_back(sold->id);
    send_new("", wish);
}

/// Subscribes an address to the timeout of the session, in the name of a service. The deadline is
/// there for the copies that come again when all is over.
void Traveller::subscribe_a_service() {
    static constexpr std::array kAddresses = {"flight.I0", "hotel", "payment", "session"};
    ScheduleTimeout wish;
    wish.id = new_uuid(world_.clock, world_.chance);
    wish.session_id = session_;
    wish.notify = kAddresses[world_.chance.pick(kAddresses.size())];
    wish.deadline = world_.now() + 20s;
    wish.reply_to = "event";  // which has no queue
    world_.network->send({"session", wish});
}

void Traveller::pay(const session::Session& session) {
    auto& chance = world_.chance;
    session::Pay payment;
    const bool pix = chance.in_ten_thousand(3'000);
    payment.method = pix ? session::kPix : session::kCard;
    if (!pix) payment.token = any_token();
    payment.amount = session::total(session);
    if (chance.in_ten_thousand(200)) payment.amount.amount += 1;
    --payments_left_;
    const auto& expires_at = session.timeout.expires_at;
    if (expires_at && *expires_at > world_.now() && chance.in_ten_thousand(700)) {
        // At the last moment, give or take: firing and pausing meet on the row.
        const auto moment = *expires_at - 20ms + chance.between(0ms, 40ms);
        world_.agenda.at(moment, [this, payment] { send_new("payments", payment); });
        return;
    }
    send_new("payments", payment);
    if (chance.in_ten_thousand(1'500)) send(requests_.back());
    if (chance.in_ten_thousand(500)) send_new("payments", payment);
}

void Traveller::hear(const std::shared_ptr<Asked>& asked, const session::Decided& decided) {
    using session::Code;
    asked->answers.push_back(decided);
    if (decided.replayed) ++world_.sightings.replayed_answers;
    if (decided.code == Code::price_unknown) return ask_prices(asked, decided);
    const auto* paid = std::get_if<session::Pay>(&asked->wish);
    if (paid && decided.code == Code::accepted && !paid->current.empty())
        ++world_.sightings.paid_after_asking;
    if (decided.code != Code::price_changed) return;
    ++world_.sightings.prices_changed;
    if (world_.chance.in_ten_thousand(6'000))
        take_new_price(*decided.session, decided.prices.front().hold);
}

/// As the HTTP server does: suppliers say at some moment what it costs, or stay silent, and the
/// payment is decided at a later one.
void Traveller::ask_prices(const std::shared_ptr<Asked>& asked, const session::Decided& decided) {
    auto& pay = std::get<session::Pay>(asked->wish);
    const bool silent = world_.chance.in_ten_thousand(1'000);
    if (silent || !pay.current.empty()) return;
    ++world_.sightings.prices_asked;
    const auto answered = world_.now() + world_.chance.between(0ms, 2s);
    world_.agenda.at(answered, [this, asked, decided] {
        // A copy of the request may have asked before: what was decided by stays as it was.
        auto& current = std::get<session::Pay>(asked->wish).current;
        if (current.empty()) current = prices_now(decided);
        const auto decides = world_.now() + world_.chance.between(0ms, 1s);
        world_.agenda.at(decides, [this, asked] { send(asked); });
    });
}

std::vector<session::CurrentPrice> Traveller::prices_now(const session::Decided& decided) const {
    std::vector<session::CurrentPrice> current;
    for (const auto& price : decided.prices) {
        const auto* hold = session::find_hold(*decided.session, price.hold);
        current.push_back({price.hold, world_.inventory.price_of(hold->request)});
    }
    return current;
}

/// The same once more, in the place of the old one.
void Traveller::take_new_price(const session::Session& session, const HoldId& id) {
    const auto* hold = session::find_hold(session, id);
    ++world_.sightings.new_prices_taken;
    ++payments_left_;
    send_new("holds/" + id.text(),
             session::AskHold{HoldId{new_uuid(world_.clock, world_.chance)}, hold->request, id});
}

std::string Traveller::any_token() {
    static constexpr std::array kTokens = {
        "tok_insufficient_funds",  "tok_do_not_honor",    "tok_slow_3s",
        "tok_slow_decline",        "tok_timeout_then_ok", "tok_timeout_then_declined",
        "tok_capture_fails_twice", "tok_capture_refused"};
    if (world_.chance.in_ten_thousand(5'500)) return "tok_ok";
    return kTokens[world_.chance.pick(kTokens.size())];
}

void Traveller::change_mind(const session::Session& session) {
    using session::LegacyState;
    const auto held = std::ranges::find(session.holds, HoldState::held, &session::Hold::state);
    const bool has_one = held != session.holds.end();
    switch (world_.chance.pick(7)) {
        case 0:
            return send_new("", session::Cancel{});
        case 1:
            return send_new("", session::SetState{LegacyState::paused});
        case 2:
            return send_new("", session::SetState{LegacyState::running});
        case 3:
            if (world_.chance.in_ten_thousand(3'000)) {
                return send_new("", session::SetState{LegacyState::timed_out});
            }
            [[fallthrough]];
        case 4:
            if (has_one) return send_new("", session::DropHold{held->id});
            [[fallthrough]];
        default:
            if (!has_one) return;
            ++world_.sightings.swaps;
            send_new("holds/" + held->id.text(),
                     session::AskHold{HoldId{new_uuid(world_.clock, world_.chance)},
                                      wish_instead_of(held->request), held->id});
    }
}

session::AskHoldList Traveller::any_list() {
    session::AskHoldList list;
    for (auto& wish : any_wishes())
        list.holds.push_back({HoldId{new_uuid(world_.clock, world_.chance)}, std::move(wish)});
    return list;
}

/// One to three of any kind, or an itinerary of all carriers in any order.
std::vector<HoldRequest> Traveller::any_wishes() {
    auto& chance = world_.chance;
    if (chance.in_ten_thousand(3'000)) {
        auto carriers = world_.carriers;
        for (auto place = carriers.size() - 1; place > 0; --place)
            std::swap(carriers[place], carriers[chance.pick(place + 1)]);
        return any_itinerary(chance, carriers);
    }
    std::vector<HoldRequest> wishes;
    for (auto count = 1 + chance.pick(3); count > 0; --count)
        wishes.push_back(any_wish(chance, world_.carriers));
    return wishes;
}

/// All that is held for a list, of which the first is one of the old ones for another number.
void Traveller::swap_for_a_list(const session::Session& session) {
    auto list = any_list();
    for (const auto& hold : session.holds) {
        if (hold.state != HoldState::held) continue;
        if (list.replaces.empty()) list.holds.front().request = wish_instead_of(hold.request);
        list.replaces.push_back(hold.id);
    }
    send_new("holds", std::move(list));
}

/// Something else, or the same for one more or one fewer: then only the difference must be free.
HoldRequest Traveller::wish_instead_of(const HoldRequest& held) {
    if (world_.chance.in_ten_thousand(5'000)) return any_wish(world_.chance, world_.carriers);
    HoldRequest wish = held;
    wish.quantity = held.quantity == 1 ? 2 : 1;
    wish.travellers.assign(static_cast<std::size_t>(wish.quantity), "Ana Souza");
    return wish;
}

/// Requests without a route have no key, as in the API.
void Traveller::send_new(const std::string& route, decltype(session::Request::wish) wish) {
    auto asked = std::make_shared<Asked>();
    asked->route = route;
    asked->key = name_ + "-" + std::to_string(requests_.size());
    asked->wish = std::move(wish);
    requests_.push_back(asked);
    send(asked);
}

void Traveller::send(const std::shared_ptr<Asked>& asked) {
    ++asked->sent;
    session::Request request;
    request.session_id = session_;
    request.token_hash = "hash of " + name_;
    if (!asked->route.empty()) {
        request.key = session::IdempotencyKey{asked->route, asked->key, "hash of " + asked->key};
    }
    request.wish = asked->wish;
    if (auto* hold = std::get_if<session::AskHold>(&request.wish)) {
        hold->id = HoldId{new_uuid(world_.clock, world_.chance)};
    }
    if (auto* list = std::get_if<session::AskHoldList>(&request.wish)) {
        for (auto& one : list->holds)
            one.id = HoldId{new_uuid(world_.clock, world_.chance)};
    }
    request.on_decided = [this, asked](const session::Decided& decided) { hear(asked, decided); };
    auto input = session::to_input(session::SessionInput(std::move(request)));
    input.give_up_at = world_.clock.moment() + kPatience;
    world_.submit(std::move(input));
}

}  // namespace viaja::simulation
