#pragma once
// Where spans are sent, and as what. A value; any thread.

#include <string>

namespace viaja {

struct OtlpSettings {
    std::string url = {};           ///< "http://127.0.0.1:4318/v1/traces"
    std::string service_name = {};  ///< empty: each service has its address for a name
    std::string version = {};       ///< of this program
};

}  // namespace viaja
