#pragma once
// How many file descriptors this process may have, and how many of them its clients may take.

#include <cstddef>

namespace viaja::runtime {

/// Raises the soft limit of descriptors to the hard one, at most to 65,536, and returns the limit
/// as it is then. At the start of a process; a limit that cannot be raised stays.
std::size_t raise_descriptor_limit();

/// The limit as it is. Any thread.
std::size_t descriptor_limit();

/// How many connections of clients leave enough of `descriptors` for what the process itself needs:
/// databases, the broker, files, and clients that are refused with an answer.
std::size_t connections_within(std::size_t descriptors);

}  // namespace viaja::runtime
