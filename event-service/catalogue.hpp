#pragma once
// Events and their sections in the event service's database; always read by SQL, never kept in
// memory. Functions over the connection of the calling thread; they throw what it throws
// (ports/errors.hpp) and csv::Error for a file that cannot be used.

#include <cstddef>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "common/catalogue/loading.hpp"
#include "common/catalogue/refund_rule.hpp"
#include "common/contract/messages.hpp"
#include "common/supplier/catalogue_edits.hpp"

namespace viaja::event {

/// Tables of the catalogue; the database has those of supplier::supplier_migrations() too.
std::vector<Migration> event_migrations();

/// A section of an event: what tickets are sold of.
struct Section {
    TicketItem item;
    std::string name;  ///< of the event, in English
    std::string name_pt;
    std::string kind;         ///< "music"
    std::string airport;      ///< near which it takes place; the event keeps that airport's clock
    std::string starts;       ///< by that clock: "2026-12-20T20:00"
    int days_from_first = 0;  ///< from the day of the load that set `starts` to its day
    int capacity = 0;
    Money price;  ///< of one ticket
    catalogue::RefundRule refund = {};
    bool withdrawn = false;  ///< left the file: not for sale, but what is sold keeps its meaning
};

/// "evt_rec/PISTA": of the section in the catalogue.
std::string id_of(const TicketItem& item);
/// The unit of its tickets: "evt_rec/PISTA/2027-01-17".
std::string unit_id(const Section& section);

struct LoadResult {
    bool already_loaded = false;  ///< the same was loaded before on this day; nothing was done
    catalogue::Written airports = {};
    catalogue::Written sections = {};
    std::size_t withdrawn = 0;  ///< sections that an earlier file had
};

/// Brings the database to the state of airports.csv and events.csv in `folder`. The file counts an
/// event's day from the load that first has it, so that a demo always has events ahead; one that is
/// over is counted anew by the first load of a later day, and one that comes back to the file
/// before it is over keeps its day. Can be called at every start; holds are never touched.
/// Interrupted, it is done again at the next call. Throws csv::Error before anything is written if
/// a file is damaged, or if it moves an event to another place or time while tickets are held or
/// sold.
LoadResult load_demo(Connection& connection, const std::filesystem::path& folder,
                     const catalogue::Progress& progress = {});

/// What operators may change of sections: the price of a ticket, and the tickets.
const supplier::EditableTable& editable_sections();

/// Those of the sections that are for sale, by id_of.
std::map<std::string, Section> find_sections(Connection& connection,
                                             std::span<const std::string> ids);

/// The next sections for sale behind `after`, in the order of TicketPlace, of events near the
/// airports on the days from `from` to `until`, at most `limit`.
std::vector<Section> sections_near(Connection& connection, const EventQuestion& question,
                                   const TicketPlace& after, std::size_t limit);

}  // namespace viaja::event
