#pragma once
// What a supplier counts, as metrics: its pipeline, its commands and its questions. Any thread.

#include <string>
#include <vector>

#include "common/http/metrics.hpp"
#include "common/supplier/service.hpp"

namespace viaja::supplier {

/// All of them with the label `part`: "flight.I0".
std::vector<http::Metric> supplier_metrics(const SupplierService& service, const std::string& part);

}  // namespace viaja::supplier
