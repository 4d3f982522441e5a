#include "web/embed/content_hash.hpp"

#include <sodium.h>

#include <array>

namespace viaja::web {

std::string content_hash(std::string_view bytes) {
    // The shortest hash that libsodium's BLAKE2b gives is 16 bytes; 8 of them name a file.
    std::array<unsigned char, crypto_generichash_BYTES_MIN> hash{};
    crypto_generichash(hash.data(), hash.size(),
                       reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), nullptr,
                       0);
    constexpr std::size_t kBytes = 8;
    std::array<char, 2 * kBytes + 1> text{};
    sodium_bin2hex(text.data(), text.size(), hash.data(), kBytes);
    return text.data();
}

std::string tag_of(std::string_view bytes) {
    return '"' + content_hash(bytes) + '"';
}

}  // namespace viaja::web
