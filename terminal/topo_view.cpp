#include "terminal/topo_view.hpp"

#include <algorithm>

#include "terminal/format.hpp"
#include "terminal/operator_lines.hpp"

namespace viaja::terminal {

namespace {

constexpr std::size_t kAroundList = 4;  ///< title, numbers, an empty line, the keys
constexpr std::size_t kLeastRows = 8;
constexpr std::size_t kLeastColumns = 40;

constexpr Phrase kTooSmall{"O terminal é pequeno demais: 40 × 8 é o mínimo.",
                           "The terminal is too small: it needs 40 × 8."};
constexpr Phrase kLive{"ao vivo", "live"};
constexpr Phrase kStandsStill{"parado (p segue)", "paused (p goes on)"};
constexpr Phrase kSilentFor{"SEM RESPOSTA há {} s", "NO ANSWER for {} s"};
constexpr Phrase kNumbers{
    "processos {} · sem vida {} · disjuntores abertos {} · paradas {} · em curso {} · mortas {}",
    "processes {} · gone {} · breakers open {} · stuck {} · running {} · dead letters {}"};
constexpr Phrase kKeys{"↑↓ anda  enter abre  / filtra  p para  ? ajuda  q sai",
                       "↑↓ move  enter open  / filter  p pause  ? help  q quit"};
constexpr Phrase kKeysOfSession{"↑↓ anda  esc volta  p para  q sai",
                                "↑↓ move  esc back  p pause  q quit"};
constexpr Phrase kFilter{"filtro: {}_  (enter fica, esc tira)",
                         "filter: {}_  (enter keeps, esc clears)"};
constexpr Phrase kFiltered{"filtro: {}  (esc tira)", "filter: {}  (esc clears)"};
constexpr Phrase kHelpLines[] = {
    {"↑ ↓ j k        anda; página com PgUp e PgDn, começo e fim com Home e End",
     "↑ ↓ j k        move; pages by PgUp and PgDn, ends by Home and End"},
    {"enter          abre a saga escolhida", "enter          opens the chosen saga"},
    {"esc            volta; sem nada aberto, tira o filtro",
     "esc            goes back; with nothing open it clears the filter"},
    {"/              só as linhas com este texto", "/              only the lines with this text"},
    {"p              para de perguntar ao servidor, e segue",
     "p              stops asking the server, and goes on"},
    {"q              sai", "q              quits"},
    {"", ""},
    {"Esta tela só mostra. Para mudar algo: viaja ops tentar, desistir, baixar",
     "This screen only shows. To change something: viaja ops retry, give-up, write-off"},
};

std::size_t count_of(const Json& list, std::string_view name, std::string_view value) {
    return static_cast<std::size_t>(
        std::ranges::count_if(list, [&](const Json& one) { return text_at(one, name) == value; }));
}

std::vector<TopoRow> help(Language language) {
    std::vector<TopoRow> all;
    for (const Phrase& line : kHelpLines)
        all.push_back({std::string(line.in(language))});
    return all;
}

/// Shortens what is wider than the screen, and fills the selected line up to its width.
void cut(std::vector<TopoLine>& lines, std::size_t columns) {
    for (auto& line : lines) {
        if (columns_of(line.text) > columns || line.tone == Tone::selected)
            line.text = fitted(line.text, columns);
    }
}

}  // namespace

void TopoView::take(TopoDocuments documents) {
    documents_ = std::move(documents);
}

void TopoView::press(Key key) {
    if (types_filter_) {
        if (key == Key::enter) types_filter_ = false;
        if (key == Key::escape) {
            types_filter_ = false;
            filter_.clear();
        }
        while (key == Key::erase && !filter_.empty()) {
            const bool is_first_byte = (static_cast<unsigned char>(filter_.back()) & 0xc0) != 0x80;
            filter_.pop_back();
            if (is_first_byte) break;
        }
        selected_ = 0;
        return;
    }
    const auto count = rows().size();
    const auto last = count == 0 ? 0 : count - 1;
    switch (key) {
        case Key::up:
            selected_ -= selected_ > 0 ? 1 : 0;
            break;
        case Key::down:
            selected_ = std::min(selected_ + 1, last);
            break;
        case Key::page_up:
            selected_ -= std::min(selected_, space_);
            break;
        case Key::page_down:
            selected_ = std::min(selected_ + space_, last);
            break;
        case Key::home:
            selected_ = 0;
            break;
        case Key::end:
            selected_ = last;
            break;
        case Key::enter:
            open_selected();
            break;
        case Key::escape:
            close();
            break;
        case Key::erase:
            break;
    }
}

void TopoView::type(std::string_view character) {
    if (types_filter_) {
        filter_ += printable(character);
    } else if (character.size() == 1) {
        command(character.front());
    }
}

void TopoView::command(char letter) {
    switch (letter) {
        case 'q':
            ended_ = true;
            break;
        case 'j':
            press(Key::down);
            break;
        case 'k':
            press(Key::up);
            break;
        case 'p':
            paused_ = !paused_;
            break;
        case '?':
            shows_help_ = !shows_help_;
            break;
        case '/':
            types_filter_ = !open_session_ && !shows_help_;
            break;
        default:
            break;
    }
}

void TopoView::open_selected() {
    if (open_session_ || shows_help_) return;
    const auto all = rows();
    if (selected_ >= all.size() || all[selected_].session.empty()) return;
    open_session_ = all[selected_].session;
    documents_.session = nullptr;
    kept_selected_ = selected_;
    selected_ = 0;
}

void TopoView::close() {
    if (shows_help_) {
        shows_help_ = false;
    } else if (open_session_) {
        open_session_.reset();
        selected_ = kept_selected_;
    } else {
        filter_.clear();
    }
}

std::vector<TopoLine> TopoView::lines(std::size_t rows_of_screen, std::size_t columns) {
    std::vector<TopoLine> picture;
    if (rows_of_screen < kLeastRows || columns < kLeastColumns) {
        picture.push_back({std::string(kTooSmall.in(language_)), Tone::alarm});
        cut(picture, columns);
        return picture;
    }
    const auto all = rows();
    space_ = rows_of_screen - kAroundList;
    keep_in_sight(all.size(), space_);
    picture.push_back({title(), documents_.silent_for_s > 0 ? Tone::alarm : Tone::heading});
    picture.push_back({numbers()});
    picture.push_back({""});
    for (std::size_t i = first_; i < std::min(first_ + space_, all.size()); ++i)
        picture.push_back({all[i].text, i == selected_ ? Tone::selected : all[i].tone});
    picture.resize(rows_of_screen - 1);
    picture.push_back({footer(), Tone::faint});
    cut(picture, columns);
    return picture;
}

void TopoView::keep_in_sight(std::size_t count, std::size_t space) {
    selected_ = std::min(selected_, count == 0 ? 0 : count - 1);
    first_ = std::min(first_, selected_);
    if (selected_ >= first_ + space) first_ = selected_ - space + 1;
    // A list that has become shorter leaves no empty lines below it.
    first_ = std::min(first_, count > space ? count - space : 0);
    // The heading of the first row comes with it.
    if (selected_ <= 1) first_ = 0;
}

std::string TopoView::title() const {
    const auto at = text_at(documents_.services, "server_time");
    const auto state = documents_.silent_for_s > 0
                           ? say(language_, kSilentFor, documents_.silent_for_s)
                       : paused_ ? std::string(kStandsStill.in(language_))
                                 : std::string(kLive.in(language_));
    return fmt::format("viaja ops topo  {}  {}  {}Z  {}", printable(documents_.address),
                       text_at(documents_.services, "replica").substr(0, 8),
                       at.size() >= 19 ? at.substr(11, 8) : "--:--:--", state);
}

std::string TopoView::numbers() const {
    const Json& services = list_at(documents_.services, "services");
    std::size_t open = 0;
    for (const char* list : {"breakers", "searches"}) {
        const Json& breakers = list_at(documents_.breakers, list);
        open += breakers.size() - count_of(breakers, "state", "closed");
    }
    const auto total = [&](const Json& document) {
        return number_or_none(document, static_cast<std::size_t>(number_at(document, "total")));
    };
    return say(language_, kNumbers, number_or_none(documents_.services, services.size()),
               number_or_none(documents_.services, count_of(services, "state", "gone")),
               number_or_none(documents_.breakers, open), total(documents_.stuck),
               total(documents_.running),
               number_or_none(documents_.dead_letters,
                              list_at(documents_.dead_letters, "dead_letters").size()));
}

std::string TopoView::footer() const {
    if (types_filter_) return say(language_, kFilter, filter_);
    if (!filter_.empty() && !open_session_) return say(language_, kFiltered, filter_);
    return std::string((open_session_ ? kKeysOfSession : kKeys).in(language_));
}

std::vector<TopoRow> TopoView::rows() const {
    if (shows_help_) return help(language_);
    if (!open_session_) return overview_of(documents_, language_, filter_);
    std::vector<TopoRow> all;
    if (!documents_.session.is_object()) {
        all.push_back({*open_session_ + nothing_answered(language_), Tone::faint});
        return all;
    }
    for (auto& line : lines_of_operator_session(language_, documents_.session))
        all.push_back({std::move(line), all.empty() ? Tone::heading : Tone::plain});
    return all;
}

}  // namespace viaja::terminal
