#include "event-service/catalogue.hpp"

#include <array>
#include <utility>

#include "common/catalogue/load.hpp"
#include "common/catalogue/zones.hpp"
#include "common/contract/schedule.hpp"
#include "common/supplier/core/day_prices.hpp"
#include "common/supplier/store.hpp"

namespace viaja::event {
namespace {

constexpr std::array<std::string_view, 14> kColumns = {
    "id",     "event",           "section",  "name",  "name_pt",   "kind",           "airport",
    "starts", "days_from_first", "capacity", "price", "withdrawn", "refund_percent", "refund_days"};
constexpr Table kSections{"sections", kColumns, 1};

constexpr Migration kMigrations[] = {
    {111, "sections of events", R"(
CREATE TABLE sections (
    id VARCHAR(101) NOT NULL PRIMARY KEY,
    event VARCHAR(50) NOT NULL,
    section VARCHAR(50) NOT NULL,
    name VARCHAR(200) NOT NULL,
    name_pt VARCHAR(200) NOT NULL,
    kind VARCHAR(50) NOT NULL,
    airport VARCHAR(3) NOT NULL,
    starts VARCHAR(16) NOT NULL,
    days_from_first BIGINT NOT NULL,
    capacity BIGINT NOT NULL,
    price BIGINT NOT NULL,
    withdrawn BIGINT NOT NULL
))"},
    {112, "sections by place and time",
     "CREATE INDEX sections_by_place_and_time ON sections (airport, starts)"},
    {113, "how much comes back for a ticket",
     "ALTER TABLE sections ADD COLUMN refund_percent BIGINT NOT NULL DEFAULT 100"},
    {114, "and until when",
     "ALTER TABLE sections ADD COLUMN refund_days BIGINT NOT NULL DEFAULT 1"},
};

/// Both ids and a day fit into a unit's id.
constexpr std::size_t kIdBytesMax = 50;

constexpr std::string_view kSelect =
    "SELECT id, event, section, name, name_pt, kind, airport, starts, days_from_first, capacity, "
    "price, withdrawn, refund_percent, refund_days FROM sections ";

Values to_row(const Section& section) {
    return {id_of(section.item),
            section.item.event_id,
            section.item.section_id,
            section.name,
            section.name_pt,
            section.kind,
            section.airport,
            section.starts,
            std::int64_t{section.days_from_first},
            std::int64_t{section.capacity},
            section.price.amount,
            std::int64_t{section.withdrawn},
            std::int64_t{section.refund.percent},
            std::int64_t{section.refund.days}};
}

Section from_row(const Values& values) {
    RowReader row(values);
    row.text();
    Section section;
    section.item.event_id = row.text();
    section.item.section_id = row.text();
    section.name = row.text();
    section.name_pt = row.text();
    section.kind = row.text();
    section.airport = row.text();
    section.starts = row.text();
    section.days_from_first = static_cast<int>(row.integer());
    section.capacity = static_cast<int>(row.integer());
    section.price.amount = row.integer();
    section.withdrawn = row.integer() != 0;
    section.refund.percent = static_cast<int>(row.integer());
    section.refund.days = static_cast<int>(row.integer());
    return section;
}

using Sections = std::map<std::string, Section>;

Sections by_id(const Rows& rows) {
    Sections sections;
    for (const Values& row : rows) {
        Section section = from_row(row);
        std::string id = id_of(section.item);
        sections.emplace(std::move(id), std::move(section));
    }
    return sections;
}

Date day_of(const Section& section) {
    return day_of_local_time(section.starts).value();
}

std::string item_id(const csv::Reader& reader, const char* column) {
    reader.text(column, 1, kIdBytesMax);
    return reader.item_id(column);
}

/// One row of the file; its start says only the time of day yet.
Section read_section(const csv::Reader& reader, const catalogue::Load& load) {
    Section section;
    section.item = {item_id(reader, "event_id"), item_id(reader, "section")};
    section.name = reader.text("name_en");
    section.name_pt = reader.text("name_pt");
    section.kind = reader.text("kind", 1, kIdBytesMax);
    section.airport = load.airport(reader, "near_iata").iata;
    section.days_from_first = static_cast<int>(reader.integer("days_from_seed", 0, 365));
    section.starts = reader.text("start_local");
    if (!minutes_of_day(section.starts))
        reader.fail("start_local", "a time of day is written 09:40");
    section.capacity = static_cast<int>(reader.integer("capacity", 1, kCapacityMax));
    section.price.amount = reader.integer("price_brl_cents", 1, supplier::kBasePriceMax);
    section.refund = catalogue::read_refund_rule(reader);
    return section;
}

/// The sections of the file, each on its event's day. What was sold keeps its meaning: refuses a
/// row that moves an event for which tickets are held or sold.
class File {
  public:
    File(Connection& connection, const catalogue::Load& load)
        : connection_(connection), load_(load), known_(by_id(connection.query(kSelect))) {
        for (const auto& [id, section] : known_) {
            Section& of_event = events_.try_emplace(section.item.event_id, section).first->second;
            if (says_day_before(section, of_event)) of_event = section;
        }
    }

