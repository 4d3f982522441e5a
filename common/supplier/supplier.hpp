#pragma once
// A supplier in the pipeline: takes the commands of coordinators, decides them on its rows by the
// machine in core/hold.hpp, and answers each of them from its row. Flights, hotels and events
// differ only in their Inventory.
//
// It never expires a hold by its own clock. When a notice says that a session's time is up (the
// legacy text, or a timeout that was scheduled), it asks the session about its holds and changes
// nothing.

#include <mutex>
#include <optional>
#include <string>

#include "common/pipeline/participant.hpp"
#include "common/ports/report.hpp"
#include "common/supplier/counters.hpp"
#include "common/supplier/inventory.hpp"

namespace viaja::supplier {

/// The input of a message for a supplier; nullopt where it changes nothing. Throws Bug with the
/// reason where the message is not for a supplier, or lacks what its command needs. Pure; any
/// thread. (Questions go to Questions.)
std::optional<Input> read(const Message& message);

/// The session that an input made by `read` is about.
SessionId session_of(const Input& input);

class SupplierBatch;

/// Any thread; each of its batches is used by one, which makes the inventory's calls.
class Supplier : public Participant {
  public:
    /// `address` is where the answers of `session` to its questions go: its own queue.
    /// `price_guarantee` as in SupplierService::Options.
    Supplier(Inventory& inventory, std::string address, std::optional<Duration> price_guarantee,
             Report report = {});

    std::unique_ptr<Batch> start_batch() override;
    std::unique_ptr<SupplierBatch> start_supplier_batch();
    /// Nothing of a supplier is ever due.
    Due find_due(Connection& connection, std::size_t limit) override;

    SupplierCounters counters() const;
    AnsweredCommands answered_commands() const;

  private:
    Inventory& inventory_;
    const std::string address_;
    const std::optional<Duration> price_guarantee_;
    const Report report_;
    SharedCounters<SupplierCounters> counters_;
    mutable std::mutex mutex_;
    AnsweredCommands answered_;  // guarded by mutex_
};

}  // namespace viaja::supplier
