#pragma once
// What `viaja ops topo` shows and how it answers keys, as a machine: documents of the API and keys
// go in, lines come out. topo_screen.hpp draws them. Pure; one thread.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "terminal/topo_rows.hpp"

namespace viaja::terminal {

struct TopoLine {
    std::string text;
    Tone tone = Tone::plain;
    bool operator==(const TopoLine&) const = default;
};

enum class Key { up, down, page_up, page_down, home, end, enter, escape, erase };

class TopoView {
  public:
    explicit TopoView(Language language) : language_(language) {}

    void take(TopoDocuments documents);
    /// A key with a name, and one that is a character (in UTF-8).
    void press(Key key);
    void type(std::string_view character);

    /// The whole screen: so many lines, none longer than the columns.
    std::vector<TopoLine> lines(std::size_t rows, std::size_t columns);

    bool ended() const { return ended_; }
    /// Nothing is to be asked for.
    bool paused() const { return paused_; }
    /// The session whose page is open.
    const std::optional<std::string>& open_session() const { return open_session_; }

  private:
    std::string title() const;
    std::string numbers() const;
    std::string footer() const;
    std::vector<TopoRow> rows() const;
    void command(char letter);
    void open_selected();
    void close();
    void keep_in_sight(std::size_t count, std::size_t space);

    const Language language_;
    TopoDocuments documents_;
    bool ended_ = false;
    bool paused_ = false;
    bool shows_help_ = false;
    bool types_filter_ = false;
    std::string filter_;
    std::optional<std::string> open_session_;
    std::size_t selected_ = 0;       ///< of rows()
    std::size_t first_ = 0;          ///< the row at the top
    std::size_t kept_selected_ = 0;  ///< of the overview while a session is open
    std::size_t space_ = 1;          ///< rows of the last picture
};

}  // namespace viaja::terminal
