#include "common/http/json_body.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace viaja::http {
namespace {

using nlohmann::json;

Request with_body(std::string body, std::string type = "application/json") {
    Request request;
    request.method = "POST";
    request.path = "/x";
    request.headers.add("Content-Type", std::move(type));
    request.body = std::move(body);
    return request;
}

// "" if it is accepted, else the code of the problem.
std::string refusal(const Request& request, EmptyBody empty = EmptyBody::refused) {
    const auto result = parse_json_object(request, empty);
    if (std::holds_alternative<json>(result)) return "";
    return json::parse(std::get<Response>(result).body).at("code").get<std::string>();
}

std::string nested(int depth) {
    std::string body = "{\"a\":";
    for (int i = 1; i < depth; ++i)
        body += "[";
    for (int i = 1; i < depth; ++i)
        body += "]";
    return body + (depth == 1 ? "1}" : "}");
}

TEST(JsonBody, GivesTheObject) {
    const auto result = parse_json_object(with_body(R"({"a":{"a":[1,{"a":2}]},"b":"é"})"));
    ASSERT_TRUE(std::holds_alternative<json>(result));
    EXPECT_EQ(std::get<json>(result).at("a").at("a").at(1).at("a"), 2);
}

TEST(JsonBody, RefusesWhatIsNotOneObject) {
    for (const char* body : {"", " ", "[]", "1", "\"x\"", "null", "{", "{}{}", "{} x", "{\"a\":}",
                             "{'a':1}", "{\"a\":1,}", "{\"a\":NaN}", "{\"a\":01}", "{\"a\":1e999}",
                             "{\"a\":\"\t\"}", "// c\n{}", "\xef\xbb\xbf", "{a:1}"}) {
        EXPECT_EQ(refusal(with_body(body)), "malformed_json") << body;
    }
}

TEST(JsonBody, RefusesInvalidUtf8AndLoneSurrogates) {
    EXPECT_EQ(refusal(with_body("{\"a\":\"\xff\"}")), "malformed_json");
    EXPECT_EQ(refusal(with_body("{\"a\":\"\xc0\xaf\"}")), "malformed_json");
    EXPECT_EQ(refusal(with_body("{\"a\":\"\\ud800\"}")), "malformed_json");
    EXPECT_EQ(refusal(with_body("{\"a\":\"\\ud83d\\ude00\"}")), "");
}

TEST(JsonBody, RefusesAMemberNamedTwiceAtAnyDepth) {
    EXPECT_EQ(refusal(with_body(R"({"a":1,"a":2})")), "malformed_json");
    EXPECT_EQ(refusal(with_body(R"({"x":[{"a":1,"\u0061":2}]})")), "malformed_json");
    EXPECT_EQ(refusal(with_body(R"({"a":{"b":1},"b":{"a":1}})")), "");
}

TEST(JsonBody, NamesAreQuotedSafelyInTheRefusal) {
    EXPECT_EQ(refusal(with_body(R"({"\u0000\"":1,"\u0000\"":2})")), "malformed_json");
}

TEST(JsonBody, BoundsTheDepth) {
    EXPECT_EQ(refusal(with_body(nested(1))), "");
    EXPECT_EQ(refusal(with_body(nested(kJsonDepthMax))), "");
    EXPECT_EQ(refusal(with_body(nested(kJsonDepthMax + 1))), "malformed_json");
    EXPECT_EQ(refusal(with_body(std::string(60'000, '['))), "malformed_json");
}

TEST(JsonBody, WantsTheContentTypeOfJson) {
    for (const char* type :
         {"application/json", "Application/JSON", "application/json;charset=utf-8",
          "application/json; charset=\"UTF-8\"", "application/json; v=1"}) {
        EXPECT_EQ(refusal(with_body("{}", type)), "") << type;
    }
    for (const char* type : {"", "text/plain", "application/x-www-form-urlencoded",
                             "application/json; charset=latin1", "application/jsonx"}) {
        EXPECT_EQ(refusal(with_body("{}", type)), "unsupported_media_type") << type;
    }
    Request without = with_body("{}");
    without.headers = {};
    EXPECT_EQ(refusal(without), "unsupported_media_type");
}

TEST(JsonBody, AnEmptyBodyIsAnEmptyObjectWhereTheRouteSaysSo) {
    Request empty = with_body("");
    empty.headers = {};
    EXPECT_EQ(refusal(empty, EmptyBody::means_empty_object), "");
    EXPECT_EQ(refusal(empty), "unsupported_media_type");
    empty.body = "{}";
    EXPECT_EQ(refusal(empty, EmptyBody::means_empty_object), "unsupported_media_type");
}

TEST(JsonBody, AcceptMustIncludeJson) {
    const auto accepts = [](const std::string& accept) {
        Request request = with_body("{}");
        request.headers.add("Accept", accept);
        return refusal(request).empty();
    };
    for (const char* accept :
         {"", "*/*", "application/json", "APPLICATION/*", "text/html, application/json;q=0.1",
          "text/html, */*;q=0.1", "application/json, */*;q=0", "application/json;q=1.0"}) {
        EXPECT_TRUE(accepts(accept)) << accept;
    }
    for (const char* accept :
         {"text/html", "application/json;q=0", "*/*, application/json; q=0.000",
          "application/xml, text/*", "application/*;q=0, */*"}) {
        EXPECT_FALSE(accepts(accept)) << accept;
    }
    Request twice = with_body("{}");
    twice.headers.add("Accept", "text/html");
    twice.headers.add("Accept", "application/json");
    EXPECT_EQ(refusal(twice), "");
}

}  // namespace
}  // namespace viaja::http
