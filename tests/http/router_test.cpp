#include "common/http/router.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <stdexcept>

namespace viaja::http {
namespace {

// A handler that answers with its name and what it was given.
Handler named(std::string name) {
    return [name = std::move(name)](const Request&, const PathParameters& parameters,
                                    Respond respond) {
        std::string text = name;
        for (const auto& [key, value] : parameters)
            text += " " + key + "=" + value;
        respond(text_response(200, text));
    };
}

Response ask(const Router& router, const std::string& method, const std::string& path) {
    Request request;
    request.method = method;
    request.path = path;
    std::optional<Response> answer;
    router.handle(request, [&](Response response) { answer = std::move(response); });
    EXPECT_TRUE(answer.has_value());
    return answer.value_or(Response{});
}

Router sample() {
    Router router;
    router.add("GET", "/", named("root"));
    router.add("GET", "/v1/flights/{flight}", named("flight"));
    router.add("GET", "/v1/flights/search", named("search"));
    router.add("POST", "/v1/sessions", named("open"));
    router.add("GET", "/v1/sessions/{id}", named("show"));
    router.add("DELETE", "/v1/sessions/{id}", named("cancel"));
    router.add("DELETE", "/v1/sessions/{id}/holds/{hold}", named("drop"));
    return router;
}

TEST(Router, FindsTheHandlerAndItsParameters) {
    const Router router = sample();
    EXPECT_EQ(ask(router, "GET", "/").body, "root");
    EXPECT_EQ(ask(router, "DELETE", "/v1/sessions/1/holds/2").body, "drop hold=2 id=1");
    EXPECT_EQ(ask(router, "GET", "/v1/sessions/a%2Fb%20c").body, "show id=a/b c");
    EXPECT_EQ(ask(router, "GET", "/v1/sess%69ons/1").body, "show id=1");
}

TEST(Router, OtherwiseServesGetAndHeadOfUnknownPathsAlone) {
    Router router = sample();
    router.otherwise(named("otherwise"));
    EXPECT_EQ(ask(router, "GET", "/nowhere").body, "otherwise");
    EXPECT_EQ(ask(router, "HEAD", "/nowhere").body, "otherwise");
    EXPECT_EQ(ask(router, "POST", "/nowhere").status, 404);
    EXPECT_EQ(ask(router, "TRACE", "/nowhere").status, 405);
    EXPECT_EQ(ask(router, "GET", "/").body, "root");
    EXPECT_EQ(ask(router, "GET", "/v1/sessions").status, 405);
}

TEST(Router, PrefersALiteralSegment) {
    const Router router = sample();
    EXPECT_EQ(ask(router, "GET", "/v1/flights/search").body, "search");
    EXPECT_EQ(ask(router, "GET", "/v1/flights/I01").body, "flight flight=I01");
}

TEST(Router, UnknownPathsAre404) {
    const Router router = sample();
    for (const char* path : {"/v1", "/v1/sessions/", "/v1/sessions/1/", "//",
                             "/v1/sessions//holds/2", "/V1/sessions/1", "/v1/sessions/1/holds"}) {
        const Response response = ask(router, "GET", path);
        EXPECT_EQ(response.status, 404) << path;
        EXPECT_NE(response.body.find("\"not_found\""), std::string::npos);
    }
}

TEST(Router, OtherMethodsAre405WithAllow) {
    const Router router = sample();
    for (const char* method : {"PUT", "BREW", "TRACE", "get"}) {
        const Response response = ask(router, method, "/v1/sessions/1");
        EXPECT_EQ(response.status, 405) << method;
        EXPECT_EQ(*response.headers.find("Allow"), "DELETE, GET, HEAD, OPTIONS");
    }
    EXPECT_EQ(ask(router, "HEAD", "/v1/sessions").status, 405);
}

TEST(Router, TraceAndConnectAre405Everywhere) {
    const Router router = sample();
    EXPECT_EQ(ask(router, "TRACE", "/nowhere").status, 405);
    const Response response = ask(router, "CONNECT", "");
    EXPECT_EQ(response.status, 405);
    EXPECT_EQ(*response.headers.find("Allow"), "");
}

TEST(Router, GetServesHead) {
    EXPECT_EQ(ask(sample(), "HEAD", "/v1/sessions/7").body, "show id=7");
}

TEST(Router, AnswersOptionsItself) {
    const Router router = sample();
    const Response response = ask(router, "OPTIONS", "/v1/sessions");
    EXPECT_EQ(response.status, 204);
    EXPECT_EQ(*response.headers.find("Allow"), "POST, OPTIONS");
    EXPECT_EQ(ask(router, "OPTIONS", "*").status, 204);
    EXPECT_EQ(ask(router, "OPTIONS", "/nowhere").status, 404);
}

TEST(Router, RefusesPatternsThatCannotBeMeant) {
    Router router = sample();
    EXPECT_THROW(router.add("GET", "v1", named("x")), std::logic_error);
    EXPECT_THROW(router.add("GET", "/{}", named("x")), std::logic_error);
    EXPECT_THROW(router.add("GET", "/a{b}", named("x")), std::logic_error);
    EXPECT_THROW(router.add("GET", "/{a}/{a}", named("x")), std::logic_error);
    EXPECT_THROW(router.add("GET", "/v1/sessions/{id}", named("x")), std::logic_error);
    EXPECT_THROW(router.add("PUT", "/v1/sessions/{other}", named("x")), std::logic_error);
    EXPECT_THROW(router.add("HEAD", "/v1", named("x")), std::logic_error);
}

TEST(Router, ListsItsRoutes) {
    const Router router = sample();
    const auto& routes = router.routes();
    ASSERT_EQ(routes.size(), 7U);
    EXPECT_EQ(routes[3], (Router::Route{"POST", "/v1/sessions"}));
}

}  // namespace
}  // namespace viaja::http
