// What viaja_http_answers_total counts.

#include <gtest/gtest.h>

#include "tests/services/session_http_world.hpp"

namespace viaja::session {
namespace {

TEST(SessionAnswers, ProbesAreNotCountedAmongTheAnswers) {
    SharedParts parts;
    Replica replica(parts);
    for (const char* path : {"/livez", "/readyz?verbose", "/healthz", "/metrics"})
        EXPECT_EQ(replica.call("GET", path).status, 200) << path;
    replica.call("GET", "/v1/places");
    EXPECT_TRUE(replica.has_metric(R"(viaja_http_answers_total{status="200"} 1)"));
}

}  // namespace
}  // namespace viaja::session
