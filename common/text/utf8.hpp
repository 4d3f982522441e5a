#pragma once
// Checks of UTF-8 text. Pure functions; any thread.

#include <cstddef>
#include <string_view>

namespace viaja {

/// The well-formed character that a text begins with (RFC 3629: no overlong form, no surrogate).
struct Character {
    char32_t code_point = 0;
    std::size_t bytes = 0;  ///< 1 to 4; 0 where the text is empty or not well formed here
};
Character first_character(std::string_view text);

bool is_utf8(std::string_view text);

/// `text` without the bytes after `bytes_max`, and without the character that this would cut.
std::string_view cut_at_character(std::string_view text, std::size_t bytes_max);

/// Whether it has a control character (C0, DEL, C1), a line or paragraph separator, or one that
/// turns the direction of what follows. Joiners and marks are none of these.
bool has_control_character(std::string_view text);

/// Whether at least one character leaves a mark on paper: blanks of any width, joiners, variation
/// selectors, fillers and other ignorable characters do not.
bool has_visible_character(std::string_view text);

}  // namespace viaja
