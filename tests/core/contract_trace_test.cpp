// Traces: what is read from a `traceparent`, how it is written, and how a message carries it.

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "common/contract/encoding.hpp"
#include "tests/core/contract_examples.hpp"

namespace viaja {
namespace {

constexpr const char* kTraceDigits = "4bf92f3577b34da6a3ce929d0e0e4736";
const std::string kTrace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

TraceContext context(const std::string& request_id = "") {
    auto read = read_traceparent(kTrace).value();
    read.request_id = request_id;
    return read;
}

Origin origin_of(const std::string& body) {
    const auto items = decode(body);
    EXPECT_EQ(items.size(), 1U);
    return items.at(0).origin;
}

/// A good message with other members in front.
std::string with(const std::string& members) {
    return encode(examples::held(), examples::kMessage).insert(1, members + ',');
}

TEST(ContractTrace, ReadsTheTraceAndWhetherItIsSampled) {
    const auto read = read_traceparent(kTrace);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->trace_id.text(), kTraceDigits);
    EXPECT_TRUE(read->sampled);
    EXPECT_EQ(read->request_id, "");
    auto unsampled = kTrace;
    unsampled.back() = '0';
    EXPECT_FALSE(read_traceparent(unsampled)->sampled);
}

TEST(ContractTrace, ReadsALaterVersionAsFarAsVersion00Goes) {
    const auto body = kTrace.substr(2);
    for (const std::string& later :
         {"01" + body, "cc" + body, "fe" + body + "-what-comes-then", "01" + body + "-"}) {
        ASSERT_TRUE(read_traceparent(later)) << later;
        EXPECT_EQ(read_traceparent(later)->trace_id.text(), kTraceDigits) << later;
    }
    EXPECT_TRUE(
        read_traceparent("00-" + std::string(kTraceDigits) + "-00f067aa0ba902b7-ff")->sampled)
        << "flags that are not known yet";
}

TEST(ContractTrace, TakesAMalformedOneForNone) {
    const auto body = kTrace.substr(2);
    const auto replaced = [](std::size_t at, char by) {
        auto text = kTrace;
        text[at] = by;
        return text;
    };
    std::vector<std::string> malformed = {
        "",
        "00",
        "ff" + body,
        "FF" + body,
        "0" + body,
        "0x" + body,
        " " + kTrace,
        kTrace + " ",
        kTrace + "-",
        kTrace + "-more",
        "01" + body + "more",
        "cc" + body + ".more",
        kTrace + "\r\nInjected: yes",
        kTrace.substr(0, kTrace.size() - 1),
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00F067AA0BA902B7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e473-600f067aa0ba902b7-01",
        std::string(100'000, '0'),
        std::string(kTrace.size(), '\0'),
    };
    for (std::size_t at = 0; at < kTrace.size(); ++at) {
        const bool is_digit = kTrace[at] != '-';
        malformed.push_back(replaced(at, is_digit ? 'g' : '0'));
        malformed.push_back(replaced(at, is_digit ? '-' : '_'));
    }
    for (const auto& text : malformed)
        EXPECT_FALSE(read_traceparent(text)) << text.substr(0, 80);
}

TEST(ContractTrace, IsWrittenWithTheSpanThatItFollowsFrom) {
    EXPECT_EQ(context().span_id.text(), "00f067aa0ba902b7");
    EXPECT_EQ(traceparent_of(context(), examples::kMessage), kTrace);
    auto unsampled = context();
    unsampled.sampled = false;
    EXPECT_EQ(traceparent_of(unsampled, examples::kMessage).substr(53), "00");
    EXPECT_EQ(traceparent_of({}, examples::kMessage), "") << "no trace";
}

TEST(ContractTrace, IsWrittenWithTheMessageAsTheParentWhereThereIsNoSpan) {
    auto without = context();
    without.span_id = {};
    EXPECT_EQ(traceparent_of(without, examples::kMessage),
              "00-4bf92f3577b34da6a3ce929d0e0e4736-800000000000000a-01");
    EXPECT_EQ(traceparent_of(without, Uuid()), "") << "a parent of zeros is none";
}

RC_GTEST_PROP(ContractTrace, WhatIsWrittenIsReadBack, ()) {
    TraceContext original;
    for (auto& byte : original.trace_id.bytes)
        byte = *rc::gen::arbitrary<std::uint8_t>();
    for (auto& byte : original.span_id.bytes)
        byte = *rc::gen::arbitrary<std::uint8_t>();
    original.span_id.bytes.back() |= 1;
    original.trace_id.bytes.back() |= 1;
    original.sampled = *rc::gen::arbitrary<bool>();
    RC_ASSERT(read_traceparent(traceparent_of(original, examples::kMessage)) == original);
}

RC_GTEST_PROP(ContractTrace, WhatIsReadCanBeWritten, ()) {
    auto text = kTrace;
    for (int changes = *rc::gen::inRange(0, 4); changes > 0; --changes) {
        const auto position = *rc::gen::inRange<std::size_t>(0, text.size());
        text[position] = *rc::gen::elementOf(std::string("0123456789abcdefABCDEFg- \n"));
    }
    const auto read = read_traceparent(text);
    if (!read) return;
    const auto written = traceparent_of(*read, examples::kMessage);
    RC_ASSERT(written.size() == kTrace.size());
    RC_ASSERT(read_traceparent(written) == *read);
}

TEST(ContractTrace, EveryMessageCarriesItAndTheRequest) {
    for (const Message& message : examples::all()) {
        const auto body = encode(message, examples::kMessage, context("r-1"));
        const auto items = decode(body);
        EXPECT_EQ(std::get<Message>(items.at(0).item), message) << body;
        EXPECT_EQ(items.at(0).origin.context, context("r-1")) << body;
        EXPECT_EQ(items.at(0).origin.input, type_of(message));
        EXPECT_EQ(items.at(0).origin.message_id, examples::kMessage);
        EXPECT_EQ(items.at(0).origin.session_id, envelope_of(message).session_id);
    }
}

TEST(ContractTrace, AMessageWithoutOneBelongsToThatOfItsSession) {
    const auto body = encode(examples::held(), examples::kMessage);
    EXPECT_EQ(body.find("traceparent"), std::string::npos);
    EXPECT_EQ(body.find("request_id"), std::string::npos);
    const auto origin = origin_of(body);
    EXPECT_TRUE(origin.context.empty());
    EXPECT_EQ(origin.trace_id().text(), "0198c0de000070008000000000000001");
    EXPECT_EQ(origin_of(encode(examples::flight_question(), examples::kMessage)).trace_id(),
              TraceId());
}

TEST(ContractTrace, TheItemsOfAListHaveEachTheirOwn) {
    const std::vector<std::string> bodies = {
        encode(examples::held(), examples::kMessage, context("r-1")),
        encode(examples::held(), examples::kMessage)};
    const auto items = decode(pack(bodies));
    ASSERT_EQ(items.size(), 2U);
    EXPECT_EQ(items[0].origin.context, context("r-1"));
    EXPECT_TRUE(items[1].origin.context.empty());
}

TEST(ContractTrace, WhatCannotBeUsedIsIgnoredAndHarmsNoMessage) {
    const std::vector<std::string> hostile = {
        R"("traceparent":7)",
        R"("traceparent":null)",
        R"("traceparent":{"a":[1]})",
        R"("traceparent":"")",
        R"("traceparent":"00-1-2-01")",
        R"("traceparent":")" + std::string(10'000, 'a') + '"',
        R"("request_id":7)",
        R"("request_id":[])",
        R"("request_id":"")",
        R"("request_id":"two words")",
        R"("request_id":"a\nlevel=error")",
        R"("request_id":"\u0000")",
        R"("request_id":"é")",
        R"("request_id":")" + std::string(129, 'a') + '"',
    };
    for (const auto& members : hostile) {
        const auto items = decode(with(members));
        EXPECT_TRUE(std::holds_alternative<Message>(items.at(0).item)) << members;
        EXPECT_TRUE(items.at(0).origin.context.empty()) << members;
    }
    const std::string longest(128, 'a');
    EXPECT_EQ(origin_of(with(R"("request_id":")" + longest + '"')).context.request_id, longest);
}

TEST(ContractTrace, AnItemThatCannotBeReadSaysWhereItComesFromAsFarAsItCan) {
    const auto whole = origin_of(
        R"({"type":"no such","id":"0198c0de-0000-7000-8000-00000000000a","request_id":"r-1",)"
        R"("traceparent":")" +
        kTrace + R"(","session":"0198c0de-0000-7000-8000-000000000001"})");
    EXPECT_EQ(whole.context, context("r-1"));
    EXPECT_EQ(whole.input, "") << "no word";
    EXPECT_EQ(whole.session_id, examples::kSession);
    EXPECT_EQ(whole.message_id, examples::kMessage);
    EXPECT_EQ(origin_of(R"({"type":"hold","id":7,"session":{}})"), (Origin{.input = "hold"}));
    EXPECT_EQ(origin_of(R"({"type":")" + std::string(65, 'x') + R"("})"), Origin());
    EXPECT_EQ(origin_of("7"), Origin());
    EXPECT_EQ(origin_of("no JSON"), Origin());
}

TEST(ContractTrace, TheLegacyTextBelongsToTheTraceOfItsSession) {
    EXPECT_EQ(origin_of("type=timeout&sessaoUUID=0198c0de-0000-7000-8000-000000000001").session_id,
              examples::kSession);
}

}  // namespace
}  // namespace viaja
