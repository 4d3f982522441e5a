// How a connection passes from HTTP to what takes it over: requests before and behind, answers
// that do not switch, and how much may be kept for a peer that does not read.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "common/http/handshake.hpp"
#include "common/http/problem.hpp"
#include "tests/http/stream_drive.hpp"

namespace viaja::http::testing {
namespace {

using namespace std::chrono_literals;

std::string code_of(const Answer& answer) {
    return nlohmann::json::parse(answer.body).at("code").get<std::string>();
}

Response live(const Request& request, Told& told, WebSocket::OnMessage on_message = {}) {
    return web_socket_response(
        request, std::make_shared<WebSocket>(counting_handlers(told), WebSocketOptions{},
                                             std::move(on_message)));
}

TEST(Takeover, KeepsFramesThatCameWithTheRequestUntilItsAnswer) {
    Told told;
    std::string heard;
    Drive drive;
    drive.receive(get("/before") + upgrade("/live") + client_frame(kText, "a") +
                  client_frame(kText, "b"));
    ASSERT_EQ(drive.requests.size(), 2U);
    EXPECT_FALSE(drive.connection->wants_bytes());
    drive.respond(1, live(drive.requests[1].request, told,
                          [&](WebSocket::Kind, std::string_view text) { heard += text; }));
    EXPECT_FALSE(drive.connection->taken_over());  // its turn has not come
    EXPECT_EQ(heard, "");
    EXPECT_EQ(told.opened, 0);
    drive.respond(0, text_response(200, "before"));
    const auto answers = drive.answers();
    ASSERT_EQ(answers.size(), 2U);
    EXPECT_EQ(answers[0].body, "before");
    EXPECT_EQ(answers[1].status, 101);
    EXPECT_EQ(heard, "ab");
    EXPECT_EQ(told.opened, 1);
    EXPECT_TRUE(drive.connection->wants_bytes());
}

TEST(Takeover, TakesAFrameThatIsCutByTheAnswer) {
    Told told;
    std::string heard;
    const std::string frame = client_frame(kText, "hello");
    for (std::size_t cut = 0; cut <= frame.size(); ++cut) {
        heard.clear();
        Drive drive;
        drive.receive(upgrade("/live") + frame.substr(0, cut));
        drive.respond(0, live(drive.requests[0].request, told,
                              [&](WebSocket::Kind, std::string_view text) { heard += text; }));
        drive.output();
        drive.receive(frame.substr(cut));
        EXPECT_EQ(heard, "hello") << cut;
    }
}

TEST(Takeover, GoesOnWithHttpWhenTheUpgradeIsRefused) {
    Drive drive;
    drive.receive(upgrade("/live") + get("/behind") + upgrade("/again") + get("/last"));
    for (std::size_t i = 0; i < 4; ++i) {
        ASSERT_GT(drive.requests.size(), i);
        drive.respond(i, i % 2 == 0 ? problem_response(drive.requests[i].request,
                                                       {.code = "not_found", .detail = "No."})
                                    : text_response(200, drive.requests[i].request.path));
    }
    const auto answers = drive.answers();
    ASSERT_EQ(answers.size(), 4U);
    EXPECT_EQ(answers[0].status, 404);
    EXPECT_EQ(answers[1].body, "/behind");
    EXPECT_EQ(answers[2].status, 404);
    EXPECT_EQ(answers[3].body, "/last");
    EXPECT_EQ(drive.connection->ending(), Ending::open);
}

TEST(Takeover, AnswersARequestThatMayNotSwitchAndGets101With503) {
    const std::string asks = "Connection: Upgrade\r\nUpgrade: websocket\r\n";
    for (const std::string& request : {get("/live"), post("/live", "", asks)}) {
        Told told;
        Drive drive;
        drive.receive(request);
        drive.respond(0, live(drive.requests[0].request, told));
        EXPECT_EQ(code_of(drive.only_answer()), "unavailable");
        EXPECT_FALSE(drive.connection->taken_over());
        EXPECT_EQ(told.opened, 0);
        EXPECT_EQ(told.gone, 0);
    }
}

TEST(Takeover, IsRefusedWhileTheProcessDrains) {
    Told told;
    Drive drive;
    drive.receive(upgrade("/live"));
    drive.connection->drain(drive.now);
    drive.respond(0, live(drive.requests[0].request, told));
    const Answer answer = drive.only_answer();
    EXPECT_EQ(code_of(answer), "draining");
    EXPECT_EQ(drive.connection->ending(), Ending::after_output);
    EXPECT_EQ(told.opened, 0);
}

TEST(Takeover, IsRefusedAboveTheBoundAndHttpGoesOn) {
    Told told;
    Drive drive;
    drive.connection->admit_takeover([] { return false; });
    drive.receive(upgrade("/live") + get("/behind"));
    drive.respond(0, live(drive.requests[0].request, told));
    ASSERT_EQ(drive.requests.size(), 2U);
    drive.respond(1, text_response(200, "behind"));
    const auto answers = drive.answers();
    ASSERT_EQ(answers.size(), 2U);
    EXPECT_EQ(code_of(answers[0]), "overloaded");
    EXPECT_EQ(answers[0].field("Retry-After"), "1");
    EXPECT_EQ(answers[1].body, "behind");
    EXPECT_EQ(told.opened, 0);
}

TEST(Takeover, IsGoneWhenThePeerEndedBeforeTheAnswer) {
    Told told;
    Drive drive;
    drive.receive(upgrade("/live") + client_frame(kPing, "p"));
    drive.receive_end();
    drive.respond(0, live(drive.requests[0].request, told));
    EXPECT_EQ(drive.connection->ending(), Ending::now);
    EXPECT_EQ(told.opened, 1);
    EXPECT_EQ(told.gone, 1);
}

TEST(Takeover, IsGoneWithItsConnection) {
    SocketDrive drive;
    drive.drive.connection.reset();
    EXPECT_EQ(drive.told.gone, 1);
    EXPECT_FALSE(drive.socket->send("", "late"));
    SocketDrive forgotten;
    forgotten.socket->forget_handlers();
    forgotten.drive.connection.reset();
    EXPECT_EQ(forgotten.told.gone, 0);
}

TEST(Takeover, MaySendInItsHandlers) {
    Drive drive;
    std::shared_ptr<PushStream> stream;
    StreamHandlers handlers;
    handlers.on_open = [&](const std::shared_ptr<PushStream>& opened) {
        stream = opened;
        opened->send("1", "first");
    };
    drive.receive(get("/events"));
    drive.respond(0, event_stream_response(std::make_shared<EventStream>(handlers)));
    EXPECT_TRUE(drive.output().ends_with("\r\n\r\nid: 1\ndata: first\n\n"));
    EXPECT_TRUE(stream->is_open());
}

// A peer that reads nothing: everything that is sent stays unwritten.
class Unread {
  public:
    explicit Unread(Connection& connection) : connection_(connection) {}

