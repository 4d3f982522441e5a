// The payment service as it runs in a process: a worker thread, the bus's thread, the machine's
// clock.

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>

#include "common/adapters/in_process/in_process_bus.hpp"
#include "common/adapters/in_process/in_process_lock.hpp"
#include "common/adapters/sqlite/sqlite_database.hpp"
#include "common/adapters/system/system_clock.hpp"
#include "common/adapters/system/system_random.hpp"
#include "common/contract/encoding.hpp"
#include "common/contract/topology.hpp"
#include "common/migrations/migrations.hpp"
#include "payment-service/gateway_migrations.hpp"
#include "payment-service/service.hpp"
#include "payment-service/store.hpp"
#include "payment-service/test_bank.hpp"
#include "payment-service/test_gateway.hpp"

namespace viaja::payment {
namespace {

using std::chrono::seconds;

/// A coordinator that captures what is authorized, and counts what is captured.
class Coordinator {
  public:
    explicit Coordinator(Bus& bus) : bus_(bus) {}

    /// Never acknowledges: fewer messages come than it may have open.
    void listen() {
        consumer_ = bus_.consume(std::string(topology::kSession), {}, 1000,
                                 [this](Delivery delivery) { take(delivery); });
    }
    void authorize(int attempt) { send(Command::authorize, attempt); }

    /// False where not all of them are captured in time.
    bool wait_for_captured(std::size_t count, Duration limit) {
        std::unique_lock guard(mutex_);
        return changed_.wait_for(guard, limit, [&] { return captured_.size() >= count; });
    }
    std::map<int, int> captured() {
        const std::lock_guard guard(mutex_);
        return captured_;
    }
    void stop() { consumer_.reset(); }

  private:
    void send(Command which, int attempt) {
        PaymentCommand command;
        command.command = which;
        command.session_id = sessions_.at(static_cast<std::size_t>(attempt) % sessions_.size());
        command.attempt = attempt;
        command.deadline = clock_.now() + seconds(600);
        command.amount = {.amount = 100, .currency = "BRL"};
        command.method = "card";
        command.token = which == Command::authorize ? "tok_ok" : "";
        command.reply_to = topology::kSession;
        bus_.publish({{std::string(topology::kPayment), command}});
    }

    void take(const Delivery& delivery) {
        for (const auto& decoded : decode(delivery.body)) {
            const auto* const message = std::get_if<Message>(&decoded.item);
            const auto* const reply = message ? std::get_if<PaymentReply>(message) : nullptr;
            if (reply == nullptr) continue;
            if (reply->answer == Answer::authorized) send(Command::capture, reply->attempt);
            if (reply->answer == Answer::captured) {
                const std::lock_guard guard(mutex_);
                ++captured_[reply->attempt];
                changed_.notify_all();
            }
        }
    }

    Bus& bus_;
    const SystemClock clock_;
    /// Two workers decide one of them each.
    const std::array<SessionId, 2> sessions_ = {
        *SessionId::parse("01980000-0000-7000-8000-000000000001"),
        *SessionId::parse("01980000-0000-7000-8000-000000000002")};
    std::mutex mutex_;
    std::condition_variable changed_;
    std::map<int, int> captured_;
    std::unique_ptr<Consumer> consumer_;
};

/// By the number of workers.
class PaymentThreads : public testing::TestWithParam<std::size_t> {};
INSTANTIATE_TEST_SUITE_P(Workers, PaymentThreads, testing::Values(1, 2));

TEST_P(PaymentThreads, AuthorizesAndCapturesAndStopsInOrder) {
    constexpr int kPayments = 200;
    const auto workers = std::to_string(GetParam());
    const SystemClock clock;
    SystemRandom random;
    InProcessBus bus(clock, random);
    InProcessLock lock(clock);
    SqliteDatabase database(SqliteDatabase::Memory{"payment-threads" + workers}, clock);
    SqliteDatabase ledger(SqliteDatabase::Memory{"payment-threads-gateway" + workers}, clock);
    const auto connection = database.connect();
    const auto ledger_connection = ledger.connect();
    migrate(*connection, "payment", payment_migrations());
    migrate(*ledger_connection, "gateway", gateway_migrations());
    TestGateway gateway(ledger, true, [](Duration, const std::function<void()>&) {});

    TestBank bank(ledger, random, true);

    Coordinator coordinator(bus);
    coordinator.listen();
    {
        PaymentService::Options options;
        options.workers = GetParam();
        PaymentService service(database, bus, lock, clock, random, gateway, bank, options);
        service.start();
        for (int attempt = 1; attempt <= kPayments; ++attempt)
            coordinator.authorize(attempt);
        EXPECT_TRUE(coordinator.wait_for_captured(kPayments, seconds(60)));
        service.stop();
        EXPECT_EQ(service.pipeline_counters().bugs, 0U);
        EXPECT_EQ(service.counters().unreachable, 0U);
    }
    coordinator.stop();
    for (const auto& [attempt, times] : coordinator.captured())
        EXPECT_GE(times, 1) << attempt;
    const auto executions = Ledger(*ledger_connection).after("", 1000);
    EXPECT_EQ(executions.size(), 2U * kPayments);
}

}  // namespace
}  // namespace viaja::payment
