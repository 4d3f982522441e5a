#pragma once
// Cuts a body into its items without understanding them, so that one broken item does not take its
// neighbours with it. Private to this library; any thread; linear in the body.

#include <string>
#include <string_view>
#include <vector>

namespace viaja {

/// How deep lists and objects may stand inside each other; a message needs five levels.
constexpr std::size_t kDepthMax = 16;

struct BodyItems {
    /// Parts of the body that was given, without white space around them.
    std::vector<std::string_view> items;
    /// Not empty: the body is unreadable as a whole, and `items` has no meaning.
    std::string problem;
};

/// The items of a list; any other body is one item. Checks the brackets, their depth and the number
/// of items, and nothing else.
BodyItems split_body(std::string_view body);

}  // namespace viaja
