#pragma once
// What a component counts since its start: a struct of whole numbers that lists its fields once,
// each with its name and help text on /metrics. Sums and metrics follow from that list.
//
//   struct DoorCounters {
//       std::uint64_t opened = 0;
//
//       static constexpr auto list() {
//           return std::to_array<Counter<DoorCounters>>({
//               {&DoorCounters::opened, "door_opened_total", "Times that it was opened"},
//           });
//       }
//   };

#include <array>
#include <cstdint>
#include <mutex>

namespace viaja {

template <class Counters>
struct Counter {
    std::uint64_t Counters::*value;
    const char* metric;  ///< ends in _total
    const char* help;
};

/// A field that its list lacks does not compile.
template <class Counters>
constexpr auto counters_of() {
    constexpr auto list = Counters::list();
    static_assert(sizeof(Counters) == list.size() * sizeof(std::uint64_t),
                  "list() names every field once");
    return list;
}

template <class Counters>
void add_counters(Counters& sum, const Counters& more) {
    for (const auto& counter : counters_of<Counters>())
        sum.*counter.value += more.*counter.value;
}

/// Counted by several threads. Any thread.
template <class Counters>
class SharedCounters {
  public:
    void count(std::uint64_t Counters::*which, std::uint64_t by = 1) {
        const std::lock_guard guard(mutex_);
        sum_.*which += by;
    }
    void set(std::uint64_t Counters::*which, std::uint64_t value) {
        const std::lock_guard guard(mutex_);
        sum_.*which = value;
    }
    void add(const Counters& more) {
        const std::lock_guard guard(mutex_);
        add_counters(sum_, more);
    }
    Counters sum() const {
        const std::lock_guard guard(mutex_);
        return sum_;
    }

  private:
    mutable std::mutex mutex_;
    Counters sum_;
};

}  // namespace viaja
