#pragma once
// Keys of calls. Any thread.

#include <string>

namespace viaja::terminal {

/// 128 random bits from the system, as 32 hexadecimal digits. Throws std::system_error without
/// them.
std::string random_key();

}  // namespace viaja::terminal
