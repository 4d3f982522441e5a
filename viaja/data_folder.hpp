#pragma once
// The folder of the databases of `viaja all`: one process at a time works on it, and of its files
// only those with a database's name are one.

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace viaja {

/// Another process works on the folder. The text is a sentence for the person that started this
/// one.
class FolderTaken : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Makes the folder and keeps it for this process, until it is destroyed or the process ends,
/// however that happens. Messages and the lock of sessions of `viaja all` are kept in memory, so
/// that two of them would not know of each other's work.
class DataFolder {
  public:
    /// Throws FolderTaken, or std::system_error where the folder cannot be written.
    explicit DataFolder(const std::filesystem::path& folder);
    ~DataFolder();
    DataFolder(const DataFolder&) = delete;
    DataFolder& operator=(const DataFolder&) = delete;

  private:
    int file_ = -1;
};

/// What lies in a data folder beside the databases of the carriers in the settings.
struct FoundFiles {
    std::vector<std::string> carriers;  ///< codes, ascending: each has "viaja_flight_xx.db"
    std::vector<std::string> strays;    ///< names that begin as a carrier's database and are none
};
FoundFiles find_carriers(const std::filesystem::path& folder);

}  // namespace viaja
