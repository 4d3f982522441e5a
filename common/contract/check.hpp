#pragma once
// The one way to say "this cannot be, unless the program is wrong".

#include <stdexcept>
#include <string>

namespace viaja {

/// A mistake of ours, not of the world. The pipeline sends the one input that met it to the dead
/// queue, with the reason, and goes on with its neighbours.
class Bug : public std::logic_error {
  public:
    using std::logic_error::logic_error;
};

/// Throws Bug with `why` unless `condition` holds. Stays on in every build.
inline void check(bool condition, const char* why) {
    if (!condition) throw Bug(why);
}

}  // namespace viaja
