FROM rust:1.95-trixie AS build
RUN apt-get update && apt-get install -y --no-install-recommends nodejs npm
WORKDIR /cubby
COPY . .
RUN make build

FROM debian:trixie-slim
# What vouches for a PostgreSQL elsewhere.
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 cubby && install --directory --mode 0700 --owner cubby /data
COPY --from=build /cubby/target/release/cubby /usr/local/bin/
USER cubby
ENV CUBBY_LISTEN=0.0.0.0:3000 CUBBY_DATA_DIR=/data
VOLUME /data
EXPOSE 3000
# The image has no curl; bash can ask by itself.
HEALTHCHECK --interval=30s --timeout=3s --start-period=5s CMD ["bash", "-c", \
  "exec 3<>/dev/tcp/127.0.0.1/3000 && printf 'GET /healthz HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && read -r status <&3 && [[ $status == *' 200 '* ]]"]
CMD ["cubby"]
