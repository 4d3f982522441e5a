// What a supplier's /metrics says of its commands and questions.

#include "common/supplier/metrics.hpp"

#include <gtest/gtest.h>

#include <set>

#include "tests/services/supplier_world.hpp"

namespace viaja::supplier {
namespace {

using Lines = std::set<std::string>;

/// The samples that are not 0, but for those of the pipeline.
Lines counted(const World& world) {
    Lines lines;
    for (const auto& metric : supplier_metrics(*world.service, "flight.XX")) {
        if (!metric.name.starts_with("viaja_supplier_")) continue;
        for (const auto& sample : metric.samples) {
            EXPECT_EQ(sample.labels.at("part"), "flight.XX");
            std::string line = metric.name;
            for (const auto& [name, value] : sample.labels)
                if (name != "part") line += " " + value;
            if (sample.value != 0) lines.insert(line + " " + std::to_string(int(sample.value)));
        }
    }
    return lines;
}

TEST(SupplierMetrics, CountHoldsByCommandAndAnswer) {
    World world;
    world.ask(world.hold(1, "XX1"));
    world.ask(world.hold(2, "XX1"));
    world.ask(world.command(Command::confirm, 1, 1));
    EXPECT_EQ(counted(world), (Lines{"viaja_supplier_commands_total held hold 1",
                                     "viaja_supplier_commands_total refused hold 1",
                                     "viaja_supplier_commands_total confirmed confirm 1",
                                     "viaja_supplier_refused_holds_total 1"}));
}

TEST(SupplierMetrics, CountARepeatedCommandAsARepeatToo) {
    World world;
    world.ask(world.hold(1, "XX5"));
    world.ask(world.hold(1, "XX5"));
    EXPECT_EQ(counted(world), (Lines{"viaja_supplier_commands_total held hold 2",
                                     "viaja_supplier_repeats_total 1"}));
}

TEST(SupplierMetrics, CountQuestionsThatWereAnsweredAndThatWereLate) {
    World world;
    const Question question{.id = hold_id(9).value,
                            .wait = std::chrono::seconds(1),
                            .reply_to = "session",
                            .about = FlightQuestion{"GRU", "REC", *parse_date("2026-12-20"), 1}};
    world.send(question);
    world.run();
    world.send(question);
    world.bus.deliver_one();
    world.clock.advance(std::chrono::seconds(1));
    world.run();
    EXPECT_EQ(counted(world), (Lines{"viaja_supplier_questions_answered_total 1",
                                     "viaja_supplier_questions_late_total 1"}));
}

}  // namespace
}  // namespace viaja::supplier
