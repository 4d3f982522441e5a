#pragma once
// Which kinds of files the page may consist of, and their media types.

#include <array>
#include <string_view>
#include <utility>

namespace viaja::web {

/// By the ending of the name; empty for a kind that is not served.
constexpr std::string_view type_of(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kTypes = {{
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".svg", "image/svg+xml"},
        {".yaml", "application/yaml"},
    }};
    for (const auto& [ending, type] : kTypes) {
        if (name.ends_with(ending)) return type;
    }
    return {};
}

}  // namespace viaja::web
