#pragma once
// The connector's one driver object. Part of the adapter. Any thread.

namespace sql {
class Driver;
}

namespace viaja::mysql {

/// The connector keeps its driver in an unguarded static map; here it is taken from there once.
sql::Driver& driver();

/// Tells the client library about the calling thread, once, and about its end. To be called before
/// anything else of the connector, on whichever thread a connection happens to be used.
void enter_thread();

}  // namespace viaja::mysql
