# syntax=docker/dockerfile:1
# The bot in a container: slim, no compiler, no shell tools needed, not root, read-only root.
# Debian's glibc, not Alpine: onnxruntime has no musl wheels.
FROM python:3.12-slim AS parts
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /build
COPY requirements.lock .
# --no-deps: the lock is complete and leaves out on purpose what is never loaded (opencv, scipy).
# pip itself goes afterwards: nothing is ever installed into a running container.
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-deps --require-hashes --only-binary=:all: -r requirements.lock \
    && /opt/venv/bin/pip uninstall --yes pip

FROM python:3.12-slim
LABEL org.opencontainers.image.title="Upstander" \
      org.opencontainers.image.description="Removes intimate pictures from class chats and tells the adults" \
      org.opencontainers.image.licenses="AGPL-3.0-or-later"
# One BLAS thread: numpy's own threads slow our small products 60 times on a busy machine.
# Bytecode cannot be written on a read-only root, so Python is told not to try.
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONPATH=/app PYTHONSAFEPATH=1 PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 \
    UPSTANDER_DATA_DIR=/data UPSTANDER_LOG__FORMAT=json UPSTANDER_WEB__HOST=0.0.0.0
COPY --from=parts /opt/venv /opt/venv
WORKDIR /app
COPY pyproject.toml LICENSE NOTICE ./
COPY alembic alembic
COPY adapters adapters
COPY bot bot
COPY classifiers classifiers
COPY config config
# Compiled now, because it cannot be later; /data exists so that a new volume gets its owner.
RUN python -m compileall -q adapters bot classifiers config \
    && install -d -o 10001 -g 10001 -m 700 /data
USER 10001:10001
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
# slim has no curl; a container without an answer for 90 s is restarted by whoever watches it.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