    Sections read() const {
        auto reader =
            load_.reader("events.csv",
                         {"event_id", "name_pt", "name_en", "kind", "near_iata", "days_from_seed",
                          "start_local", "section", "capacity", "price_brl_cents"},
                         {catalogue::kRefundPercent, catalogue::kRefundDays});
        Sections sections;
        Sections firsts;  // of each event its first section, by event
        while (reader.next()) {
            Section section = read_section(reader, load_);
            set_day(section);
            check_kept(reader, section);
            const auto& event = firsts.emplace(section.item.event_id, section).first->second;
            if (event.starts != section.starts || event.airport != section.airport)
                reader.fail("event_id", section.item.event_id + " has another place or time above");
            std::string id = id_of(section.item);
            if (!sections.emplace(std::move(id), std::move(section)).second)
                reader.fail("section", reader.text("section") + " of the event is there twice");
        }
        return sections;
    }

    /// Sections for sale that `kept` has not, as withdrawn.
    std::vector<Values> withdrawn(const Sections& kept) const {
        std::vector<Values> rows;
        for (auto [id, section] : known_) {
            if (section.withdrawn || kept.contains(id)) continue;
            section.withdrawn = true;
            rows.push_back(to_row(section));
        }
        return rows;
    }

  private:
    /// Those for sale before withdrawn ones, and of these the latest: an event that comes back to
    /// the file has the day for which its tickets were sold.
    static bool says_day_before(const Section& one, const Section& other) {
        if (one.withdrawn != other.withdrawn) return other.withdrawn;
        return one.starts > other.starts;
    }

    void set_day(Section& section) const {
        const auto known = events_.find(section.item.event_id);
        const bool stays = known != events_.end() &&
                           known->second.days_from_first == section.days_from_first &&
                           day_of(known->second) >= load_.yesterday();
        const Date day =
            stays ? day_of(known->second) : plus_days(load_.today(), section.days_from_first);
        const auto wall = catalogue::wall_clock(day, minutes_of_day(section.starts).value());
        const auto& zone = load_.airports().at(section.airport).zone;
        // There and back: a start that a change of the clocks skips is moved.
        section.starts =
            catalogue::local_text(catalogue::local_time(catalogue::instant_of(wall, zone), zone));
    }

    void check_kept(const csv::Reader& reader, const Section& section) const {
        const auto known = known_.find(id_of(section.item));
        if (known == known_.end()) return;
        const Section& before = known->second;
        if (before.airport == section.airport && before.starts == section.starts) return;
        if (!supplier::is_taken_from(connection_, known->first, load_.yesterday())) return;
        reader.fail("event_id", "tickets of " + known->first + " are held or sold near " +
                                    before.airport + " at " + before.starts +
                                    "; give the other event another id");
    }

    Connection& connection_;
    const catalogue::Load& load_;
    const Sections known_;
    Sections events_;  // of each known event the section that says its day, by event
};

}  // namespace

std::vector<Migration> event_migrations() {
    return catalogue::with_catalogue_migrations(kMigrations);
}

std::string id_of(const TicketItem& item) {
    return item.event_id + "/" + item.section_id;
}

std::string unit_id(const Section& section) {
    return id_of(section.item) + "/" + iso_date(day_of(section));
}

LoadResult load_demo(Connection& connection, const std::filesystem::path& folder,
                     const catalogue::Progress& progress) {
    catalogue::Load load(connection, folder, "demo", {"events.csv"}, progress,
                         iso_date(utc_date(connection.now())));
    if (load.is_done()) return {.already_loaded = true};
    const File file(connection, load);
    const Sections sections = file.read();
    std::vector<Values> rows;
    std::vector<std::string> ids;
    for (const auto& [id, section] : sections) {
        rows.push_back(to_row(section));
        ids.push_back(id);
    }
    const auto gone = file.withdrawn(sections);
    const auto amend = supplier::keep_edits(editable_sections());
    const auto written = load.write({{kSections, rows, amend}, {kSections, gone, amend}});
    supplier::set_capacities(connection, editable_sections(), ids);
    load.finish();
    return {false, written[0], written[1], gone.size()};
}

const supplier::EditableTable& editable_sections() {
    static const supplier::EditableTable editable = {
        .table = &kSections,
        .price = "price",
        .capacity = "capacity",
        .capacity_max = kCapacityMax,
        .is_for_sale = [](const Values& row) { return !from_row(row).withdrawn; }};
    return editable;
}

Sections find_sections(Connection& connection, std::span<const std::string> ids) {
    const Values keys(ids.begin(), ids.end());
    Sections sections = by_id(connection.find(kSections, "id", keys));
    std::erase_if(sections, [](const auto& entry) { return entry.second.withdrawn; });
    return sections;
}

std::vector<Section> sections_near(Connection& connection, const EventQuestion& question,
                                   const TicketPlace& after, std::size_t limit) {
    std::string places;
    Values parameters;
    for (const auto& airport : question.near) {
        places += places.empty() ? "?" : ", ?";
        parameters.emplace_back(airport);
    }
    for (const auto& value : {iso_date(question.from), iso_date(plus_days(question.until, 1)),
                              after.starts_at_local, after.starts_at_local, id_of(after.item)})
        parameters.emplace_back(value);
    parameters.emplace_back(static_cast<std::int64_t>(limit));
    std::vector<Section> sections;
    for (const Values& row : connection.query(
             std::string(kSelect) + "WHERE airport IN (" + places +
                 ") AND withdrawn = 0 AND starts >= ? AND starts < ? "
                 "AND (starts > ? OR (starts = ? AND id > ?)) ORDER BY starts, id LIMIT ?",
             parameters))
        sections.push_back(from_row(row));
    return sections;
}

}  // namespace viaja::event
