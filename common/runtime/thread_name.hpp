#pragma once
// The name that tools show for a thread. Called on the thread itself.

#include <pthread.h>

#include <string>

namespace viaja::runtime {

/// Linux refuses longer names instead of cutting them.
constexpr std::size_t kThreadNameMax = 15;

inline void name_this_thread(const std::string& name) {
    pthread_setname_np(pthread_self(), name.substr(0, kThreadNameMax).c_str());
}

}  // namespace viaja::runtime
