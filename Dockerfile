# Node runs the TypeScript as it is (docs/adr/0010), so an image is its sources and its packages.

FROM node:24.21.0-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
COPY domain/package.json domain/
# No install scripts: they would fetch a second Node, which this image has, and the private PostgreSQL, which it does not use.
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund && npm cache clean --force

FROM node:24.21.0-bookworm-slim
LABEL org.opencontainers.image.title="DMS" \
      org.opencontainers.image.description="The backend of a vehicle dealer's service network in India" \
      org.opencontainers.image.licenses="MIT"
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=3000 \
    METRICS_PORT=9464 \
    DATA_DIR=/data
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY . .
# The root file system may be mounted read-only: what is written goes to /data and /tmp alone.
RUN install -d -o node -g node /data
USER node
VOLUME /data
EXPOSE 3000 9464
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "bin/dms.js"]
CMD ["api"]
