#pragma once
// A supplier with everything that it needs to live at one address: its queue, its pipeline, its
// rows and the questions it answers. flight-service has one a carrier, hotel-service one.
//
//   SupplierService service({…ports…}, {.address = "hotel", .extra_keys = {"hoteis"}});
//   service.start();        // in a process: threads that decide, and one that answers questions
//   while (service.step())  // or in the simulation: no thread at all
//       ;
//
// The database's schema (migrations.hpp) must be there before.

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/pipeline_service/pipeline_service.hpp"
#include "common/pruning/pruning.hpp"
#include "common/pruning/retention.hpp"
#include "common/runtime/workers.hpp"
#include "common/supplier/inventory.hpp"
#include "common/supplier/questions.hpp"
#include "common/supplier/supplier.hpp"
#include "common/supplier/test_items.hpp"

namespace viaja::supplier {

/// Construct, `start`, `stop` and destroy it on one thread. `step` and `next_wake` are for the
/// thread of a simulation, instead of `start`. Counters from any thread.
class SupplierService {
  public:
    /// All of them outlive the service.
    struct Ports {
        Database& database;
        Bus& bus;
        LockService& lock;
        const Clock& clock;
        Random& random;
        Inventory& inventory;
    };
    struct Options {
        std::string address;                    ///< "hotel", "flight.I0"
        std::vector<std::string> extra_keys{};  ///< legacy: "hoteis", "voos"
        PipelineLimits limits{};
        std::size_t prefetch = 512;
        std::size_t workers = 1;
        /// How long `stop` lets what has come already be decided.
        std::chrono::milliseconds grace{5'000};
        Report report{};
        Tracer tracer{};
        bool test_mode = false;  ///< test items misbehave (test_items.hpp)
        /// How long the price of a hold is guaranteed, from the hold on, but not beyond its
        /// session's deadline; zero: not at all. Nullopt: until that deadline.
        std::optional<Duration> price_guarantee{};
        /// By default all holds are kept.
        Retention retention{};
        PrunePace prune_pace{};
    };

    /// Takes a connection for each worker and one for questions, and opens the queue: deliveries
    /// wait until `start` or `step`. Throws Unavailable where the database cannot be reached.
    SupplierService(const Ports& ports, Options options);
    /// Stops, if it was started. Without `start` nothing is waited for: the service is gone as
    /// after a crash.
    ~SupplierService();
    SupplierService(const SupplierService&) = delete;
    SupplierService& operator=(const SupplierService&) = delete;

    void start();
    /// Decides what has come already, then ends the threads. Messages that are not decided by then
    /// stay with the broker.
    void stop();

    /// One batch of commands, one question, one page of old holds; false: nothing to do.
    bool step();
    /// When `step` may have something to do if nothing more is delivered.
    Moment next_wake() const;

    PipelineCounters pipeline_counters() const { return decider_.counters(); }
    PipelineTimes pipeline_times() const { return decider_.times(); }
    SupplierCounters counters() const { return supplier_.counters(); }
    AnsweredCommands answered_commands() const { return supplier_.answered_commands(); }
    QuestionCounters question_counters() const { return questions_.counters(); }
    PruningCounters pruning_counters() const { return pruning_.counters(); }

  private:
    /// What decides: the supplier, in test mode with its test items around it.
    Participant& participant();
    Inventory& inventory(Inventory& given);
    std::optional<Input> read_or_ask(const Message& message, const Origin& origin);

    const Options options_;
    const Clock& clock_;
    const std::unique_ptr<Connection> connection_for_questions_;
    std::optional<TestInventory> test_inventory_;
    Supplier supplier_;
    std::optional<TestItems> test_items_;
    Questions questions_;
    PipelineService decider_;
    Pruning pruning_;
    std::unique_ptr<runtime::Worker> answerer_;
};

}  // namespace viaja::supplier
