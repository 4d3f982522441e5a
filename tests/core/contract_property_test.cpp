// What holds for every message and for every body, tried with generated ones.

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "common/contract/encoding.hpp"
#include "tests/core/contract_generated_messages.hpp"

namespace viaja {
namespace {

RC_GTEST_PROP(ContractProperty, DecodeGivesBackWhatEncodeTook, ()) {
    const Message original = generated::message();
    const auto items = decode(encode(original, generated::uuid()));
    RC_ASSERT(items.size() == 1u);
    const auto* unreadable = std::get_if<Unreadable>(&items[0].item);
    if (unreadable != nullptr) RC_LOG() << unreadable->reason;
    RC_ASSERT(unreadable == nullptr);
    RC_ASSERT(std::get<Message>(items[0].item) == original);
}

RC_GTEST_PROP(ContractProperty, ASpoiltBodyIsReadOrRefusedButNeverThrows, ()) {
    std::string body = encode(generated::message(), generated::uuid());
    const int changes = *rc::gen::inRange(1, 6);
    for (int i = 0; i < changes; ++i) {
        const auto position = *rc::gen::inRange<std::size_t>(0, body.size());
        if (*rc::gen::arbitrary<bool>()) {
            body[position] = *rc::gen::arbitrary<char>();
        } else {
            body.erase(position, *rc::gen::inRange<std::size_t>(1, 10));
        }
        if (body.empty()) break;
    }
    const auto items = decode(body);
    RC_ASSERT(!items.empty());
    for (const Decoded& decoded : items) {
        const auto* unreadable = std::get_if<Unreadable>(&decoded.item);
        // In parentheses: RapidCheck takes the outer operator apart, and would follow the null.
        RC_ASSERT((unreadable == nullptr || !unreadable->reason.empty()));
    }
}

}  // namespace
}  // namespace viaja
