#pragma once
// Rules of what a supplier sends to session-service. Each throws Broken where it does not keep it.
// One thread.

#include "conformance/supplier_trials.hpp"

namespace viaja::conformance {

/// Answers go to `reply_to`. Without --alone another process reads `session`: an answer that went
/// there never came.
void examine_reply_to(SupplierTest& test);
/// After a timeout the session is asked about what is held for it. NotExamined without --alone.
void examine_check_session(SupplierTest& test);
/// The same of a session of another shard, at its address. NotExamined without --alone.
void examine_shard(SupplierTest& test);

}  // namespace viaja::conformance
