// Tickets at the supplier library: the life of a hold, a swap, what is over, and a crowd before two
// replicas that wants more than there is.

#include <gtest/gtest.h>

#include <condition_variable>
#include <map>
#include <mutex>

#include "common/adapters/system/system_clock.hpp"
#include "common/adapters/system/system_random.hpp"
#include "common/contract/encoding.hpp"
#include "common/contract/topology.hpp"
#include "event-service/catalogue.hpp"
#include "event-service/events.hpp"
#include "tests/services/inventory_fixture.hpp"
#include "tests/services/supplier_world.hpp"

namespace viaja::event {
namespace {

using supplier::hold_id;
using supplier::session_id;
using supplier::SupplierService;

constexpr const char* kUnit = "evt_rec/CAMAROTE/2027-01-12";

SupplierCommand command_of(Command command, int number, Instant deadline, int attempt = 0) {
    return {command,  session_id(number), hold_id(number), attempt,
            deadline, std::nullopt,       "session"};
}

/// Of ten tickets that there are.
SupplierCommand hold_of(int number, int tickets, Instant deadline,
                        const std::string& section = "CAMAROTE") {
    auto command = command_of(Command::hold, number, deadline);
    command.request = HoldRequest{TicketItem{"evt_rec", section}, tickets, {}};
    return command;
}

void prepare(Database& database) {
    const auto connection = database.connect();
    migrate(*connection, "event-service", supplier::with_supplier_migrations(event_migrations()));
    load_demo(*connection, "data/demo");
}

std::string unit(Database& database, const std::string& id) {
    const auto connection = database.connect();
    const auto units = supplier::find_units(*connection, id, "", 1);
    if (units.empty()) return "no row";
    return std::to_string(units[0].held) + " held, " + std::to_string(units[0].confirmed) +
           " confirmed of " + std::to_string(units[0].capacity);
}

/// One service on one thread. The demo that is loaded on 21 November 2026 has the event of Recife
/// on 12 January.
class EventTickets : public testing::Test {
  protected:
    EventTickets() {
        session_ = bus_.consume("session", {}, 1'000, [this](const Delivery& delivery) {
            for (auto& item : decode(delivery.body))
                replies_.push_back(std::get<SupplierReply>(std::get<Message>(item.item)));
        });
    }

    std::string ask(SupplierCommand command) {
        replies_.clear();
        bus_.publish({Outgoing{.address = "event", .message = std::move(command)}});
        while (bus_.deliver_one() || service_->step()) {
        }
        return supplier::text_of(Message(replies_.at(0)));
    }
    /// Over the bus, as session-service asks; of one item that is changed.
    ItemChanged ask(const CatalogueChange& change) {
        std::vector<QuestionAnswer> answers;
        std::string reply_to;
        const auto consumer = bus_.consume_private(reply_to, [&](const Delivery& delivery) {
            for (auto& answer : messages_in<QuestionAnswer>(delivery.body))
                answers.push_back(std::move(answer));
        });
        bus_.publish({Outgoing{
            .address = "event",
            .message = Question{.id = hold_id(99).value, .reply_to = reply_to, .about = change}}});
        while (bus_.deliver_one() || service_->step()) {
        }
        EXPECT_EQ(answers.at(0).problem, "");
        return std::get<CatalogueChanged>(answers.at(0).offers).items.at(0);
    }
    std::string ask(Command command, int number, int attempt = 0) {
        return ask(command_of(command, number, deadline_, attempt));
    }

