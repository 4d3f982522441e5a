// A body may be a list: each of its items succeeds or fails alone.

#include <gtest/gtest.h>

#include "common/contract/encoding.hpp"
#include "tests/core/contract_examples.hpp"

namespace viaja {
namespace {

std::string good() {
    return encode(examples::held(), examples::kMessage);
}

/// "ok" for each message, the complaint for each item that is none.
std::vector<std::string> outcomes(const std::string& body) {
    std::vector<std::string> result;
    for (const Decoded& decoded : decode(body)) {
        const auto* unreadable = std::get_if<Unreadable>(&decoded.item);
        result.push_back(unreadable != nullptr ? unreadable->reason : "ok");
    }
    return result;
}

using Outcomes = std::vector<std::string>;

TEST(ContractList, ABrokenItemDoesNotTakeItsNeighboursAlong) {
    EXPECT_EQ(outcomes("[" + good() + ",{\"type\":\"\xff\"}," + good() + "]"),
              (Outcomes{"ok", "not JSON (at byte 10)", "ok"}));
    EXPECT_EQ(outcomes("[" + good() + " oops," + good() + "]"),
              (Outcomes{"not JSON (at byte " + std::to_string(good().size() + 2) + ")", "ok"}));
    EXPECT_EQ(outcomes("[{\"type\":\"no, \\\"such] type\"}," + good() + "]"),
              (Outcomes{"id is missing", "ok"}));
}

TEST(ContractList, TheTextOfABrokenItemIsTheItemAlone) {
    const auto items = decode("[ " + good() + " ,\n { \"type\" : \"x\" } ]");
    ASSERT_EQ(items.size(), 2u);
    EXPECT_EQ(items[0].text, good());
    EXPECT_EQ(items[1].text, "{ \"type\" : \"x\" }");
    EXPECT_EQ(std::get<Unreadable>(items[1].item).text, "{ \"type\" : \"x\" }");
}

TEST(ContractList, AListInsideOfAListIsUnreadable) {
    EXPECT_EQ(outcomes("[[" + good() + "]," + good() + "]"),
              (Outcomes{"a list inside of a list is not read", "ok"}));
}

TEST(ContractList, AnEmptyListIsOneUnreadableItem) {
    EXPECT_EQ(outcomes("[]"), Outcomes{"the list is empty"});
    EXPECT_EQ(outcomes(" [ \n ] "), Outcomes{"the list is empty"});
}

TEST(ContractList, AnEmptyItemIsUnreadable) {
    const std::string empty = "an item of the list is empty";
    EXPECT_EQ(outcomes("[,]"), (Outcomes{empty, empty}));
    EXPECT_EQ(outcomes("[" + good() + ",]"), (Outcomes{"ok", empty}));
    EXPECT_EQ(outcomes("[" + good() + ", ," + good() + "]"), (Outcomes{"ok", empty, "ok"}));
}

TEST(ContractList, ItemsThatAreNoObjectsAreUnreadable) {
    const std::string no_object = "a message must be an object";
    EXPECT_EQ(outcomes("[1,\"a,b\",null]"), (Outcomes{no_object, no_object, no_object}));
}

TEST(ContractList, AListThatIsNotClosedIsUnreadableAsAWhole) {
    EXPECT_EQ(outcomes("[" + good()), Outcomes{"the brackets of the body do not match"});
    EXPECT_EQ(outcomes("[" + good() + "}"), Outcomes{"the brackets of the body do not match"});
    EXPECT_EQ(outcomes("[" + good() + "] x"),
              Outcomes{"something follows after the end of the list"});
    EXPECT_EQ(outcomes("[" + good() + "][" + good() + "]"),
              Outcomes{"something follows after the end of the list"});
}

TEST(ContractList, AsManyItemsAsAllowedAreReadAndOneMoreIsNot) {
    std::vector<std::string> bodies(kItemsMax,
                                    encode(TimeoutNotice{examples::kSession}, examples::kMessage));
    EXPECT_EQ(outcomes(pack(bodies)), Outcomes(kItemsMax, "ok"));
    bodies.push_back(bodies.front());
    EXPECT_EQ(outcomes(pack(bodies)), Outcomes{"the list has more than 1024 items"});
}

TEST(ContractList, MessagesOfOneKindAreTakenOutOfWhateverElseItHas) {
    const TimeoutNotice notice{examples::kSession};
    const auto other = encode(notice, examples::kMessage);
    const auto body = "[" + good() + "," + other + ",{\"type\":\"x\"}," + good() + "]";
    EXPECT_EQ(messages_in<SupplierReply>(body),
              (std::vector<SupplierReply>{examples::held(), examples::held()}));
    EXPECT_EQ(messages_in<TimeoutNotice>(body), std::vector<TimeoutNotice>{notice});
    EXPECT_TRUE(messages_in<PaymentReply>(body).empty());
    EXPECT_TRUE(messages_in<PaymentReply>("{").empty());
}

}  // namespace
}  // namespace viaja
