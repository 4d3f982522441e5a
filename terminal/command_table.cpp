#include "terminal/command_table.hpp"

#include <algorithm>
#include <array>

#include "common/contract/fares.hpp"
#include "common/contract/quantity.hpp"

namespace viaja::terminal {

namespace {

constexpr std::array kCommon = {Option::url,      Option::json,  Option::lang,
                                Option::no_color, Option::quiet, Option::help};
constexpr std::array kSearch = {Option::back,   Option::people, Option::hotel, Option::nights,
                                Option::direct, Option::sort,   Option::fare,  Option::limit};
constexpr std::array kEvents = {Option::people, Option::limit};
constexpr std::array kHold = {Option::name, Option::people, Option::fare, Option::wait};
constexpr std::array kTrip = {Option::follow};
constexpr std::array kSwap = {Option::name, Option::people, Option::fare, Option::wait};
constexpr std::array kRelease = {Option::yes, Option::wait};
constexpr std::array kPay = {Option::token, Option::pix, Option::stop, Option::yes, Option::wait};
constexpr std::array kWait = {Option::wait};
constexpr std::array kCancel = {Option::yes, Option::wait};
constexpr std::array kAbandon = {Option::yes};
constexpr std::array kOps = {Option::limit, Option::state, Option::reason, Option::yes,
                             Option::curl};

constexpr Phrase kNone{"", ""};
constexpr Phrase kNumberOfPeople{"1 a 9", "1 to 9"};
static_assert(kQuantityMax == 9, "kNumberOfPeople says another number");

constexpr std::array<CommandRow, 13> kCommands = {{
    {Command::search,
     "buscar",
     "search",
     "",
     {"DE PARA DIA", "FROM TO DAY"},
     {"voos de um dia, ou preços de um mês (DIA como 2026-12)",
      "flights of a day, or prices of a month (DAY as 2026-12)"},
     3,
     3,
     kSearch},
    {Command::events,
     "eventos",
     "events",
     "",
     {"CIDADE DIA [ATÉ]", "CITY DAY [UNTIL]"},
     {"ingressos de eventos de um dia, ou até outro",
      "tickets of events on a day, or until another"},
     2,
     3,
     kEvents},
    {Command::hold,
     "segurar",
     "hold",
     "",
     {"NÚMERO… | VOO DIA | QUARTO DIA DIA | EVENTO/SETOR",
      "NUMBER… | FLIGHT DAY | ROOM IN OUT | EVENT/SECTION"},
     {"reserva por dez minutos o que a busca numerou; vários números são um pedido só",
      "holds what the search numbered for ten minutes; several numbers are one wish"},
     1,
     20,
     kHold},
    {Command::trip,
     "viagem",
     "trip",
     "",
     kNone,
     {"a viagem como está agora, com o tempo que resta", "the trip as it is, with the time left"},
     0,
     0,
     kTrip},
    {Command::swap,
     "trocar",
     "swap",
     "",
     {"ITEM[,ITEM] NÚMERO… | VOO DIA | QUARTO DIA DIA | EVENTO/SETOR",
      "ITEM[,ITEM] NUMBER… | FLIGHT DAY | ROOM IN OUT | EVENT/SECTION"},
     {"troca itens da viagem; só se solta o antigo com o novo reservado",
      "swaps items of the trip; the old one goes when the new one is held"},
     2,
     21,
     kSwap},
    {Command::release,
     "soltar",
     "release",
     "drop",
     {"ITEM", "ITEM"},
     {"solta um item da viagem", "releases one item of the trip"},
     1,
     1,
     kRelease},
    {Command::pay,
     "pagar",
     "pay",
     "",
     kNone,
     {"paga tudo o que está reservado, uma vez", "pays for all that is held, once"},
     0,
     0,
     kPay},
    {Command::resume,
     "retomar",
     "resume",
     "",
     {"[CÓDIGO | ID]", "[CODE | ID]"},
     {"repete o pedido que ficou sem resposta e segue; com CÓDIGO traz a viagem de outro aparelho, "
      "com ID uma que foi guardada",
      "repeats the call that got no answer and goes on; with CODE brings a trip from elsewhere, "
      "with ID one that was set aside"},
     0,
     1,
     kWait},
    {Command::code,
     "codigo",
     "code",
     "código",
     kNone,
     {"um código para seguir em outro aparelho", "a code to go on with another device"},
     0,
     0,
     {}},
    {Command::cancel,
     "cancelar",
     "cancel",
     "",
     {"[ITEM[,ITEM]]", "[ITEM[,ITEM]]"},
     {"cancela a viagem, ou só alguns itens do que foi pago; diz antes o que volta",
      "cancels the trip, or some items of what was paid; says before what comes back"},
     0,
     1,
     kCancel},
    {Command::abandon,
     "abandonar",
     "abandon",
     "",
     kNone,
     {"guarda a viagem daqui sem perguntar ao servidor, também com um pedido sem resposta",
      "sets the trip aside without asking the server, also with a call without an answer"},
     0,
     0,
     kAbandon},
    {Command::buy,
     "comprar",
     "buy",
     "",
     kNone,
     {"a compra inteira em perguntas e respostas", "the whole purchase as questions and answers"},
     0,
     0,
     {}},
    {Command::ops,
     "ops",
     "ops",
     "",
     {"[TAREFA [ID…]]", "[TASK [ID…]]"},
     {"para operadores; sem TAREFA, os serviços", "for operators; without TASK, the services"},
     0,
     4,
     kOps},
}};

constexpr std::array<OptionRow, 24> kOptions = {{
    {Option::url,
     "url",
     "url",
     {"URL[,URL]", "URL[,URL]"},
     {"endereços do servidor, o primeiro que responde serve (VIAJA_URL)",
      "addresses of the server; the first that answers serves (VIAJA_URL)"}},
    {Option::json,
     "json",
     "json",
     kNone,
     {"um documento JSON na saída, e nenhuma pergunta", "one JSON document, and no question"}},
    {Option::lang,
     "lang",
     "lang",
     {"pt|en", "pt|en"},
     {"língua dos textos; sem isso, a do comando", "language of the texts; else the command's"}},
    {Option::no_color,
     "no-color",
     "no-color",
     kNone,
     {"sem cores (NO_COLOR)", "without colours (NO_COLOR)"}},
    {Option::quiet, "quiet", "quiet", kNone, {"só o resultado", "only the result"}},
    {Option::help, "help", "help", kNone, {"esta ajuda", "this help"}},
    {Option::back, "volta", "return", {"DIA", "DAY"}, {"voos de volta", "flights back"}},
    {Option::people, "pessoas", "people", {"N", "N"}, kNumberOfPeople},
    {Option::hotel,
     "hotel",
     "hotel",
     kNone,
     {"quartos no destino até a volta, ou por --noites; de um mês, cada noite",
      "rooms at the destination until the return, or for --nights; of a month, each night"}},
    {Option::nights, "noites", "nights", {"N", "N"}, {"noites no hotel", "nights at the hotel"}},
    {Option::direct, "direto", "direct", kNone, {"sem conexões", "without connections"}},
    {Option::sort,
     "ordem",
     "sort",
     {"ORDEM", "ORDER"},
     {"melhor, preco, duracao, paradas, hora", "best, price, duration, stops, departure"}},
    {Option::limit,
     "limite",
     "limit",
     {"N", "N"},
     {"quantas ofertas, até 200; sem isso 10", "how many offers, up to 200; else 10"}},
    {Option::name,
     "nome",
     "name",
     {"NOME", "NAME"},
     {"quem viaja; uma vez para cada pessoa", "a traveller; once for each person"}},
    {Option::follow,
     "seguir",
     "follow",
     kNone,
     {"mostra cada mudança, até o fim", "shows each change, until the end"}},
    {Option::token,
     "token",
     "token",
     {"CARTÃO", "CARD"},
     {"o cartão; \"-\" lê da entrada (VIAJA_CARD_TOKEN)",
      "the card; \"-\" reads it from the input (VIAJA_CARD_TOKEN)"}},
    {Option::pix,
     "pix",
     "pix",
     kNone,
     {"por Pix: mostra o código e espera o banco; com --json só o código, e não pergunta",
      "by Pix: shows the code and waits for the bank; with --json the code alone, no question"}},
    {Option::stop,
     "desistir",
     "stop",
     kNone,
     {"desiste do Pix que é esperado; o que foi pago dele volta",
      "gives up the Pix that is waited for; what was paid of it comes back"}},
    {Option::yes, "sim", "yes", kNone, {"sem perguntar", "without a question"}},
    {Option::wait,
     "espera",
     "wait",
     {"SEGUNDOS", "SECONDS"},
     {"quanto esperar pela resposta, 0 a 3600", "how long to wait for the outcome, 0 to 3600"}},
    {Option::reason,
     "motivo",
     "reason",
     {"MOTIVO", "REASON"},
     {"por que se faz; fica na auditoria", "why it is done; the audit log keeps it"}},
    {Option::state,
     "estado",
     "state",
     {"ESTADO", "STATE"},
     {"só sessões neste estado", "only sessions in this state"}},
    {Option::curl,
     "curl",
     "curl",
     kNone,
     {"mostra o mesmo pedido para curl, sem fazê-lo",
      "shows the same call for curl, without making it"}},
    {Option::fare,
     "tarifa",
     "fare",
     {"TARIFA", "FARE"},
     {"dos voos: light (nada volta), plus (metade) ou flex (tudo)",
      "of flights: light (nothing comes back), plus (half) or flex (all)"}},
}};

constexpr std::array<std::string_view, 2> kLanguages = {"pt", "en"};
constexpr std::array<std::string_view, 5> kOrders = {"best", "price", "duration", "stops",
                                                     "departure"};
constexpr std::array kFares = {name_of(Fare::light), name_of(Fare::plus), name_of(Fare::flex)};
constexpr std::array<std::string_view, 6> kStates = {"open",    "paying",     "confirmed",
                                                     "expired", "cancelling", "cancelled"};

}  // namespace

std::span<const CommandRow> command_rows() {
    return kCommands;
}
std::span<const OptionRow> option_rows() {
    return kOptions;
}
std::span<const Option> common_options() {
    return kCommon;
}

const CommandRow& row_of(Command command) {
    return *std::find_if(kCommands.begin(), kCommands.end(),
                         [&](const CommandRow& row) { return row.command == command; });
}

const OptionRow& row_of(Option option) {
    return *std::find_if(kOptions.begin(), kOptions.end(),
                         [&](const OptionRow& row) { return row.option == option; });
}

std::optional<Command> command_named(std::string_view word) {
    for (const CommandRow& row : kCommands) {
        if (word == row.portuguese || word == row.english) return row.command;
        if (!word.empty() && word == row.alias) return row.command;
    }
    return std::nullopt;
}

std::optional<Option> option_named(std::string_view word) {
    for (const OptionRow& row : kOptions)
        if (word == row.portuguese || word == row.english) return row.option;
    return std::nullopt;
}

std::span<const std::string_view> choices_of(Option option) {
    switch (option) {
        case Option::lang:
            return kLanguages;
        case Option::sort:
            return kOrders;
        case Option::state:
            return kStates;
        case Option::fare:
            return kFares;
        default:
            return {};
    }
}

bool takes(Command command, Option option) {
    const auto has = [&](std::span<const Option> options) {
        return std::find(options.begin(), options.end(), option) != options.end();
    };
    return has(kCommon) || has(row_of(command).options);
}

}  // namespace viaja::terminal
