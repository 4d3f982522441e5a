#include "session-service/coordinator/coordinator.hpp"

#include <utility>

#include "common/contract/check.hpp"
#include "common/contract/encoding.hpp"
#include "common/contract/session_shard.hpp"
#include "common/contract/topology.hpp"
#include "session-service/store/pruning.hpp"

namespace viaja::session {
namespace {

/// What is asked again waits no longer for a session that is locked: it is due soon anyway.
constexpr std::chrono::seconds kAskAgainWithin{5};

/// A supplier that does not know shards asks about sessions of others, too. To say that there is no
/// such session would have its holds released.
std::optional<Input> read_in_shard(const Message& message, int shard) {
    const auto* asked = std::get_if<SessionCheck>(&message);
    if (asked && shard_of(asked->session_id) != shard) return std::nullopt;
    return session::read(message);
}

}  // namespace

Coordinator::Coordinator(const Ports& ports, Options options)
    : participant_(options.rules, std::move(options.on_changed)),
      clock_(ports.clock),
      report_(options.report),
      service_(
          ports,
          {.participant = participant_,
           .reader = [shard = options.shard](
                         const Message& message,
                         const Origin&) { return read_in_shard(message, shard); },
           .session_of = [](const Input& input) { return session_of(input.as<SessionInput>()); }},
          {.address = topology::session(options.shard),
           .prefetch = options.prefetch,
           .workers = options.workers,
           .limits = options.pipeline,
           .grace = options.grace,
           .report = options.report,
           .tracer = std::move(options.tracer)}),
      pruning_(ports.database, ports.clock, prune_sessions(options.retention, options.rules),
               options.prune_pace, std::move(options.report)) {}

void Coordinator::start() {
    service_.start();
    pruning_.start("pruning");
}

void Coordinator::stop() {
    pruning_.stop();
    service_.stop();
}

bool Coordinator::step() {
    const bool decided = service_.step();
    return pruning_.step() || decided;
}

/// An answer that cannot be read, or comes when too much waits, is lost: it is asked for again.
void Coordinator::open_own_queue(Bus& bus) {
    std::string address;
    own_queue_ = bus.consume_private(address, [this](const Delivery& delivery) {
        for (auto& item : decode(delivery.body)) {
            const auto* message = std::get_if<Message>(&item.item);
            if (message == nullptr) continue;
            try {
                auto input = read(*message);
                if (!input) continue;
                input->origin = std::move(item.origin);
                submit(std::move(*input));
            } catch (const Bug& error) {
                if (!report_) continue;
                report_(event_of(item.origin, Severity::warning, "answer not understood, dropped",
                                 {{"error", error.what()}}));
            }
        }
    });
    participant_.reply_address().set_own(std::move(address));
}

void Coordinator::ask_again(std::span<const SessionId> sessions) {
    for (const auto& id : sessions) {
        auto input = to_input(AskAgain{id});
        input.give_up_at = clock_.moment() + kAskAgainWithin;
        submit(std::move(input));
    }
}

}  // namespace viaja::session
