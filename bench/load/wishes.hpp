#pragma once
// What travellers want: seats and rooms of the demo catalogue, spread over its flights, hotels and
// days so that many thousand trips find a free one. The same number gives the same wish. Read-only
// once made; any thread.

#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "common/contract/messages.hpp"

namespace viaja::bench {

class Wishes {
  public:
    struct Options {
        std::filesystem::path catalogue;
        std::chrono::sys_days today{};
        int days = 327;  ///< trips lie within so many days, from the day after tomorrow on
        int nights = 1;
    };

    /// Reads flights.csv and room_types.csv. Throws csv::Error.
    explicit Wishes(Options options);

    /// Flight `leg` of the trip of that number; the legs of one trip are flights of different
    /// carriers, up to as many as there are.
    FlightItem flight(std::uint64_t trip, std::uint64_t leg) const;
    RoomItem room(std::uint64_t trip) const;

    std::vector<std::string> carriers() const;
    /// How many trips find a room before the first is told that one is sold out.
    std::uint64_t rooms_total() const;

  private:
    /// The numbers of the flights that depart on a weekday, Monday to Sunday.
    using Week = std::array<std::vector<std::string>, 7>;

    std::uint64_t stays() const;
    std::chrono::sys_days day_of(std::uint64_t trip) const;

    Options options_;
    std::vector<std::pair<std::string, Week>> carriers_;
    std::vector<std::string> rooms_;  ///< a room type as often as it has rooms, each once first
};

}  // namespace viaja::bench
