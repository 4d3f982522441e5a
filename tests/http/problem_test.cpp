#include "common/http/problem.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

namespace viaja::http {
namespace {

Request request_for(std::string path) {
    Request request;
    request.path = std::move(path);
    request.request_id = "r-1";
    return request;
}

TEST(Problem, HasTheMembersOfTheApiInTheirOrder) {
    const Response response =
        problem_response(request_for("/v1/sessions/1/holds"), {.code = "not_available",
                                                               .detail = "No seat is left.",
                                                               .session_state = "open",
                                                               .side_effects = SideEffects::none,
                                                               .errors = {{"/date", "Sold out."}}});
    EXPECT_EQ(response.status, 409);
    EXPECT_EQ(*response.headers.find("Content-Type"), "application/problem+json");
    EXPECT_EQ(response.body,
              R"({"type":"/problems/not_available","title":"What was asked for is not available",)"
              R"("status":409,"code":"not_available","detail":"No seat is left.",)"
              R"("instance":"/v1/sessions/1/holds","session_state":"open","side_effects":"none",)"
              R"("request_id":"r-1","errors":[{"detail":"Sold out.","pointer":"/date"}]})");
}

TEST(Problem, TakesFurtherMembers) {
    const Response response =
        problem_response(request_for("/x"), {.code = "amount_mismatch", .detail = "No."},
                         {{"amount", {{"amount", 100}, {"currency", "BRL"}}}});
    const auto body = nlohmann::json::parse(response.body);
    EXPECT_EQ(response.status, 422);
    EXPECT_EQ(body.at("amount").at("currency"), "BRL");
}

TEST(Problem, Every503HasRetryAfterAndSideEffects) {
    for (const char* code : {"overloaded", "unavailable", "draining"}) {
        const Response response = problem_response(request_for("/x"), {.code = code, .detail = ""});
        EXPECT_EQ(response.status, 503);
        EXPECT_NE(response.headers.find("Retry-After"), nullptr);
        EXPECT_EQ(nlohmann::json::parse(response.body).at("side_effects"), "none");
    }
}

TEST(Problem, RepairsTextThatIsNotUtf8) {
    const Response response =
        problem_response(request_for("/x"), {.code = "not_found", .detail = "a\xff"});
    EXPECT_EQ(nlohmann::json::parse(response.body).at("detail"), "a\xef\xbf\xbd");
}

TEST(Problem, ACodeOutsideTheTableNeedsAStatus) {
    EXPECT_THROW(problem_response(request_for("/x"), {.code = "odd", .detail = ""}),
                 std::logic_error);
    const Response response =
        problem_response(request_for("/x"), {.code = "odd", .detail = "", .status = 409});
    EXPECT_EQ(response.status, 409);
    EXPECT_EQ(nlohmann::json::parse(response.body).at("title"), "Conflict");
}

}  // namespace
}  // namespace viaja::http
