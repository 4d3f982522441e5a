#include "common/supplier/supplier.hpp"

#include <utility>

#include "common/contract/check.hpp"
#include "common/contract/match.hpp"
#include "common/contract/quantity.hpp"
#include "common/supplier/batch.hpp"

namespace viaja::supplier {
namespace {

void check_command(const SupplierCommand& command) {
    switch (command.command) {
        case Command::hold:
            check(command.request.has_value(), "a hold needs the item that is to be held");
            check(is_quantity(command.request->quantity), "a hold's quantity is out of range");
            break;
        case Command::confirm:
        case Command::unconfirm:
            check(command.attempt >= 1, "confirm and unconfirm need the attempt to pay: 1, 2, …");
            break;
        case Command::cancel:
        case Command::expire:
            break;
        default:
            throw Bug("\"" + std::string(viaja::name_of(command.command)) +
                      "\" is not a command for suppliers");
    }
    check(!command.reply_to.empty(), "a command says where its answer goes");
}

Input to_input(SupplierInput content) {
    Input input;
    input.content = std::move(content);
    return input;
}

}  // namespace

std::optional<Input> read(const Message& message) {
    using Read = std::optional<Input>;
    return std::visit(
        Match{
            [](const SupplierCommand& command) -> Read {
                check_command(command);
                return to_input(command);
            },
            [](const TimeoutNotice& notice) -> Read { return to_input(notice); },
            // Of a schedule that was asked for in this service's name: it has none of its own.
            [](const ScheduleReply&) -> Read { return std::nullopt; },
            [&](const auto&) -> Read {
                throw Bug("a supplier has no use for \"" + type_of(message) + "\"");
            },
        },
        message);
}

SessionId session_of(const Input& input) {
    return std::visit([](const auto& content) { return content.session_id; },
                      input.as<SupplierInput>());
}

Supplier::Supplier(Inventory& inventory, std::string address,
                   std::optional<Duration> price_guarantee, Report report)
    : inventory_(inventory),
      address_(std::move(address)),
      price_guarantee_(price_guarantee),
      report_(std::move(report)) {}

std::unique_ptr<Batch> Supplier::start_batch() {
    return start_supplier_batch();
}

std::unique_ptr<SupplierBatch> Supplier::start_supplier_batch() {
    return std::make_unique<SupplierBatch>(inventory_, address_, price_guarantee_,
                                           [this](const SupplierBatch::Done& done) {
                                               counters_.add(done.counters);
                                               {
                                                   const std::lock_guard guard(mutex_);
                                                   for (const auto& [kind, count] : done.answered)
                                                       answered_[kind] += count;
                                               }
                                               if (!report_) return;
                                               for (const auto& alarm : done.alarms)
                                                   report_(alarm);
                                           });
}

Participant::Due Supplier::find_due(Connection&, std::size_t) {
    return {};
}

SupplierCounters Supplier::counters() const {
    return counters_.sum();
}

AnsweredCommands Supplier::answered_commands() const {
    const std::lock_guard guard(mutex_);
    return answered_;
}

}  // namespace viaja::supplier