    std::size_t bytes(Moment now) {
        for (const std::string& piece : connection_.take_output())
            bytes_ += piece.size();
        connection_.unwritten(bytes_, now);
        return bytes_;
    }
    void read(std::size_t bytes, Moment now) {
        bytes_ -= bytes;
        connection_.unwritten(bytes_, now);
    }

  private:
    Connection& connection_;
    std::size_t bytes_ = 0;
};

TEST(Takeover, TakesNoMoreTextsThanAPeerReads) {
    SocketDrive drive;
    Unread unread(*drive.drive.connection);
    const std::string text(10'000, 'x');
    int sent = 0;
    while (drive.socket->send("", text) && sent < 1000) {
        ++sent;
        unread.bytes(drive.drive.now);
    }
    EXPECT_EQ(sent, 7);  // the seventh goes above 64 KiB
    EXPECT_EQ(drive.socket->unsent_bytes(), unread.bytes(drive.drive.now));
    EXPECT_FALSE(drive.socket->has_room());
    unread.read(30'000, drive.drive.now);
    EXPECT_TRUE(drive.socket->has_room());
    EXPECT_EQ(drive.told.room, 0);  // more than half is unsent
    unread.read(10'000, drive.drive.now);
    EXPECT_EQ(drive.told.room, 1);
    unread.read(10'000, drive.drive.now);
    EXPECT_EQ(drive.told.room, 1);
    EXPECT_TRUE(drive.socket->send("", std::string(1'000'000, 'y')));  // whole, while there is room
    EXPECT_FALSE(drive.socket->send("", "z"));
}

TEST(Takeover, ReadsNoPingsOfAPeerThatReadsNoPongs) {
    SocketDrive drive;
    Unread unread(*drive.drive.connection);
    std::string pings;
    for (int i = 0; i < 500; ++i)
        pings += client_frame(kPing, std::string(125, 'p'));
    int reads = 0;
    for (; reads < 100 && drive.drive.connection->wants_bytes(); ++reads) {
        drive.receive(pings);
        unread.bytes(drive.drive.now);
    }
    EXPECT_EQ(reads, 2);
    EXPECT_LT(unread.bytes(drive.drive.now), 130'000U);
    // It is not silent, it is not heard; what ends it is that it takes nothing.
    drive.drive.pass(29'999ms);
    EXPECT_EQ(drive.ending(), Ending::open);
    drive.drive.pass(1ms);
    EXPECT_EQ(drive.ending(), Ending::now);
}

TEST(Takeover, WaitsForASlowPeerThatTakesSomething) {
    SocketDrive drive;
    Unread unread(*drive.drive.connection);
    ASSERT_TRUE(drive.socket->send("", std::string(100'000, 'x')));
    unread.bytes(drive.drive.now);
    for (int i = 0; i < 3; ++i) {
        drive.drive.pass(29s);
        ASSERT_EQ(drive.ending(), Ending::open);
        unread.read(1, drive.drive.now);
    }
    EXPECT_EQ(drive.told.gone, 0);
}

TEST(Takeover, WritesWhatIsSentOutsideOfACall) {
    SocketDrive drive;
    int announced = 0;
    drive.drive.connection->on_output([&] { ++announced; });
    drive.receive(client_frame(kText, "echo"));
    EXPECT_EQ(announced, 0);  // the caller of `receive` looks anyway
    drive.socket->send("", "pushed");
    EXPECT_EQ(announced, 1);
    EXPECT_EQ(drive.frames(), "text echo, text pushed");
    drive.socket->close(1000, "");
    EXPECT_EQ(announced, 2);
}

}  // namespace
}  // namespace viaja::http::testing
