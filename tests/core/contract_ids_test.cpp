// Identifiers.

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <type_traits>
#include <vector>

#include "common/contract/ids.hpp"
#include "common/contract/item_id.hpp"
#include "tests/ports/test_clock.hpp"

namespace viaja {
namespace {

constexpr const char* kText = "0198c0de-1234-7abc-8def-0123456789ab";

std::array<std::uint8_t, 10> bytes(std::uint8_t value) {
    std::array<std::uint8_t, 10> result{};
    result.fill(value);
    return result;
}

TEST(ContractIds, AUuidIsReadInBothCasesAndWrittenInLower) {
    EXPECT_EQ(Uuid::parse(kText).value().text(), kText);
    EXPECT_EQ(Uuid::parse("0198C0DE-1234-7ABC-8DEF-0123456789AB"), Uuid::parse(kText));
    EXPECT_EQ(Uuid().text(), "00000000-0000-0000-0000-000000000000");
}

TEST(ContractIds, AnythingButThe36CharactersIsRefused) {
    for (const char* text : {
             "",
             "0198c0de",
             "0198c0de12347abc8def0123456789ab",
             "0198c0de-1234-7abc-8def-0123456789a",
             "0198c0de-1234-7abc-8def-0123456789abc",
             " 198c0de-1234-7abc-8def-0123456789ab",
             "{198c0de-1234-7abc-8def-0123456789a}",
             "0198c0de_1234_7abc_8def_0123456789ab",
             "0198c0de1-234-7abc-8def-0123456789ab",
             "0198c0de-1234-7abc-8def-0123456789ag",
             "0198c0de-1234-7abc-8def-0123456789-b",
             "0198c0de-1234-7abc-8def-0123456789\xc3\xa1",
         }) {
        EXPECT_EQ(Uuid::parse(text), std::nullopt) << text;
    }
    EXPECT_EQ(Uuid::parse(std::string_view("0198c0de-1234-7abc-8def-0123456789a\0", 36)),
              std::nullopt);
}

TEST(ContractIds, AVersion7UuidBeginsWithItsMilliseconds) {
    const Uuid uuid = Uuid::version7(from_micros(0x0198c0de1234LL * 1000 + 999), bytes(0xff));
    EXPECT_EQ(uuid.text(), "0198c0de-1234-7fff-bfff-ffffffffffff");
    EXPECT_EQ(Uuid::version7(from_micros(0), bytes(0)).text(),
              "00000000-0000-7000-8000-000000000000");
}

TEST(ContractIds, LaterVersion7UuidsComeLaterInEveryOrder) {
    const Instant now = from_micros(1'795'262'400'000'000);
    const Uuid earlier = Uuid::version7(now, bytes(0xff));
    const Uuid later = Uuid::version7(now + std::chrono::milliseconds(1), bytes(0x00));
    EXPECT_LT(earlier, later);
    EXPECT_LT(earlier.text(), later.text());
    const Uuid century = Uuid::version7(now + std::chrono::hours(24 * 36525), bytes(0x00));
    EXPECT_LT(later, century);
}

TEST(ContractIds, RandomBitsTellUuidsOfOneMillisecondApart) {
    const Instant now = from_micros(1'795'262'400'000'000);
    auto random = bytes(0);
    const Uuid zero = Uuid::version7(now, random);
    random[9] = 1;
    EXPECT_LT(zero, Uuid::version7(now, random));
    random = bytes(0);
    random[0] = 0x0f;
    EXPECT_NE(zero, Uuid::version7(now, random));
}

TEST(ContractIds, TheNextIdIsTheLeastAboveOne) {
    const auto next = [](const char* text) { return Uuid::parse(text).value().next().text(); };
    EXPECT_EQ(next("01890a5d-ac96-774b-bcce-b302099a8057"), "01890a5d-ac96-774b-bcce-b302099a8058");
    EXPECT_EQ(next("01890a5d-ac96-774b-bcce-b302099affff"), "01890a5d-ac96-774b-bcce-b302099b0000");
}

TEST(ContractIds, RisingIdsRiseWithinAMillisecondAndOverAStepBack) {
    test::TestClock clock;
    test::TestRandom random;
    RisingIds ids;
    std::vector<Uuid> given;
    for (int i = 0; i < 300; ++i) {
        given.push_back(ids.next(clock, random));
        if (i % 100 == 99) clock.step(std::chrono::seconds(-1));
    }
    EXPECT_EQ(std::ranges::adjacent_find(given, std::ranges::greater_equal()), given.end());
}

TEST(ContractIds, AHoldIsNotTakenForASession) {
    static_assert(!std::is_convertible_v<HoldId, SessionId>);
    static_assert(!std::is_constructible_v<SessionId, HoldId>);
    EXPECT_EQ(SessionId::parse(kText).value().text(), kText);
    EXPECT_EQ(HoldId::parse("x"), std::nullopt);
}

TEST(ContractIds, APaymentIsASessionAndAnAttempt) {
    const PaymentId first{SessionId::parse(kText).value(), 1};
    EXPECT_EQ(first.text(), std::string(kText) + "/1");
    EXPECT_LT(first, (PaymentId{first.session_id, 2}));
}

TEST(ContractIds, OfThingsForSaleAreOneWordOfVisibleAscii) {
    for (const char* good : {"I01370", "htl_rec01_std", "a", "x!&?.-_"})
        EXPECT_TRUE(is_item_id(good)) << good;
    EXPECT_TRUE(is_item_id(std::string(64, 'x')));
    EXPECT_FALSE(is_item_id(std::string(65, 'x')));
    for (const char* bad : {"", " ", "htl_x01 std", "htl_são", "a/b", "a\n", "\x7f", "\t"})
        EXPECT_FALSE(is_item_id(bad)) << bad;
}

}  // namespace
}  // namespace viaja
