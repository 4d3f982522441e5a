# One image for every service of Viaja, and one for the HAProxy before them. docker-compose.yml
# builds both.

FROM debian:bookworm-slim AS build
WORKDIR /viaja
COPY scripts/packages scripts/packages
RUN apt-get update \
 && apt-get install -y --no-install-recommends $(awk '$1 == "run" { print $2 }' scripts/packages) \
 && rm -rf /var/lib/apt/lists/*
COPY CMakeLists.txt CMakePresets.json ./
COPY cmake cmake
COPY common common
COPY web web
COPY clients/typescript/src clients/typescript/src
COPY docs/openapi.yaml docs/openapi.yaml
COPY session-service session-service
COPY flight-service flight-service
COPY hotel-service hotel-service
COPY event-service event-service
COPY payment-service payment-service
COPY audit-service audit-service
COPY terminal terminal
COPY conformance conformance
COPY viaja viaja
RUN cmake --preset release -DVIAJA_TESTS=OFF \
 && cmake --build build/release --target session-service flight-service hotel-service event-service payment-service audit-service viaja \
 && mkdir /programs \
 && for service in session flight hotel event payment audit; do \
        strip -o "/programs/$service-service" \
            "build/release/$service-service/$service-service" || exit 1; \
    done \
 && strip -o /programs/viaja build/release/viaja/viaja

# The services and the client for a terminal: no compiler, a user without rights. The libraries are
# those that the programs name; a missing one shows at once, since every program is asked for its own.
FROM debian:bookworm-slim AS services
RUN apt-get update \
 && apt-get install -y --no-install-recommends libcurl4 libfmt9 libhiredis0.14 libdate-tz3 libjemalloc2 \
        libmysqlcppconn7v5 libncursesw6 libprometheus-cpp-core1.0 libqrencode4 librabbitmq4 libsodium23 libspdlog1.10 \
        libsqlite3-0 libssl3 libuv1 libwslay1 \
        tzdata zlib1g \
 && rm -rf /var/lib/apt/lists/* /usr/share/doc /usr/share/man /usr/share/locale \
 && useradd --system --no-create-home --shell /usr/sbin/nologin viaja
COPY --from=build /programs/ /usr/local/bin/
COPY deploy/is-ready /usr/local/bin/is-ready
COPY data/demo /usr/share/viaja/demo
RUN for program in /usr/local/bin/*-service /usr/local/bin/viaja; do \
        ! ldd "$program" | grep 'not found' || exit 1; done
ENV VIAJA_CATALOGUE=/usr/share/viaja/demo VIAJA_HOST=0.0.0.0 VIAJA_PORT=8080
USER viaja
EXPOSE 8080
HEALTHCHECK --interval=2s --timeout=3s --start-period=60s --retries=5 CMD ["is-ready", "8080"]
CMD ["session-service"]

FROM debian:bookworm-slim AS entrance
RUN apt-get update \
 && apt-get install -y --no-install-recommends haproxy \
 && rm -rf /var/lib/apt/lists/*
COPY deploy/haproxy/ /etc/haproxy/
COPY deploy/is-ready /usr/local/bin/is-ready
USER haproxy
EXPOSE 8080
HEALTHCHECK --interval=2s --timeout=3s --start-period=60s --retries=5 CMD ["is-ready", "8080"]
# Lets calls under way finish; SIGTERM would cut them.
STOPSIGNAL SIGUSR1
CMD ["haproxy", "-W", "-db", "-f", "/etc/haproxy/haproxy.cfg"]
