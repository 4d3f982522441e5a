#pragma once
// What is asked for and held in the examples of contract_examples.hpp.

#include "common/contract/items.hpp"
#include "tests/core/contract_example_ids.hpp"

namespace viaja::examples {

inline FlightItem flight() {
    return {"I0", "I01370", day("2026-12-20")};
}
inline RoomItem room() {
    return {"htl_rec01_std", day("2026-12-20"), day("2026-12-23")};
}

inline TicketItem ticket() {
    return {"evt_rec", "PISTA"};
}

inline OtherItem other() {
    return {"cars", "eco-rec", day("2026-12-20"), day("2026-12-23")};
}

inline HeldFlight held_flight() {
    return {flight(),
            "GRU",
            "REC",
            at("2026-12-20T12:00:00Z"),
            at("2026-12-20T15:10:00Z"),
            "2026-12-20T09:00",
            "2026-12-20T12:10"};
}
inline HeldRoom held_room() {
    return {room(), "htl_rec01", "Pousada do Recife", "Standard", at("2026-12-21T03:00:00Z")};
}

inline HeldOther held_car() {
    return {other(),
            "Rental car",
            "Carro de aluguel",
            "Economy car",
            "Carro econômico",
            {{"Gearbox", "Câmbio", "automatic", "automático"}},
            "REC",
            at("2026-12-20T13:00:00Z"),
            "2026-12-20T10:00"};
}

}  // namespace viaja::examples
