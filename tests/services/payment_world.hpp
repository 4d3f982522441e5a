#pragma once
// A payment service and its test gateway on SQLite in memory, an in-process bus and a clock that
// only the test moves. One thread.

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/adapters/in_process/in_process_bus.hpp"
#include "common/adapters/in_process/in_process_lock.hpp"
#include "common/adapters/sqlite/sqlite_database.hpp"
#include "common/contract/encoding.hpp"
#include "common/contract/topology.hpp"
#include "common/migrations/migrations.hpp"
#include "payment-service/charge_store.hpp"
#include "payment-service/gateway_migrations.hpp"
#include "payment-service/service.hpp"
#include "payment-service/store.hpp"
#include "payment-service/test_bank.hpp"
#include "payment-service/test_gateway.hpp"
#include "tests/ports/test_clock.hpp"
#include "tests/services/counting_random.hpp"

namespace viaja::payment {

/// Stands before the gateway and may lose what goes to it, or what comes back, or refuse it all.
class Wire : public Gateway {
  public:
    explicit Wire(Gateway& behind) : behind_(behind) {}

    void perform(std::vector<GatewayCall> calls, Callback callback) override {
        batches.push_back(calls);
        if (cut) return;
        if (!refusal.empty()) {
            for (const auto& call : calls)
                callback(call, GatewayOutcome::no(refusal));
            return;
        }
        if (deaf) callback = [](const GatewayCall&, const GatewayOutcome&) {};
        behind_.perform(std::move(calls), std::move(callback));
    }

    bool cut = false;
    bool deaf = false;
    std::string refusal;
    std::vector<std::vector<GatewayCall>> batches;

  private:
    Gateway& behind_;
};

/// The same before the gateway of charges.
class ChargeWire : public ChargeGateway {
  public:
    void perform_charges(std::vector<ChargeCall> calls, Callback callback) override {
        if (cut || behind == nullptr) return;
        if (deaf) callback = [](const ChargeCall&, const ChargeOutcome&) {};
        behind->perform_charges(std::move(calls), std::move(callback));
    }

    ChargeGateway* behind = nullptr;
    bool cut = false;
    bool deaf = false;
};

class PaymentWorld {
  public:
    PaymentWorld() : PaymentWorld(true) {}
    explicit PaymentWorld(bool test_mode)
        : bus(clock, random, {.dispatch = InProcessBus::Dispatch::manual}),
          lock_(clock),
          database_(SqliteDatabase::Memory{unique_name("payment")}, clock),
          ledger_database_(SqliteDatabase::Memory{unique_name("gateway")}, clock),
          reader_(database_.connect()),
          ledger_reader_(ledger_database_.connect()),
          ledger(*ledger_reader_) {
        migrate(*reader_, "payment", payment_migrations());
        migrate(*ledger_reader_, "gateway", gateway_migrations());
        gateway_.emplace(ledger_database_, test_mode,
                         [this](Duration delay, std::function<void()> function) {
                             timers_.emplace(clock.now() + delay, std::move(function));
                         });
        wire.emplace(*gateway_);
        bank.emplace(ledger_database_, random, test_mode);
        charge_wire.behind = &*bank;
        session_inbox_ = bus.consume(std::string(topology::kSession), {}, 1000,
                                     [this](Delivery delivery) { take_reply(delivery); });
        start_service();
    }

    void start_service() {
        PaymentService::Options options;
        options.report = [this](const LogEvent& event) { reported.push_back(event); };
        service.emplace(database_, bus, lock_, clock, random, *wire, charge_wire,
                        std::move(options));
    }
    /// Messages that it had not acknowledged come again.
    void crash_service() { service.reset(); }

