#pragma once
// Texts in Portuguese and English. A phrase has both, or it does not compile; so has it where the
// two do not have the same number of places to fill. Pure; any thread.

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace viaja::terminal {

enum class Language { portuguese, english };

/// A text with a "{}" for each value that is put in.
class Phrase {
  public:
    consteval Phrase(std::string_view portuguese, std::string_view english)
        : portuguese_(portuguese), english_(english) {
        if (places(portuguese) != places(english)) throw "the languages differ in their places";
    }

    constexpr std::string_view in(Language language) const {
        return language == Language::portuguese ? portuguese_ : english_;
    }

  private:
    static consteval std::ptrdiff_t places(std::string_view text) {
        return std::count(text.begin(), text.end(), '{');
    }

    std::string_view portuguese_;
    std::string_view english_;
};

/// The phrase in a language with its places filled.
template <class... Values>
std::string say(Language language, const Phrase& phrase, const Values&... values) {
    return fmt::format(fmt::runtime(phrase.in(language)), values...);
}

}  // namespace viaja::terminal
