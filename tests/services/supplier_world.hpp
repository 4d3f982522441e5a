#pragma once
// A supplier service on SQLite in memory and the in-process bus, under a clock that the test moves,
// with a small shop to sell from. Used by the supplier's tests, on one thread.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "common/adapters/in_process/in_process_bus.hpp"
#include "common/adapters/in_process/in_process_lock.hpp"
#include "common/adapters/sqlite/sqlite_database.hpp"
#include "common/supplier/service.hpp"
#include "common/supplier/store.hpp"
#include "tests/ports/test_clock.hpp"

namespace viaja::supplier {

/// When the clocks of these tests begin.
inline Instant morning() {
    return *parse_rfc3339("2026-11-21T12:00:00Z");
}

/// The same bytes in every run.
class CountedRandom : public Random {
  public:
    void fill(std::span<std::uint8_t> bytes) override;

  private:
    std::uint64_t state_ = 1;
};

/// Flights of the carrier "XX" with few seats. A room has one unit a night, two of each.
class Shop : public Inventory {
  public:
    struct Flight {
        int seats = 0;
        Behaviour behaviour = Behaviour::normal;
        Instant departs_at = Instant::max();
    };
    std::map<std::string, Flight> flights = {
        {"XX1", {.seats = 1}},
        {"XX5", {.seats = 5}},
        {"XX100", {.seats = 100}},
        {"REFUSES", {9, Behaviour::refuses_confirm}},
        {"SLOW", {9, Behaviour::confirms_after_8_s}},
        {"TWICE", {9, Behaviour::answers_twice}},
        {"STUBBORN", {9, Behaviour::undo_fails_three_times}},
    };
    int quotes = 0;            ///< calls of `quote`
    std::int64_t price = 500;  ///< of one
    std::vector<UnitLeft> told_few_left;

    std::vector<std::variant<Quote, NoQuote>> quote(Connection& connection,
                                                    std::span<const HoldRequest> requests,
                                                    Instant now) override;
    QuestionAnswer answer(Connection& connection, const Question& question, Instant now) override;
    Behaviour behaviour_of(const Item& item) const override;
    void few_left(const std::vector<UnitLeft>& units) override {
        told_few_left.insert(told_few_left.end(), units.begin(), units.end());
    }
};

HoldId hold_id(int number);
SessionId session_id(int number);

/// The date of every flight here.
std::string unit_of(const std::string& flight);

class World {
  public:
    /// `batch_max`: 1 decides every command by itself.
    explicit World(std::size_t batch_max = 128);

    /// Sends a command of session 1 (or of `session`) and lets everything come to rest.
    std::string ask(const SupplierCommand& command);
    void send(const Message& message, TraceContext context = {});
    /// Delivers and decides until nothing moves any more.
    void run();

    SupplierCommand hold(int number, const std::string& flight, int quantity = 1) const;
    SupplierCommand hold_room(int number, const std::string& check_in,
                              const std::string& check_out) const;
    SupplierCommand command(Command command, int number, int attempt = 0) const;

    /// What came to the session since the last call, each as one line.
    std::vector<std::string> replies();
    std::vector<Message> messages();
    /// Of what came to the session, from the first message on.
    std::vector<TraceContext> contexts;
    /// "0 held, 1 confirmed of 5", or "no row".
    std::string unit(const std::string& id);
    /// "confirmed@1", with the reason if there is one, or "no row".
    std::string row(int number);
    /// All rows as text, but for times and versions.
    std::string everything();
    HoldRow stored(int number);

    /// The process dies and another starts.
    void restart();

    test::TestClock clock{morning()};
    CountedRandom random;
    SqliteDatabase database;
    InProcessLock lock;
    InProcessBus bus;
    Shop shop;
    std::vector<LogEvent> reports;
    Instant deadline;
    bool test_mode = true;                                   ///< of the next start
    Retention retention;                                     ///< likewise
    std::optional<Duration> price_guarantee = std::nullopt;  ///< likewise
    std::unique_ptr<SupplierService> service;

  private:
    const std::size_t batch_max_;
    std::unique_ptr<Connection> connection_;
    std::vector<Message> received_;
    std::unique_ptr<Consumer> session_;
};

/// "held: held@0 BRL 500 XX1", the reply as a person would say it.
std::string text_of(const Message& message);

}  // namespace viaja::supplier
