// What must be refused, one row a case, and that it is refused alike however the bytes are cut.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "tests/http/drive.hpp"

namespace viaja::http::testing {
namespace {

struct Case {
    std::string name;
    std::string bytes;
    int status;
    std::string code;
};

std::string head(const std::string& lines) {
    return "POST /x HTTP/1.1\r\n" + lines + "\r\n";
}
std::string hosted(const std::string& lines) {
    return head("Host: a\r\n" + lines);
}
std::string chunked(const std::string& body) {
    return hosted("Transfer-Encoding: chunked\r\n") + body;
}

Case bad(std::string name, std::string bytes) {
    return {std::move(name), std::move(bytes), 400, "malformed_request"};
}

std::vector<Case> bad_request_lines() {
    return {
        bad("TlsHello", std::string("\x16\x03\x01\x02\x00\x01", 6)),
        bad("Http2Preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        bad("Http09", "GET /\r\n"),
        bad("Http2Version", "GET / HTTP/2.0\r\nHost: a\r\n\r\n"),
        bad("Http12Version", "GET / HTTP/1.2\r\nHost: a\r\n\r\n"),
        bad("LowerCaseVersion", "GET / http/1.1\r\nHost: a\r\n\r\n"),
        bad("OtherProtocol", "GET / ICE/1.0\r\nHost: a\r\n\r\n"),
        bad("VersionWithTrailingSpace", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n"),
        bad("MethodIsNoToken", "G(T / HTTP/1.1\r\nHost: a\r\n\r\n"),
        bad("MethodIsEmpty", " / HTTP/1.1\r\nHost: a\r\n\r\n"),
        bad("MethodIsEndless", std::string(40, 'A') + " / HTTP/1.1\r\nHost: a\r\n\r\n"),
        bad("TwoSpaces", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n"),
        bad("TabAfterMethod", "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n"),
        bad("TwoEmptyLinesFirst", "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"),
        bad("BareLfFirst", "\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"),
        bad("BareLfAfterRequestLine", "GET / HTTP/1.1\nHost: a\r\n\r\n"),
        bad("BareLfAfterField", "GET / HTTP/1.1\r\nHost: a\n\r\n"),
        bad("BareLfAtEnd", "GET / HTTP/1.1\r\nHost: a\r\n\n"),
        bad("BareCrInValue", hosted("A: b\rc\r\n")),
        bad("TargetWithoutSlash", "GET x HTTP/1.1\r\nHost: a\r\n\r\n"),
        bad("TargetStarForGet", "GET * HTTP/1.1\r\nHost: a\r\n\r\n"),
        bad("TargetOtherScheme", "GET ftp://a/x HTTP/1.1\r\nHost: a\r\n\r\n"),
        bad("TargetWithoutHost", "GET http:///x HTTP/1.1\r\nHost: a\r\n\r\n"),
        bad("TargetWithUser", "GET http://me@a/x HTTP/1.1\r\nHost: a\r\n\r\n"),
        bad("TargetWithFragment", "GET /x#y HTTP/1.1\r\nHost: a\r\n\r\n"),
        bad("TargetNotAscii", "GET /\xc3\xa9 HTTP/1.1\r\nHost: a\r\n\r\n"),
        bad("TargetBrokenEscape", "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n"),
        bad("TargetCutEscape", "GET /%2 HTTP/1.1\r\nHost: a\r\n\r\n"),
        bad("TargetNul", "GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n"),
        bad("TargetNotUtf8", "GET /%ff HTTP/1.1\r\nHost: a\r\n\r\n"),
        bad("TargetOverlongUtf8", "GET /%c0%af HTTP/1.1\r\nHost: a\r\n\r\n"),
        bad("QueryBrokenEscape", "GET /?a=%g0 HTTP/1.1\r\nHost: a\r\n\r\n"),
        bad("QuerySurrogate", "GET /?a=%ed%a0%80 HTTP/1.1\r\nHost: a\r\n\r\n"),
        bad("ConnectToPath", "CONNECT /x HTTP/1.1\r\nHost: a\r\n\r\n"),
    };
}

std::vector<Case> bad_fields() {
    return {
        bad("HostMissing", head("")),
        bad("HostTwice", hosted("Host: a\r\n")),
        bad("HostWithPath", head("Host: a/b\r\n")),
        bad("HostWithList", head("Host: a, b\r\n")),
        bad("SpaceBeforeColon", hosted("A : b\r\n")),
        bad("TabBeforeColon", hosted("A\t: b\r\n")),
        bad("SpaceInName", hosted("A b: c\r\n")),
        bad("NameIsEmpty", hosted(": b\r\n")),
        bad("NoColon", hosted("Abc\r\n")),
        bad("NameNotAscii", hosted("\xc3\xa9: b\r\n")),
        bad("NulInValue", hosted(std::string("A: b\0c\r\n", 8))),
        bad("ControlInValue", hosted("A: b\x01\r\n")),
        bad("DeleteInValue", hosted("A: b\x7f\r\n")),
        bad("FoldedLine", hosted("A: b\r\n c\r\n")),
        bad("FoldedFirstLine", head(" Host: a\r\n")),
        bad("ExpectsSomethingElse", hosted("Expect: miracles\r\n")),
    };
}

std::vector<Case> bad_bodies() {
    return {
        bad("LengthTwice", hosted("Content-Length: 1\r\nContent-Length: 1\r\n") + "x"),
        bad("LengthList", hosted("Content-Length: 1, 1\r\n") + "x"),
        bad("LengthNegative", hosted("Content-Length: -1\r\n")),
        bad("LengthSigned", hosted("Content-Length: +1\r\n") + "x"),
        bad("LengthHex", hosted("Content-Length: 0x1\r\n") + "x"),
        bad("LengthEmpty", hosted("Content-Length: \r\n")),
        bad("LengthWithSpace", hosted("Content-Length: 1 1\r\n") + "x"),
        bad("LengthOverflow", hosted("Content-Length: 18446744073709551617\r\n") + "x"),
        bad("LengthAndCoding",
            hosted("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n"),
        bad("CodingAndLength",
            hosted("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n") + "0\r\n\r\n"),
        bad("CodingTwice",
            hosted("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n"),
        bad("CodingGzip", hosted("Transfer-Encoding: gzip, chunked\r\n") + "0\r\n\r\n"),
        bad("CodingIdentity", hosted("Transfer-Encoding: identity\r\n")),
        bad("CodingAlmostChunked", hosted("Transfer-Encoding: xchunked\r\n") + "0\r\n\r\n"),
        bad("CodingInHttp10", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        bad("ChunkSizeMissing", chunked("\r\nx\r\n0\r\n\r\n")),
        bad("ChunkSizeNegative", chunked("-1\r\nx\r\n0\r\n\r\n")),
        bad("ChunkSizeHexPrefix", chunked("0x1\r\nx\r\n0\r\n\r\n")),
        bad("ChunkSizeOverflow", chunked("fffffffffffffffff\r\nx")),
        bad("ChunkSizeBareLf", chunked("1\nx\r\n0\r\n\r\n")),
        bad("ChunkTooLong", chunked("1\r\nxy\r\n0\r\n\r\n")),
        bad("ChunkEndsWithBareLf", chunked("1\r\nx\n0\r\n\r\n")),
        bad("TrailerWithSpaceBeforeColon", chunked("0\r\nA : b\r\n\r\n")),
        bad("TrailerControlCharacter", chunked("0\r\nA: b\x01\r\n\r\n")),
    };
}

std::vector<Case> too_large() {
    return {
        {"UriTooLong", "GET /" + std::string(8200, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n", 414,
         "uri_too_long"},
        {"HeadersTooLarge", hosted("A: " + std::string(17000, 'b') + "\r\n"), 431,
         "headers_too_large"},
        {"HeadersOfSpaces", hosted("A:" + std::string(17000, ' ') + "\r\n"), 431,
         "headers_too_large"},
        {"LengthAboveLimit", hosted("Content-Length: 65537\r\n"), 413, "body_too_large"},
        {"LengthFarAboveLimit", hosted("Content-Length: 9999999999\r\n"), 413, "body_too_large"},
        {"ChunksAboveLimit",
         chunked("10000\r\n" + std::string(65536, 'x') + "\r\n1\r\nx\r\n0\r\n\r\n"), 413,
         "body_too_large"},
        {"ChunkExtensionEndless", chunked("1;" + std::string(600'000, 'e')), 413, "body_too_large"},
    };
}

std::string name_of(const ::testing::TestParamInfo<Case>& found) {
    return found.param.name;
}

class MalformedRequest : public ::testing::TestWithParam<Case> {};

void expect_refused(Drive& drive, const Case& wanted) {
    EXPECT_TRUE(drive.requests.empty());
    const Answer answer = drive.only_answer();
    EXPECT_EQ(answer.status, wanted.status);
    EXPECT_TRUE(answer.closes());
    EXPECT_EQ(answer.field("Content-Type"), "application/problem+json");
    const auto problem = nlohmann::json::parse(answer.body);
    EXPECT_EQ(problem.at("code"), wanted.code);
    EXPECT_EQ(problem.at("type"), "/problems/" + wanted.code);
    EXPECT_EQ(problem.at("status"), wanted.status);
    EXPECT_FALSE(problem.at("detail").get<std::string>().empty());
    EXPECT_EQ(problem.at("request_id"), answer.field("X-Request-Id"));
    EXPECT_EQ(drive.connection->ending(), Ending::after_output);
}

TEST_P(MalformedRequest, IsRefusedAndEndsTheConnection) {
    Drive drive;
    drive.receive(GetParam().bytes);
    expect_refused(drive, GetParam());
}

TEST_P(MalformedRequest, IsRefusedAlikeByteByByte) {
    Drive drive;
    drive.receive_in_pieces(GetParam().bytes, 1);
    expect_refused(drive, GetParam());
}

TEST_P(MalformedRequest, IsRefusedAfterAGoodOneIsAnswered) {
    Drive drive;
    drive.receive(get("/first") + GetParam().bytes);
    ASSERT_EQ(drive.requests.size(), 1U);
    EXPECT_EQ(drive.output(), "");  // the refusal waits for its turn
    drive.echo_all();
    const auto answers = drive.answers();
    ASSERT_EQ(answers.size(), 2U);
    EXPECT_EQ(answers[0].status, 200);
    EXPECT_FALSE(answers[0].closes());
    EXPECT_EQ(answers[1].status, GetParam().status);
    EXPECT_TRUE(answers[1].closes());
}

INSTANTIATE_TEST_SUITE_P(RequestLine, MalformedRequest, ::testing::ValuesIn(bad_request_lines()),
                         name_of);
INSTANTIATE_TEST_SUITE_P(Fields, MalformedRequest, ::testing::ValuesIn(bad_fields()), name_of);
INSTANTIATE_TEST_SUITE_P(Bodies, MalformedRequest, ::testing::ValuesIn(bad_bodies()), name_of);
INSTANTIATE_TEST_SUITE_P(TooLarge, MalformedRequest, ::testing::ValuesIn(too_large()), name_of);

TEST(MalformedRequests, TooManyFieldsAre431) {
    std::string lines;
    for (int i = 0; i < 100; ++i)
        lines += "A: b\r\n";
    Drive drive;
    drive.receive(hosted(lines));
    EXPECT_EQ(drive.only_answer().status, 431);
}

TEST(MalformedRequests, AnUnfinishedRequestAtTheEndOfTheStreamIsMalformed) {
    for (const std::string& part :
         {std::string("GET / HT"), hosted("Content-Length: 5\r\n") + "x"}) {
        Drive drive;
        drive.receive(part);
        EXPECT_EQ(drive.output(), "");
        drive.receive_end();
        EXPECT_EQ(drive.only_answer().status, 400);
    }
}

TEST(MalformedRequests, TheProblemNamesPathAndRequestIdWhereTheyAreKnown) {
    Drive drive;
    drive.receive("GET /here?x=1 HTTP/1.1\r\nX-Request-Id: mine\r\n\r\n");
    const Answer answer = drive.only_answer();
    EXPECT_EQ(answer.field("X-Request-Id"), "mine");
    EXPECT_EQ(nlohmann::json::parse(answer.body).at("instance"), "/here");
}

}  // namespace
}  // namespace viaja::http::testing
