#include "common/http/bearer_token.hpp"

#include "common/http/accept.hpp"
#include "common/text/blanks.hpp"

namespace viaja::http {
std::string_view bearer_token_of(const Request& request) {
    static constexpr std::string_view kScheme = "Bearer ";
    const auto* header = request.headers.find("Authorization");
    if (!header || header->size() <= kScheme.size()) return {};
    const std::string_view text = *header;
    if (!equal_ignoring_case(text.substr(0, kScheme.size()), kScheme)) return {};
    return trimmed(text.substr(kScheme.size()), kSpaceAndTab);
}

bool carries_token(const Request& request, std::string_view token) {
    const auto given = bearer_token_of(request);
    if (token.empty()) return false;
    unsigned different = given.size() == token.size() ? 0 : 1;
    for (std::size_t i = 0; i < given.size(); ++i) {
        const auto expected = static_cast<unsigned char>(token[i % token.size()]);
        different |= static_cast<unsigned char>(given[i]) ^ expected;
    }
    return different == 0;
}

}  // namespace viaja::http
