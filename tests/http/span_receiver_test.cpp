// Where spans are sent, from the variables of OpenTelemetry.

#include "common/runtime/span_receiver.hpp"

#include <gtest/gtest.h>

namespace viaja::runtime {
namespace {

std::optional<SpanReceiver> receiver_from(const Configuration::Variables& variables) {
    return span_receiver(Configuration(variables));
}

TEST(SpanReceiver, AddsTheSignalsPathToTheStemAndNothingToTheWholeAddress) {
    EXPECT_FALSE(receiver_from({}));
    for (const char* stem : {"http://c:4318", "http://c:4318/"}) {
        EXPECT_EQ(receiver_from({{"OTEL_EXPORTER_OTLP_ENDPOINT", stem}})->url,
                  "http://c:4318/v1/traces");
    }
    const auto both = receiver_from({{"OTEL_EXPORTER_OTLP_ENDPOINT", "http://c:4318"},
                                     {"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "https://t/spans"},
                                     {"OTEL_SERVICE_NAME", "trips"}});
    EXPECT_EQ(both->url, "https://t/spans");
    EXPECT_EQ(both->service_name, "trips");
    EXPECT_FALSE(receiver_from(
        {{"OTEL_EXPORTER_OTLP_ENDPOINT", "http://c:4318"}, {"OTEL_SDK_DISABLED", "true"}}));
}

TEST(SpanReceiver, RefusesWhatIsNoAddressAndNamesTheVariable) {
    for (const char* address : {"c:4318", "http://", "http:///x", "file:///etc/passwd"}) {
        try {
            receiver_from({{"OTEL_EXPORTER_OTLP_ENDPOINT", address}});
            FAIL() << address;
        } catch (const ConfigurationError& error) {
            EXPECT_NE(std::string(error.what()).find("OTEL_EXPORTER_OTLP_ENDPOINT is \""),
                      std::string::npos)
                << error.what();
        }
    }
}

TEST(SpanReceiver, ShowsNoPassword) {
    try {
        receiver_from({{"OTEL_EXPORTER_OTLP_ENDPOINT", "ana:s3cret@host:4318"}});
        FAIL();
    } catch (const ConfigurationError& error) {
        EXPECT_EQ(std::string(error.what()).find("s3cret"), std::string::npos) << error.what();
    }
}

}  // namespace
}  // namespace viaja::runtime
