"""Which file may include what: the layers of docs/architecture.md as tables.

A folder below is written from the project root. For a file the longest matching folder counts.
"""

# Headers of vendor libraries, by how their path begins, and the only folders that may include
# them. A vendor library is known to one adapter, so that it can be exchanged there.
VENDOR_HEADERS = {
    "uv.h": ["common/runtime", "common/http"],
    "llhttp.h": ["common/http"],
    "wslay/": ["common/http"],
    "openssl/": ["common/http", "common/tls"],
    "sqlite3.h": ["common/adapters/sqlite"],
    "hiredis": ["common/adapters/redis"],
    "amqp": ["common/adapters/rabbitmq"],
    "rabbitmq-c/": ["common/adapters/rabbitmq"],
    "cppconn/": ["common/adapters/mysql"],
    "mysql": ["common/adapters/mysql"],
    "prometheus/": ["common/http"],
    "zlib.h": ["web"],
    "zopfli/": ["web"],
    "curses.h": ["terminal"],
    "qrencode.h": ["terminal"],
    "curl/": ["common/adapters/curl", "common/adapters/otlp", "terminal", "tests", "bench"],
    "gtest/": ["tests"],
    "gmock/": ["tests"],
    "rapidcheck": ["tests"],
    "yaml-cpp/": ["tests"],
}

TEXT = "common/text"
CONTRACT = "common/contract"
PORTS = "common/ports"
COUNTERS = "common/counters"
BELOW_HTTP = [TEXT, CONTRACT, PORTS, COUNTERS, "common/runtime"]

# What a folder may include from this project, beside itself.
LAYERS = {
    "common/text": [],
    "common/counters": [],
    "common/contract": [TEXT],
    "common/ports": [TEXT, CONTRACT],
    "common/sql_text": [TEXT, CONTRACT, PORTS],
    "common/tls": [TEXT, CONTRACT, PORTS],
    "common/adapters": [TEXT, CONTRACT, PORTS, COUNTERS, "common/sql_text", "common/tls"],
    "common/migrations": [TEXT, CONTRACT, PORTS],
    "common/csv": [TEXT, CONTRACT],
    "common/catalogue": [TEXT, CONTRACT, PORTS, "common/csv", "common/migrations"],
    "common/pipeline": [TEXT, CONTRACT, PORTS, COUNTERS],
    "common/runtime": [TEXT, CONTRACT, PORTS],
    "common/heartbeat": [TEXT, CONTRACT, PORTS, "common/runtime"],
    "common/http": [TEXT, CONTRACT, PORTS, COUNTERS, "common/runtime"],
    "common/operator_calls": [TEXT, CONTRACT, "common/http"],
    "common/pipeline_service": [TEXT, CONTRACT, PORTS, COUNTERS, "common/pipeline",
                                "common/runtime"],
    "common/pipeline_metrics": [TEXT, CONTRACT, PORTS, COUNTERS, "common/http",
                                "common/pipeline"],
    "common/pruning": [TEXT, CONTRACT, PORTS, COUNTERS, "common/runtime"],
    "common/supplier": [TEXT, CONTRACT, PORTS, COUNTERS, "common/migrations", "common/pipeline",
                        "common/pipeline_service", "common/pipeline_metrics", "common/pruning",
                        "common/runtime",
                        "common/http", "common/operator_calls"],
    "common/service_host": ["common"],
    "web": [],
    "session-service/core": [TEXT, CONTRACT],
    "session-service/store": [TEXT, CONTRACT, PORTS, COUNTERS, "common/migrations",
                              "common/pruning", "common/runtime", "session-service/core"],
    "session-service/coordinator": [*BELOW_HTTP, "common/pipeline", "common/pipeline_service",
                                    "common/pruning", "session-service/core",
                                    "session-service/store"],
    "session-service/http": [*BELOW_HTTP, "common/http", "common/pipeline", "common/catalogue",
                             "common/csv", "web", "session-service/core", "session-service/store",
                             "session-service/coordinator", "session-service/breaker"],
    "session-service/breaker": [TEXT, CONTRACT],
    "session-service/routes": [*BELOW_HTTP, "common/catalogue", "common/heartbeat",
                               "session-service/breaker"],
    "session-service/search": [*BELOW_HTTP, "common/http", "common/catalogue",
                               "session-service/routes", "session-service/breaker",
                               "session-service/core", "session-service/store",
                               "session-service/coordinator", "session-service/http"],
    "session-service/operators": [*BELOW_HTTP, "common/http", "common/heartbeat",
                                  "common/operator_calls",
                                  "session-service/routes", "session-service/breaker",
                                  "session-service/core", "session-service/store",
                                  "session-service/coordinator", "session-service/http",
                                  "session-service/search"],
    "session-service": ["common", "web"],
    "flight-service": ["common"],
    "hotel-service": ["common"],
    "event-service": ["common"],
    "payment-service": ["common"],
    "audit-service": ["common"],
    "terminal": [TEXT, CONTRACT],
    "conformance": [TEXT, CONTRACT, PORTS, "common/heartbeat", "common/runtime",
                    "common/service_host", "common/adapters"],
    "viaja": ["common", "session-service", "flight-service", "hotel-service", "event-service",
              "payment-service", "audit-service", "terminal", "conformance", "web"],
}

# The adapters of one technology do not know those of another: each is a folder of its own.
ADAPTERS = "common/adapters"

# Beside tests and every main.cpp, the files that put a program together and so name adapters.
PARTS_LISTS = {
    "common/service_host/broker_settings.hpp": "the broker of a process, from its environment",
    "common/service_host/settings.hpp": "the servers of a process, from its environment",
    "common/service_host/service_process.hpp": "what every service's process consists of",
    "common/service_host/supplier_process.cpp": "what every supplier's process consists of",
    "conformance/run.cpp": "what `viaja conformance` examines participants with",
    "viaja/embedded.cpp": "all services in one process: the parts list of `viaja all`",
    "viaja/embedded_suppliers.cpp": "the suppliers of that process",
    "viaja/prepared_database.hpp": "their databases",
}

# Standard headers that reach a clock's thread, a file or another thread; a core has no use for
# them, since it decides on values alone.
NOT_IN_A_CORE = {
    "condition_variable", "filesystem", "fstream", "future", "iostream", "mutex", "random",
    "shared_mutex", "stop_token", "thread",
}

# Waiting by the clock where a condition could be waited for makes programs slow and tests false.
# A file may do it only with a reason that a reviewer accepted.
SLEEPS_ALLOWED = {
}

# Words that say nothing about what is inside: every such file becomes a drawer for anything.
EMPTY_NAMES = ("util", "helper", "manager", "misc")
EMPTY_WORDS = ("base",)

# Folders that are not ours to read: results of builds and of runs, and libraries of others.
SKIPPED_FOLDERS = {".git", "build", ".viaja", ".cache", "__pycache__", "node_modules", "vendor"}

# The samples of the self-test break every rule on purpose, and the tables name what is refused.
EXEMPT_FROM_TEXT_RULES = ("tests/tidy/",)
