# RabbitMQ's users and what each may do, as definitions that a node loads whenever it starts, also
# an empty one. $carriers: "I0,8G,…". A user's password is its name: these are for development.
#
# A service configures and reads its own queues; what it may say to whom is a matter of topics: a
# supplier speaks to `session` and to whoever asked it a question (`answers.…`), to nobody else.

def exactly: gsub("\\."; "\\.");
def any_of: "^(" + join("|") + ")$";

# The exchanges, and the queues that only one connection sees.
def shared: ["architecture-studies(\\.dead|\\.events)?", "(answers|listener)\\..+"];

def service($name; $keys; $speaks_to; $also_reads; $topics): {
    user: $name,
    own: (shared + [($name | exactly) + "(\\.dead)?"] | any_of),
    reads: (shared + [($name | exactly) + "(\\.dead)?"] + $also_reads | any_of),
    # Without the wildcards of topics, or it could listen to answers for others.
    listens: ($keys + ["answers\\.[0-9A-Za-z-]+"] | any_of),
    listens_dead: ([($name | exactly) + "(\\.dead)?"] | any_of),
    speaks: ($speaks_to + ["answers\\..+"] | any_of),
    hears: $topics
};
def supplier($name; $keys): service($name; [$name | exactly] + $keys; ["session"]; [];
    "^service\\..+$");

# The operator's calls of `session` show dead letters of all services and send them again.
def services: [
    service("session"; ["session"]; ["session", "flight\\..+", "hotel", "event", "payment"];
        [".+\\.dead"]; ".*"),
    ($carriers | split(",")[] | supplier("flight." + .; ["voos"])),
    supplier("hotel"; ["hoteis"]),
    supplier("payment"; [])
];

def on($user): {user: $user, vhost: "/"};
{
    vhosts: [{name: "/"}],
    users: [{name: "viaja", password: "viaja", tags: "administrator"},
        (services[] | {name: .user, password: .user, tags: ""})],
    permissions: [on("viaja") + {configure: ".*", write: ".*", read: ".*"},
        (services[] | on(.user) + {configure: .own, write: .own, read: .reads})],
    topic_permissions: [services[] |
        on(.user) + {exchange: "architecture-studies", write: .speaks, read: .listens},
        on(.user) + {exchange: "architecture-studies.dead", write: ".*", read: .listens_dead},
        on(.user) + {exchange: "architecture-studies.events", write: ".*", read: .hears}]
}
