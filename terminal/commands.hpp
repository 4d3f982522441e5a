#pragma once
// One function for each command of the traveller. Each shows its result and returns the exit code,
// or throws Stop. One thread.

#include "terminal/client.hpp"

namespace viaja::terminal {

Exit search(Client& client);
Exit find_events(Client& client);
Exit hold(Client& client);
Exit swap(Client& client);
Exit release(Client& client);
Exit show_trip(Client& client);
Exit pay(Client& client);
Exit resume(Client& client);
Exit make_code(Client& client);
Exit cancel(Client& client);
Exit buy(Client& client);
Exit abandon(Client& client);

/// Present holds by the numbers in "1" or "1,3", as `viaja viagem` shows them. Throws Stop with
/// Exit::usage for what the trip does not have.
std::vector<Json> items_numbered(Client& client, const Json& session, std::string_view text);
/// A trip that can hold something: the present one, or a new one where that has ended.
void prepare_trip(Client& client);
/// Holds the items, or all or none of several; `replaces` are ids of holds that they take the place
/// of.
Exit hold_items(Client& client, Command command, const Json& items, const Json& replaces);
/// "Pay BRL 1,031.90?"
std::string payment_question(Language language, const Json& session);
/// The answer to a payment of the total that the session has; `body` says how. Where a price was
/// no longer guaranteed and has changed, both are shown, and where a person agrees the same is held
/// at its current price and the new total paid.
Answer ask_to_pay(Client& client, Json session, Json body);
/// Pays the total that the session has with the card.
Exit pay_with(Client& client, const Json& session, const std::string& card);
/// True if it may be done: by --yes, or by an answer. Throws Stop where nothing can be asked.
bool is_agreed(Client& client, const std::string& question);
/// A call that an earlier run left without an answer is repeated and its outcome shown; nothing
/// where there is none.
std::optional<Exit> finish_pending(Client& client);
/// The same if it is the call that would be made now. Throws Stop with Exit::usage, which names the
/// pending call, where it is another one: what it did is not known, and is for the traveller to see
/// before something else is done.
std::optional<Exit> finish_same(Client& client, Command command, std::string_view path,
                                const Json& body);
/// Throws that Stop if a call is pending, or one of another command.
void refuse_pending(Client& client);
void refuse_pending_of_others(Client& client, Command command);
/// "The payment of BRL 1,031.90", to begin a sentence.
std::string name_of_call(Language language, const PendingCall& call);

/// Items for a request for holds, each with its travellers: `quantity` seats or one room.
Json with_travellers(Language language, const Json& choice, const std::vector<std::string>& names);

}  // namespace viaja::terminal
