#pragma once
// The last texts that a column kept and what they say, so that a text that is read or written again
// and again is parsed and built once. One thread.

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/contract/ids.hpp"

namespace viaja::session {

/// `parse` and `write` are inverse to each other and pure.
template <class Value>
class KnownTexts {
  public:
    using Parse = Value (*)(const std::string& text);
    using Write = std::string (*)(const Value& value);

    KnownTexts(Parse parse, Write write) : parse_(parse), write_(write), known_(kMost) {}

    /// Throws what `parse` throws. Valid until the next call.
    const Value& value_of(const HoldId& hold, const std::string& text) {
        auto& known = known_[place_of(hold)];
        if (!known || known->text != text) {
            known = std::make_unique<Known>(Known{text, parse_(text)});
        }
        return known->value;
    }
    /// Valid until the next call.
    const std::string& text_of(const HoldId& hold, const Value& value) {
        auto& known = known_[place_of(hold)];
        if (!known || known->value != value) {
            known = std::make_unique<Known>(Known{write_(value), value});
        }
        return known->text;
    }

  private:
    /// A hold that takes another one's place makes that one be calculated anew.
    static constexpr std::size_t kMost = 4'096;

    struct Known {
        std::string text;
        Value value;
    };

    /// The last bytes of an id are random.
    static std::size_t place_of(const HoldId& hold) {
        const auto& bytes = hold.value.bytes();
        return (std::size_t{bytes[14]} << 8 | bytes[15]) % kMost;
    }

    const Parse parse_;
    const Write write_;
    std::vector<std::unique_ptr<Known>> known_;
};

}  // namespace viaja::session
