// Which requests a web page of another site sent.

#include <gtest/gtest.h>

#include "common/http/origin.hpp"

namespace viaja::http {
namespace {

Request to(const char* host, const char* origin) {
    Request request;
    if (host) request.headers.set("Host", host);
    if (origin) request.headers.set("Origin", origin);
    return request;
}

TEST(Origin, APageOfThisHostAndPortIsNotForeign) {
    EXPECT_FALSE(sent_by_foreign_page(to("localhost:8080", "http://localhost:8080")));
    EXPECT_FALSE(sent_by_foreign_page(to("Viaja.example", "https://viaja.example")));
    EXPECT_FALSE(sent_by_foreign_page(to("[::1]:8080", "http://[::1]:8080")));
}

TEST(Origin, AProgramThatNamesNoneIsNotForeign) {
    EXPECT_FALSE(sent_by_foreign_page(to("localhost:8080", nullptr)));
    EXPECT_FALSE(sent_by_foreign_page(to(nullptr, nullptr)));
}

TEST(Origin, AnotherHostOrPortIsForeignAndSoIsAPageWithoutAnAddress) {
    for (const char* origin :
         {"http://elsewhere.example", "http://localhost:3000", "http://localhost",
          "http://localhost:8080.elsewhere.example", "http://elsewhere.example/localhost:8080",
          "null", "", "localhost:8080"}) {
        EXPECT_TRUE(sent_by_foreign_page(to("localhost:8080", origin))) << origin;
    }
    EXPECT_TRUE(sent_by_foreign_page(to(nullptr, "http://localhost:8080")));
}

}  // namespace
}  // namespace viaja::http
