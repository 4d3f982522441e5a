#include "terminal/operator_tasks.hpp"

#include <algorithm>
#include <array>

namespace viaja::terminal {

namespace {

constexpr Phrase kNoOperands{"", ""};
constexpr Phrase kSession{"SESSÃO", "SESSION"};
constexpr Phrase kLetter{"MENSAGEM", "LETTER"};

constexpr std::array kOfUnits = {OperandKind::address, OperandKind::prefix};
constexpr std::array kOfCatalogue = {OperandKind::address, OperandKind::item, OperandKind::value};
constexpr std::array kOfFind = {OperandKind::reference};
constexpr std::array kOfSession = {OperandKind::session};
constexpr std::array kOfHold = {OperandKind::session, OperandKind::hold};
constexpr std::array kOfLetter = {OperandKind::letter};
constexpr std::array kOfWords = {OperandKind::kind, OperandKind::session};

constexpr std::array kCurl = {Option::curl};
constexpr std::array kList = {Option::limit, Option::curl};
constexpr std::array kFind = {Option::state, Option::limit, Option::curl};
constexpr std::array kWithReason = {Option::reason, Option::yes, Option::curl};
constexpr std::array kChange = {Option::yes, Option::curl};

constexpr std::array<OperatorTaskRow, 16> kTasks = {{
    {OperatorTask::services,
     "servicos",
     "services",
     kNoOperands,
     {"processos, companhias e os disjuntores desta réplica",
      "processes, carriers, and the breakers of this replica"},
     0,
     {},
     kCurl,
     false},
    {OperatorTask::sagas,
     "sagas",
     "sagas",
     kNoOperands,
     {"as paradas e as que correm: o que cada uma espera, de quem e desde quando",
      "stuck ones and those that run: what each waits for, of which service and since when"},
     0,
     {},
     kList,
     false},
    {OperatorTask::find,
     "procurar",
     "find",
     {"[LOCALIZADOR]", "[REFERENCE]"},
     {"sessões pelo localizador, ou as mais novas, com --estado de um estado só",
      "sessions by booking reference, or the newest, with --state those of one state"},
     0,
     kOfFind,
     kFind,
     false},
    {OperatorTask::session,
     "sessao",
     "session",
     kSession,
     {"uma sessão: itens, o que se espera, pagamentos, história",
      "one session: holds, what is waited for, payments, timeline"},
     1,
     kOfSession,
     kCurl,
     false},
    {OperatorTask::dead_letters,
     "mortas",
     "dead-letters",
     kNoOperands,
     {"mensagens mortas, com endereço, razão e o começo do texto",
      "dead letters with address, reason and the beginning of the text"},
     0,
     {},
     kCurl,
     false},
    {OperatorTask::units,
     "unidades",
     "units",
     {"ENDEREÇO [COMEÇO]", "ADDRESS [PREFIX]"},
     {"as unidades de um fornecedor; uma soma errada em vermelho",
      "the units of a supplier; a wrong sum in red"},
     1,
     kOfUnits,
     kList,
     false},
    {OperatorTask::audit,
     "auditoria",
     "audit",
     {"[SESSÃO]", "[SESSION]"},
     {"o que operadores fizeram, do mais novo", "what operators did, the newest first"},
     0,
     kOfSession,
     kList,
     false},
    {OperatorTask::topo,
     "topo",
     "topo",
     kNoOperands,
     {"tudo isso numa tela inteira", "all of that on a whole screen"},
     0,
     {},
     {},
     false},
    {OperatorTask::price,
     "preco",
     "price",
     {"ENDEREÇO ITEM PREÇO", "ADDRESS ITEM PRICE"},
     {"muda um preço do catálogo, como 459,90; pede --motivo",
      "changes a price of the catalogue, such as 459.90; wants a --reason"},
     3,
     kOfCatalogue,
     kWithReason,
     true},
    {OperatorTask::capacity,
     "capacidade",
     "capacity",
     {"ENDEREÇO ITEM QUANTOS", "ADDRESS ITEM NUMBER"},
     {"muda quantos lugares, quartos ou ingressos há; pede --motivo",
      "changes how many seats, rooms or tickets there are; wants a --reason"},
     3,
     kOfCatalogue,
     kWithReason,
     true},
    {OperatorTask::retry,
     "tentar",
     "retry",
     kSession,
     {"pede agora tudo o que está pendente", "asks now for everything that is pending"},
     1,
     kOfSession,
     kWithReason,
     true},
    {OperatorTask::give_up,
     "desistir",
     "give-up",
     kSession,
     {"desiste do que se pode desfazer", "gives up what can be given up"},
     1,
     kOfSession,
     kWithReason,
     true},
    {OperatorTask::write_off,
     "baixar",
     "write-off",
     {"SESSÃO RESERVA", "SESSION HOLD"},
     {"encerra o caso de algo que nunca será respondido; pede --motivo",
      "closes the case of a release that is never answered; wants a --reason"},
     2,
     kOfHold,
     kWithReason,
     true},
    {OperatorTask::requeue,
     "reenviar",
     "requeue",
     kLetter,
     {"manda uma mensagem morta de novo", "sends a dead letter to its address again"},
     1,
     kOfLetter,
     kChange,
     true},
    {OperatorTask::drop,
     "descartar",
     "drop",
     kLetter,
     {"joga fora uma mensagem morta", "drops a dead letter for good"},
     1,
     kOfLetter,
     kChange,
     true},
    {OperatorTask::words,
     "words",
     "words",
     {"TIPO [SESSÃO]", "KIND [SESSION]"},
     kNoOperands,
     1,
     kOfWords,
     {},
     false},
}};

struct KindRow {
    OperandKind kind;
    std::string_view name;
};

constexpr KindRow kKinds[] = {
    {OperandKind::address, "address"},
    {OperandKind::session, "session"},
    {OperandKind::hold, "hold"},
    {OperandKind::letter, "letter"},
};

}  // namespace

std::span<const OperatorTaskRow> operator_task_rows() {
    return std::span(kTasks).first(kTasks.size() - 1);
}

const OperatorTaskRow& row_of(OperatorTask task) {
    return *std::find_if(kTasks.begin(), kTasks.end(),
                         [&](const OperatorTaskRow& row) { return row.task == task; });
}

const OperatorTaskRow* operator_task_named(std::string_view word) {
    for (const OperatorTaskRow& row : kTasks)
        if (word == row.portuguese || word == row.english) return &row;
    return nullptr;
}

bool takes(const OperatorTaskRow& row, Option option) {
    const auto has = [&](std::span<const Option> options) {
        return std::find(options.begin(), options.end(), option) != options.end();
    };
    return has(common_options()) || has(row.options);
}

std::string_view name_of(OperandKind kind) {
    for (const KindRow& row : kKinds)
        if (row.kind == kind) return row.name;
    return {};
}

std::optional<OperandKind> operand_kind_named(std::string_view word) {
    for (const KindRow& row : kKinds)
        if (row.name == word) return row.kind;
    return std::nullopt;
}

}  // namespace viaja::terminal
