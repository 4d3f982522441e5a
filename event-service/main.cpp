// The events' process: tickets and holds. Any number of replicas.

#include "common/service_host/supplier_process.hpp"
#include "event-service/events.hpp"

int main(int argc, char** argv) {
    return viaja::service_host::supplier_main(argc, argv, viaja::event::program());
}
