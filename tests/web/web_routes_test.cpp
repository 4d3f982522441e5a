// The page over HTTP: headers word by word, caching, gzip or plain, and what is not there.

#include "session-service/http/web_routes.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <regex>

#include "common/http/problem.hpp"

namespace viaja::session {
namespace {

using http::Headers;
using http::Response;

constexpr const char* kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'";

class WebRoutes : public testing::Test {
  protected:
    void SetUp() override { add_web_routes(router_, *site_); }

    Response get(const std::string& path, Headers headers = {}, const std::string& method = "GET") {
        http::Request request;
        request.method = method;
        request.path = path;
        request.headers = std::move(headers);
        std::optional<Response> answer;
        router_.handle(request, [&](Response response) { answer = std::move(response); });
        EXPECT_TRUE(answer) << path << " was not answered at once";
        return answer.value_or(Response{0, {}, ""});
    }

    /// "/assets/app-….js" as the page names it.
    std::string asset(const std::string& ending) {
        const auto page = get("/").body;
        std::smatch found;
        const std::regex named("\"(/assets/app-[0-9a-f]+\\." + ending + ")\"");
        EXPECT_TRUE(std::regex_search(page, found, named)) << page;
        return found[1];
    }

    std::unique_ptr<web::Site> site_ = web::embedded_site();
    http::Router router_;
};

std::string header(const Response& response, const char* name) {
    const auto* value = response.headers.find(name);
    return value ? *value : "";
}

TEST_F(WebRoutes, TheOperatorsPageIsServedAtEachOfItsScreens) {
    const auto page = get("/operator");
    EXPECT_EQ(page.status, 200);
    EXPECT_EQ(header(page, "Content-Security-Policy"), kPolicy);
    EXPECT_NE(page.body.find("/assets/operator-"), std::string::npos);
    for (const char* path : {"/operator/sagas", "/operator/sessions", "/operator/dead-letters",
                             "/operator/units", "/operator/audit", "/operator/charts",
                             "/operator/sessions/0198c0de-0000-7000-8000-000000000001"}) {
        EXPECT_EQ(get(path).body, page.body) << path;
    }
    EXPECT_EQ(get("/operator/none").status, 404);
    EXPECT_EQ(get("/operator/sagas/none").status, 404);
}

TEST_F(WebRoutes, EachPageComesUnderTheStrictPolicy) {
    for (const char* path : {"/", "/trip", "/code"}) {
        const auto page = get(path);
        EXPECT_EQ(page.status, 200) << path;
        EXPECT_EQ(header(page, "Content-Type"), "text/html; charset=utf-8");
        EXPECT_EQ(header(page, "Content-Security-Policy"), kPolicy);
        EXPECT_EQ(header(page, "X-Content-Type-Options"), "nosniff");
        EXPECT_EQ(header(page, "Referrer-Policy"), "no-referrer");
        EXPECT_EQ(header(page, "Cache-Control"), "no-cache");
        EXPECT_EQ(header(page, "Vary"), "Accept-Encoding");
        EXPECT_EQ(page.body, get("/").body) << "one page, whatever the address";
    }
}

TEST_F(WebRoutes, AssetsMayBeKeptForGood) {
    for (const auto& [ending, type] : {std::pair{"js", "text/javascript; charset=utf-8"},
                                       std::pair{"css", "text/css; charset=utf-8"}}) {
        const auto file = get(asset(ending));
        EXPECT_EQ(file.status, 200);
        EXPECT_EQ(header(file, "Content-Type"), type);
        EXPECT_EQ(header(file, "Cache-Control"), "public, max-age=31536000, immutable");
        EXPECT_EQ(header(file, "X-Content-Type-Options"), "nosniff");
        EXPECT_EQ(header(file, "Content-Security-Policy"), kPolicy);
    }
}

TEST_F(WebRoutes, AClientThatHasTheFileGets304) {
    for (const auto& path : {std::string("/"), asset("js")}) {
        const auto etag = header(get(path), "ETag");
        EXPECT_TRUE(std::regex_match(etag, std::regex("W/\"[0-9a-f]{16}\""))) << etag;
        const auto known = get(path, {{"If-None-Match", etag}});
        EXPECT_EQ(known.status, 304);
        EXPECT_TRUE(known.body.empty());
        EXPECT_EQ(header(known, "ETag"), etag);
        EXPECT_EQ(header(known, "Cache-Control"), header(get(path), "Cache-Control"));
        EXPECT_EQ(header(known, "Vary"), "Accept-Encoding");
        EXPECT_EQ(get(path, {{"If-None-Match", "\"another\""}}).status, 200);
    }
}

TEST_F(WebRoutes, GzipGoesOnlyToClientsThatAskForIt) {
    for (const auto& path : {std::string("/"), asset("js"), asset("css")}) {
        const auto packed = get(path, {{"Accept-Encoding", "gzip, deflate, br"}});
        const auto plain = get(path);
        EXPECT_EQ(header(packed, "Content-Encoding"), "gzip");
        EXPECT_EQ(header(plain, "Content-Encoding"), "");
        EXPECT_EQ(web::unpacked(packed.body), plain.body);
        EXPECT_EQ(header(packed, "ETag"), header(plain, "ETag"));
        EXPECT_EQ(get(path, {{"Accept-Encoding", "gzip;q=0"}}).body, plain.body);
    }
}

TEST_F(WebRoutes, TheApiIsDescribedAndCanBeTried) {
    const auto description = get("/v1/openapi.yaml");
    EXPECT_EQ(description.status, 200);
    EXPECT_EQ(header(description, "Content-Type"), "application/yaml");
    std::ifstream file("docs/openapi.yaml");
    EXPECT_EQ(description.body, std::string(std::istreambuf_iterator<char>(file), {}));
    const auto etag = header(description, "ETag");
    EXPECT_EQ(get("/v1/openapi.yaml", {{"If-None-Match", etag}}).status, 304);
    const auto explorer = get("/docs");
    EXPECT_EQ(explorer.status, 200);
    EXPECT_EQ(header(explorer, "Content-Security-Policy"), kPolicy);
    EXPECT_NE(explorer.body, get("/").body);
}

TEST_F(WebRoutes, HeadIsAnsweredLikeGet) {
    for (const auto& path : {std::string("/"), asset("js"), std::string("/problems/no_holds")}) {
        const auto head = get(path, {}, "HEAD");
        EXPECT_EQ(head.status, 200);
        EXPECT_EQ(header(head, "ETag"), header(get(path), "ETag"));
    }
    EXPECT_EQ(get("/", {}, "POST").status, 405);
    EXPECT_EQ(header(get("/", {}, "POST"), "Allow"), "GET, HEAD, OPTIONS");
}

TEST_F(WebRoutes, WhatIsNotThereIsAProblem) {
    for (const char* path : {"/assets/app.js", "/assets/..%2findex.html", "/assets/", "/index.html",
                             "/assets/index.html", "/v1/nothing", "/trip/more"}) {
        for (const char* accept : {"application/json", "*/*"}) {
            const auto answer = get(path, {{"Accept", accept}});
            EXPECT_EQ(answer.status, 404) << path;
            EXPECT_EQ(header(answer, "Content-Type"), "application/problem+json") << path;
        }
    }
}

TEST_F(WebRoutes, ABrowserAtAMistypedAddressGetsThePageWith404) {
    const Headers browser = {{"Accept", "text/html,*/*;q=0.8"}};
    for (const char* path : {"/tripp", "/trip/more", "/index.html"}) {
        const auto answer = get(path, browser);
        EXPECT_EQ(answer.status, 404) << path;
        EXPECT_EQ(answer.body, get("/").body) << path;
        EXPECT_EQ(header(answer, "Content-Security-Policy"), kPolicy);
    }
    const auto known = header(get("/"), "ETag");
    EXPECT_EQ(get("/tripp", {{"Accept", "text/html"}, {"If-None-Match", known}}).status, 404);
    for (const char* path : {"/v1", "/v1/", "/v1/nothing", "/assets/app.js"})
        EXPECT_EQ(header(get(path, browser), "Content-Type"), "application/problem+json") << path;
    EXPECT_EQ(get("/tripp", browser, "POST").status, 404);
    EXPECT_EQ(header(get("/tripp", browser, "POST"), "Content-Type"), "application/problem+json");
}

TEST_F(WebRoutes, AProblemIsAPageForABrowserAndJsonForAProgram) {
    const std::string browser = "text/html,application/xhtml+xml,*/*;q=0.8";
    for (const auto& problem : http::known_problems()) {
        const auto path = "/problems/" + std::string(problem.code);
        const auto page = get(path, {{"Accept", browser}});
        EXPECT_EQ(page.status, 200) << path;
        EXPECT_EQ(header(page, "Content-Type"), "text/html; charset=utf-8");
        EXPECT_EQ(header(page, "Content-Security-Policy"), kPolicy);
        EXPECT_EQ(header(page, "Vary"), "Accept, Accept-Encoding");
        EXPECT_EQ(page.body, web::unpacked(site_->page("problem.html")->bytes));
        for (const char* accept : {"application/json", "*/*"}) {
            const auto row = get(path, {{"Accept", accept}});
            EXPECT_EQ(row.status, 200) << path;
            EXPECT_EQ(header(row, "Vary"), "Accept");
            const auto json = nlohmann::json::parse(row.body);
            EXPECT_EQ(json, (nlohmann::json{{"type", path},
                                            {"title", problem.title},
                                            {"status", problem.status},
                                            {"code", problem.code}}));
        }
    }
    EXPECT_EQ(get("/problems/unheard_of", {{"Accept", browser}}).status, 404);
    EXPECT_EQ(get("/problems/unheard_of").status, 404);
}

}  // namespace
}  // namespace viaja::session
