#include "session-service/http/secrets.hpp"

#include <sodium.h>

#include <array>

#include "common/contract/session_shard.hpp"

namespace viaja::session {
namespace {

constexpr std::size_t kLettersOfShardZero = 8;
constexpr std::size_t kLetters = 10;  // with two for another shard
constexpr std::string_view kCodeAlphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
static_assert(kShardMax < kCodeAlphabet.size() * kCodeAlphabet.size());
static_assert(256 % kCodeAlphabet.size() == 0, "each letter is as likely as any other");

}  // namespace

std::string new_token(Random& random) {
    std::array<std::uint8_t, 32> bytes{};
    random.fill(bytes);
    std::array<char, sodium_base64_ENCODED_LEN(32, sodium_base64_VARIANT_URLSAFE_NO_PADDING)> text;
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(),
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return text.data();
}

std::string new_code(Random& random, int shard) {
    std::array<std::uint8_t, kLettersOfShardZero> bytes{};
    random.fill(bytes);
    std::string code;
    for (const auto byte : bytes)
        code += kCodeAlphabet[byte % kCodeAlphabet.size()];
    if (shard == 0) return code;
    const auto number = static_cast<std::size_t>(shard);
    code += kCodeAlphabet[number / kCodeAlphabet.size()];
    code += kCodeAlphabet[number % kCodeAlphabet.size()];
    return code;
}

std::optional<int> shard_of_code(std::string_view code) {
    if (code.size() == kLettersOfShardZero) return 0;
    if (code.size() != kLetters) return std::nullopt;
    const auto high = kCodeAlphabet.find(code[kLettersOfShardZero]);
    const auto low = kCodeAlphabet.find(code[kLettersOfShardZero + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
    return static_cast<int>(high * kCodeAlphabet.size() + low);
}

std::string code_as_meant(std::string_view typed) {
    std::string code;
    for (const char c : typed) {
        if (c == ' ' || c == '-') continue;
        code += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return code;
}

std::string hash_of(std::string_view text) {
    std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
    crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(text.data()),
                       text.size());
    std::array<char, crypto_hash_sha256_BYTES * 2 + 1> hex{};
    sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
    return hex.data();
}

}  // namespace viaja::session
