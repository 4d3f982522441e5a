// Server-sent events as the body of an answer.
#include <gtest/gtest.h>

#include <string>

#include "tests/http/stream_drive.hpp"

namespace viaja::http::testing {
namespace {

using namespace std::chrono_literals;

TEST(EventStream, BeginsWithAHeadThatNothingStoresOrBuffers) {
    const EventsDrive events;
    EXPECT_EQ(events.head.status, 200);
    EXPECT_EQ(events.head.field("Content-Type"), "text/event-stream");
    EXPECT_EQ(events.head.field("Cache-Control"), "no-store");
    EXPECT_EQ(events.head.field("X-Accel-Buffering"), "no");
    EXPECT_EQ(events.head.field("Connection"), "close");
    EXPECT_EQ(events.head.field("Content-Length"), std::nullopt);
    EXPECT_EQ(events.first_bytes, "");
    EXPECT_EQ(events.told.opened, 1);
    EXPECT_TRUE(events.stream->is_open());
}

TEST(EventStream, SendsEventsWithTheirIds) {
    EventsDrive events;
    EXPECT_TRUE(events.stream->send("13", R"({"type":"state"})"));
    EXPECT_EQ(events.drive.output(), "id: 13\ndata: {\"type\":\"state\"}\n\n");
    EXPECT_TRUE(events.stream->send("", "no id"));
    EXPECT_EQ(events.drive.output(), "data: no id\n\n");
    EXPECT_TRUE(events.stream->heartbeat("{}"));
    EXPECT_EQ(events.drive.output(), ": beat\n\ndata: {}\n\n");
}

TEST(EventStream, LetsNoTextAndNoIdEndAnEvent) {
    EventsDrive events;
    events.stream->send("1\nevent: x", "a\nb\r\nc\rd\n\nid: 9");
    EXPECT_EQ(events.drive.output(), "data: a\ndata: b\ndata: c\ndata: d\ndata: \ndata: id: 9\n\n");
    events.stream->send("2", "");
    EXPECT_EQ(events.drive.output(), "id: 2\ndata: \n\n");
}

TEST(EventStream, SendsACommentAfterSilence) {
    EventsDrive events;
    events.drive.pass(14'999ms);
    EXPECT_EQ(events.drive.output(), "");
    events.drive.pass(1ms);
    EXPECT_EQ(events.drive.output(), ": beat\n\n");
    events.drive.pass(14s);
    events.stream->send("1", "x");
    events.drive.pass(1s);
    EXPECT_EQ(events.drive.output(), "id: 1\ndata: x\n\n");
    events.drive.pass(15s);
    EXPECT_EQ(events.drive.output(), ": beat\n\n");
    events.drive.pass(10min);  // no timeout of HTTP applies
    EXPECT_EQ(events.drive.connection->ending(), Ending::open);
}

TEST(EventStream, EndsItsBodyWhenItIsClosed) {
    EventsDrive events;
    events.stream->send("1", "last");
    events.stream->close(4404, "the session is gone");
    EXPECT_EQ(events.drive.connection->ending(), Ending::after_output);
    EXPECT_EQ(events.drive.output(), "id: 1\ndata: last\n\n");
    EXPECT_FALSE(events.stream->send("2", "late"));
    EXPECT_FALSE(events.stream->heartbeat("late"));
    EXPECT_EQ(events.drive.output(), "");
    EXPECT_EQ(events.told.gone, 1);
}

TEST(EventStream, EndsItsBodyWhenTheProcessDrains) {
    EventsDrive events;
    events.drive.connection->drain(events.drive.now);
    EXPECT_EQ(events.drive.connection->ending(), Ending::after_output);
    EXPECT_EQ(events.told.gone, 1);
}

TEST(EventStream, IsGoneWithItsPeer) {
    EventsDrive events;
    events.drive.receive_end();
    EXPECT_EQ(events.drive.connection->ending(), Ending::now);
    EXPECT_EQ(events.told.gone, 1);
}

TEST(EventStream, AnswersNothingBehindItsRequest) {
    EventsDrive events(get("/events") + get("/behind"));
    ASSERT_EQ(events.drive.requests.size(), 2U);
    // The request behind it was the last one, so that got the stream; the first one waits.
    EXPECT_EQ(events.told.opened, 0);
    events.drive.respond(0, text_response(200, "first"));
    EXPECT_EQ(events.told.opened, 1);
    events.drive.output();
    events.drive.receive(get("/more"));
    EXPECT_EQ(events.drive.requests.size(), 2U);
    EXPECT_EQ(events.drive.output(), "");
    EXPECT_EQ(events.drive.connection->ending(), Ending::open);
}

TEST(EventStream, DropsTheAnswersBehindIt) {
    Told told;
    Drive drive;
    drive.receive(get("/events") + get("/behind"));
    drive.respond(1, text_response(200, "behind"));
    const auto stream = std::make_shared<EventStream>(counting_handlers(told));
    drive.respond(0, event_stream_response(stream));
    EXPECT_EQ(drive.output().find("behind"), std::string::npos);
    EXPECT_EQ(drive.connection->in_flight(), 0U);
    EXPECT_TRUE(stream->is_open());
}

TEST(EventStream, AnswersHeadWithTheHeadAlone) {
    Told told;
    Drive drive;
    drive.receive("HEAD /events HTTP/1.1\r\nHost: a\r\n\r\n" + get("/behind"));
    drive.respond(0, event_stream_response(std::make_shared<EventStream>(counting_handlers(told))));
    drive.respond(1, text_response(200, "behind"));
    const std::string output = drive.output();
    const auto head = read_answer(output, true);
    ASSERT_TRUE(head.has_value());
    EXPECT_EQ(head->answer.field("Content-Type"), "text/event-stream");
    EXPECT_EQ(head->answer.field("Content-Length"), std::nullopt);
    const auto behind = read_answer(output.substr(head->bytes), false);
    ASSERT_TRUE(behind.has_value());
    EXPECT_EQ(behind->answer.body, "behind");
    EXPECT_EQ(told.opened, 0);
    EXPECT_FALSE(drive.connection->taken_over());
}

TEST(EventStream, SpeaksToHttp10) {
    for (const char* lines : {"", "Connection: keep-alive\r\n"}) {
        EventsDrive events("GET /events HTTP/1.0\r\n" + std::string(lines) + "\r\n");
        EXPECT_EQ(events.head.field("Connection"), "close");
        EXPECT_EQ(events.head.field("Transfer-Encoding"), std::nullopt);
        events.stream->send("1", "x");
        EXPECT_EQ(events.drive.output(), "id: 1\ndata: x\n\n");
    }
}

}  // namespace
}  // namespace viaja::http::testing
