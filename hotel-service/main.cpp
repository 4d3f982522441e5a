// The hotels' process: room-nights and holds. Any number of replicas.

#include "common/service_host/supplier_process.hpp"
#include "hotel-service/hotels.hpp"

int main(int argc, char** argv) {
    return viaja::service_host::supplier_main(argc, argv, viaja::hotel::program());
}
