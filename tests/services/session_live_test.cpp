// Following a session over HTTP: what listeners see of it, from any place on, at any replica.

#include <gtest/gtest.h>

#include "session-service/store/store.hpp"
#include "tests/services/event_listener.hpp"

namespace viaja::session {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;
using Kind = EventListener::Kind;

constexpr auto kKinds = {Kind::web_socket, Kind::event_stream};

std::vector<int> numbers(int from, int to) {
    std::vector<int> list;
    for (int number = from; number <= to; ++number)
        list.push_back(number);
    return list;
}

/// The session as GET shows it, but for the time.
json shown(Replica& replica) {
    auto session = replica.as_traveller("GET", replica.session_path()).body;
    session.erase("server_time");
    return session;
}

json without_time(json session) {
    session.erase("server_time");
    return session;
}

double metric(Replica& replica, const std::string& name) {
    const auto text = replica.call("GET", "/metrics").text;
    const auto line = text.find("\n" + name + " ");
    if (line == std::string::npos) throw std::runtime_error(name + " is not among the metrics");
    return std::stod(text.substr(line + name.size() + 2));
}

void await_metric(Replica& replica, const std::string& name, double value) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (metric(replica, name) != value) {
        if (std::chrono::steady_clock::now() > end) throw std::runtime_error(name + " stays");
        std::this_thread::yield();
    }
}

/// Makes a long timeline of the session, as many changes would.
void lengthen(SharedParts& parts, const Replica& replica, int length) {
    const auto id = SessionId::parse(replica.session()).value();
    const auto connection = parts.database.connect();
    const auto present = static_cast<int>(read_timeline(*connection, id, 0, length).size());
    std::vector<SessionEntry> entries;
    for (int sequence = present + 1; sequence <= length; ++sequence) {
        Entry entry;
        entry.sequence = sequence;
        entry.type = "hold.asked";
        entry.detail = std::string(200, 'x');
        entries.push_back({id, entry});
    }
    connection->begin();
    append_timeline(*connection, entries);
    const Values values = {std::int64_t{length}, id.text()};
    connection->execute(
        "UPDATE sessions SET timeline_length = ?, version = version + 1 WHERE id = ?", values);
    connection->commit();
}

TEST(SessionLive, AnyPlaceOfTheTimelineIsReplayedFrom) {
    SharedParts parts;
    Replica replica(parts);
    replica.open_and_hold();
    ASSERT_EQ(replica.pay("wait=10").status, 200);
    const auto timeline = replica.as_traveller("GET", replica.session_path("/timeline")).body;
    const int length = static_cast<int>(timeline["entries"].size());
    ASSERT_GT(length, 7);
    for (const auto kind : kKinds) {
        for (int after = 0; after <= length; ++after) {
            EventListener listener(kind, replica, after);
            const auto frame = listener.next();
            EXPECT_EQ(listener.seen(), numbers(after + 1, length));
            EXPECT_EQ(without_time(frame["session"]), shown(replica));
            EXPECT_EQ(frame["more"], false);
            for (const auto& entry : frame["entries"])
                EXPECT_EQ(entry, timeline["entries"][entry["seq"].get<std::size_t>() - 1]);
        }
    }
}

TEST(SessionLive, MoreThanTwoHundredEntriesComeInSeveralFrames) {
    SharedParts parts;
    Replica replica(parts);
    replica.open();
    lengthen(parts, replica, 450);
    for (const auto kind : kKinds) {
        EventListener listener(kind, replica);
        std::vector<std::size_t> sizes;
        std::vector<bool> more;
        while (more.empty() || more.back()) {
            const auto frame = listener.next();
            sizes.push_back(frame["entries"].size());
            more.push_back(frame["more"]);
        }
        EXPECT_EQ(sizes, (std::vector<std::size_t>{200, 200, 50}));
        EXPECT_EQ(listener.seen(), numbers(1, 450));
    }
}

TEST(SessionLive, AllListenersSeeATripAsItIsPaid) {
    SharedParts parts;
    Replica replica(parts);
    replica.open();
    EventListener browser(Kind::web_socket, replica);
    EventListener terminal(Kind::event_stream, replica);
    EXPECT_EQ(browser.next()["session"]["state"], "open");
    EXPECT_EQ(terminal.next()["session"]["state"], "open");
    replica.ask_for_a_flight();
    ASSERT_EQ(replica.pay().status, 202);
    for (auto* listener : {&browser, &terminal}) {
        const auto last = listener->next_until("confirmed");
        EXPECT_EQ(without_time(last["session"]), shown(replica));
        const auto timeline = replica.as_traveller("GET", replica.session_path("/timeline")).body;
        EXPECT_EQ(listener->seen(), numbers(1, static_cast<int>(timeline["entries"].size())));
    }
    EXPECT_EQ(metric(replica, "viaja_live_listeners{kind=\"web_socket\"}"), 1);
    EXPECT_EQ(metric(replica, "viaja_live_listeners{kind=\"event_stream\"}"), 1);
}

TEST(SessionLive, AListenerSeesWhatAnotherReplicaDecides) {
    SharedParts parts;
    InProcessBus silent(parts.clock, parts.random);
    Replica decides(parts);
    Replica announced(parts, {.other_coordinator = &decides.coordinator()});
    Replica deaf(parts, {.bus_of_events = &silent, .other_coordinator = &decides.coordinator()});
    decides.open();
    const auto path = decides.session_path("/events");
    const EventListener::Headers token = {{"Authorization", "Bearer " + decides.token()}};
    EventListener told(Kind::web_socket, announced.port(), path, token);
    EventListener polls(Kind::event_stream, deaf.port(), path, token);
    told.next();
    polls.next();
    decides.ask_for_a_flight();
    ASSERT_EQ(decides.pay().status, 202);
    const auto told_last = told.next_until("confirmed")["session"];
    const auto polled_last = polls.next_until("confirmed")["session"];
    EXPECT_EQ(without_time(told_last), shown(decides));
    EXPECT_EQ(without_time(polled_last), shown(decides));
    EXPECT_EQ(told.seen(), polls.seen());
}

