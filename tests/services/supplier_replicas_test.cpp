// Two replicas of one supplier, each with its threads, on one database and one queue.

#include <gtest/gtest.h>

#include <condition_variable>
#include <map>
#include <mutex>

#include "common/adapters/system/system_clock.hpp"
#include "common/adapters/system/system_random.hpp"
#include "common/contract/encoding.hpp"
#include "common/migrations/migrations.hpp"
#include "common/supplier/migrations.hpp"
#include "tests/services/supplier_world.hpp"

namespace viaja::supplier {
namespace {

constexpr int kHolds = 60;

/// What the session got. It comes on the bus's thread, perhaps before `consume` has returned and
/// until the consumer is gone.
class SessionQueue {
  public:
    explicit SessionQueue(Bus& bus) {
        const std::lock_guard guard(mutex_);
        consumer_ =
            bus.consume("session", {}, 1'000, [this](const Delivery& delivery) { take(delivery); });
    }
    ~SessionQueue() {
        std::unique_ptr<Consumer> consumer;
        const std::lock_guard guard(mutex_);
        consumer.swap(consumer_);
    }

    bool wait_for(int count) {
        std::unique_lock guard(mutex_);
        return came_.wait_for(guard, std::chrono::seconds(60), [&] { return count_ >= count; });
    }

    std::map<HoldId, std::vector<Answer>> all() {
        const std::lock_guard guard(mutex_);
        return answers_;
    }

  private:
    void take(const Delivery& delivery) {
        const std::lock_guard guard(mutex_);
        if (!consumer_) return;
        for (auto& item : decode(delivery.body)) {
            const auto& reply = std::get<SupplierReply>(std::get<Message>(item.item));
            answers_[reply.hold].push_back(reply.answer);
            ++count_;
        }
        consumer_->acknowledge(delivery.token);
        came_.notify_all();
    }

    std::mutex mutex_;
    std::condition_variable came_;
    int count_ = 0;
    std::map<HoldId, std::vector<Answer>> answers_;
    std::unique_ptr<Consumer> consumer_;
};

SupplierCommand hold_of(int number, Instant deadline) {
    SupplierCommand command;
    command.command = Command::hold;
    command.session_id = session_id(number);
    command.hold = hold_id(number);
    command.deadline = deadline;
    command.request = HoldRequest{.item = FlightItem{"XX", "XX5", *parse_date("2026-12-20")},
                                  .quantity = 1,
                                  .travellers = {"Ana Souza"}};
    command.reply_to = "session";
    return command;
}

TEST(SupplierReplicas, SellEverySeatOnceHoweverOftenTheyAreAsked) {
    const SystemClock clock;
    SystemRandom random;
    SqliteDatabase database(SqliteDatabase::Memory{"supplier_replicas"}, clock);
    const auto connection = database.connect();
    migrate(*connection, "supplier", supplier_migrations());
    InProcessLock lock(clock);
    InProcessBus bus(clock, random);
    SessionQueue session(bus);

    Shop shops[2];
    std::vector<std::unique_ptr<SupplierService>> replicas;
    for (auto& shop : shops) {
        SupplierService::Options options{.address = "flight.XX", .prefetch = 4};
        options.limits.batch_max = 4;
        replicas.push_back(std::make_unique<SupplierService>(
            SupplierService::Ports{database, bus, lock, clock, random, shop}, std::move(options)));
        replicas.back()->start();
    }
    const auto deadline = clock.now() + std::chrono::minutes(10);
    for (int round = 0; round < 2; ++round) {
        for (int number = 0; number < kHolds; ++number)
            bus.publish({Outgoing{.address = "flight.XX", .message = hold_of(number, deadline)}});
    }
    ASSERT_TRUE(session.wait_for(2 * kHolds));
    for (auto& replica : replicas)
        replica->stop();

    int held = 0;
    for (const auto& [hold, given] : session.all()) {
        ASSERT_GE(given.size(), 2U);
        for (const auto& answer : given)
            EXPECT_EQ(answer, given.front()) << hold.text();
        if (given.front() == Answer::held) ++held;
    }
    EXPECT_EQ(held, 5);
    Transaction transaction(*connection);
    const auto units = lock_units(*connection, {unit_of("XX5")});
    EXPECT_EQ(units.at(unit_of("XX5")).held, 5);
}

}  // namespace
}  // namespace viaja::supplier
