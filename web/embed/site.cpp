#include "web/embed/site.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "web/embed/content_hash.hpp"
#include "web/embed/embedded_files.hpp"
#include "web/embed/file_types.hpp"

namespace viaja::web {
namespace {

class EmbeddedSite : public Site {
  public:
    std::optional<File> page(std::string_view name) const override { return find(name); }
    std::optional<File> asset(std::string_view name) const override {
        return find("assets/" + std::string(name));
    }
    bool assets_are_immutable() const override { return true; }

  private:
    static std::optional<File> find(std::string_view path) {
        const auto files = embedded_files();
        const auto found = std::ranges::find(files, path, &EmbeddedFile::path);
        if (found == files.end()) return std::nullopt;
        const auto* bytes = reinterpret_cast<const char*>(found->gzip.data());
        return File{found->type, std::string(found->tag), {bytes, found->gzip.size()}, true};
    }
};

// Letters, digits, '-', '_' and dots that do not begin it: such a name leads into no other folder.
bool is_plain_name(std::string_view name) {
    const auto fits = [](char character) {
        return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
               (character >= '0' && character <= '9') || character == '-' || character == '_' ||
               character == '.';
    };
    return !name.starts_with('.') && std::ranges::all_of(name, fits);
}

class FolderSite : public Site {
  public:
    explicit FolderSite(std::filesystem::path folder) : folder_(std::move(folder)) {}

    std::optional<File> page(std::string_view name) const override { return read(folder_, name); }
    std::optional<File> asset(std::string_view name) const override {
        return read(folder_ / "assets", name);
    }
    bool assets_are_immutable() const override { return false; }

  private:
    static std::optional<File> read(const std::filesystem::path& folder, std::string_view name) {
        const std::string_view type = type_of(name);
        if (type.empty() || !is_plain_name(name)) return std::nullopt;
        const auto path = folder / name;
        std::error_code ignored;
        if (!std::filesystem::is_regular_file(path, ignored)) return std::nullopt;
        std::ifstream file(path, std::ios::binary);
        std::string bytes{std::istreambuf_iterator<char>(file), {}};
        if (!file) return std::nullopt;
        std::string tag = tag_of(bytes);
        return File{type, std::move(tag), std::move(bytes), false};
    }

    std::filesystem::path folder_;
};

}  // namespace

std::unique_ptr<Site> embedded_site() {
    return std::make_unique<EmbeddedSite>();
}

std::unique_ptr<Site> folder_site(const std::filesystem::path& folder) {
    auto site = std::make_unique<FolderSite>(folder);
    if (!site->page("index.html")) {
        throw std::runtime_error("the folder \"" + folder.string() +
                                 "\" has no index.html; "
                                 "web/build writes such a folder");
    }
    return site;
}

std::string unpacked(std::string_view gzip) {
    z_stream stream{};
    constexpr int kGzipOnly = 16 + MAX_WBITS;
    if (inflateInit2(&stream, kGzipOnly) != Z_OK) throw std::runtime_error("zlib cannot start");
    const auto end = std::unique_ptr<z_stream, decltype(&inflateEnd)>(&stream, &inflateEnd);
    // zlib's interface has no const; it does not write there.
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(gzip.data()));
    stream.avail_in = static_cast<uInt>(gzip.size());
    std::string text;
    std::array<char, 32 * 1024> piece{};
    int state = Z_OK;
    while (state == Z_OK) {
        stream.next_out = reinterpret_cast<Bytef*>(piece.data());
        stream.avail_out = static_cast<uInt>(piece.size());
        state = inflate(&stream, Z_NO_FLUSH);
        text.append(piece.data(), piece.size() - stream.avail_out);
    }
    if (state != Z_STREAM_END) throw std::runtime_error("the bytes are not gzip");
    return text;
}

}  // namespace viaja::web
