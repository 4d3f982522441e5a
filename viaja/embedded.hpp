#pragma once
// Every service in one process: on SQLite, an in-process bus and an in-process lock. Its source
// names these adapters; the services know ports only.

#include <memory>

#include "viaja/embedded_settings.hpp"

namespace viaja {

/// Construct, run and destroy it on one thread.
class Embedded {
  public:
    /// Makes the data folder and the schemas, loads the catalogue, opens the queues.
    explicit Embedded(EmbeddedSettings settings);
    ~Embedded();
    Embedded(const Embedded&) = delete;
    Embedded& operator=(const Embedded&) = delete;

    /// Listens and works until SIGTERM or SIGINT, then ends in order within ten seconds. Throws
    /// http::ListenFailed.
    void run();

  private:
    class Parts;
    const std::unique_ptr<Parts> parts_;
};

}  // namespace viaja