TEST(SessionLive, AListenerGoesOnAtAnotherReplicaWithWhatItKnows) {
    SharedParts parts;
    Replica one(parts);
    Replica other(parts);
    one.open_and_hold();
    int last = 0;
    {
        EventListener listener(Kind::event_stream, one);
        listener.next();
        last = listener.seen().back();
    }
    ASSERT_EQ(one.pay("wait=10").status, 200);
    EventListener again(
        Kind::event_stream, other.port(), one.session_path("/events?after=1"),
        {{"Authorization", "Bearer " + one.token()}, {"Last-Event-ID", std::to_string(last)}});
    const auto event = again.next_or_beat();
    EXPECT_EQ(event["after"], last) << "what a browser has seen since counts before its URL";
    EXPECT_EQ(event["entries"][0]["seq"], last + 1);
    EXPECT_EQ(event["session"]["state"], "confirmed");
}

TEST(SessionLive, ABeatComesWhileNothingHappens) {
    SharedParts parts;
    Replica replica(parts, {.feed_pace = {.quick_poll = milliseconds(10),
                                          .slow_poll = milliseconds(80),
                                          .beat = milliseconds(20)}});
    replica.open();
    for (const auto kind : kKinds) {
        EventListener listener(kind, replica);
        const auto first = listener.next();
        std::string time = first["session"]["server_time"];
        for (int beats = 0; beats < 3; ++beats) {
            const auto beat = listener.next_or_beat();
            EXPECT_EQ(beat["type"], "beat");
            EXPECT_EQ(beat["seq"], 1);
            EXPECT_GT(beat["server_time"].get<std::string>(), time);
            time = beat["server_time"];
        }
    }
}

/// One listener of each kind, which have their first frame.
struct Listeners {
    explicit Listeners(const Replica& replica)
        : browser(Kind::web_socket, replica), terminal(Kind::event_stream, replica) {
        browser.next();
        terminal.next();
    }

    EventListener browser;
    EventListener terminal;
};

TEST(SessionLive, ASessionThatIsGoneEndsItsListeners) {
    SharedParts parts;
    Replica replica(parts,
                    {.feed_pace = {.quick_poll = milliseconds(10), .slow_poll = milliseconds(10)}});
    replica.open();
    Listeners listeners(replica);
    const Values id = {replica.session()};
    parts.database.connect()->execute("DELETE FROM sessions WHERE id = ?", id);
    EXPECT_EQ(listeners.browser.close_code(), 4404);
    EXPECT_TRUE(listeners.terminal.sees_end());
}

TEST(SessionLive, ASessionThatCannotBeReadIsNotSaidToBeGone) {
    SharedParts parts;
    Replica replica(parts,
                    {.feed_pace = {.quick_poll = milliseconds(10), .slow_poll = milliseconds(10)}});
    replica.open();
    Listeners listeners(replica);
    const Values id = {replica.session()};
    parts.database.connect()->execute(
        "UPDATE sessions SET state = 'x', version = version + 1 WHERE id = ?", id);
    EXPECT_EQ(listeners.browser.close_code(), 1011);
    EXPECT_TRUE(listeners.terminal.sees_end());
}

TEST(SessionLive, WhenTheProcessGoesDownListenersAreClosedAndNoneIsAccepted) {
    SharedParts parts;
    Replica replica(parts);
    replica.open();
    Listeners listeners(replica);
    replica.drain();
    EXPECT_EQ(listeners.browser.close_code(), 1001);
    EXPECT_TRUE(listeners.terminal.sees_end());
    EXPECT_THROW(EventListener(Kind::web_socket, replica), std::runtime_error);
}

TEST(SessionLive, AListenerThatSpeaksIsClosed) {
    SharedParts parts;
    Replica replica(parts);
    replica.open();
    EventListener listener(Kind::web_socket, replica);
    listener.next();
    listener.send_text("hello");
    EXPECT_EQ(listener.close_code(), 1003);
}

TEST(SessionLive, AListenerThatReadsNothingIsBoundedAndThenClosed) {
    constexpr int kEntries = 40'000;  // far more than what kernels keep for a connection
    SharedParts parts;
    Replica replica(parts, {.feed_pace = {.quick_poll = milliseconds(20),
                                          .slow_poll = milliseconds(160),
                                          .without_room_max = milliseconds(500)}});
    replica.open();
    lengthen(parts, replica, kEntries);
    for (const auto kind : kKinds) {
        const auto closed = metric(replica, "viaja_live_slow_closes_total");
        const auto sent = metric(replica, "viaja_live_frames_total{type=\"state\"}");
        EventListener listener(kind, replica);
        EventListener other(kind, replica);
        other.next();
        await_metric(replica, "viaja_live_slow_closes_total", closed + 2);
        const auto frames = metric(replica, "viaja_live_frames_total{type=\"state\"}") - sent;
        EXPECT_LT(frames, 2 * kEntries / kFrameEntriesMax) << "it was sent all of it";
    }
}

}  // namespace
}  // namespace viaja::session
