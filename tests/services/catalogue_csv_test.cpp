// CSV files are read strictly, and every mistake is named with its place.

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "common/csv/csv.hpp"

namespace viaja::csv {
namespace {

std::string error_of(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        return error.what();
    }
    return "no error";
}

/// The column `b` of every row.
std::vector<std::string> column_b(const std::string& content) {
    Reader reader("x.csv", content, {"a", "b"});
    std::vector<std::string> values;
    while (reader.next())
        values.push_back(reader.text("b", 0));
    return values;
}

std::string error_of_content(const std::string& content) {
    return error_of([&] { column_b(content); });
}

TEST(Csv, ColumnsAreFoundByNameInAnyOrderAndOthersAreSkipped) {
    EXPECT_EQ(column_b("b,c,a\n1,2,3\n4,5,6\n"), (std::vector<std::string>{"1", "4"}));
}

TEST(Csv, QuotedFieldsHoldCommasQuotesAndLineBreaks) {
    EXPECT_EQ(column_b("a,b\n1,\"x, \"\"y\"\"\nz\"\n2,w\n"),
              (std::vector<std::string>{"x, \"y\"\nz", "w"}));
}

TEST(Csv, CrLfByteOrderMarkEmptyLinesAndAMissingLastLineEndAreRead) {
    EXPECT_EQ(column_b("\xEF\xBB\xBF"
                       "a,b\r\n1,x\r\n\r\n2,"),
              (std::vector<std::string>{"x", ""}));
}

TEST(Csv, AFileWithOnlyAHeaderHasNoRows) {
    EXPECT_TRUE(column_b("a,b\n").empty());
}

TEST(Csv, AMissingColumnIsNamedWithTheHeaderThatIsThere) {
    EXPECT_EQ(error_of_content("a,c\n1,2\n"),
              "x.csv, line 1: the column b is missing; the header has \"a, c\"");
    EXPECT_EQ(error_of_content("a,b,b\n"), "x.csv, line 1: the column b is there twice");
    EXPECT_EQ(error_of_content(""),
              "x.csv: the file is empty; its first line must name the columns");
}

TEST(Csv, AColumnThatIsOptionalMayBeMissingOrEmpty) {
    const auto c_of = [](const std::string& content) {
        Reader row("x.csv", content, {"a"}, {"c"});
        std::string found;
        while (row.next())
            found += row.has("c") ? row.text("c") + " " : "- ";
        return found;
    };
    EXPECT_EQ(c_of("a,b\n1,2\n"), "- ");
    EXPECT_EQ(c_of("c,a\nx,1\n,2\n"), "x - ");
    EXPECT_THROW(c_of("c,a,c\n"), Error);
}

TEST(Csv, DamagedLinesAreNamedByTheirNumber) {
    EXPECT_EQ(error_of_content("a,b\n1,2\n3\n"),
              "x.csv, line 3: this line has 1 fields, and the header 2");
    EXPECT_EQ(error_of_content("a,b\n1,\"2\n\n"),
              "x.csv, line 2: the closing quote of a field is missing");
    EXPECT_EQ(error_of_content("a,b\n1,\"2\"x\n"),
              "x.csv, line 2: text follows the closing quote of a field");
    EXPECT_EQ(error_of_content("a,b\n1,2\"\n"),
              "x.csv, line 2: a quote stands inside of a field without quotes");
    EXPECT_EQ(error_of_content("a,b\n1,2\n1,\xFFx\n"), "x.csv, line 3: this is not UTF-8 text");
    EXPECT_EQ(error_of_content(std::string("a,b\n1,\0\n", 8)),
              "x.csv, line 2: this is not UTF-8 text");
    EXPECT_EQ(error_of_content("a,b\n1," + std::string(kFieldBytesMax + 1, 'x') + "\n"),
              "x.csv, line 2: a field is too long");
}

TEST(Csv, LineNumbersCountTheBreaksInsideOfQuotes) {
    EXPECT_EQ(error_of_content("a,b\n1,\"2\n2\"\n3\n"),
              "x.csv, line 4: this line has 1 fields, and the header 2");
}

TEST(Csv, FieldsAreCheckedWithFileLineAndColumn) {
    Reader reader("x.csv", "a,b\n12a,-9.86639\n", {"a", "b"});
    ASSERT_TRUE(reader.next());
    EXPECT_EQ(error_of([&] { reader.integer("a", 0, 9); }),
              "x.csv, line 2, column a: \"12a\" is not a whole number");
    EXPECT_EQ(error_of([&] { reader.text("a", 1, 2); }),
              "x.csv, line 2, column a: \"12a\" is longer than 2 bytes");
    EXPECT_EQ(reader.millionths("b", -90'000'000, 90'000'000), -9'866'390);
    EXPECT_EQ(error_of([&] { reader.millionths("b", 0, 1); }),
              "x.csv, line 2, column b: \"-9.86639\" is out of range");
}

TEST(Csv, NumbersOutOfRangeEmptyOrHalfWrittenAreRefused) {
    Reader reader("x.csv", "a,b\n99999999999999999999,\n", {"a", "b"});
    ASSERT_TRUE(reader.next());
    EXPECT_EQ(error_of([&] { reader.integer("a", 0, 9); }),
              "x.csv, line 2, column a: \"99999999999999999999\" is not between 0 and 9");
    EXPECT_EQ(error_of([&] { reader.integer("b", 0, 9); }),
              "x.csv, line 2, column b: \"\" is not a whole number");
    EXPECT_EQ(error_of([&] { reader.text("b"); }), "x.csv, line 2, column b: the field is empty");
    for (const char* number : {"", "-", ".5", "1.", "1.2.3", "1e3", "0.1234567", "+1"}) {
        Reader decimals("x.csv", std::string("a,b\n1,") + number + "\n", {"b"});
        ASSERT_TRUE(decimals.next());
        EXPECT_NE(error_of([&] { decimals.millionths("b", -1'000'000'000, 1'000'000'000); }),
                  "no error")
            << number;
    }
}

TEST(Csv, AMissingFileAndAFolderAreNamed) {
    EXPECT_EQ(error_of([] { Reader::open("no/such.csv", {"a"}); }),
              "no/such.csv: there is no such file");
    const std::string folder = std::filesystem::temp_directory_path().string();
    EXPECT_EQ(error_of([&] { Reader::open(folder, {"a"}); }), folder + ": this is not a file");
}

}  // namespace
}  // namespace viaja::csv
