// What is the RabbitMQ adapter's own: what it declares and writes, counts and says.

#include <algorithm>
#include <future>
#include <mutex>
#include <set>

#include "common/adapters/rabbitmq/rabbitmq_dead_letters.hpp"
#include "common/contract/check.hpp"
#include "common/ports/errors.hpp"
#include "tests/ports/rabbitmq_suite.hpp"

namespace viaja::test {

namespace {

using nlohmann::json;

using RabbitmqBusTest = RabbitmqSuite;

TEST_F(RabbitmqBusTest, DeclaresWhatTheDocumentationSays) {
    const std::vector<std::string> keys{"hoteis"};
    const auto consumer = bus().consume("hotel", keys, 10, Received::handler(received_));
    const std::string vhost = fixture_->vhost();
    for (const std::string name :
         {"architecture-studies", "architecture-studies.events", "architecture-studies.dead"}) {
        const json exchange = console("/exchanges/" + vhost + "/" + name);
        EXPECT_EQ(exchange["type"], "topic");
        EXPECT_EQ(exchange["durable"], true);
    }
    std::set<std::string> bindings;
    for (const json& binding : console("/bindings/" + vhost)) {
        const std::string source = binding["source"];
        const std::string key = binding["routing_key"];
        const std::string queue = binding["destination"];
        if (!source.empty()) bindings.insert(source + " " + key + " " + queue);
    }
    EXPECT_EQ(bindings, (std::set<std::string>{"architecture-studies hoteis hotel",
                                               "architecture-studies hotel hotel",
                                               "architecture-studies.dead hotel hotel.dead"}));
}

TEST_F(RabbitmqBusTest, PropertiesRepeatWhatTheBodySays) {
    consume("payment", received_).reset();
    PaymentCommand command;
    command.command = Command::void_;
    command.session_id = *SessionId::parse("0199a5f2-0000-7000-8000-00000000abcd");
    command.amount = Money{100, "BRL"};
    command.reply_to = "session";
    bus().publish({{"payment", command}});
    const json message = first_message_of("payment");
    const json& properties = message["properties"];
    EXPECT_EQ(properties["content_type"], "application/json");
    EXPECT_EQ(properties["delivery_mode"], 1) << "its row sends it again";
    EXPECT_EQ(properties["type"], "void");
    EXPECT_EQ(properties["correlation_id"], "0199a5f2-0000-7000-8000-00000000abcd");
    EXPECT_EQ(properties["reply_to"], "session");
    EXPECT_EQ(properties["app_id"], "contract test");
    EXPECT_GT(properties["timestamp"], 1'700'000'000);
    const json body = json::parse(std::string(message["payload"]));
    EXPECT_EQ(properties["message_id"], body["id"]);
    const std::string trace = properties["headers"]["traceparent"];
    EXPECT_TRUE(trace.starts_with("00-0199a5f200007000800000000000abcd-")) << trace;
    EXPECT_EQ(trace.size(), 55U) << trace;
    EXPECT_FALSE(body.contains("traceparent")) << "a reader knows the session";
}

/// Of a request, and sampled.
TraceContext some_context() {
    auto context =
        read_traceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01").value();
    context.request_id = "r-1";
    return context;
}

TEST_F(RabbitmqBusTest, TheHeadersRepeatTheTraceAndTheRequest) {
    consume("payment", received_).reset();
    bus().publish({{"payment", numbered(1), some_context()}});
    const json message = first_message_of("payment");
    const json body = json::parse(std::string(message["payload"]));
    const json& headers = message["properties"]["headers"];
    EXPECT_EQ(headers["traceparent"], body["traceparent"]);
    EXPECT_EQ(headers["request_id"], "r-1");
    const std::string trace = headers["traceparent"];
    EXPECT_TRUE(trace.starts_with("00-4bf92f3577b34da6a3ce929d0e0e4736-")) << trace;
    EXPECT_TRUE(trace.ends_with("-01")) << trace;
}

TEST_F(RabbitmqBusTest, TheHeadersOfAListHaveWhatItsMessagesHaveInCommon) {
    consume("payment", received_).reset();
    auto other_trace = some_context();
    other_trace.trace_id.bytes.fill(0x2a);
    bus().publish(
        {{"payment", numbered(1), some_context()}, {"payment", numbered(2), other_trace}});
    const json headers = first_message_of("payment")["properties"]["headers"];
    EXPECT_FALSE(headers.contains("traceparent"));
    EXPECT_EQ(headers["request_id"], "r-1");
}

TEST_F(RabbitmqBusTest, MessagesOfOneCallShareBodiesAndOnlyCommonPropertiesStay) {
    consume("payment", received_).reset();
    PaymentReply captured;
    captured.answer = Answer::captured;
    captured.command = Command::capture;
    captured.row_state = "captured";
    bus().publish({{"payment", numbered(1)}, {"payment", captured}, {"payment", numbered(3)}});
    const json message = first_message_of("payment");
    EXPECT_EQ(message["properties"]["type"], "list");
    EXPECT_EQ(json::parse(std::string(message["payload"])).size(), 3U);
    EXPECT_EQ(bus().counters().published_bodies, 1U);
    EXPECT_EQ(bus().counters().published_messages, 3U);
}

TEST_F(RabbitmqBusTest, AMessageWithoutAQueueIsCountedAndReported) {
    publish("unknown", 1);
    ASSERT_TRUE(fixture_->wait_until_said(
        "message returned, no queue is bound to its key · address=unknown"));
    const std::string asker = topology::private_address("gone");
    publish(asker, 2);
    ASSERT_TRUE(eventually([&] { return bus().counters().returned == 2; }));
    EXPECT_EQ(bus().counters().confirmed, 0U);
    EXPECT_EQ(fixture_->said().find(asker), std::string::npos) << "who asks may go away";
}

TEST_F(RabbitmqBusTest, AFullQueueRefusesAndThatIsCounted) {
    RabbitmqSettings settings = fixture_->settings();
    settings.queue_length_max = 5;
    const auto small = fixture_->another_bus(settings);
    small->consume("event", {}, 1, Received::handler(received_)).reset();
    bool full = false;
    for (int number = 0; number < 100 && !full; ++number) {
        try {
            fixture_->publish_text("event", "text");
        } catch (const std::runtime_error&) {
            full = true;  // the console is refused too
        }
    }
    ASSERT_TRUE(full);
    publish("event", 1);
    ASSERT_TRUE(eventually([&] { return bus().counters().nacked == 1; }));
    EXPECT_EQ(bus().counters().confirmed, 0U);
    EXPECT_TRUE(bus().available());
}

TEST_F(RabbitmqBusTest, WhatWaitsIsBoundedAndTheNewestIsDropped) {
    RabbitmqSettings settings = fixture_->settings();
    settings.port = 1;  // nothing listens there
    settings.waiting_messages_max = 10;
    settings.farewell = std::chrono::milliseconds(100);
    RabbitmqBus nowhere(settings, fixture_->clock(), fixture_->random());
    std::vector<Outgoing> messages(25, Outgoing{"hotel", numbered(1)});
    nowhere.publish(messages);
    EXPECT_EQ(nowhere.counters().dropped, 15U);
    EXPECT_FALSE(nowhere.available());
    EXPECT_FALSE(nowhere.wait_until_available(std::chrono::milliseconds(10)));
}

TEST_F(RabbitmqBusTest, AWrongPasswordIsSaidInASentence) {
    RabbitmqSettings settings = fixture_->settings();
    settings.password = "wrong";
    EXPECT_THROW(
        {
            RabbitmqDeadLetters dead_letters(settings, {"hotel"}, fixture_->clock());
            dead_letters.list(1);
        },
        Unavailable);
    std::mutex mutex;
    std::string said;
    {
        RabbitmqBus refused(settings, fixture_->clock(), fixture_->random(),
                            [&](const LogEvent& event) {
                                const std::lock_guard guard(mutex);
                                said += text_of(event);
                            });
        ASSERT_TRUE(eventually([&] {
            const std::lock_guard guard(mutex);
            return said.find("ACCESS_REFUSED") != std::string::npos;
        })) << said;
    }
    EXPECT_EQ(said.find("wrong"), std::string::npos) << "the password is not told";
}

TEST_F(RabbitmqBusTest, AConsumerMayOutliveTheBus) {
    auto consumer = consume("hotel", received_);
    publish("hotel", 1);
    ASSERT_TRUE(received_->wait_for_deliveries(1));
    fixture_->end_bus();
    consumer->acknowledge(received_->deliveries()[0].token);
    EXPECT_THROW(consumer->dead_letter("text", "reason"), Unavailable);
    consumer.reset();
}

TEST_F(RabbitmqBusTest, AHandlerMayPublishConsumeAndEndItsOwnConsumer) {
    std::unique_ptr<Consumer> consumer;
    std::unique_ptr<Consumer> inner;
    std::promise<void> consuming;
    std::promise<bool> bury_was_refused;
    consumer = bus().consume("hotel", {}, 10,
                             [&, known = consuming.get_future().share()](const Delivery&) {
                                 known.wait();
                                 bool refused = false;
                                 try {
                                     consumer->dead_letter("text", "reason");
                                 } catch (const Bug&) {
                                     refused = true;
                                 }
                                 inner = consume("event", received_);
                                 publish("unknown", 2);
                                 consumer.reset();
                                 bury_was_refused.set_value(refused);
                             });
    publish("hotel", 1);
    consuming.set_value();
    EXPECT_TRUE(bury_was_refused.get_future().get()) << "it would wait for its own thread";
    EXPECT_EQ(consumer, nullptr);
    ASSERT_TRUE(eventually([&] { return bus().counters().returned == 1; }));
    ASSERT_TRUE(bus().wait_until_available(std::chrono::seconds(30)));
    publish("event", 3);
    ASSERT_TRUE(received_->wait_for_numbers(1));
}

TEST_F(RabbitmqBusTest, ADeadLetterOfAMissingQueueStaysDead) {
    {
        const auto consumer = consume("hotel", received_);
        consumer->dead_letter("text", "reason");
    }
    fixture_->delete_queue("hotel");
    RabbitmqDeadLetters dead_letters(fixture_->settings(), {"hotel"}, fixture_->clock());
    const std::string id = dead_letters.list(1).at(0).id;
    EXPECT_THROW(dead_letters.requeue("hotel", id), Unavailable);
    EXPECT_EQ(dead_letters.list(10).size(), 1U);
}

TEST_F(RabbitmqBusTest, ADeadLetterWithIdsThatAreNotOursIsRequeuedAsWell) {
    const auto consumer = consume("hotel", received_);
    const nlohmann::json letter{
        {"routing_key", "hotel"},
        {"payload_encoding", "string"},
        {"payload", "from elsewhere"},
        {"properties", {{"correlation_id", "order 7"}, {"message_id", "m1"}}}};
    fixture_->server().console(
        "POST", "/exchanges/" + fixture_->vhost() + "/architecture-studies.dead/publish",
        letter.dump());
    RabbitmqDeadLetters dead_letters(fixture_->settings(), {"hotel"}, fixture_->clock());
    std::vector<DeadLetter> dead;
    ASSERT_TRUE(eventually([&] {
        dead = dead_letters.list(10);
        return !dead.empty();
    }));
    ASSERT_TRUE(dead_letters.requeue("hotel", dead[0].id));
    ASSERT_TRUE(received_->wait_for_deliveries(1));
    EXPECT_EQ(received_->deliveries()[0].body, "from elsewhere");
}

TEST_F(RabbitmqBusTest, AReasonThatIsNoTextIsStillKept) {
    const auto consumer = consume("hotel", received_);
    consumer->dead_letter("text", "bad \xff byte " + std::string(5'000, 'x'));
    const std::vector<DeadLettered> dead_lettered = fixture_->dead_lettered("hotel");
    ASSERT_EQ(dead_lettered.size(), 1U);
    EXPECT_TRUE(dead_lettered[0].reason.starts_with("bad \xEF\xBF\xBD byte xxx"));
    EXPECT_LE(dead_lettered[0].reason.size(), 1'000U);
}

TEST_F(RabbitmqBusTest, TheConsoleShowsWhichServiceIsConnected) {
    std::map<std::string, std::string> names;
    ASSERT_TRUE(eventually([&] {
        names = fixture_->connections();
        return names.size() == 2;
    }));
    EXPECT_TRUE(names.contains("contract test consuming"));
    EXPECT_TRUE(names.contains("contract test publishing"));
}

/// The broker of the tests looks for deliveries that wait for long at once, not after a day.
/// Of channels that are opened meanwhile.
class ImpatientBroker {
  public:
    explicit ImpatientBroker(RabbitmqServer& server) : server_(server) {
        set("consumer_timeout, 2000", "channel_tick_interval, 200");
    }
    ~ImpatientBroker() {
        try {
            set("consumer_timeout, 86400000", "channel_tick_interval, 60000");
        } catch (const std::runtime_error& error) {
            ADD_FAILURE() << error.what();
        }
    }
    ImpatientBroker(const ImpatientBroker&) = delete;
    ImpatientBroker& operator=(const ImpatientBroker&) = delete;

  private:
    void set(const std::string& one, const std::string& other) {
        server_.control({"eval", "application:set_env(rabbit, " + one +
                                     "), application:set_env(rabbit, " + other + ")."});
    }

    RabbitmqServer& server_;
};

TEST_F(RabbitmqBusTest, ADeliveryThatWaitsTooLongForTheBrokerComesAgainAndThatIsSaid) {
    if (const auto why = fixture_->cannot(Disturbance::frozen)) GTEST_SKIP() << *why;
    const ImpatientBroker fail_if_busy(fixture_->server());
    const auto consumer = consume("hotel", received_);
    publish("hotel", 1);
    ASSERT_TRUE(fixture_->wait_until_said("consumer cancelled, subscribing again · queue=hotel"));
    EXPECT_NE(fixture_->said().find("406 PRECONDITION_FAILED - delivery acknowledgement"),
              std::string::npos)
        << fixture_->said();
    ASSERT_TRUE(fixture_->wait_until_said("queue consumed again · queue=hotel"));
    std::size_t acknowledged = 1;  // The first was lost with its channel.
    ASSERT_TRUE(eventually([&] {
        const std::vector<Delivery> deliveries = received_->deliveries();
        for (; acknowledged < deliveries.size(); ++acknowledged)
            consumer->acknowledge(deliveries[acknowledged].token);
        return bus().counters().acknowledged == 1;
    }));
    EXPECT_EQ(fixture_->said().find("delete_queue"), std::string::npos) << fixture_->said();
    EXPECT_EQ(bus().counters().reconnects, 0U);
}

}  // namespace

}  // namespace viaja::test
