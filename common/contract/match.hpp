#pragma once
// One function made of several, for std::visit: an alternative without a case does not compile.

namespace viaja {

template <class... Cases>
struct Match : Cases... {
    using Cases::operator()...;
};

}  // namespace viaja
