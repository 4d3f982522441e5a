// At the broker no service reads, changes or sends in the name of another one, and each may do what
// a service must.

#include <mutex>

#include "common/adapters/rabbitmq/rabbitmq_bus.hpp"
#include "common/adapters/rabbitmq/rabbitmq_dead_letters.hpp"
#include "common/adapters/system/system_clock.hpp"
#include "common/adapters/system/system_random.hpp"
#include "common/service_host/settings.hpp"
#include "tests/ports/amqp_intruder.hpp"
#include "tests/ports/privileges.hpp"
#include "tests/ports/received.hpp"

namespace viaja::test {

namespace {

const std::string kExchange{topology::kExchange};
const std::string kDeadExchange = topology::dead_exchange(kExchange);
const std::string kEventsExchange = topology::events_exchange(kExchange);
const std::string kChanged = topology::session_events(0);
const std::string kReplica = topology::session_replica(0);
const std::string kAlive{topology::kServiceAlive};
const std::string kWho{topology::kServiceWho};
const std::string kGone{topology::kServiceGone};
const std::string kSeats{topology::kSeatsChanged};
const std::string kDone;

/// The keys that the seed's senders use for a service.
std::vector<std::string> legacy_keys(const std::string& service) {
    if (service.starts_with("flight.")) return {std::string(topology::kLegacyFlights)};
    if (service == topology::kHotel) return {std::string(topology::kLegacyHotels)};
    return {};
}

RabbitmqSettings settings_of(const std::string& service) {
    auto settings = service_host::rabbitmq_settings(configuration_of(service), service);
    settings.connect_timeout = kPatience;
    settings.patience = kPatience;
    return settings;
}

bool is_refused(const std::string& answer) {
    return answer.starts_with("403 ACCESS_REFUSED");
}

/// The bus of each service, with its own login, as its process has it. All are connected, and what
/// they declare is there: a message to an address that is not yet declared would be lost.
class Buses {
  public:
    Buses() {
        for (const std::string& service : kServices) {
            const auto say = [this](const LogEvent& event) {
                const std::lock_guard guard(mutex_);
                said_ += text_of(event) + "\n";
            };
            auto& bus = buses_[service] =
                std::make_unique<RabbitmqBus>(settings_of(service), clock_, random_, say);
            received_[service] = Received::make();
            const std::vector<std::string> keys = legacy_keys(service);
            consumers_[service] =
                bus->consume(service, keys, 100, Received::handler(received_[service]));
        }
        for (const auto& [service, bus] : buses_) {
            if (!bus->wait_until_available(kPatience))
                throw std::runtime_error(service + ": " + said());
        }
    }
    ~Buses() { consumers_.clear(); }
    Buses(const Buses&) = delete;
    Buses& operator=(const Buses&) = delete;

    RabbitmqBus& of(const std::string& service) { return *buses_.at(service); }
    Consumer& consumer(const std::string& service) { return *consumers_.at(service); }
    Received& received(const std::string& service) { return *received_.at(service); }
    const Clock& clock() const { return clock_; }

    /// What the adapters told people: nothing, unless something was refused or lost.
    std::string said() const {
        const std::lock_guard guard(mutex_);
        return said_;
    }

