#include "viaja/import_notice.hpp"

#include <fstream>

namespace viaja {

std::filesystem::path import_notice(const std::filesystem::path& data) {
    return data / "imported";
}

void give_import_notice(const std::filesystem::path& data) {
    std::ofstream(import_notice(data)) << "written by each import\n";
}

}  // namespace viaja
