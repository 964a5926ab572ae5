"""The parts of a wheel that differ from platform to platform; make-wheels.js says which platform by WHEEL_TAG."""

import os

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PlatformHook(BuildHookInterface):
    def initialize(self, version: str, build_data: dict) -> None:
        tag = os.environ["WHEEL_TAG"]
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{tag}"
        # Windows runs no shell scripts; pip makes a program of an entry point there, which starts Python first.
        if not tag.startswith("win"):
            build_data["shared_scripts"] = {"romanesco.sh": "romanesco"}
