#pragma once
// The one way to say "this cannot be, unless the program is wrong".

#include <stdexcept>
#include <string>

namespace viaja {

/// A programming error, as opposed to an operational failure. The pipeline sends the one input that
/// triggers it to the dead queue, with the reason, and decides the others.
class Bug : public std::logic_error {
  public:
    using std::logic_error::logic_error;
};

/// Throws Bug with `why` unless `condition` holds. Stays on in every build.
inline void check(bool condition, const char* why) {
    if (!condition) throw Bug(why);
}

}  // namespace viaja
