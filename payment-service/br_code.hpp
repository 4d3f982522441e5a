#pragma once
// The text behind a Pix, which is copied and pasted or drawn as a QR code: EMV's format of fields
// with two digits of tag and two of length, closed by a checksum (BR Code). Pure; any thread.

#include <cstdint>
#include <string>
#include <string_view>

namespace viaja::payment {

struct BrCode {
    std::string location;  ///< without a scheme: where a bank reads the charge, at most 77 bytes
    std::int64_t centavos = 0;  ///< above zero
    std::string merchant;       ///< at most 25 bytes of ASCII
    std::string city;           ///< at most 15 bytes of ASCII
};

std::string to_text(const BrCode& code);

/// CRC-16/CCITT with the start value 0xFFFF, as in the last field.
std::uint16_t crc16(std::string_view text);

}  // namespace viaja::payment
