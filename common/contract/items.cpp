#include "common/contract/items.hpp"

namespace viaja {

Item asked_item(const HeldItem& held) {
    return std::visit([](const auto& one) -> Item { return one.item; }, held);
}

}  // namespace viaja