    test::TestClock clock_{supplier::morning()};
    supplier::CountedRandom random_;
    SqliteDatabase database_{
        SqliteDatabase::Memory{testing::UnitTest::GetInstance()->current_test_info()->name()},
        clock_};
    InProcessLock lock_{clock_};
    InProcessBus bus_{clock_, random_, {.dispatch = InProcessBus::Dispatch::manual}};
    Events events_;
    const bool prepared_ = (prepare(database_), true);
    std::unique_ptr<SupplierService> make_service() {
        return std::make_unique<SupplierService>(
            SupplierService::Ports{database_, bus_, lock_, clock_, random_, events_},
            SupplierService::Options{.address = "event", .test_mode = true});
    }
    std::unique_ptr<SupplierService> service_ = make_service();
    Instant deadline_ = clock_.now() + std::chrono::minutes(10);
    std::unique_ptr<Consumer> session_;
    std::vector<SupplierReply> replies_;
};

TEST_F(EventTickets, AreHeldConfirmedUnconfirmedAndGivenBack) {
    EXPECT_EQ(ask(hold_of(1, 3, deadline_)),
              "held, held@0, 180000 BRL Open-Air Film Show Recife, CAMAROTE, 2027-01-12");
    EXPECT_EQ(ask(Command::confirm, 1, 1), "confirmed, confirmed@1");
    EXPECT_EQ(unit(database_, kUnit), "0 held, 3 confirmed of 10");
    EXPECT_EQ(ask(Command::unconfirm, 1, 1), "unconfirmed, held@1");
    EXPECT_EQ(ask(Command::confirm, 1, 2), "confirmed, confirmed@2");
    EXPECT_EQ(ask(Command::cancel, 1), "cancelled, cancelled@2");
    EXPECT_EQ(unit(database_, kUnit), "0 held, 0 confirmed of 10");
    EXPECT_EQ(ask(hold_of(3, 9, deadline_)),
              "held, held@0, 540000 BRL Open-Air Film Show Recife, CAMAROTE, 2027-01-12");
    EXPECT_EQ(ask(hold_of(4, 2, deadline_)), "refused (sold_out), refused@0");
    EXPECT_EQ(ask(Command::expire, 3), "expired, expired@0");
    EXPECT_EQ(unit(database_, kUnit), "0 held, 0 confirmed of 10");
}

TEST_F(EventTickets, FollowAnOperatorsChangeAndKeepThePriceThatTheyHave) {
    const auto change = [&](std::optional<Money> price, std::optional<int> capacity) {
        clock_.advance(std::chrono::seconds(1));
        return ask(CatalogueChange{
            clock_.now(), "test", {{"evt_rec/CAMAROTE", std::move(price), capacity}}});
    };
    EXPECT_EQ(ask(hold_of(1, 3, deadline_)),
              "held, held@0, 180000 BRL Open-Air Film Show Recife, CAMAROTE, 2027-01-12");
    EXPECT_EQ(change(Money{70'000, "BRL"}, 2),
              (ItemChanged{"evt_rec/CAMAROTE", {{60'000, "BRL"}, 10}, {{70'000, "BRL"}, 2}, 1}));
    EXPECT_EQ(unit(database_, kUnit), "3 held, 0 confirmed of 2");
    EXPECT_EQ(ask(hold_of(1, 3, deadline_)),
              "held, held@0, 180000 BRL Open-Air Film Show Recife, CAMAROTE, 2027-01-12");
    EXPECT_EQ(ask(hold_of(2, 1, deadline_)), "refused (sold_out), refused@0");
    EXPECT_EQ(ask(Command::confirm, 1, 1), "confirmed, confirmed@1");
    service_ = make_service();
    EXPECT_EQ(ask(hold_of(3, 1, deadline_)), "refused (sold_out), refused@0");
    EXPECT_EQ(change(std::nullopt, 4).oversold_units, 0);
    EXPECT_EQ(ask(hold_of(4, 1, deadline_)),
              "held, held@0, 70000 BRL Open-Air Film Show Recife, CAMAROTE, 2027-01-12");
    EXPECT_EQ(unit(database_, kUnit), "1 held, 3 confirmed of 4");
}

TEST_F(EventTickets, ASwapForMoreTicketsNeedsOnlyTheDifference) {
    ask(hold_of(1, 6, deadline_));
    auto more = hold_of(2, 9, deadline_);
    more.session_id = session_id(1);
    more.replaces = hold_id(1);
    EXPECT_EQ(ask(more).substr(0, 12), "held, held@0");
    EXPECT_EQ(unit(database_, kUnit), "9 held, 0 confirmed of 10");
    ask(Command::cancel, 1);
    EXPECT_EQ(unit(database_, kUnit), "9 held, 0 confirmed of 10");
}

TEST_F(EventTickets, AreNotConfirmedOnceTheEventHasStarted) {
    clock_.advance(*parse_rfc3339("2027-01-12T22:59:59Z") - clock_.now());
    deadline_ = clock_.now() + std::chrono::minutes(10);
    EXPECT_EQ(ask(hold_of(1, 1, deadline_)).substr(0, 12), "held, held@0");
    clock_.advance(std::chrono::seconds(1));
    EXPECT_EQ(ask(Command::confirm, 1, 1), "refused (started), held@1");
    EXPECT_EQ(ask(hold_of(2, 1, deadline_)), "refused (started), refused@0");
}

/// What the session got, on the bus's thread.
class Answers {
  public:
    explicit Answers(Bus& bus) {
        consumer_ = bus.consume("session", {}, 1'000, [this](const Delivery& delivery) {
            const std::lock_guard guard(mutex_);
            for (auto& item : decode(delivery.body)) {
                const auto& reply = std::get<SupplierReply>(std::get<Message>(item.item));
                answers_[reply.hold] = reply.answer;
            }
            came_.notify_all();
        });
    }
    bool wait_for(std::size_t count) {
        std::unique_lock guard(mutex_);
        return came_.wait_for(guard, std::chrono::seconds(60),
                              [&] { return answers_.size() >= count; });
    }
    std::map<HoldId, Answer> all() {
        const std::lock_guard guard(mutex_);
        return answers_;
    }

  private:
    std::mutex mutex_;
    std::condition_variable came_;
    std::map<HoldId, Answer> answers_;
    std::unique_ptr<Consumer> consumer_;
};

TEST(EventCrowd, OfTenTicketsThreeAtOnceAreSoldThreeTimesHoweverManyWantThem) {
    constexpr std::size_t kBuyers = 60;
    const SystemClock clock;
    SystemRandom random;
    SqliteDatabase database(SqliteDatabase::Memory{"event crowd"}, clock);
    const auto keeper = database.connect();
    prepare(database);
    InProcessLock lock(clock);
    InProcessBus bus(clock, random);
    Answers answers(bus);
    Events events;
    std::vector<std::unique_ptr<SupplierService>> replicas;
    for (int i = 0; i < 2; ++i) {
        SupplierService::Options options{.address = "event", .prefetch = 4, .workers = 2};
        options.limits.batch_max = 4;
        replicas.push_back(std::make_unique<SupplierService>(
            SupplierService::Ports{database, bus, lock, clock, random, events},
            std::move(options)));
        replicas.back()->start();
    }
    const auto deadline = clock.now() + std::chrono::minutes(10);
    for (std::size_t number = 0; number < kBuyers; ++number) {
        bus.publish({Outgoing{.address = "event",
                              .message = hold_of(static_cast<int>(number), 3, deadline)}});
    }
    ASSERT_TRUE(answers.wait_for(kBuyers));
    for (auto& replica : replicas)
        replica->stop();
    int held = 0;
    for (const auto& [hold, answer] : answers.all())
        held += answer == Answer::held;
    EXPECT_EQ(held, 3);
    EXPECT_EQ(unit(database, "evt_rec/CAMAROTE/"), "9 held, 0 confirmed of 10");
}

}  // namespace
}  // namespace viaja::event
