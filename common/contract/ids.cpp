#include "common/contract/ids.hpp"

#include "common/text/hexadecimal.hpp"

namespace viaja {
namespace {

constexpr std::size_t kIdLength = 36;

/// Where the two digits of each byte are.
constexpr std::array<std::size_t, 16> kPlaces = {0,  2,  4,  6,  9,  11, 14, 16,
                                                 19, 21, 24, 26, 28, 30, 32, 34};

constexpr std::uint8_t kNoDigit = 0xff;
constexpr auto kDigitValues = [] {
    std::array<std::uint8_t, 256> values{};
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto value = hex_value(static_cast<char>(i));
        values[i] = value ? static_cast<std::uint8_t>(*value) : kNoDigit;
    }
    return values;
}();

}  // namespace

std::optional<Uuid> Uuid::parse(std::string_view text) {
    const bool shaped = text.size() == kIdLength && text[8] == '-' && text[13] == '-' &&
                        text[18] == '-' && text[23] == '-';
    if (!shaped) return std::nullopt;
    Bytes bytes{};
    unsigned all = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const unsigned high = kDigitValues[static_cast<unsigned char>(text[kPlaces[i]])];
        const unsigned low = kDigitValues[static_cast<unsigned char>(text[kPlaces[i] + 1])];
        bytes[i] = static_cast<std::uint8_t>(high << 4 | low);
        all |= high | low;
    }
    if (all > 0xf) return std::nullopt;
    return Uuid(bytes);
}

Uuid Uuid::version7(Instant at, const std::array<std::uint8_t, 10>& random) {
    using std::chrono::duration_cast;
    const auto ms = duration_cast<std::chrono::milliseconds>(at.time_since_epoch()).count();
    Bytes bytes{};
    for (std::size_t i = 0; i < 6; ++i) {
        bytes[i] = static_cast<std::uint8_t>(ms >> (8 * (5 - i)));
    }
    for (std::size_t i = 0; i < 10; ++i)
        bytes[6 + i] = random[i];
    bytes[6] = static_cast<std::uint8_t>(0x70 | (bytes[6] & 0x0f));
    bytes[8] = static_cast<std::uint8_t>(0x80 | (bytes[8] & 0x3f));
    return Uuid(bytes);
}

Uuid Uuid::next() const {
    Bytes bytes = bytes_;
    // Behind byte 8, which begins with the variant, 56 random bits take the carry.
    std::size_t place = bytes.size();
    do {
        --place;
    } while (++bytes[place] == 0 && place > 9);
    return Uuid(bytes);
}

std::string Uuid::text() const {
    std::string text(kIdLength, '-');
    for (std::size_t i = 0; i < bytes_.size(); ++i) {
        text[kPlaces[i]] = kHexDigits[bytes_[i] >> 4];
        text[kPlaces[i] + 1] = kHexDigits[bytes_[i] & 0x0f];
    }
    return text;
}

}  // namespace viaja
