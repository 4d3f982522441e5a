#include "payment-service/webhook_signature.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "common/text/whole_number.hpp"

namespace viaja::payment {
namespace {

using Mac = std::array<unsigned char, crypto_auth_hmacsha256_BYTES>;

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

Mac mac_of(std::string_view secret, std::string_view time, std::string_view body) {
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, bytes_of(secret), secret.size());
    crypto_auth_hmacsha256_update(&state, bytes_of(time), time.size());
    crypto_auth_hmacsha256_update(&state, bytes_of("."), 1);
    crypto_auth_hmacsha256_update(&state, bytes_of(body), body.size());
    Mac mac{};
    crypto_auth_hmacsha256_final(&state, mac.data());
    return mac;
}

std::optional<Mac> mac_in(std::string_view hexadecimal) {
    Mac mac{};
    std::size_t length = 0;
    const int failed = sodium_hex2bin(mac.data(), mac.size(), hexadecimal.data(),
                                      hexadecimal.size(), nullptr, &length, nullptr);
    if (failed != 0 || length != mac.size()) return std::nullopt;
    return mac;
}

bool is_near(std::string_view seconds, Instant now) {
    const auto number = whole_number<std::int64_t>(seconds);
    constexpr std::int64_t kSecondsMax = 100'000'000'000;  // the year 5138
    if (!number || *number > kSecondsMax || *number < 0) return false;
    const auto at = Instant(std::chrono::seconds(*number));
    return at - now <= kSignatureTolerance && now - at <= kSignatureTolerance;
}

}  // namespace

std::string sign(std::string_view secret, std::string_view body, Instant now) {
    const auto time =
        std::to_string(std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count());
    const auto mac = mac_of(secret, time, body);
    std::array<char, crypto_auth_hmacsha256_BYTES * 2 + 1> hexadecimal{};
    sodium_bin2hex(hexadecimal.data(), hexadecimal.size(), mac.data(), mac.size());
    return "t=" + time + ",v1=" + hexadecimal.data();
}

bool is_signed(std::string_view secret, std::string_view header, std::string_view body,
               Instant now) {
    std::string_view time;
    std::vector<Mac> claimed;
    while (!header.empty()) {
        const auto comma = header.find(',');
        const auto part = header.substr(0, comma);
        header = comma == std::string_view::npos ? "" : header.substr(comma + 1);
        if (part.starts_with("t=")) {
            if (!time.empty()) return false;  // which of them is signed would be open
            time = part.substr(2);
        } else if (part.starts_with("v1=")) {
            if (const auto mac = mac_in(part.substr(3))) claimed.push_back(*mac);
        }
    }
    if (claimed.empty() || !is_near(time, now)) return false;
    const auto right = mac_of(secret, time, body);
    return std::ranges::any_of(claimed, [&](const Mac& mac) {
        return sodium_memcmp(mac.data(), right.data(), right.size()) == 0;
    });
}

http::Problem bad_signature() {
    return http::refusal("bad_signature",
                         "The signature is missing, wrong or too old; nothing was changed.");
}

}  // namespace viaja::payment
