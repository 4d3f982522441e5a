#pragma once
// The terminal as a whole screen, by ncurses: draws lines, reads keys, follows a change of size. It
// gives the terminal back when it is destroyed. One thread; one object at a time.

#include <chrono>
#include <memory>
#include <span>

#include "terminal/topo_view.hpp"

namespace viaja::terminal {

class TopoScreen {
  public:
    /// Throws Stop with Exit::usage where the terminal cannot be drawn on.
    TopoScreen(Language language, bool colours);
    ~TopoScreen();
    TopoScreen(const TopoScreen&) = delete;
    TopoScreen& operator=(const TopoScreen&) = delete;

    /// As they are now.
    std::size_t rows() const;
    std::size_t columns() const;
    void draw(std::span<const TopoLine> lines);
    /// Gives the keys to the view until none is left, or waits that long for the first.
    void read_keys(TopoView& view, std::chrono::milliseconds patience);

  private:
    void press(TopoView& view, int code, bool is_key);

    struct Native;
    std::unique_ptr<Native> native_;
    bool colours_;
};

}  // namespace viaja::terminal
