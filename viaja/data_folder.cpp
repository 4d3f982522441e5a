#include "viaja/data_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "common/contract/carrier_code.hpp"
#include "flight-service/catalogue.hpp"

namespace viaja {
namespace {

constexpr std::string_view kPrefix = "viaja_flight_";
constexpr std::string_view kSuffix = ".db";

std::string what_stands_in(int file) {
    char text[32] = {};
    const auto count = pread(file, text, sizeof text - 1, 0);
    return {text, static_cast<std::size_t>(std::max<ssize_t>(count, 0))};
}

/// The code in a carrier's file name; empty for any other name.
std::string carrier_of(const std::string& name) {
    if (!name.starts_with(kPrefix) || !name.ends_with(kSuffix)) return {};
    if (name.size() < kPrefix.size() + kSuffix.size()) return {};
    std::string code = name.substr(kPrefix.size(), name.size() - kPrefix.size() - kSuffix.size());
    for (char& c : code) {
        if (c >= 'A' && c <= 'Z') return {};
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return is_carrier_code(code) ? code : std::string();
}

}  // namespace

DataFolder::DataFolder(const std::filesystem::path& folder) {
    std::filesystem::create_directories(folder);
    const auto path = folder / "in_use";
    file_ = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (file_ < 0) {
        throw std::system_error(errno, std::generic_category(), "cannot open " + path.string());
    }
    if (flock(file_, LOCK_EX | LOCK_NB) != 0) {
        const auto holder = what_stands_in(file_);
        close(file_);
        throw FolderTaken("another `viaja all` (process " + holder + ") works on the data in " +
                          std::filesystem::absolute(folder).string() +
                          ". Stop it first (./run stop), or name another folder with --data");
    }
    const auto id = std::to_string(getpid());
    if (ftruncate(file_, 0) != 0 || pwrite(file_, id.data(), id.size(), 0) < 0) {
        const int error = errno;
        close(file_);
        throw std::system_error(error, std::generic_category(), "cannot write " + path.string());
    }
}

DataFolder::~DataFolder() {
    close(file_);
}

FoundFiles find_carriers(const std::filesystem::path& folder) {
    FoundFiles found;
    std::error_code none;
    for (const auto& entry : std::filesystem::directory_iterator(folder, none)) {
        const auto name = entry.path().filename().string();
        auto code = carrier_of(name);
        if (!code.empty()) {
            found.carriers.push_back(std::move(code));
        } else if (name.starts_with(kPrefix) && name.ends_with(kSuffix)) {
            found.strays.push_back(name);
        }
    }
    std::ranges::sort(found.carriers);
    std::ranges::sort(found.strays);
    return found;
}

}  // namespace viaja
