#include "common/runtime/configuration.hpp"

#include <unistd.h>

#include <fstream>
#include <iterator>
#include <string_view>

#include "common/text/whole_number.hpp"

namespace viaja::runtime {
namespace {

constexpr int kSecondsMax = 7 * 24 * 3600;

}  // namespace

Configuration Configuration::from_environment() {
    Variables variables;
    for (char** entry = environ; entry && *entry; ++entry) {
        const std::string_view line = *entry;
        const auto equals = line.find('=');
        const bool is_setting = line.starts_with("VIAJA_") || line.starts_with("OTEL_");
        if (equals == std::string_view::npos || !is_setting) continue;
        variables.emplace(line.substr(0, equals), line.substr(equals + 1));
    }
    return Configuration(std::move(variables));
}

std::string Configuration::text(const std::string& name, const std::string& by_default) const {
    const auto found = variables_.find(name);
    return found == variables_.end() || found->second.empty() ? by_default : found->second;
}

int Configuration::number(const std::string& name, int by_default, int smallest,
                          int largest) const {
    const auto written = text(name, std::to_string(by_default));
    const auto value = whole_number(written, smallest, largest);
    if (!value) {
        throw ConfigurationError(name + " is \"" + written + "\"; it must be a whole number from " +
                                 std::to_string(smallest) + " to " + std::to_string(largest) + ".");
    }
    return *value;
}

std::chrono::seconds Configuration::seconds(const std::string& name, int by_default) const {
    return std::chrono::seconds(number(name, by_default, 1, kSecondsMax));
}

bool Configuration::flag(const std::string& name, bool by_default) const {
    return number(name, by_default ? 1 : 0, 0, 1) == 1;
}

std::string Configuration::secret(const std::string& name, const std::string& by_default) const {
    const auto file = text(name + "_FILE", "");
    if (file.empty()) return text(name, by_default);
    if (!text(name, "").empty()) {
        throw ConfigurationError(name + " and " + name + "_FILE are both set; keep one of them.");
    }
    std::ifstream stream(file, std::ios::binary);
    std::string content{std::istreambuf_iterator<char>(stream), {}};
    while (content.ends_with('\n') || content.ends_with('\r'))
        content.pop_back();
    if (content.empty()) {
        throw ConfigurationError(name + "_FILE names \"" + file +
                                 "\", which is empty or cannot be read.");
    }
    return content;
}

std::vector<std::string> Configuration::list(const std::string& name,
                                             const std::string& by_default) const {
    const auto written = text(name, by_default);
    std::vector<std::string> entries;
    std::size_t begin = 0;
    while (begin <= written.size()) {
        const auto comma = std::min(written.find(',', begin), written.size());
        entries.push_back(written.substr(begin, comma - begin));
        if (entries.back().empty()) {
            throw ConfigurationError(name + " is \"" + written +
                                     "\"; it must be a list separated by commas.");
        }
        begin = comma + 1;
    }
    return entries;
}

}  // namespace viaja::runtime
