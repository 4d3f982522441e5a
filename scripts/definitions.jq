# RabbitMQ's users and what each may do, as definitions that a node loads whenever it starts, also
# an empty one. $carriers: "I0,8G,…"; each line read is a user and the password, with a blank
# between.
#
# A service configures its own queues, reads its own and binds it to its own keys. What it says to
# whom is a matter of topics: a supplier and payment speak to `session` and to whoever asked them a
# question (`answers.…`), to nobody else, and everybody buries under no name but its own.

def exactly: gsub("\\."; "\\.");
def any_of: if . == [] then "^$" else "^(" + join("|") + ")$" end;

# Keys are given letter by letter: a "*" or "#" among them would listen to what others are told.
def letters: "[0-9A-Za-z-]+";
def flights: "flight\\.[0-9A-Z][0-9A-Z]";

def service($name; $keys; $speaks_to; $announces; $hears; $private; $also_reads):
    ($name | exactly) as $own |
    (["architecture-studies(\\.dead|\\.events)?", $own, $own + "\\.dead"] + $private | any_of) as
        $has | {
    user: $name,
    configure: $has,
    write: $has,
    # Its dead queue is for the operators' calls of `session`.
    read: (["architecture-studies(\\.dead|\\.events)?", $own] + $private + $also_reads | any_of),
    speaks: ($speaks_to + ["answers\\..+"] | any_of),
    listens: ([$own] + $keys | any_of),
    buries: ([$own] | any_of),
    announces: ($announces | any_of),
    hears: ($hears | any_of)
};
# It hears who asks for announcements, with a queue of one process that is named by a UUID.
def supplier($name; $keys; $also_announces):
    service($name; $keys; ["session"]; ["service\\.(alive|gone)"] + $also_announces;
        ["service\\.who"]; ["listener\\.[0-9a-f-]+"]; []);

# `session` alone asks questions and hears all announcements, with queues that only one connection
# sees.
def services: [
    service("session"; ["answers\\." + letters];
        ["session", flights, "hotel", "event", "payment"];
        ["session\\.changed", "service\\.(alive|who|gone)"];
        ["session\\.changed", "service\\.(alive|who|gone)", "seats\\.changed"];
        ["(answers|listener)\\." + letters];
        ["(" + flights + "|session|hotel|event|payment)\\.dead"]),
    ($carriers | split(",")[] | supplier("flight." + .; ["voos"]; ["seats\\.changed"])),
    supplier("hotel"; ["hoteis"]; []),
    supplier("payment"; []; [])
];

def on($user): {user: $user, vhost: "/"};
([inputs / " " | {(.[0]): .[1]}] | add) as $passwords |
{
    vhosts: [{name: "/"}],
    users: [{name: "viaja", password: $passwords.viaja, tags: "administrator"},
        (services[] | {name: .user, password: $passwords[.user], tags: ""})],
    permissions: [on("viaja") + {configure: ".*", write: ".*", read: ".*"},
        (services[] | on(.user) + {configure, write, read})],
    topic_permissions: [services[] |
        on(.user) + {exchange: "architecture-studies", write: .speaks, read: .listens},
        on(.user) + {exchange: "architecture-studies.dead", write: .buries, read: .buries},
        on(.user) + {exchange: "architecture-studies.events", write: .announces,
            read: .hears}]
}
