#pragma once
// Typed access to the members of one JSON object, where every mistake is named by its path:
// "content.quantity must be 1 to 9". Private to this library; any thread.

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "common/contract/ids.hpp"
#include "common/contract/money.hpp"
#include "common/contract/time.hpp"

namespace viaja {

/// JSON that is written: members keep the order in which they were added.
using OrderedJson = nlohmann::ordered_json;

/// Why an item cannot be read. Thrown by the reader and caught in decode(), nowhere else. It never
/// repeats what came, so that it may go into a header as it is.
class Misread : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Bytes of a code, a token, an address: what stands in an index or in an AMQP short string.
constexpr std::size_t kCodeBytesMax = 255;
/// Bytes of a text for people.
constexpr std::size_t kTextBytesMax = 1000;
/// Seats, rooms or tickets that a supplier has left.
constexpr int kLeftMax = 1'000'000;

/// Every function throws Misread where a member is missing, of the wrong type or out of range.
/// Members that are not read are ignored, so that a newer sender may add some. The JSON must
/// outlive the reader.
class JsonReader {
  public:
    /// `path` stands before each member's name in a complaint; empty for the message itself.
    JsonReader(const nlohmann::json& object, std::string path);

    bool has(const char* name) const { return object_.contains(name); }
    /// Of a member that is there.
    bool is_null(const char* name) const { return member(name).is_null(); }

    JsonReader object(const char* name) const;
    /// The objects of a list with at most `most` entries.
    std::vector<JsonReader> objects(const char* name, std::size_t most) const;
    /// The strings of a list with at most `most` entries, each 0 to `bytes` long.
    std::vector<std::string> strings(const char* name, std::size_t most, std::size_t bytes) const;

    /// 1 to `bytes` bytes.
    std::string code(const char* name, std::size_t bytes = kCodeBytesMax) const;
    /// 0 to `bytes` bytes; empty where the member is missing.
    std::string optional_text(const char* name, std::size_t bytes = kTextBytesMax) const;
    int integer(const char* name, int least, int most) const;
    /// A number of degrees, from -`most` to `most`, in millionths of a degree.
    std::int64_t millionths(const char* name, int most) const;
    /// False if the member is not there.
    bool optional_flag(const char* name) const;
    Uuid uuid(const char* name) const;
    Instant instant(const char* name) const;
    Date date(const char* name) const;
    /// As it stands there: "2026-12-20T09:00".
    std::string local_time(const char* name) const;
    Money money(const char* name) const;

    /// Complains about a member of this object: "<path>.<name> <complaint>".
    [[noreturn]] void refuse(std::string_view name, std::string_view complaint) const;

  private:
    const nlohmann::json& member(const char* name) const;
    const nlohmann::json::string_t& string(const char* name) const;
    std::int64_t number(const char* name, std::int64_t least, std::int64_t most) const;
    std::string path_of(std::string_view name) const;

    const nlohmann::json& object_;
    std::string path_;
};

}  // namespace viaja
