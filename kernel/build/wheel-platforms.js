// What differs from wheel to wheel. The oldest systems are those that the wheel of Node asks for, which is needed besides.

/** By name. A Linux wheel carries the native parts for glibc and for musl. @type {Record<string, import("./wheel-platforms.js").Platform>} */
export const platforms = {
  "linux-x64": linux("x64", "x86_64"),
  "linux-arm64": linux("arm64", "aarch64"),
  "darwin-x64": mac("x64", "x86_64"),
  "darwin-arm64": mac("arm64", "arm64"),
  "win32-x64": {
    tag: "win_amd64",
    os: "win32",
    cpu: "x64",
    libcs: [""],
    addons: ["win32-x64"],
  },
};

function linux(cpu, machine) {
  const libcs = ["glibc", "musl"];
  return {
    tag: `manylinux_2_28_${machine}.musllinux_1_2_${machine}`,
    os: "linux",
    cpu,
    libcs,
    addons: libcs.map((libc) => `linux-${cpu}-${libc}`),
  };
}

function mac(cpu, machine) {
  return {
    tag: `macosx_13_0_${machine}`,
    os: "darwin",
    cpu,
    libcs: [""],
    addons: [`darwin-${cpu}`],
  };
}
