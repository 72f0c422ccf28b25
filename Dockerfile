# One image for every replica. Built in two stages, so that what builds does not ship.
# tests/packaging/test_image.py runs these same steps by hand in a clean directory.

FROM python:3.12-slim AS build
WORKDIR /src
RUN python -m venv /opt/liaison
COPY requirements/base.txt requirements/base.txt
RUN /opt/liaison/bin/pip install --no-cache-dir --require-hashes -r requirements/base.txt
COPY pyproject.toml README.md LICENSE ./
COPY prompts prompts
COPY migrations migrations
COPY bot bot
COPY adapters adapters
RUN /opt/liaison/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.12-slim
RUN useradd --uid 10001 --create-home --home-dir /data liaison
COPY --from=build /opt/liaison /opt/liaison
ENV PATH=/opt/liaison/bin:$PATH \
    LIAISON_HOST=0.0.0.0 \
    LIAISON_LOG_FORMAT=json
WORKDIR /data
USER liaison
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s CMD ["liaison", "doctor", "--live"]
# Migrates first, one replica at a time, and then serves until SIGTERM.
CMD ["liaison", "serve"]
