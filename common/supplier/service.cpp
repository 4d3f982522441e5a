#include "common/supplier/service.hpp"

#include <utility>

#include "common/pipeline_service/pipeline_work.hpp"

namespace viaja::supplier {

SupplierService::SupplierService(const Ports& ports, Options options)
    : options_(std::move(options)),
      clock_(ports.clock),
      connection_(ports.database.connect()),
      connection_for_questions_(ports.database.connect()),
      supplier_(inventory(ports.inventory), options_.address, options_.report),
      pipeline_(participant(), *connection_, ports.lock, ports.bus, ports.clock, ports.random,
                options_.limits, options_.report),
      questions_(*connection_for_questions_, ports.inventory, ports.bus, ports.clock,
                 options_.address, options_.report) {
    MessageConsumer::Options consumer{.address = options_.address,
                                      .extra_keys = options_.extra_keys,
                                      .prefetch = options_.prefetch};
    consumer_ = std::make_unique<MessageConsumer>(
        ports.bus, std::move(consumer), pipeline_,
        [this](const Message& message) { return read_or_ask(message); });
}

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

/// On the bus's thread. A question needs no acknowledgement that waits: nobody keeps it.
std::optional<Input> SupplierService::read_or_ask(const Message& message) {
    if (const auto* question = std::get_if<Question>(&message)) {
        questions_.ask(*question);
        return std::nullopt;
    }
    return read(message);
}

void SupplierService::start() {
    decider_ =
        std::make_unique<runtime::Worker>(options_.address, work_of(pipeline_, options_.grace));
    answerer_ = std::make_unique<runtime::Worker>(
        options_.address + "?", runtime::Work{
                                    .wait = [this] { return questions_.wait(); },
                                    .step = [this] { return questions_.answer_one(); },
                                    .stop = [this] { questions_.stop(); },
                                });
}

/// The worker ends before the inbox does, so that what it decides can still be acknowledged.
void SupplierService::stop() {
    decider_.reset();
    answerer_.reset();
    consumer_.reset();
}

bool SupplierService::step() {
    const bool decided = pipeline_.step();
    const bool answered = questions_.answer_one();
    return decided || answered;
}

Moment SupplierService::next_wake() const {
    return questions_.waiting() ? clock_.moment() : pipeline_.next_wake();
}

}  // namespace viaja::supplier
