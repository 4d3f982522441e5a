#pragma once
// Notices that a file was written, by whichever process: a wake-up for what would otherwise be
// looked for now and then. A file system may report nothing (NFS), so it never replaces that look.

#include <filesystem>
#include <functional>

#include "common/runtime/loop.hpp"

namespace viaja::runtime {

/// Loop thread, or before Loop::run. The loop outlives it.
class FileWatch {
  public:
    /// Makes the file where it is not there. `on_written` is called on the loop after each write,
    /// once for several that follow each other closely. Throws std::system_error where the file
    /// cannot be made or watched. Nothing is reported any more once the file was removed.
    FileWatch(Loop& loop, const std::filesystem::path& file, std::function<void()> on_written);
    /// After this the function is not called any more.
    ~FileWatch();
    FileWatch(const FileWatch&) = delete;
    FileWatch& operator=(const FileWatch&) = delete;

  private:
    struct State;
    State* state_;  // freed by libuv's close callback
};

}  // namespace viaja::runtime
