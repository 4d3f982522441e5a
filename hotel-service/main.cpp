// The hotels' process: room-nights and holds. Any number of replicas.

#include "common/service_host/supplier_process.hpp"
#include "hotel-service/hotels.hpp"

int main() {
    return viaja::service_host::supplier_main(viaja::hotel::program());
}
