// Which representation a client asks for: weights, ranges and codings.

#include "common/http/accept.hpp"

#include <gtest/gtest.h>

namespace viaja::http {
namespace {

Request request_with(std::string name, std::string value) {
    Request request;
    request.headers.add(std::move(name), std::move(value));
    return request;
}

struct Wanted {
    std::string accept;
    std::string type;
    int quality;
};

TEST(Accept, TheNarrowestRangeDecidesHowMuchATypeIsWanted) {
    const std::vector<Wanted> cases = {
        {"text/html", "text/html", 1000},
        {"TEXT/HTML", "text/html", 1000},
        {"text/html", "application/json", 0},
        {"*/*", "application/json", 1000},
        {"*/*;q=0.8", "application/json", 800},
        {"*/*, text/html;q=0.1", "text/html", 100},
        {"text/html;q=0.1, */*", "text/html", 100},
        {"text/*;q=0.5, */*;q=0.1", "text/html", 500},
        {"text/html;level=1;q=0.25", "text/html", 250},
        {"text/html; q=0.125", "text/html", 125},
        {"text/html;Q=0", "text/html", 0},
        {"text/html;q=0.000", "text/html", 0},
        {"text/html;q=1.000", "text/html", 1000},
        {"text/html;q=much", "text/html", 1000},
        {"text/html;q=0.1234", "text/html", 123},
        {"text/html;q=1.9", "text/html", 1000},
        {"", "text/html", 1000},
        {" , ", "text/html", 0},
    };
    for (const auto& [accept, type, quality] : cases) {
        EXPECT_EQ(media_type_quality(request_with("Accept", accept), type), quality)
            << accept << " and " << type;
    }
    EXPECT_EQ(media_type_quality(Request(), "text/html"), 1000);
}

TEST(Accept, ACodingIsUsedOnlyWhereTheClientNamesIt) {
    for (const char* field : {"gzip", "GZIP", "br, gzip;q=0.5", "*", "identity;q=0, *;q=0.1"})
        EXPECT_TRUE(accepts_coding(request_with("Accept-Encoding", field), "gzip")) << field;
    for (const char* field : {"", "br", "gzip;q=0", "gzip;q=0, *", "*;q=0", "xgzip", "identity"})
        EXPECT_FALSE(accepts_coding(request_with("Accept-Encoding", field), "gzip")) << field;
    EXPECT_FALSE(accepts_coding(Request(), "gzip"));
}

}  // namespace
}  // namespace viaja::http
