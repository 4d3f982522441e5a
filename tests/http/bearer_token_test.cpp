// The bearer token of a request, and who carries the right one.

#include <gtest/gtest.h>

#include "common/http/bearer_token.hpp"

namespace viaja::http {
namespace {

Request with(const std::string& authorization) {
    Request request;
    if (!authorization.empty()) request.headers.set("Authorization", authorization);
    return request;
}

TEST(BearerToken, IsWhatFollowsTheScheme) {
    const std::vector<std::pair<std::string, std::string>> table = {
        {"Bearer abc", "abc"}, {"bearer abc", "abc"}, {"BEARER \t abc \t", "abc"},
        {"Bearer a b", "a b"}, {"Bearer", ""},        {"Bearer ", ""},
        {"Basic abc", ""},     {"Bearerabc", ""},     {"", ""},
    };
    for (const auto& [authorization, token] : table) {
        const auto request = with(authorization);
        EXPECT_EQ(bearer_token_of(request), token) << authorization;
    }
}

TEST(BearerToken, OnlyTheRightOneIsCarried) {
    EXPECT_TRUE(carries_token(with("Bearer s3cret"), "s3cret"));
    for (const char* wrong : {"", "Bearer", "Bearer s3cre", "Bearer s3crets", "Bearer s3crets3cret",
                              "Bearer S3cret", "Basic s3cret", "Bearer  "}) {
        EXPECT_FALSE(carries_token(with(wrong), "s3cret")) << wrong;
    }
}

TEST(BearerToken, AnEmptyOneMatchesNoRequest) {
    EXPECT_FALSE(carries_token(with("Bearer "), ""));
    EXPECT_FALSE(carries_token(with("Bearer x"), ""));
    EXPECT_FALSE(carries_token(with(""), ""));
}

}  // namespace
}  // namespace viaja::http
