#include "payment-service/br_code.hpp"

#include <array>

#include "common/contract/check.hpp"

namespace viaja::payment {
namespace {

std::string two_digits(std::size_t number) {
    check(number < 100, "a field of a BR Code is too long");
    return {static_cast<char>('0' + number / 10), static_cast<char>('0' + number % 10)};
}

std::string field(std::string_view tag, std::string_view value) {
    return std::string(tag) + two_digits(value.size()) + std::string(value);
}

std::string in_reais(std::int64_t centavos) {
    check(centavos > 0, "a charge is of more than nothing");
    return std::to_string(centavos / 100) + "." +
           two_digits(static_cast<std::size_t>(centavos % 100));
}

std::string in_hexadecimal(std::uint16_t number) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string text;
    for (int shift = 12; shift >= 0; shift -= 4)
        text += kDigits[(number >> shift) & 0xFU];
    return text;
}

}  // namespace

std::uint16_t crc16(std::string_view text) {
    constexpr std::uint32_t kPolynomial = 0x1021;
    std::uint32_t crc = 0xFFFF;
    for (const char c : text) {
        crc ^= static_cast<std::uint32_t>(static_cast<unsigned char>(c)) << 8U;
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc & 0x8000U) != 0 ? (crc << 1U) ^ kPolynomial : crc << 1U;
        crc &= 0xFFFFU;
    }
    return static_cast<std::uint16_t>(crc);
}

std::string to_text(const BrCode& code) {
    std::string text = field("00", "01");
    text += field("01", "12");  // pays once
    text += field("26", field("00", "br.gov.bcb.pix") + field("25", code.location));
    text += field("52", "0000");
    text += field("53", "986");  // BRL
    text += field("54", in_reais(code.centavos));
    text += field("58", "BR");
    text += field("59", code.merchant);
    text += field("60", code.city);
    text += field("62", field("05", "***"));
    text += "6304";  // the checksum covers its own tag and length
    return text + in_hexadecimal(crc16(text));
}

}  // namespace viaja::payment
