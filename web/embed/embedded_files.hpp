#pragma once
// The table that web/embed/embed.cpp generates from the folder of web/build. Constant; any thread.

#include <span>
#include <string_view>

namespace viaja::web {

struct EmbeddedFile {
    std::string_view path;                ///< "index.html", "assets/app-1f2e3d4c5b6a7988.js"
    std::string_view type;                ///< Content-Type
    std::string_view tag;                 ///< ETag, in quotes
    std::span<const unsigned char> gzip;  ///< the content, compressed
};

std::span<const EmbeddedFile> embedded_files();

}  // namespace viaja::web
