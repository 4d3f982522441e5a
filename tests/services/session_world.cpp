#include "tests/services/session_world.hpp"

#include <array>
#include <stdexcept>
#include <utility>

#include "common/contract/check.hpp"
#include "common/contract/encoding.hpp"
#include "common/contract/topology.hpp"
#include "common/migrations/migrations.hpp"
#include "session-service/core/commands.hpp"
#include "session-service/core/rules.hpp"
#include "session-service/store/store.hpp"

namespace viaja::session {
namespace {

std::string unique_name() {
    static int worlds = 0;
    return "session_world_" + std::to_string(++worlds);
}

}  // namespace

SessionWorld::SessionWorld()
    : bus(clock, random, {.dispatch = InProcessBus::Dispatch::manual}),
      lock_(clock),
      database_(SqliteDatabase::Memory{unique_name()}, clock),
      reader_(database_.connect()) {
    migrate(*reader_, "session-service", session_migrations());
    for (const char* address : {"flight.I0", "hotel", "payment"})
        listen(address);
    restart();
}

void SessionWorld::listen(const std::string& address) {
    inboxes_.push_back(bus.consume(address, {}, 1'000, [this, address](Delivery delivery) {
        for (auto& item : decode(delivery.body)) {
            const auto& message = std::get<Message>(item.item);
            const bool command = std::holds_alternative<SupplierCommand>(message) ||
                                 std::holds_alternative<PaymentCommand>(message);
            if (command) last_command_ = message;
            received_[address].push_back(message);
            contexts_[address].push_back(item.origin.context);
        }
    }));
}

void SessionWorld::restart(const Rules& rules) {
    coordinator_.reset();
    coordinator_ = std::make_unique<Coordinator>(
        Coordinator::Ports{database_, bus, lock_, clock, random},
        Coordinator::Options{
            .rules = rules,
            .pipeline = {},
            .report = [this](const LogEvent& event) { reports.push_back(text_of(event)); },
            .on_changed =
                [this](const std::vector<Changed>& changed, Instant now) {
                    changes.insert(changes.end(), changed.begin(), changed.end());
                    if (on_changed) on_changed(changed, now);
                },
            .retention = retention});
}

void SessionWorld::run() {
    for (bool moved = true; moved;) {
        moved = coordinator_->step();
        while (bus.deliver_one())
            moved = true;
    }
}

void SessionWorld::wait(Duration length) {
    constexpr Duration kStep = std::chrono::milliseconds(500);
    run();
    for (Duration passed{0}; passed < length; passed += kStep) {
        clock.advance(kStep);
        run();
    }
}

SessionId SessionWorld::open() {
    OpenSession open;
    open.session_id = SessionId{new_uuid(clock, random)};
    open.token_hash = "hash";
    open.first_version = true;
    const auto session_id = open.session_id;
    coordinator_->submit(to_input(SessionInput(std::move(open))));
    run();
    return session_id;
}

Decided SessionWorld::request(const SessionId& session_id, decltype(Request::wish) wish) {
    Request request;
    request.session_id = session_id;
    request.wish = std::move(wish);
    return decide(std::move(request), false);
}

Decided SessionWorld::request_under(const std::string& key, const SessionId& session_id,
                                    decltype(Request::wish) wish) {
    Request request;
    request.session_id = session_id;
    request.key = IdempotencyKey{"holds", key, "hash"};
    request.wish = std::move(wish);
    return decide(std::move(request), false);
}

Decided SessionWorld::request_again(const SessionId& session_id, decltype(Request::wish) wish,
                                    std::optional<std::int64_t> if_version) {
    Request request;
    request.session_id = session_id;
    request.wish = std::move(wish);
    if (if_version) request.if_versions = std::vector{*if_version};
    return decide(std::move(request), true);
}

Decided SessionWorld::decide(Request request, bool outcome_unknown) {
    Decided answered;
    request.on_decided = [&](const Decided& decided) { answered = decided; };
    auto input = to_input(SessionInput(std::move(request)));
    input.origin.context = context;
    input.outcome_unknown = outcome_unknown;
    input.on_failure = [](Failure) { throw std::logic_error("the request was not decided"); };
    coordinator_->submit(std::move(input));
    run();
    return answered;
}

HoldRequest SessionWorld::a_flight() {
    HoldRequest request;
    request.item = FlightItem{"I0", "I01370", parse_date("2027-02-01").value()};
    request.travellers = {"Ana Souza"};
    return request;
}

SessionId SessionWorld::held_session() {
    const auto session_id = open();
    request(session_id, AskHold{HoldId{new_uuid(clock, random)}, a_flight(), {}});
    answer(Answer::held);
    received("flight.I0");
    return session_id;
}

void SessionWorld::send(const Message& message) {
    bus.publish({{std::string(topology::kSession), message, context}});
    run();
}

void SessionWorld::submit(const SessionId& session_id, decltype(Request::wish) wish) {
    Request request;
    request.session_id = session_id;
    request.wish = std::move(wish);
    auto input = to_input(SessionInput(std::move(request)));
    input.origin.context = context;
    coordinator_->submit(std::move(input));
}

void SessionWorld::answer(Answer answer, const std::string& reason) {
    if (const auto* command = std::get_if<SupplierCommand>(&last_command_)) {
        SupplierReply reply;
        reply.answer = answer;
        reply.command = command->command;
        reply.session_id = command->session_id;
        reply.hold = command->hold;
        reply.attempt = command->attempt;
        reply.reason = reason;
        reply.row_state = "whatever";
        reply.price.amount = 1'000;
        reply.reference = "K7QX2M";
        bus.publish({{command->reply_to, std::move(reply), context}});
        return run();
    }
    const auto& command = std::get<PaymentCommand>(last_command_);
    PaymentReply reply;
    reply.answer = answer;
    reply.command = command.command;
    reply.session_id = command.session_id;
    reply.attempt = command.attempt;
    reply.reason = reason;
    reply.row_state = "whatever";
    if (answer == Answer::waiting) reply.code = "000201";
    bus.publish({{command.reply_to, std::move(reply), context}});
    run();
}

std::string SessionWorld::reply_to() const {
    if (const auto* command = std::get_if<SupplierCommand>(&last_command_)) {
        return command->reply_to;
    }
    return std::get<PaymentCommand>(last_command_).reply_to;
}

std::vector<Message> SessionWorld::received(const std::string& address) {
    return std::exchange(received_[address], {});
}

std::vector<TraceContext> SessionWorld::contexts(const std::string& address) {
    return std::exchange(contexts_[address], {});
}

std::vector<std::string> SessionWorld::types(const std::string& address) {
    std::vector<std::string> words;
    for (const auto& message : received(address))
        words.push_back(type_of(message));
    return words;
}

Session SessionWorld::session(const SessionId& session_id) {
    const std::array ids = {session_id};
    return find_sessions(*reader_, ids).at(session_id);
}

void SessionWorld::lock_and_die(const SessionId& session_id) {
    const std::vector<std::string> keys = {"session:" + session_id.text()};
    const auto lease = PipelineLimits().lock_lease;
    viaja::check(lock_.try_lock(keys, "another replica", lease).front(), "the lock is taken");
}

}  // namespace viaja::session
