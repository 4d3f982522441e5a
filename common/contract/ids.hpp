#pragma once
// Identifiers of the published language. Values without behaviour; any thread.

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "common/contract/time.hpp"

namespace viaja {

/// 128 bits, written as 8-4-4-4-12 lower-case hexadecimal digits.
class Uuid {
  public:
    using Bytes = std::array<std::uint8_t, 16>;

    Uuid() = default;
    explicit Uuid(const Bytes& bytes) : bytes_(bytes) {}

    /// Accepts upper and lower case; anything but the 36 characters is nullopt.
    static std::optional<Uuid> parse(std::string_view text);

    /// Version 7 (RFC 9562): the milliseconds of `at`, then 74 bits of `random`.
    static Uuid version7(Instant at, const std::array<std::uint8_t, 10>& random);

    /// The next higher one of the same version and milliseconds.
    Uuid next() const;

    std::string text() const;
    const Bytes& bytes() const { return bytes_; }

    auto operator<=>(const Uuid&) const = default;

  private:
    Bytes bytes_{};
};

/// A Uuid that cannot be taken for another kind of id.
template <class Tag>
struct Id {
    Uuid value;

    static std::optional<Id> parse(std::string_view text) {
        const auto uuid = Uuid::parse(text);
        return uuid ? std::optional<Id>(Id{*uuid}) : std::nullopt;
    }
    std::string text() const { return value.text(); }
    auto operator<=>(const Id&) const = default;
};

using SessionId = Id<struct SessionTag>;
using HoldId = Id<struct HoldTag>;

/// One try to pay. Its text is the stem of the gateway's keys (docs/saga.md, rule P4).
struct PaymentId {
    SessionId session_id;
    int attempt = 0;

    std::string text() const { return session_id.text() + "/" + std::to_string(attempt); }
    auto operator<=>(const PaymentId&) const = default;
};

}  // namespace viaja
