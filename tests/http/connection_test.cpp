// What a Connection understands, and in which order it answers.
#include "common/http/connection.hpp"

#include <gtest/gtest.h>

#include <string>

#include "tests/http/drive.hpp"

namespace viaja::http::testing {
namespace {

using namespace std::chrono_literals;

// Everything of the requests and answers that must not depend on how the bytes were cut.
std::string transcript(Drive& drive) {
    std::string text;
    for (const auto& [slot, request] : drive.requests) {
        text += std::to_string(slot) + " " + request.method + " " + request.path;
        for (const auto& [name, value] : request.query)
            text += " ?" + name + "=" + value;
        for (const auto& [name, value] : request.headers)
            text += " " + name + ":" + value;
        text += " [" + request.body + "]\n";
    }
    drive.echo_all();
    return text + drive.output();
}

TEST(Connection, ReadsARequestWhole) {
    Drive drive;
    drive.receive(post("/v1/sessions/a%20b?x=1&y=%C3%A9+z&x=2&flag", "{\"a\":1}",
                       "Content-Type:application/json\r\nEmpty:\r\nPadded: \t v w \t\r\n"));
    ASSERT_EQ(drive.requests.size(), 1U);
    const Request& request = drive.requests[0].request;
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.target, "/v1/sessions/a%20b?x=1&y=%C3%A9+z&x=2&flag");
    EXPECT_EQ(request.path, "/v1/sessions/a%20b");
    EXPECT_EQ(*request.query.find("x"), "1");
    EXPECT_EQ(request.query.count("x"), 2U);
    EXPECT_EQ(*request.query.find("y"), "\xc3\xa9 z");
    EXPECT_EQ(*request.query.find("flag"), "");
    EXPECT_EQ(request.query.find("none"), nullptr);
    EXPECT_EQ(*request.headers.find("content-TYPE"), "application/json");
    EXPECT_EQ(*request.headers.find("empty"), "");
    EXPECT_EQ(*request.headers.find("padded"), "v w");
    EXPECT_EQ(request.body, "{\"a\":1}");
    EXPECT_EQ(request.peer, "192.0.2.1:5000");
    EXPECT_EQ(request.request_id, "id-1");
}

TEST(Connection, ReadsTheSameHoweverTheBytesAreCut) {
    const std::string bytes =
        "\r\n" + get("/a?b=c", "X-Request-Id: one\r\n") + post("/p", "12345") +
        "PUT /chunked HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        "3;ext=1\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: t\r\n\r\n" +
        "BREW http://pot:80/coffee?strong HTTP/1.1\r\nHost: a\r\n\r\n" +
        "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n" + get("/last", "Connection: close\r\n") + "dropped";
    Drive whole;
    whole.receive(bytes);
    const std::string expected = transcript(whole);
    EXPECT_EQ(whole.requests.size(), 6U);
    EXPECT_EQ(whole.requests[2].request.body, "abcde");
    EXPECT_EQ(whole.requests[3].request.path, "/coffee");

    for (std::size_t cut = 1; cut < bytes.size(); ++cut) {
        Drive drive;
        drive.receive(bytes.substr(0, cut));
        drive.receive(bytes.substr(cut));
        ASSERT_EQ(transcript(drive), expected) << "cut at " << cut;
    }
    for (const std::size_t piece : {1U, 2U, 3U, 7U, 64U}) {
        Drive drive;
        drive.receive_in_pieces(bytes, piece);
        ASSERT_EQ(transcript(drive), expected) << "pieces of " << piece;
    }
}

TEST(Connection, AnswersInTheOrderOfTheRequests) {
    Drive drive;
    drive.receive(get("/0") + get("/1") + get("/2"));
    ASSERT_EQ(drive.requests.size(), 3U);
    drive.respond(drive.requests[2].slot, text_response(200, "two"));
    drive.respond(drive.requests[1].slot, text_response(200, "one"));
    EXPECT_EQ(drive.output(), "");
    drive.respond(drive.requests[0].slot, text_response(200, "zero"));
    const auto answers = drive.answers();
    ASSERT_EQ(answers.size(), 3U);
    EXPECT_EQ(answers[0].body, "zero");
    EXPECT_EQ(answers[1].body, "one");
    EXPECT_EQ(answers[2].body, "two");
    EXPECT_EQ(drive.connection->in_flight(), 0U);
}

TEST(Connection, PutsAnswersThatAreDueTogetherIntoOnePiece) {
    Drive drive;
    drive.receive(get("/0") + get("/1") + get("/2"));
    drive.echo_all();
    EXPECT_EQ(drive.connection->take_output().size(), 1U);
}

TEST(Connection, DoesNotCopyALargeBodyAndWritesItInItsPlace) {
    Drive drive;
    drive.receive(get("/0") + get("/1"));
    const std::string large(100'000, 'x');
    drive.respond(0, text_response(200, large));
    drive.respond(1, text_response(200, "small"));
    const auto pieces = drive.connection->take_output();
    ASSERT_EQ(pieces.size(), 3U);
    EXPECT_EQ(pieces[1], large);
    const auto answers = read_answers(pieces[0] + pieces[1] + pieces[2]);
    EXPECT_EQ(answers.at(1).body, "small");
}

TEST(Connection, IgnoresASecondAnswerAndOneForNoRequest) {
    Drive drive;
    drive.receive(get("/0") + get("/1"));
    EXPECT_TRUE(drive.connection->respond(1, text_response(200, "first"), drive.now));
    EXPECT_FALSE(drive.connection->respond(1, text_response(200, "second"), drive.now));
    EXPECT_TRUE(drive.connection->respond(0, text_response(200, "zero"), drive.now));
    EXPECT_FALSE(drive.connection->respond(0, text_response(200, "again"), drive.now));
    EXPECT_FALSE(drive.connection->respond(2, text_response(200, "not asked"), drive.now));
    EXPECT_EQ(drive.answers().at(1).body, "first");
}

TEST(Connection, WritesTheFieldsThatEveryAnswerHas) {
    Drive drive;
    drive.receive(get("/", "X-Request-Id: abc-1\r\n"));
    drive.respond(0,
                  {201, {{"Location", "/x"}, {"Content-Length", "7"}, {"Connection", "x"}}, "{}"});
    EXPECT_EQ(drive.output(),
              "HTTP/1.1 201 Created\r\n"
              "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
              "X-Request-Id: abc-1\r\n"
              "Content-Type: application/json\r\n"
              "Location: /x\r\n"
              "Content-Length: 2\r\n"
              "\r\n{}");
}

TEST(Connection, EchoesOnlyARequestIdOfVisibleAscii) {
    const auto id_for = [](const std::string& sent) {
        Drive drive;
        drive.receive(get("/", "X-Request-Id: " + sent + "\r\n"));
        drive.echo_all();
        return drive.only_answer().field("X-Request-Id");
    };
    EXPECT_EQ(id_for(std::string(128, 'x')), std::string(128, 'x'));
    EXPECT_EQ(id_for(std::string(129, 'x')), "id-1");
    EXPECT_EQ(id_for(""), "id-1");
    EXPECT_EQ(id_for("two words"), "id-1");
    EXPECT_EQ(id_for("\xc3\xa9"), "id-1");
}

TEST(Connection, AHandlersHeaderCannotBeginAnotherAnswer) {
    Drive drive;
    drive.receive(get("/"));
    drive.respond(0, {200, {{"Location", "/x\r\nEvil: 1\r\n\r\nHTTP/1.1 200 OK"}}, ""});
    const Answer answer = drive.only_answer();
    EXPECT_EQ(answer.field("Evil"), std::nullopt);
}

TEST(Connection, AStatusThatCannotBeSentBecomes503) {
    Drive drive;
    drive.receive(get("/") + get("/"));
    drive.respond(0, {0, {}, ""});
    drive.respond(1, {101, {}, ""});
    const auto answers = drive.answers();
    ASSERT_EQ(answers.size(), 2U);
    EXPECT_EQ(answers[0].status, 503);
    EXPECT_EQ(answers[1].status, 503);
}

TEST(Connection, AnswersHeadAnd204And304WithoutBody) {
    Drive drive;
    drive.receive("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n" + get("/") + get("/"));
    drive.respond(0, text_response(200, "12345"));
    drive.respond(1, {204, {}, "ignored"});
    drive.respond(2, {304, {}, "ignored"});
    const std::string bytes = drive.output();
    const auto head = read_answer(bytes, true);
    ASSERT_TRUE(head);
    EXPECT_EQ(head->answer.field("Content-Length"), "5");
    const auto rest = read_answers(std::string_view(bytes).substr(head->bytes));
    ASSERT_EQ(rest.size(), 2U);
    EXPECT_EQ(rest[0].status, 204);
    EXPECT_EQ(rest[1].status, 304);
}

TEST(Connection, KeepsHttp11OpenAndClosesOnRequest) {
    Drive drive;
    drive.receive(get("/"));
    drive.echo_all();
    EXPECT_FALSE(drive.only_answer().closes());
    EXPECT_TRUE(drive.connection->wants_bytes());
    drive.receive(get("/", "Connection: close\r\n") + get("/never"));
    EXPECT_EQ(drive.requests.size(), 2U);
    EXPECT_FALSE(drive.connection->wants_bytes());
    drive.echo_all();
    EXPECT_TRUE(drive.only_answer().closes());
    EXPECT_EQ(drive.connection->ending(), Ending::after_output);
}

TEST(Connection, ClosesHttp10UnlessItAsksToBeKept) {
    Drive closing;
    closing.receive("GET / HTTP/1.0\r\n\r\n");
    closing.echo_all();
    EXPECT_TRUE(closing.only_answer().closes());

    Drive kept;
    kept.receive("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    kept.echo_all();
    EXPECT_EQ(kept.only_answer().field("Connection"), "keep-alive");
    EXPECT_EQ(kept.connection->ending(), Ending::open);
}

TEST(Connection, AHandlerCanCloseAfterItsAnswer) {
    Drive drive;
    drive.receive(get("/0") + get("/1"));
    drive.respond(1, text_response(200, "never sent"));
    Response last = text_response(200, "bye");
    last.close = true;
    drive.respond(0, last);
    EXPECT_TRUE(drive.only_answer().closes());
    EXPECT_EQ(drive.connection->ending(), Ending::after_output);
}

TEST(Connection, AnswersEverythingAfterThePeerHasEnded) {
    Drive drive;
    drive.receive(get("/0") + get("/1"));
    drive.receive_end();
    EXPECT_EQ(drive.connection->ending(), Ending::open);
    drive.echo_all();
    EXPECT_EQ(drive.answers().size(), 2U);
    EXPECT_EQ(drive.connection->ending(), Ending::after_output);
}

TEST(Connection, SendsContinueOnceAndInItsTurn) {
    Drive drive;
    drive.receive(get("/first"));
    const std::string bytes = post("/x", "body", "Expect: 100-continue\r\n");
    const std::string head = bytes.substr(0, bytes.size() - 4);
    drive.receive(head);
    EXPECT_EQ(drive.output(), "");
    drive.echo_all();
    const std::string output = drive.output();
    const std::string expected = "HTTP/1.1 100 Continue\r\n\r\n";
    EXPECT_TRUE(output.ends_with(expected)) << output;
    drive.receive("bo");
    drive.receive("dy");
    EXPECT_EQ(drive.output(), "");
    drive.echo_all();
    EXPECT_EQ(drive.only_answer().body, "POST /x body");
}

TEST(Connection, DoesNotSendContinueWhenTheBodyIsThereOrTooLarge) {
    Drive there;
    there.receive(post("/x", "body", "Expect: 100-continue\r\n"));
    EXPECT_EQ(there.output(), "");
    EXPECT_EQ(there.requests.size(), 1U);

    Drive large;
    large.receive(
        "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 70000\r\n\r\n");
    EXPECT_EQ(large.only_answer().status, 413);
}

TEST(Connection, GoesOnWithHttpAfterAnUpgradeThatIsNotGranted) {
    Drive drive;
    const std::string upgrade =
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n";
    drive.receive(get("/live", upgrade) + post("/x", "abc", upgrade) + get("/next"));
    ASSERT_EQ(drive.requests.size(), 1U);  // what is behind it may be no HTTP
    EXPECT_FALSE(drive.connection->wants_bytes());
    drive.echo_all();
    ASSERT_EQ(drive.requests.size(), 3U);
    EXPECT_EQ(drive.requests[1].request.body, "abc");
    EXPECT_EQ(drive.answers().size(), 3U);
}

TEST(Connection, GivesUnknownMethodsAndConnectToItsUser) {
    Drive drive;
    drive.receive("BREW /pot HTTP/1.1\r\nHost: a\r\n\r\nCONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n");
    ASSERT_EQ(drive.requests.size(), 2U);
    EXPECT_EQ(drive.requests[0].request.method, "BREW");
    EXPECT_EQ(drive.requests[1].request.method, "CONNECT");
    EXPECT_EQ(drive.requests[1].request.path, "");
    EXPECT_FALSE(drive.connection->wants_bytes());  // what follows CONNECT is another protocol
}

TEST(Connection, TellsWhatWasAnswered) {
    Drive drive;
    std::string told;
    drive.connection->on_answered(
        [&](const Request& request, int status, std::chrono::milliseconds took) {
            told += request.method + " " + request.path + " " + std::to_string(status) + " " +
                    std::to_string(took.count()) + "\n";
        });
    drive.receive(get("/a?b"));
    drive.now.monotonic += 25ms;
    drive.echo_all();
    drive.receive("GET /b HTTP/1.1\r\n\r\n");
    EXPECT_EQ(told, "GET /a 200 25\nGET /b 400 0\n");
}

}  // namespace
}  // namespace viaja::http::testing
