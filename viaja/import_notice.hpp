#pragma once
// How `viaja import` tells a `viaja all` on the same folder that rows have changed: the two share
// nothing but files. The notice may be lost; schedules are looked at once a second anyway.

#include <filesystem>

namespace viaja {

/// The file that is written after each import, in the folder of the databases.
std::filesystem::path import_notice(const std::filesystem::path& data);

/// Writes it; where that fails, the change is found a little later.
void give_import_notice(const std::filesystem::path& data);

}  // namespace viaja