    PaymentCommand command(Command which, int attempt = 1, std::string token = "tok_ok") const {
        PaymentCommand command;
        command.command = which;
        command.session_id = session_id;
        command.attempt = attempt;
        command.deadline = deadline;
        command.amount = {.amount = 179'990, .currency = "BRL"};
        command.method = "card";
        command.token = which == Command::authorize ? std::move(token) : "";
        command.reply_to = topology::kSession;
        return command;
    }

    PaymentCommand pix(Command which, std::optional<std::int64_t> sum = {}) const {
        auto wish = command(which);
        wish.method = "pix";
        if (which == Command::charge) wish.pay_until = clock.now() + std::chrono::minutes(15);
        if (sum) wish.refund = Money{*sum, "BRL"};
        return wish;
    }
    void send_pix(Command which, std::optional<std::int64_t> sum = {}) {
        publish({pix(which, sum)});
        run();
    }
    std::string stem() const { return PaymentId{session_id, 1}.text(); }
    /// Nullopt where there is no row.
    std::optional<Charge> charge() {
        const auto rows = charges_of(*reader_, session_id);
        return rows.empty() ? std::nullopt : std::optional(rows.front().charge);
    }
    /// What the traveller has paid by Pix and not got back, by the bank's books.
    std::int64_t paid_at_bank() {
        const auto found = bank->find(stem());
        return found ? found->paid() : 0;
    }

    void publish(std::vector<Message> messages) {
        std::vector<Outgoing> outgoing;
        for (auto& message : messages)
            outgoing.push_back({std::string(topology::kPayment), std::move(message)});
        bus.publish(std::move(outgoing));
    }
    void send(Command which, int attempt = 1, std::string token = "tok_ok") {
        publish({command(which, attempt, std::move(token))});
        run();
    }

    /// A queue of one coordinator alone, whose answers are told apart.
    std::string open_private_queue() {
        std::string address;
        private_inbox_ = bus.consume_private(
            address, [this](Delivery delivery) { take_private_reply(delivery); });
        return address;
    }

    /// Until nothing more happens at this moment.
    void run() {
        for (bool busy = true; busy;) {
            busy = false;
            while (bus.deliver_one())
                busy = true;
            while (service && service->step())
                busy = true;
            while (!timers_.empty() && timers_.begin()->first <= clock.now()) {
                auto timer = timers_.extract(timers_.begin());
                timer.mapped()();
                busy = true;
            }
        }
    }

    /// Lets time pass, stopping at each moment at which something is due.
    void pass(Duration duration) {
        const auto end = clock.now() + duration;
        run();
        while (clock.now() < end) {
            auto next = end;
            if (service) {
                const auto until_wake = service->next_wake() - clock.moment();
                if (until_wake < end - clock.now()) next = std::min(next, clock.now() + until_wake);
            }
            if (!timers_.empty()) next = std::min(next, timers_.begin()->first);
            clock.advance_to(std::max(next, clock.now() + Duration(1)));
            run();
        }
    }

    /// The replies since the last call: "authorized", "declined: do_not_honor", …
    std::string answers() {
        std::string text;
        for (const auto& reply : std::exchange(replies_, {})) {
            text += (text.empty() ? "" : ", ") + std::string(viaja::name_of(reply.answer));
            if (!reply.reason.empty()) text += ": " + reply.reason;
        }
        return text;
    }
    std::vector<PaymentReply> replies() { return std::exchange(replies_, {}); }
    /// Those of the private queue: "authorized", …
    std::vector<std::string> private_answers() { return std::exchange(private_answers_, {}); }

    /// "none" where there is no row.
    std::string state(int attempt = 1) {
        for (const auto& row : payments_of(*reader_, session_id))
            if (row.payment.id.attempt == attempt) return std::string(name_of(row.payment.state));
        return "none";
    }
    Payment payment(int attempt = 1) {
        for (const auto& row : payments_of(*reader_, session_id))
            if (row.payment.id.attempt == attempt) return row.payment;
        return {};
    }
    /// How often its row was written.
    std::int64_t version(int attempt = 1) {
        for (const auto& row : payments_of(*reader_, session_id))
            if (row.payment.id.attempt == attempt) return row.version;
        return 0;
    }
    Balance balance(int attempt = 1) {
        return ledger.balance(PaymentId{session_id, attempt}.text());
    }

    /// What the gateway executed, in the order of the keys: "authorize ok x1, capture ok x3".
    std::string executions() {
        std::string text;
        for (const auto& execution : ledger.after("", 100)) {
            text += (text.empty() ? "" : ", ") + std::string(name_of(execution.operation));
            text += execution.outcome == Execution::Outcome::ok   ? " ok"
                    : execution.outcome == Execution::Outcome::no ? " no"
                                                                  : " none";
            text += " x" + std::to_string(execution.calls);
        }
        return text;
    }

    Database& database() { return database_; }

    test::TestClock clock;
    test::CountingRandom random;
    InProcessBus bus;

  private:
    static std::string unique_name(const std::string& what) {
        static int worlds = 0;
        return "payment-world-" + what + "-" + std::to_string(++worlds);
    }

    void take_reply(const Delivery& delivery) {
        for (const auto& decoded : decode(delivery.body)) {
            const auto* message = std::get_if<Message>(&decoded.item);
            if (message == nullptr) continue;
            const auto* reply = std::get_if<PaymentReply>(message);
            if (reply == nullptr) continue;
            replies_.push_back(*reply);
            contexts.push_back(decoded.origin.context);
        }
        session_inbox_->acknowledge(delivery.token);
    }

    void take_private_reply(const Delivery& delivery) {
        for (const auto& decoded : decode(delivery.body)) {
            const auto& reply = std::get<PaymentReply>(std::get<Message>(decoded.item));
            private_answers_.emplace_back(viaja::name_of(reply.answer));
        }
    }

    InProcessLock lock_;
    SqliteDatabase database_;
    SqliteDatabase ledger_database_;
    std::unique_ptr<Connection> reader_;
    std::unique_ptr<Connection> ledger_reader_;
    std::optional<TestGateway> gateway_;
    std::multimap<Instant, std::function<void()>> timers_;
    std::vector<PaymentReply> replies_;
    std::unique_ptr<Consumer> session_inbox_;
    std::vector<std::string> private_answers_;
    std::unique_ptr<Consumer> private_inbox_;

  public:
    Ledger ledger;
    std::vector<LogEvent> reported;
    std::vector<TraceContext> contexts;  ///< of the replies
    std::optional<Wire> wire;
    std::optional<TestBank> bank;
    ChargeWire charge_wire;
    std::optional<PaymentService> service;
    SessionId session_id = *SessionId::parse("01980000-0000-7000-8000-000000000001");
    Instant deadline = clock.now() + std::chrono::minutes(10);
};

}  // namespace viaja::payment