  private:
    SystemClock clock_;
    SystemRandom random_;
    mutable std::mutex mutex_;
    std::string said_;
    std::map<std::string, std::shared_ptr<Received>> received_;
    std::map<std::string, std::unique_ptr<RabbitmqBus>> buses_;
    std::map<std::string, std::unique_ptr<Consumer>> consumers_;
};

/// Everything that a service declares is there.
void declare_all() {
    static const bool declared = [] {
        const Buses buses;
        return true;
    }();
    static_cast<void>(declared);
}

class RabbitmqPrivileges : public testing::Test {
  protected:
    void SetUp() override { declare_all(); }
};

TEST_F(RabbitmqPrivileges, GiveEachServiceWhatItNeeds) {
    Buses buses;
    // session tells all services; all answer it, and a question at the private queue.
    RabbitmqBus& session = buses.of(kSession);
    const auto answers = Received::make();
    std::string asker;
    const auto private_consumer = session.consume_private(asker, Received::handler(answers));
    int number = 0;
    for (const std::string& service : kServices) {
        session.publish({{service, numbered(++number)}});
        buses.of(service).publish({{kSession, numbered(++number)}, {asker, numbered(++number)}});
    }
    for (const std::string& service : kServices) {
        const std::size_t expected = service == kSession ? kServices.size() + 1 : 1;
        EXPECT_TRUE(buses.received(service).wait_for_numbers(expected)) << service;
    }
    EXPECT_TRUE(answers->wait_for_numbers(kServices.size()));
    EXPECT_EQ(buses.said(), "");
}

TEST_F(RabbitmqPrivileges, LetEachServiceTellThatItIsAliveAndSessionWhatChanged) {
    Buses buses;
    const auto heard = Received::make();
    const auto hear = [&](const std::string& topic, const std::string& body) {
        heard->add({topic + " " + body, false, 0});
    };
    std::vector<std::unique_ptr<Consumer>> listeners;
    for (const auto& topic : {kAlive, kGone, kChanged, kReplica, kSeats})
        listeners.push_back(buses.of(kSession).listen(topic, hear));
    std::set<std::string> expected;
    for (const auto& topic : {kChanged, kReplica}) {
        buses.of(kSession).announce(topic, "here");
        expected.insert(topic + " here");
    }
    for (const std::string& service : kServices) {
        for (const auto& topic : {kAlive, kGone}) {
            buses.of(service).announce(topic, service);
            expected.insert(topic + " " + service);
        }
        if (!service.starts_with("flight.")) continue;
        buses.of(service).announce(kSeats, service);
        expected.insert(kSeats + " " + service);
    }
    ASSERT_TRUE(heard->wait_for_deliveries(expected.size()));
    std::set<std::string> found;
    for (const Delivery& delivery : heard->deliveries())
        found.insert(delivery.body);
    EXPECT_EQ(found, expected);
    EXPECT_EQ(buses.said(), "");
}

TEST_F(RabbitmqPrivileges, LetSessionAndCarriersAskForHeartbeatsAndEachServiceReceiveThat) {
    Buses buses;
    std::vector<std::unique_ptr<Consumer>> listeners;
    std::map<std::string, std::shared_ptr<Received>> heard;
    for (const std::string& service : kServices) {
        const auto received = heard[service] = Received::make();
        listeners.push_back(
            buses.of(service).listen(kWho, [received](const std::string&, const std::string& body) {
                received->add({body, false, 0});
            }));
    }
    std::size_t asked = 0;
    for (const std::string& asker : kServices) {
        if (asker != kSession && !asker.starts_with("flight.")) continue;
        buses.of(asker).announce(kWho, "{}");
        ++asked;
    }
    for (const std::string& service : kServices)
        EXPECT_TRUE(heard.at(service)->wait_for_deliveries(asked)) << service;
    EXPECT_EQ(buses.said(), "");
}

TEST_F(RabbitmqPrivileges, LetEachServiceDeadLetterAndSessionReadAndRequeue) {
    Buses buses;
    RabbitmqDeadLetters letters(settings_of(kSession), kServices, buses.clock());
    for (const std::string& service : kServices) {
        buses.consumer(service).dead_letter("first", "not understood");
        buses.consumer(service).dead_letter("second", "not understood");
    }
    const auto listed = letters.list(10);
    EXPECT_EQ(listed.size(), 2 * kServices.size());
    for (const DeadLetter& letter : listed) {
        EXPECT_TRUE(letter.text == "first" ? letters.requeue(letter.address, letter.id)
                                           : letters.remove(letter.address, letter.id))
            << letter.address;
    }
    for (const std::string& service : kServices)
        EXPECT_TRUE(buses.received(service).wait_for_deliveries(1)) << service;
    EXPECT_TRUE(letters.list(10).empty());
    EXPECT_EQ(buses.said(), "");
}

/// One service at what no service owns, or what only session has.
class RabbitmqPrivilegesOf : public testing::TestWithParam<std::string> {
  protected:
    void SetUp() override { declare_all(); }
    AmqpIntruder intruder_{settings_of(GetParam())};
};

TEST_P(RabbitmqPrivilegesOf, PublishesNeitherByDefaultNorElsewhere) {
    for (const std::string exchange :
         {"", "amq.topic", "amq.direct", "amq.fanout", "amq.headers"}) {
        EXPECT_TRUE(is_refused(intruder_.publish(exchange, GetParam()))) << exchange;
        EXPECT_TRUE(is_refused(intruder_.publish(exchange, "anything"))) << exchange;
    }
    for (const std::string key : {"anything", "#", "", "event.dead"})
        EXPECT_TRUE(is_refused(intruder_.publish(kExchange, key))) << key;
}

TEST_P(RabbitmqPrivilegesOf, AnnouncesNothingElse) {
    const bool is_session = GetParam() == kSession;
    for (const std::string& topic : {kAlive, kGone})
        EXPECT_EQ(intruder_.publish(kEventsExchange, topic), kDone) << topic;
    const bool is_carrier = GetParam().starts_with("flight.");
    for (const std::string& topic : {kChanged, kReplica})
        EXPECT_EQ(intruder_.publish(kEventsExchange, topic) == kDone, is_session) << topic;
    EXPECT_EQ(intruder_.publish(kEventsExchange, kWho) == kDone, is_session || is_carrier);
    EXPECT_EQ(intruder_.publish(kEventsExchange, kSeats) == kDone, is_carrier);
    for (const std::string key : {"service.lost", "session.paid", "payment", "#", ""})
        EXPECT_TRUE(is_refused(intruder_.publish(kEventsExchange, key))) << key;
}

TEST_P(RabbitmqPrivilegesOf, HasPrivateQueuesForAnswersAndAnnouncementsOnlyAsSession) {
    const bool is_session = GetParam() == kSession;
    EXPECT_EQ(intruder_.listen("answers.x-1", kExchange, "answers.x-1") == kDone, is_session);
    EXPECT_EQ(intruder_.listen("listener.x-1", kEventsExchange, kAlive) == kDone, is_session);
    for (const std::string& topic : {kAlive, kGone, kChanged, kReplica, kSeats}) {
        EXPECT_EQ(intruder_.listen("listener.0a-1", kEventsExchange, topic) == kDone, is_session)
            << topic;
    }
    // A name for each service: the queue of the one before may outlive its connection a little.
    static int number = 2;
    EXPECT_EQ(intruder_.listen("listener.0a-" + std::to_string(number++), kEventsExchange, kWho),
              kDone);
    for (const std::string queue : {"anything", "answers", "answers.x.y", "session.copy"})
        EXPECT_TRUE(is_refused(intruder_.declare(queue))) << queue;
    // The operators' calls of session take turns by it.
    EXPECT_EQ(is_refused(intruder_.declare("listener.dead-letters")), !is_session);
}

TEST_P(RabbitmqPrivilegesOf, ListensToNoWildcard) {
    for (const std::string key : {"*", "#", "flight.*", "flight.#", "answers.*", "answers.#"}) {
        for (const std::string& exchange : {kExchange, kDeadExchange, kEventsExchange}) {
            EXPECT_TRUE(is_refused(intruder_.bind(GetParam(), exchange, key)))
                << exchange << " " << key;
        }
    }
    for (const std::string key : {"service.*", "service.#", "session.*", "#.alive"})
        EXPECT_TRUE(is_refused(intruder_.bind(GetParam(), kEventsExchange, key))) << key;
}

INSTANTIATE_TEST_SUITE_P(All, RabbitmqPrivilegesOf, testing::ValuesIn(kServices), service_name);

/// The service `caller_` at queues and exchanges of `owner_`.
class RabbitmqPrivilegesAgainst : public testing::TestWithParam<Pair> {
  protected:
    void SetUp() override { declare_all(); }

