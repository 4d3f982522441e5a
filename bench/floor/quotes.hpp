#pragma once
// The reads of the catalogue that a quote of a flight or of a room takes, by the catalogues' own
// functions; what they find is not looked at. The worker's thread.

#include <string>

#include "bench/floor/supplier_part.hpp"

namespace viaja::bench {

SupplierPart::Quote flight_quote(const std::string& carrier);
SupplierPart::Quote hotel_quote();

}  // namespace viaja::bench
