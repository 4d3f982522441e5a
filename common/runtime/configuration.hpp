#pragma once
// Settings from the environment (a table in README.md). Read once at start, before threads; a value
// that cannot be used stops the start with a sentence that names the variable.

#include <chrono>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace viaja::runtime {

/// A variable with an unusable value. `what()` is a sentence for the person that starts the
/// process.
class ConfigurationError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

class Configuration {
  public:
    using Variables = std::map<std::string, std::string>;

    /// Of the process.
    static Configuration from_environment();
    explicit Configuration(Variables variables) : variables_(std::move(variables)) {}

    /// An empty variable counts as one that is not set.
    std::string text(const std::string& name, const std::string& by_default) const;
    /// From `smallest` to `largest`, both included.
    int number(const std::string& name, int by_default, int smallest, int largest) const;
    std::chrono::seconds seconds(const std::string& name, int by_default) const;
    /// "1" or "0".
    bool flag(const std::string& name, bool by_default) const;
    /// The variable, or what the file named by NAME_FILE holds (without its last line end); both at
    /// once are refused, and so is a file that cannot be read.
    std::string secret(const std::string& name, const std::string& by_default) const;
    /// Separated by commas; empty entries are refused.
    std::vector<std::string> list(const std::string& name, const std::string& by_default) const;

  private:
    Variables variables_;
};

}  // namespace viaja::runtime
