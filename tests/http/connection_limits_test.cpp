// Timeouts by passed-in time, pipelining and write limits, draining.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "common/http/problem.hpp"
#include "tests/http/drive.hpp"

namespace viaja::http::testing {
namespace {

using namespace std::chrono_literals;

std::string code_of(const Answer& answer) {
    return nlohmann::json::parse(answer.body).at("code").get<std::string>();
}

TEST(ConnectionLimits, LimitsAreInclusive) {
    Limits limits;
    limits.body_bytes_max = 10;
    limits.request_line_bytes_max = 30;
    Drive exact(limits);
    exact.receive(post("/x", "0123456789"));
    exact.receive(
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        "6\r\n012345\r\n4\r\n6789\r\n0\r\n\r\n");
    ASSERT_EQ(exact.requests.size(), 2U);
    EXPECT_EQ(exact.requests[1].request.body, "0123456789");
    exact.receive(post("/x", "0123456789a"));
    exact.echo_all();
    EXPECT_EQ(exact.answers().at(2).status, 413);

    // What a chunk announces is refused before it comes.
    for (const char* size : {"b", "ffffffff", "ffffffffffffffff"}) {
        Drive announced(limits);
        announced.receive("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" +
                          std::string(size) + "\r\n");
        EXPECT_EQ(announced.only_answer().status, 413) << size;
        EXPECT_EQ(announced.connection->ending(), Ending::after_output);
        Drive second(limits);
        second.receive(
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
            "8\r\n01234567\r\n" +
            std::string(size) + "\r\n");
        EXPECT_EQ(second.only_answer().status, 413) << size;
    }

    // "GET " and the target fill the line's limit; one character more does not fit.
    Drive line(limits);
    line.receive(get("/" + std::string(25, 'a')));
    EXPECT_EQ(line.requests.size(), 1U);
    line.receive(get("/" + std::string(26, 'a')));
    line.echo_all();
    EXPECT_EQ(line.answers().at(1).status, 414);
}

TEST(ConnectionLimits, AHeadThatDoesNotEndInTimeIs408) {
    Drive drive;
    drive.pass(50s);  // idle before the first byte is no fault
    drive.receive("GET / HTTP/1.1\r\n");
    drive.pass(9'999ms);
    EXPECT_EQ(drive.output(), "");
    drive.receive("A: b\r\n");  // a trickle does not help
    drive.pass(1ms);
    const Answer answer = drive.only_answer();
    EXPECT_EQ(answer.status, 408);
    EXPECT_EQ(code_of(answer), "request_timeout");
    EXPECT_EQ(drive.connection->ending(), Ending::after_output);
}

TEST(ConnectionLimits, ABodyThatDoesNotEndInTimeIs408) {
    Drive drive;
    drive.receive("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n");
    drive.pass(29'999ms);
    drive.receive("x");
    EXPECT_EQ(drive.output(), "");
    drive.pass(1ms);
    EXPECT_EQ(drive.only_answer().status, 408);
}

TEST(ConnectionLimits, AnIdleConnectionClosesQuietly) {
    Drive drive;
    drive.pass(59'999ms);
    EXPECT_EQ(drive.connection->ending(), Ending::open);
    drive.receive(get("/"));
    drive.echo_all();
    drive.output();
    drive.pass(59'999ms);
    EXPECT_EQ(drive.connection->ending(), Ending::open);
    drive.pass(1ms);
    EXPECT_EQ(drive.connection->ending(), Ending::now);
    EXPECT_EQ(drive.output(), "");
}

TEST(ConnectionLimits, AConnectionThatWaitsForItsAnswerIsNotIdle) {
    Drive drive;
    drive.receive(get("/"));
    drive.pass(100s);
    EXPECT_EQ(drive.connection->ending(), Ending::open);
    drive.echo_all();
    EXPECT_EQ(drive.only_answer().status, 200);
}

TEST(ConnectionLimits, AHandlerThatNeverAnswersIs503) {
    Drive drive;
    drive.receive(get("/"));
    drive.receive(post("/", ""));
    drive.pass(120s);
    const auto answers = drive.answers();
    ASSERT_EQ(answers.size(), 2U);
    EXPECT_EQ(code_of(answers[0]), "unavailable");
    EXPECT_EQ(answers[0].field("Retry-After"), "1");
    EXPECT_EQ(nlohmann::json::parse(answers[0].body).at("side_effects"), "none");
    EXPECT_EQ(nlohmann::json::parse(answers[1].body).at("side_effects"), "possible");
    EXPECT_FALSE(drive.connection->respond(0, text_response(200, "too late"), drive.now));
}

TEST(ConnectionLimits, StopsReadingWithTooManyRequestsInFlightAndGoesOnLater) {
    Drive drive;
    std::string many;
    for (int i = 0; i < 100; ++i)
        many += get("/" + std::to_string(i));
    drive.receive(many);
    EXPECT_EQ(drive.requests.size(), 32U);
    EXPECT_FALSE(drive.connection->wants_bytes());
    drive.respond(5, text_response(200, ""));  // not the first: makes no room
    EXPECT_EQ(drive.requests.size(), 32U);
    drive.respond(0, text_response(200, ""));
    EXPECT_EQ(drive.requests.size(), 33U);
    drive.echo_all();
    EXPECT_EQ(drive.requests.size(), 100U);
    EXPECT_EQ(drive.answers().size(), 100U);
    EXPECT_TRUE(drive.connection->wants_bytes());
    EXPECT_EQ(drive.requests[99].request.path, "/99");
}

TEST(ConnectionLimits, AFullPipelineDoesNotRunTheClockOfTheRequestBehindIt) {
    Limits limits;
    limits.requests_in_flight_max = 1;
    Drive drive(limits);
    drive.receive("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n");
    drive.receive("body" + get("/second").substr(0, 10));
    EXPECT_EQ(drive.requests.size(), 1U);
    drive.pass(40s);
    drive.echo_all();
    EXPECT_EQ(drive.only_answer().status, 200);
    drive.receive(get("/second").substr(10));
    EXPECT_EQ(drive.requests.size(), 2U);
}

TEST(ConnectionLimits, APeerThatDoesNotReadIsReadNoMore) {
    Drive drive;
    drive.receive(get("/0"));
    drive.respond(0, text_response(200, std::string(1024 * 1024, 'x')));
    const std::size_t queued = drive.connection->take_output().size();
    EXPECT_GT(queued, 0U);
    EXPECT_FALSE(drive.connection->wants_bytes());
    drive.receive(get("/1"));
    EXPECT_EQ(drive.requests.size(), 1U);  // kept, not parsed
    drive.connection->unwritten(1000, drive.now);
    drive.receive("");
    EXPECT_EQ(drive.requests.size(), 2U);
    EXPECT_TRUE(drive.connection->wants_bytes());
}

TEST(ConnectionLimits, APeerThatTakesNothingIsDropped) {
    Drive drive;
    drive.receive(get("/0"));
    drive.respond(0, text_response(200, std::string(100'000, 'x')));
    drive.connection->take_output();
    drive.connection->unwritten(90'000, drive.now);
    drive.pass(29s);
    drive.connection->unwritten(80'000, drive.now);  // slow, but it takes
    drive.pass(29s);
    EXPECT_EQ(drive.connection->ending(), Ending::open);
    drive.connection->unwritten(80'000, drive.now);
    drive.pass(1s);
    EXPECT_EQ(drive.connection->ending(), Ending::now);
}

TEST(ConnectionLimits, RefusesAtOnceWhatIsOneTooMany) {
    Drive drive;
    drive.connection->refuse({.code = "overloaded", .detail = "Too many."}, drive.now);
    const Answer answer = drive.only_answer();
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.field("Retry-After"), "1");
    EXPECT_TRUE(answer.closes());
    EXPECT_EQ(drive.connection->ending(), Ending::after_output);
}

TEST(Draining, ClosesAnIdleConnectionAtOnce) {
    Drive fresh;
    fresh.connection->drain(fresh.now);
    EXPECT_EQ(fresh.connection->ending(), Ending::now);
}

TEST(Draining, WritesWhatIsLeftBeforeItEnds) {
    Drive drive;
    drive.receive(get("/"));
    drive.echo_all();
    drive.connection->drain(drive.now);
    EXPECT_EQ(drive.connection->ending(), Ending::after_output);
    EXPECT_EQ(drive.only_answer().status, 200);
}

TEST(Draining, FinishesWhatIsInFlightAndSaysThatItCloses) {
    Drive drive;
    drive.receive(get("/0") + get("/1"));
    drive.connection->drain(drive.now);
    EXPECT_EQ(drive.connection->ending(), Ending::open);
    drive.echo_all();
    const auto answers = drive.answers();
    ASSERT_EQ(answers.size(), 2U);
    EXPECT_FALSE(answers[0].closes());
    EXPECT_TRUE(answers[1].closes());
    EXPECT_EQ(drive.connection->ending(), Ending::after_output);
}

TEST(Draining, RefusesANewRequest) {
    Drive drive;
    drive.receive(get("/0") + get("/1").substr(0, 5));
    drive.connection->drain(drive.now);
    drive.receive(get("/1").substr(5));
    EXPECT_EQ(drive.requests.size(), 1U);
    drive.echo_all();
    const auto answers = drive.answers();
    ASSERT_EQ(answers.size(), 2U);
    EXPECT_EQ(answers[1].status, 503);
    EXPECT_EQ(code_of(answers[1]), "draining");
    EXPECT_EQ(answers[1].field("Retry-After"), "1");
    EXPECT_TRUE(answers[1].closes());
}

}  // namespace
}  // namespace viaja::http::testing
