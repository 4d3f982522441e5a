#pragma once
// The files of the web page as they are served: those that the build embedded into the program, or
// those of a folder that web/build writes, for work on the page. Any thread.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace viaja::web {

/// One file. `bytes` are gzip'ed if `is_gzip` says so.
struct File {
    std::string_view type;  ///< "text/html; charset=utf-8"
    std::string tag;        ///< quoted, of the bytes before gzip: an ETag that is weak
    std::string bytes;
    bool is_gzip;
};

class Site {
  public:
    virtual ~Site() = default;

    /// The page `name` ("index.html"); nullopt where there is none.
    virtual std::optional<File> page(std::string_view name) const = 0;
    /// The file `name` of assets/ ("app-1f2e3d4c5b6a7988.js"); nullopt where there is none.
    virtual std::optional<File> asset(std::string_view name) const = 0;
    /// Whether an asset's name changes with its content, so that a browser may keep it for good.
    virtual bool assets_are_immutable() const = 0;
};

/// What the program was built with.
std::unique_ptr<Site> embedded_site();

/// The folder as it is at each request. Throws std::runtime_error if it has no index.html.
std::unique_ptr<Site> folder_site(const std::filesystem::path& folder);

/// What was gzip'ed. Throws std::runtime_error for bytes that are not gzip.
std::string unpacked(std::string_view gzip);

}  // namespace viaja::web
