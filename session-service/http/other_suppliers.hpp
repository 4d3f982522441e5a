#pragma once
// The suppliers of other items: those that have announced themselves on the bus since this process
// has listened. One that is gone stays known, as its holds do. Loop thread only.

#include <set>
#include <string>
#include <string_view>

#include "common/contract/topology.hpp"

namespace viaja::session {

class OtherSuppliers {
  public:
    /// More are not taken: a search asks one at a time, but all of them are listed.
    static constexpr std::size_t kNamesMax = 100;

    /// The address of any service that says it is alive.
    void hear(std::string_view address) {
        const auto name = topology::other_supplier_of(address);
        if (!name.empty() && names_.size() < kNamesMax) names_.insert(name);
    }
    bool knows(const std::string& name) const { return names_.contains(name); }
    const std::set<std::string>& names() const { return names_; }

  private:
    std::set<std::string> names_;
};

}  // namespace viaja::session
