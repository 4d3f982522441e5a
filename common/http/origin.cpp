#include "common/http/origin.hpp"

#include <string_view>

namespace viaja::http {

bool sent_by_foreign_page(const Request& request) {
    const auto* origin = request.headers.find("Origin");
    if (!origin) return false;
    // "null" is the origin of a page without an address, such as a file or a sandboxed frame.
    const auto scheme_end = origin->find("://");
    const auto* host = request.headers.find("Host");
    if (scheme_end == std::string::npos || !host) return true;
    return !equal_ignoring_case(std::string_view(*origin).substr(scheme_end + 3), *host);
}

}  // namespace viaja::http