    const std::string caller_ = GetParam().caller;
    const std::string owner_ = GetParam().owner;
    const std::string dead_ = topology::dead(owner_);
    AmqpIntruder intruder_{settings_of(caller_)};
};

TEST_P(RabbitmqPrivilegesAgainst, NoQueueIsRead) {
    EXPECT_TRUE(is_refused(intruder_.get(owner_)));
    EXPECT_TRUE(is_refused(intruder_.consume(owner_)));
    EXPECT_TRUE(is_refused(intruder_.purge(owner_)));
    // The operators' calls of session are for the dead letters of all services.
    const bool digs = caller_ == kSession;
    EXPECT_EQ(is_refused(intruder_.get(dead_)), !digs);
    EXPECT_EQ(is_refused(intruder_.consume(dead_)), !digs);
    EXPECT_EQ(is_refused(intruder_.purge(dead_)), !digs);
    // The control: what is its own.
    EXPECT_EQ(intruder_.get(caller_), kDone);
    EXPECT_EQ(intruder_.consume(caller_), kDone);
}

TEST_P(RabbitmqPrivilegesAgainst, NoQueueIsChanged) {
    for (const std::string& queue : {owner_, dead_}) {
        EXPECT_TRUE(is_refused(intruder_.declare(queue))) << queue;
        EXPECT_TRUE(is_refused(intruder_.remove(queue))) << queue;
        // With a key that may be listened to, so that it is the queue that is refused.
        EXPECT_TRUE(is_refused(intruder_.bind(queue, kExchange, caller_))) << queue;
        EXPECT_TRUE(is_refused(intruder_.unbind(queue, kExchange, caller_))) << queue;
        EXPECT_TRUE(is_refused(intruder_.bind(queue, kDeadExchange, caller_))) << queue;
    }
    EXPECT_EQ(intruder_.bind(caller_, kExchange, caller_), kDone);
    EXPECT_EQ(intruder_.bind(topology::dead(caller_), kDeadExchange, caller_), kDone);
}

TEST_P(RabbitmqPrivilegesAgainst, OnlySessionSendsToAllAndAllSendToSession) {
    const bool may_speak = caller_ == kSession || owner_ == kSession;
    const std::string answer = intruder_.publish(kExchange, owner_);
    EXPECT_EQ(answer == kDone, may_speak) << answer;
    EXPECT_EQ(is_refused(answer), !may_speak) << answer;
    std::vector<std::string> others = legacy_keys(owner_);
    others.push_back(dead_);
    for (const std::string& key : others)
        EXPECT_TRUE(is_refused(intruder_.publish(kExchange, key))) << key;
    EXPECT_TRUE(is_refused(intruder_.publish("", owner_)));
    EXPECT_TRUE(is_refused(intruder_.publish("", dead_)));
    EXPECT_EQ(intruder_.publish(kExchange, "answers.x-1"), kDone);
}

TEST_P(RabbitmqPrivilegesAgainst, NothingIsDeadLetteredOrAnnouncedInTheirName) {
    EXPECT_TRUE(is_refused(intruder_.publish(kDeadExchange, owner_)));
    EXPECT_TRUE(is_refused(intruder_.publish(kDeadExchange, dead_)));
    EXPECT_TRUE(is_refused(intruder_.publish(kEventsExchange, owner_)));
    EXPECT_EQ(intruder_.publish(kDeadExchange, caller_), kDone);
    // What the control dead-lettered shall not be taken for a dead letter of the service.
    AmqpIntruder session(settings_of(kSession));
    EXPECT_EQ(session.purge(topology::dead(caller_)), kDone);
}

TEST_P(RabbitmqPrivilegesAgainst, NoQueueCanBeBoundToTheirKeys) {
    // A name for each pair: the queue of the one before may outlive its connection a little.
    static int number = 2;
    const std::string name = ".x-" + std::to_string(number++);
    for (const std::string& exchange : {kExchange, kDeadExchange, kEventsExchange}) {
        EXPECT_TRUE(is_refused(intruder_.bind(caller_, exchange, owner_))) << exchange;
        EXPECT_TRUE(is_refused(intruder_.bind(caller_, exchange, dead_))) << exchange;
        EXPECT_TRUE(is_refused(intruder_.bind(topology::dead(caller_), exchange, owner_)))
            << exchange;
        EXPECT_TRUE(is_refused(intruder_.listen("answers" + name, exchange, owner_))) << exchange;
        EXPECT_TRUE(is_refused(intruder_.listen("listener" + name, exchange, owner_))) << exchange;
    }
    for (const std::string& other : {kDeadExchange, kEventsExchange})
        EXPECT_TRUE(is_refused(intruder_.bind_exchange(other, kExchange, owner_))) << other;
    const std::vector<std::string> own = legacy_keys(caller_);
    for (const std::string& key : legacy_keys(owner_)) {
        const std::string answer = intruder_.bind(caller_, kExchange, key);
        const bool shared = std::find(own.begin(), own.end(), key) != own.end();
        EXPECT_EQ(answer == kDone, shared) << answer;
    }
}

INSTANTIATE_TEST_SUITE_P(All, RabbitmqPrivilegesAgainst, testing::ValuesIn(all_pairs()), pair_name);

}  // namespace

}  // namespace viaja::test
