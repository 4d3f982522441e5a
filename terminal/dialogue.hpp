#pragma once
// The dialogue of `viaja comprar` up to the hold, as a machine: what was typed in, what is to be
// done out. Pure; one thread.
//
//   from → to → date → back → people → (search) outward [→ (search) inward] → fare → hotel
//        [→ (search) stay] → name … → sure → hold
//
// "<" goes one question back; each name is one. An answer that cannot be used leaves the stage as
// it is.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/contract/time.hpp"
#include "terminal/offer_lines.hpp"
#include "terminal/phrase.hpp"

namespace viaja::terminal {

enum class Stage {
    from,
    to,
    date,
    back,
    people,
    outward,
    inward,
    fare,
    hotel,
    stay,
    name,
    sure,
    end
};

/// What is to be done before the next answer is taken.
enum class Act { ask, search_outward, search_inward, search_stays, hold, give_up };

struct Reaction {
    Act act = Act::ask;
    std::string remark;  ///< why the answer cannot be used; empty where it can
};

class Dialogue {
  public:
    /// `places`: the body of GET /v1/places. `today`: the first day that may be chosen.
    Dialogue(Language language, Json places, Date today)
        : language_(language), places_(std::move(places)), today_(today) {}

    Stage stage() const { return stage_; }
    std::string question() const;
    /// What the flights that were chosen cost in each fare, and what comes back.
    Lines lines_of_fares() const;
    Reaction answer(std::string_view typed);
    /// What a search found, as choices_of_flights and choices_of_stays make it.
    Reaction found(Json choices);

    const std::string& from() const { return from_; }
    const std::string& to() const { return to_; }
    const std::string& date() const { return date_; }
    const std::string& back() const { return back_; }
    int people() const { return people_; }
    /// The day on which the flight lands that was chosen, and the day of the flight back.
    std::string check_in() const;
    std::string check_out() const { return back_; }

    /// What was chosen, in the order in which it is held.
    std::vector<Json> chosen() const;
    const std::vector<std::string>& names() const { return names_; }

  private:
    Reaction go(Stage next, Act act = Act::ask);
    Reaction go_back();
    Reaction place(std::string_view typed, std::string& place, Stage next);
    Reaction day(std::string_view typed);
    Reaction day_back(std::string_view typed);
    Reaction number_of_people(std::string_view typed);
    Reaction choose(std::string_view typed, std::optional<std::size_t>& place);
    Reaction decide(std::string_view typed);
    Reaction choose_fare(std::string_view typed);
    Json flight_in_fare(const Json& choice) const;
    Reaction name(std::string_view typed);
    Reaction refuse(const Phrase& phrase) const;

    Language language_;
    Json places_;
    Date today_;
    Stage stage_ = Stage::from;
    std::vector<Stage> before_;
    std::string from_, to_, date_, back_;
    int people_ = 1;
    Json found_[3] = {Json::array(), Json::array(), Json::array()};  ///< outward, inward, stays
    std::optional<std::size_t> chosen_[3];
    std::string fare_;  ///< of all flights
    std::vector<std::string> names_;
};

}  // namespace viaja::terminal
