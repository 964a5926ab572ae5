"""The same pictures by plotly.py and Kaleido, which needs a browser: the first starts it."""

import asyncio
import base64
import json
import shutil
import time

import kaleido
import plotly.graph_objects as go


def make_chart(seed):
    x = [f"task {i}" for i in range(20)]
    y = [(i * 7 + seed) % 11 + 1 for i in range(20)]
    return go.Figure(go.Bar(x=x, y=y), {"title": {"text": "Twenty tasks"}})


async def main():
    started = time.perf_counter()
    options = {"format": "png", "width": 760, "height": 380, "scale": 1.5}
    browser = shutil.which("chromium")
    times = []
    async with kaleido.Kaleido(n=1, path=browser) as painter:
        for seed in range(11):
            png = await painter.calc_fig(make_chart(seed), opts=options)
            times.append((time.perf_counter() - started) * 1000)
            started = time.perf_counter()
    bundle = {
        "application/vnd.plotly.v1+json": make_chart(0).to_plotly_json(),
        "image/png": base64.b64encode(png).decode(),
    }
    size = len(json.dumps(bundle, default=list)) / 1000
    print(json.dumps({"first": times[:1], "next": times[1:], "bundle": [size]}))


asyncio.run(main())
