#pragma once
// Questions for a carrier's schedule and for seats, and their answers, both ways. Private to this
// library; any thread. What reads throws Misread.

#include <nlohmann/json.hpp>

#include "common/contract/json_reader.hpp"
#include "common/contract/schedule.hpp"

namespace viaja {

OrderedJson to_json(const ScheduleQuestion& question);
OrderedJson to_json(const SeatsQuestion& question);
void read_members(const JsonReader& content, ScheduleQuestion& question);
void read_members(const JsonReader& content, SeatsQuestion& question);

void put_members(OrderedJson& json, const SchedulePage& page);
void put_members(OrderedJson& json, const SeatsAnswer& answer);
void read_members(const JsonReader& content, SchedulePage& page);
void read_members(const JsonReader& content, SeatsAnswer& answer);

}  // namespace viaja
