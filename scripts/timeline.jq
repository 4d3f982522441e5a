# A timeline as lines for people: when, what happened, to which hold. Input: the timeline's answer;
# $session: the session's. An entry whose type is not listed here is shown as it is.

def sentences: {
    "session.opened": "session opened",
    "session.confirmed": "trip confirmed: all of it, paid once",
    "session.expired": "time ran out; everything is released",
    "session.cancelling": "cancellation begins",
    "session.cancelled": "trip cancelled",
    "timeout.running": "the clock runs",
    "timeout.paused": "the clock is paused",
    "hold.asked": "asked the supplier to hold",
    "hold.held": "held",
    "hold.refused": "refused by the supplier",
    "hold.releasing": "given back, waiting for the answer",
    "hold.released": "released",
    "payment.accepted": "payment accepted; the clock is paused",
    "payment.failed": "payment failed; the clock runs again",
    "step.authorized": "card authorized",
    "step.declined": "card declined",
    "step.confirmed": "confirmed by the supplier",
    "step.refused": "confirmation refused",
    "step.silent": "no answer; undoing from here",
    "step.captured": "money captured",
    "step.capture_refused": "capture refused",
    "step.payment_lost": "payment lost",
    "step.refunded": "money refunded",
    "undo.unconfirmed": "confirmation undone",
    "undo.voided": "authorization undone"
};

($session.holds // [] | map({(.id): .description}) | add // {}) as $names
| .entries[]
| ($names[.hold // ""] // .hold) as $item
| [ .at[11:23],
    (sentences[.type] // .type),
    ([ $item, (.detail | select(. != $item)) ] | map(select(. != null and . != "")) | join(", ")) ]
| @tsv
