#include "common/supplier/service.hpp"

#include <algorithm>
#include <utility>

#include "common/supplier/pruning.hpp"

namespace viaja::supplier {

SupplierService::SupplierService(const Ports& ports, Options options)
    : options_(std::move(options)),
      clock_(ports.clock),
      connection_for_questions_(ports.database.connect()),
      supplier_(inventory(ports.inventory), options_.address, options_.price_guarantee,
                options_.report),
      questions_(*connection_for_questions_, ports.inventory, ports.bus, ports.clock,
                 options_.address, options_.report, options_.tracer),
      decider_({ports.database, ports.bus, ports.lock, ports.clock, ports.random},
               {.participant = participant(),
                .reader = [this](const Message& message,
                                 const Origin& origin) { return read_or_ask(message, origin); },
                .session_of = session_of},
               {.address = options_.address,
                .extra_keys = options_.extra_keys,
                .prefetch = options_.prefetch,
                .workers = options_.workers,
                .limits = options_.limits,
                .grace = options_.grace,
                .report = options_.report,
                .tracer = options_.tracer}),
      pruning_(ports.database, ports.clock, prune_holds(options_.retention), options_.prune_pace,
               options_.report) {}

Inventory& SupplierService::inventory(Inventory& given) {
    return options_.test_mode ? test_inventory_.emplace(given) : given;
}

Participant& SupplierService::participant() {
    if (!options_.test_mode) return supplier_;
    return test_items_.emplace(supplier_, *test_inventory_);
}

SupplierService::~SupplierService() {
    stop();
}

/// On the bus's thread. A question is acknowledged at once: it is not kept.
std::optional<Input> SupplierService::read_or_ask(const Message& message, const Origin& origin) {
    if (const auto* question = std::get_if<Question>(&message)) {
        questions_.ask(*question, origin);
        return std::nullopt;
    }
    return read(message);
}

void SupplierService::start() {
    decider_.start();
    answerer_ = std::make_unique<runtime::Worker>(
        options_.address + "?", runtime::Work{
                                    .wait = [this] { return questions_.wait(); },
                                    .step = [this] { return questions_.answer_one(); },
                                    .stop = [this] { questions_.stop(); },
                                });
    pruning_.start("prune " + options_.address);
}

void SupplierService::stop() {
    pruning_.stop();
    decider_.stop();
    answerer_.reset();
}

bool SupplierService::step() {
    const bool decided = decider_.step();
    const bool answered = questions_.answer_one();
    const bool pruned = pruning_.step();
    return decided || answered || pruned;
}

Moment SupplierService::next_wake() const {
    if (questions_.waiting()) return clock_.moment();
    return std::min(decider_.next_wake(), pruning_.next_wake());
}

}  // namespace viaja::supplier
