#pragma once
// Server-sent events (WHATWG): bytes in, the data of whole events out. Pure; one thread.

#include <string>
#include <string_view>
#include <vector>

namespace viaja::terminal {

constexpr std::size_t kEventBytesMax = 8U << 20U;

class EventParser {
  public:
    /// The data of the events that these bytes complete. Lines end in LF or CRLF, wherever the
    /// bytes are cut; comments, ids and other fields are passed over, since a frame says its own
    /// place.
    std::vector<std::string> take(std::string_view bytes);

    /// Whether the unfinished event has more bytes than one of Viaja can have: it came from another
    /// program, and the rest is not to be read.
    bool is_too_long() const { return unfinished_.size() + data_.size() > kEventBytesMax; }

  private:
    void line(std::string_view text, std::vector<std::string>& events);

    std::string unfinished_;
    std::string data_;
    bool has_data_ = false;
};

}  // namespace viaja::terminal
