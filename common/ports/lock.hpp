#pragma once
// The advisory lock that keeps two coordinators from deciding the same session at once. It saves
// work; correctness depends on row locks alone (docs/architecture.md). A holder may be frozen past
// its lease; the server may be unavailable or lose its data.

#include <chrono>
#include <span>
#include <string>
#include <vector>

namespace viaja {

/// Any thread.
class LockService {
  public:
    virtual ~LockService() = default;

    /// Tries each key once, without waiting, all in one round trip. The result has one entry a
    /// key. `keys` are distinct. `owner` is random and new for each call. Throws Unavailable where
    /// the server does not answer: no lock is known to be held, and the caller continues without.
    virtual std::vector<bool> try_lock(std::span<const std::string> keys, const std::string& owner,
                                       std::chrono::milliseconds lease) = 0;

    /// Frees those of `keys` that `owner` still holds, for the caller at once and for others soon.
    /// Never throws: a lease ends by itself.
    virtual void unlock(std::span<const std::string> keys, const std::string& owner) noexcept = 0;
};

}  // namespace viaja
