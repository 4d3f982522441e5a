// The events' process: tickets and holds. Any number of replicas.

#include "common/service_host/supplier_process.hpp"
#include "event-service/events.hpp"

int main() {
    return viaja::service_host::supplier_main(viaja::event::program());
}
