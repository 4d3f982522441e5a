// Files that bench/routes cannot measure on are refused with the place of the damage.

#include <gtest/gtest.h>

#include <fstream>

#include "bench/routes/networks.hpp"
#include "common/csv/csv.hpp"
#include "tests/ports/temporary_folder.hpp"

namespace viaja::bench {
namespace {

class Folder {
  public:
    void write(const std::string& name, const std::string& text) {
        std::ofstream(folder_.path() / name) << text;
    }
    /// The sentence of the refusal behind the file's path; empty where the folder is read.
    std::string refusal() const {
        try {
            read_network(folder_.path());
            return "";
        } catch (const csv::Error& error) {
            return std::string(error.what()).substr(folder_.path().string().size() + 1);
        }
    }

  private:
    test::TemporaryFolder folder_;
};

std::string refusal_of_flight(const std::string& departs, const std::string& days) {
    Folder folder;
    folder.write("airports.csv",
                 "iata,name,city,country,lat,lon,tz\n"
                 "GRU,Guarulhos,São Paulo,BR,-23.43,-46.47,America/Sao_Paulo\n"
                 "REC,Guararapes,Recife,BR,-8.12,-34.92,America/Recife\n");
    folder.write("flights.csv",
                 "carrier,flight,from,to,dep_local,days,block_min,seats,base_price_brl_cents\n"
                 "I0,I01,GRU,REC," +
                     departs + "," + days + ",185,180,50000\n");
    return folder.refusal();
}

TEST(FlightNetworks, ACatalogueWithATimeOrWeekdaysThatCannotBeReadIsRefused) {
    EXPECT_EQ(refusal_of_flight("09:40", "135"), "");
    EXPECT_EQ(refusal_of_flight("9h40", "135"),
              "flights.csv, line 2, column dep_local: a time of day is written 09:40");
    for (const auto* days : {"0", "8", "x", "11", "~"}) {
        EXPECT_EQ(refusal_of_flight("09:40", days),
                  "flights.csv, line 2, column days: weekdays are written as digits from 1 "
                  "(Monday) to 7, ascending");
    }
}

std::string refusal_of_airport(const std::string& latitude, const std::string& offset) {
    Folder folder;
    folder.write("airports.dat", "1,\"A\",\"B\",\"C\",\"AAA\",\"AAAA\"," + latitude + ",10.5,12," +
                                     offset + ",\"U\",\\N,\"airport\",\"x\"\n");
    folder.write("routes.dat", "I0,1,AAA,1,BBB,2,,0,320\n");
    return folder.refusal();
}

TEST(FlightNetworks, AnAirportWithANumberThatCannotBeReadIsRefused) {
    EXPECT_EQ(refusal_of_airport("-6.081689834590001", "5.5"), "");
    EXPECT_EQ(refusal_of_airport("-6.08", "\\N"), "");
    for (const std::string latitude : {"x", "1e999", "nan", "91", "1.5 "}) {
        EXPECT_EQ(refusal_of_airport(latitude, "0"),
                  "airports.dat with a header, line 2, column latitude: \"" + latitude +
                      "\" is not a number from -90 to 90");
    }
    for (const std::string offset : {"x", "99999999999", "15"}) {
        EXPECT_EQ(refusal_of_airport("1", offset),
                  "airports.dat with a header, line 2, column offset: \"" + offset +
                      "\" is not a number from -12 to 14");
    }
}

}  // namespace
}  // namespace viaja::bench
