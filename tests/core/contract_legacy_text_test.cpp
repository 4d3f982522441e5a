// The text that the seed's services sent: type=timeout&sessaoUUID=<uuid>.

#include <gtest/gtest.h>

#include "common/contract/encoding.hpp"
#include "tests/core/contract_examples.hpp"

namespace viaja {
namespace {

constexpr const char* kUuid = "0198c0de-0000-7000-8000-000000000001";

std::string reason_of(const std::string& body) {
    const auto items = decode(body);
    EXPECT_EQ(items.size(), 1u);
    const auto* unreadable = std::get_if<Unreadable>(&items.at(0).item);
    return unreadable != nullptr ? unreadable->reason : "";
}

TEST(ContractLegacyText, IsReadInEveryFormThatMeansTheSame) {
    const std::string uuid = kUuid;
    const std::vector<std::string> bodies = {
        "type=timeout&sessaoUUID=" + uuid,
        "sessaoUUID=" + uuid + "&type=timeout",
        " \r\ntype=timeout&sessaoUUID=" + uuid + "\n",
        "type=timeout&sessaoUUID=0198C0DE-0000-7000-8000-000000000001",
        "type=timeout&sessaoUUID=0198c0de%2D0000%2d7000-8000-000000000001",
        "%74ype=time%6Fut&sessao%55UID=" + uuid,
        "type=timeout&sessaoUUID=" + uuid + "&origem=voos",
        "type=timeout&&sessaoUUID=" + uuid + "&",
        "type=timeout&sessaoUUID=%20" + uuid + "%0A",
        "type=timeout&flag&sessaoUUID=" + uuid,
    };
    for (const std::string& body : bodies) {
        const auto items = decode(body);
        ASSERT_EQ(items.size(), 1u);
        EXPECT_EQ(reason_of(body), "") << body;
        EXPECT_EQ(std::get<Message>(items[0].item), Message(TimeoutNotice{examples::kSession}));
    }
}

TEST(ContractLegacyText, SaysWhatIsWrongWithIt) {
    const std::string uuid = kUuid;
    const std::string wrong_type = "type must be timeout in a body that is not JSON";
    const std::string wrong_percent = "a % must stand before two hexadecimal digits";
    const std::vector<std::pair<std::string, std::string>> table = {
        {"type=timeout", "sessaoUUID is missing"},
        {"sessaoUUID=" + uuid, "type is missing"},
        {"TYPE=timeout&sessaoUUID=" + uuid, "type is missing"},
        {"type=cancel&sessaoUUID=" + uuid, wrong_type},
        {"type=&sessaoUUID=" + uuid, wrong_type},
        {"type=timeout&sessaoUUID=", "sessaoUUID must be a UUID"},
        {"type=timeout&sessaoUUID=" + uuid + "0", "sessaoUUID must be a UUID"},
        {"type=timeout&sessaoUUID={" + uuid + "}", "sessaoUUID must be a UUID"},
        {"type=timeout&sessaoUUID=" + uuid + "&sessaoUUID=" + uuid, "sessaoUUID must stand once"},
        {"type=timeout&type=timeout&sessaoUUID=" + uuid, "type must stand once"},
        {"type=time%6", wrong_percent},
        {"type=%", wrong_percent},
        {"type=timeout%zz&sessaoUUID=" + uuid, wrong_percent},
        {"=", "type is missing"},
        {"&=&", "type is missing"},
        {"type", "not JSON (at byte 2)"},
    };
    for (const auto& [body, reason] : table)
        EXPECT_EQ(reason_of(body), reason) << body;
}

TEST(ContractLegacyText, IsNotReadInsideOfAList) {
    EXPECT_EQ(reason_of("[type=timeout&sessaoUUID=" + std::string(kUuid) + "]"),
              "not JSON (at byte 2)");
}

}  // namespace
}  // namespace viaja
