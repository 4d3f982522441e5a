#include "terminal/topo_screen.hpp"

#include <curses.h>

#include <clocale>
#include <cstdlib>
#include <cwchar>
#include <string>

#include "terminal/stop.hpp"

namespace viaja::terminal {

namespace {

constexpr Phrase kCannotDraw{
    "Este terminal ({}) não mostra uma tela inteira; veja: viaja ops sagas",
    "This terminal ({}) cannot show a whole screen; see: viaja ops sagas"};
constexpr short kRed = 1;
constexpr int kEscapeMs = 25;
constexpr wint_t kEscape = 27;
constexpr wint_t kBackspace = 8;
constexpr wint_t kDelete = 127;

/// Characters beyond ASCII are drawn where the locale has them; a system without any has C.UTF-8.
void use_utf8() {
    std::setlocale(LC_CTYPE, "");
    if (MB_CUR_MAX == 1) std::setlocale(LC_CTYPE, "C.UTF-8");
}

std::string utf8_of(wint_t character) {
    std::string text(MB_CUR_MAX, '\0');
    std::mbstate_t state{};
    const auto size = std::wcrtomb(text.data(), static_cast<wchar_t>(character), &state);
    text.resize(size == static_cast<std::size_t>(-1) ? 0 : size);
    return text;
}

}  // namespace

struct TopoScreen::Native {
    SCREEN* screen = nullptr;
};

TopoScreen::TopoScreen(Language language, bool colours)
    : native_(std::make_unique<Native>()), colours_(colours) {
    use_utf8();
    set_escdelay(kEscapeMs);
    native_->screen = newterm(nullptr, stdout, stdin);
    if (native_->screen == nullptr) {
        const char* const kind = std::getenv("TERM");
        throw Stop(Exit::usage, "usage", say(language, kCannotDraw, kind ? kind : "?"));
    }
    cbreak();
    noecho();
    keypad(stdscr, TRUE);
    curs_set(0);
    colours_ = colours && has_colors() && start_color() == OK;
    if (colours_) {
        use_default_colors();
        init_pair(kRed, COLOR_RED, -1);
    }
}

TopoScreen::~TopoScreen() {
    endwin();
    delscreen(native_->screen);
}

std::size_t TopoScreen::rows() const {
    return static_cast<std::size_t>(std::max(getmaxy(stdscr), 1));
}

std::size_t TopoScreen::columns() const {
    return static_cast<std::size_t>(std::max(getmaxx(stdscr), 1));
}

void TopoScreen::draw(std::span<const TopoLine> lines) {
    erase();
    for (std::size_t row = 0; row < lines.size(); ++row) {
        attr_t look = A_NORMAL;
        switch (lines[row].tone) {
            case Tone::plain:
                break;
            case Tone::faint:
                look = A_DIM;
                break;
            case Tone::heading:
                look = A_BOLD;
                break;
            case Tone::alarm:
                look = colours_ ? A_BOLD | static_cast<attr_t>(COLOR_PAIR(kRed)) : A_BOLD;
                break;
            case Tone::selected:
                look = A_REVERSE;
                break;
        }
        attrset(static_cast<int>(look));
        mvaddstr(static_cast<int>(row), 0, lines[row].text.c_str());
    }
    attrset(A_NORMAL);
    refresh();
}

void TopoScreen::read_keys(TopoView& view, std::chrono::milliseconds patience) {
    timeout(static_cast<int>(patience.count()));
    wint_t code = 0;
    for (int kind = get_wch(&code); kind != ERR && !view.ended(); kind = get_wch(&code)) {
        press(view, static_cast<int>(code), kind == KEY_CODE_YES);
        timeout(0);
    }
}

void TopoScreen::press(TopoView& view, int code, bool is_key) {
    if (is_key) {
        switch (code) {
            case KEY_UP:
                return view.press(Key::up);
            case KEY_DOWN:
                return view.press(Key::down);
            case KEY_PPAGE:
                return view.press(Key::page_up);
            case KEY_NPAGE:
                return view.press(Key::page_down);
            case KEY_HOME:
                return view.press(Key::home);
            case KEY_END:
                return view.press(Key::end);
            case KEY_ENTER:
                return view.press(Key::enter);
            case KEY_BACKSPACE:
                return view.press(Key::erase);
            default:  // KEY_RESIZE too: the next picture has the new size
                return;
        }
    }
    const auto character = static_cast<wint_t>(code);
    if (character == kEscape) return view.press(Key::escape);
    if (character == kBackspace || character == kDelete) return view.press(Key::erase);
    if (character == L'\n' || character == L'\r') return view.press(Key::enter);
    if (character >= L' ') view.type(utf8_of(character));
}

}  // namespace viaja::terminal
